#!/bin/sh
# Write the lock files anew from pyproject.toml, with the hash of every file and for every Python we support.
#
# Usage: scripts/lock.sh [--upgrade]
# Versions already locked stay unless pyproject.toml forbids them; --upgrade takes the newest of all.
# No registry is named in the files, so that any mirror serves.
set -eu
cd "$(dirname "$0")/.."

uv=.venv/bin/uv
[ -x "$uv" ] || { echo "No $uv yet: run 'make setup' first." >&2; exit 1; }

# lock FILE OPTION... writes one lock file.
lock() {
    file=$1
    shift
    echo "  $file"
    "$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --custom-compile-command "make lock" --output-file "$file" "$@"
}

echo "Locking:"
lock requirements.lock pyproject.toml "$@"
# The other locks take their shared packages in the very versions of the first.
lock requirements-dev.lock pyproject.toml --group dev --constraint requirements.lock "$@"
lock scripts/locks/distributed.lock pyproject.toml --extra distributed --constraint requirements.lock "$@"
lock scripts/locks/setup.lock --group setup "$@"
lock scripts/locks/node.lock --group node "$@"
