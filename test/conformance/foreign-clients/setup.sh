#!/usr/bin/env bash
# Makes the Python environment with the foreign clients, or keeps the one that is there and holds the same versions.
# Prints the path of its python. Fails if there is no python3: a conformance test that cannot run is no pass.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$(cd "$here/../../.." && pwd)"
venv="$root/.cache/venv-foreign"
stamp="$venv/requirements.installed"
mkdir -p "$root/.cache"
exec 9>"$root/.cache/venv-foreign.lock"
if command -v flock >/dev/null; then flock 9; fi
if ! cmp -s "$here/requirements.txt" "$stamp"; then
  rm -rf "$venv"
  python3 -m venv "$venv"
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --requirement "$here/requirements.txt" >&2
  cp "$here/requirements.txt" "$stamp"
fi
echo "$venv/bin/python"
