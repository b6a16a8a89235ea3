#!/usr/bin/env bash
# Builds and runs our images without a daemon, as root: buildah with chroot isolation.
#   images.sh build TARGET            builds localhost/anaplan-TARGET, prints its size in bytes and that of the base below it
#   images.sh run TARGET [-v FROM:TO] [-e NAME=VALUE] [--entrypoint PROGRAM] [ARG…]   as `docker run --read-only --tmpfs /tmp` does
#   images.sh inspect TARGET          prints the image's configuration as JSON
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
project=$(cd "$here/../../.." && pwd)
store=$(readlink -f "$project/.cache/orchestrators")/containers
base=docker.io/library/node:20-slim
export BUILDAH_ISOLATION=chroot STORAGE_DRIVER=vfs
buildah() { command buildah --root "$store/storage" --runroot "$store/run" "$@"; }

need_packages() {
  command -v buildah >/dev/null && command -v debootstrap >/dev/null && return
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends buildah debootstrap >&2
}

# The base under the name that the Dockerfile uses: pulled, or else made from Debian's packages and this machine's Node.
make_base() {
  buildah inspect --type image "$base" >/dev/null 2>&1 && return
  timeout 60 env BUILDAH_ISOLATION=chroot buildah --root "$store/storage" --runroot "$store/run" pull -q "$base" >/dev/null 2>&1 && return
  local root="$store/rootfs" npm
  if [ ! -e "$root/complete" ]; then
    rm -rf "$root"
    debootstrap --variant=minbase bookworm "$root" http://deb.debian.org/debian >&2
    rm -rf "$root"/var/cache/apt/* "$root"/var/lib/apt/lists/* "$root"/usr/share/{doc,man,locale}
    npm=$(dirname "$(dirname "$(readlink -f "$(command -v npm)")")")
    install -D "$(readlink -f "$(command -v node)")" "$root/usr/local/bin/node"
    mkdir -p "$root/usr/local/lib/node_modules" "$root/etc/ssl/certs"
    cp -r "$npm" "$root/usr/local/lib/node_modules/npm"
    ln -s ../lib/node_modules/npm/bin/npm-cli.js "$root/usr/local/bin/npm"
    ln -s ../lib/node_modules/npm/bin/npx-cli.js "$root/usr/local/bin/npx"
    # The official image trusts what Node brings along; this machine may reach the registry through a proxy of its own.
    cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
    chroot "$root" useradd --uid 1000 --create-home --shell /bin/bash node
    touch "$root/complete"
  fi
  local container
  container=$(buildah from scratch)
  buildah add -q "$container" "$root" / >/dev/null
  buildah config --env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    --env NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt --env npm_config_cafile=/etc/ssl/certs/ca-certificates.crt "$container"
  buildah commit -q --rm "$container" "$base" >/dev/null
}

# buildah tells sizes for people ("252 MB"); the files are counted instead.
bytes_of() {
  local container
  container=$(buildah from --pull=false "$1")
  du -sb --one-file-system "$(buildah mount "$container")" | cut -f 1
  buildah rm "$container" >/dev/null
}

case ${1-} in
build)
  need_packages
  mkdir -p "$store"
  (
    flock 9
    # Containers of earlier runs; nothing runs in them any more.
    buildah rm --all >/dev/null 2>&1 || true
    make_base
    buildah build -q --layers --pull=false --target "$2" -t "localhost/anaplan-$2" -f "$project/Dockerfile" "$project" >/dev/null
    echo "$(bytes_of "localhost/anaplan-$2") $(bytes_of "$base")"
  ) 9>"$store/lock"
  ;;
inspect)
  buildah inspect --type image "localhost/anaplan-$2"
  ;;
run)
  image="localhost/anaplan-$2"
  shift 2
  mounts=() given=() entrypoint=
  while [[ ${1-} == -* && ${1-} != --config && ${1-} != --version ]]; do
    case $1 in
    -v) mounts+=("$2"); shift 2 ;;
    -e) given+=("$2"); shift 2 ;;
    --entrypoint) entrypoint=$2; shift 2 ;;
    *) break ;;
    esac
  done
  read_config='const {OCIv1:{config:c}}=JSON.parse(fs.readFileSync(0)); const q=(t)=>`\x27${t}\x27`;
    console.log(`env=(${c.Env.map(q).join(" ")}) program=(${c.Entrypoint.map(q).join(" ")}) user=${q(c.User)} folder=${q(c.WorkingDir)}`)'
  eval "$(buildah inspect --type image "$image" | node -e "$read_config")"
  if [ -n "$entrypoint" ]; then program=("$entrypoint"); fi
  container=$(buildah from --pull=false "$image")
  root=$(buildah mount "$container")
  # Mount points must be there before the root is read-only.
  for mount in ${mounts[@]+"${mounts[@]}"}; do mkdir -p "$root${mount#*:}"; done
  enter='
    set -euo pipefail
    root=$1 user=$2 folder=$3; shift 3
    mount --make-rprivate /
    mount --bind "$root" "$root"
    while [ "$1" != -- ]; do mount --rbind "${1%%:*}" "$root${1#*:}"; shift; done; shift
    mount -t tmpfs tmpfs "$root/tmp"
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev"
    mount -o remount,ro,bind "$root"
    exec chroot --userspec="$user" "$root" "$@"'
  # As docker does: the program is the first process of a namespace of its own, and the signals that we get go to it.
  unshare --mount --pid --fork --kill-child bash -c "$enter" run "$root" "$user" "$folder" ${mounts[@]+"${mounts[@]}"} -- \
    /usr/bin/env -i -C "$folder" "${env[@]}" ${given[@]+"${given[@]}"} "${program[@]}" "$@" <&0 &
  namespace=$!
  for name in TERM INT; do
    trap "kill -$name \$(cat /proc/$namespace/task/$namespace/children)" $name
  done
  until wait "$namespace" && code=0 || code=$?; [ ! -e "/proc/$namespace" ]; do :; done
  exit "$code"
  ;;
*)
  sed -n 2,6p "$0" >&2
  exit 64
  ;;
esac
