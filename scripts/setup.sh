#!/bin/sh
# Make the environment: .venv, locked packages, compiled loops, assets, catalogues. A second call does nothing.
#
# Usage: scripts/setup.sh [--dev]
#   --dev   also what tests and checks need; from then on the environment keeps it.
# Needs Python 3.11 or newer with venv. Node 20 is used if it is there, else a wheel that carries it.
# PYTHON=/path/to/python chooses the Python.
set -eu
cd "$(dirname "$0")/.."
. scripts/setup_steps.sh

stamps=.cache/setup
mkdir -p "$stamps"
if [ "${1:-}" = "--dev" ]; then touch "$stamps/wants-dev"; fi
lock=requirements.lock
if [ -f "$stamps/wants-dev" ]; then lock=requirements-dev.lock; fi

# The assets need Node only; where Node is there, they are made while the packages are installed.
[ -d node_modules ] || rm -f "$stamps/node_modules"
[ -f helpexchange/static/build/manifest.json ] || rm -f "$stamps/assets"
if has_node; then
    make_assets >"$stamps/assets.log" 2>&1 &
    assets=$!
fi

# A virtual environment knows its own path: a moved clone needs a new one.
[ -x .venv/bin/python ] || rm -f "$stamps"/venv "$stamps"/installer "$stamps"/packages "$stamps"/project
step venv "Making .venv" make_venv
step installer "Installing uv, the installer" install_uv scripts/locks/setup.lock "$stamps/venv"
step packages "Installing the packages of $lock" install_packages "$lock" "$stamps/installer"
step project "Installing HelpExchange itself (editable)" install_project pyproject.toml "$stamps/packages"
step loops "Compiling the loops of the engine, on two cores" compile_loops $(loop_sources) "$stamps/packages"
step catalogues "Compiling the catalogues" compile_catalogues $(find helpexchange -name '*.po' | sort)

if [ "${assets:-}" ]; then
    wait "$assets" || failed=1
    cat "$stamps/assets.log"
    exit "${failed:-0}"
fi
make_assets
