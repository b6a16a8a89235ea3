#!/usr/bin/env bash
# Installs the foreign programs of these tests: a browser from Debian's packages, the others from PyPI, each into its own virtual
# environment under .cache/orchestrators.
# What is installed already, from the same requirements, is used again. `PYTHON` names another interpreter than python3.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
folder=$(cd "$here/../.." && pwd)/.cache/orchestrators
python=${PYTHON:-python3}
export PIP_DISABLE_PIP_VERSION_CHECK=1

command -v "$python" >/dev/null || { echo "Python 3.11 is needed: $python is not there." >&2; exit 1; }
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 10))' || { echo "Python 3.10 or newer is needed." >&2; exit 1; }
"$python" -c 'import venv, ensurepip' || { echo "Python's venv module is needed (package python3-venv)." >&2; exit 1; }
mkdir -p "$folder"

install_one() {
  local name=$1 began=$SECONDS
  local wanted="$here/requirements/$name.txt" home="$folder/$name"
  if cmp -s "$wanted" "$home/installed.txt"; then return 0; fi
  rm -rf "$home"
  "$python" -m venv "$home"
  # A second try covers a registry that hiccups.
  local log="$home/install.log"
  "$home/bin/pip" install --quiet --no-deps -r "$wanted" >"$log" 2>&1 || "$home/bin/pip" install --quiet --no-deps -r "$wanted" >"$log" 2>&1 || {
    echo "$name could not be installed:" >&2
    tail -n 20 "$log" >&2
    return 1
  }
  cp "$wanted" "$home/installed.txt"
  echo "$name installed in $((SECONDS - began)) s"
}

# The largest first, two at a time.
export -f install_one
export here folder python
printf '%s\n' pyairbyte airbyte-cdk meltano tap-rest-api-msdk target-duckdb target-csv singer-sdk target-jsonl singer-tools \
  airbyte-protocol-models | xargs -P 2 -I {} bash -euc 'install_one {}'

# Before the tests, which may install packages of their own. Without it the test of the report page fails, the others do not.
"$here/scripts/browser.sh" install || echo "chromium is not there and could not be installed." >&2
