#!/usr/bin/env bash
# A real browser without a window: Debian's chromium.
#   browser.sh install             installs it where it is missing, as root
#   browser.sh dom URL             prints the document as the browser has built it
#   browser.sh picture URL FILE    writes what a person sees as PNG
# What the page says on its console, script errors included, goes to stderr as lines with CONSOLE.
set -euo pipefail

profile=$(mktemp -d)
trap 'rm -rf "$profile"' EXIT

browse() {
  chromium --headless --no-sandbox --disable-gpu --disable-quic --disable-dev-shm-usage --no-first-run --disable-background-networking \
    --disable-component-update --disable-sync --enable-logging=stderr --v=0 --window-size=1200,1600 --user-data-dir="$profile" "$@"
}

case ${1-} in
install)
  command -v chromium >/dev/null && exit
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null
  ;;
dom) browse --dump-dom "$2" ;;
picture) browse --screenshot="$3" "$2" >/dev/null ;;
*)
  echo "install | dom URL | picture URL FILE" >&2
  exit 2
  ;;
esac
