#!/bin/sh
# Make the environment: .venv, the locked packages, the assets, the catalogues. A second call does nothing.
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

# A virtual environment knows its own path: a moved clone needs a new one.
[ -x .venv/bin/python ] || rm -f "$stamps"/venv "$stamps"/installer "$stamps"/packages "$stamps"/project
step venv "Making .venv" make_venv scripts/setup.sh
step installer "Installing uv, the installer" install_uv scripts/locks/setup.lock "$stamps/venv"
step packages "Installing the packages of $lock" install_packages "$lock" "$stamps/installer"
step project "Installing HelpExchange itself (editable)" install_project pyproject.toml "$stamps/packages"

[ -d node_modules ] || rm -f "$stamps/node_modules"
[ -f helpexchange/static/build/manifest.json ] || rm -f "$stamps/assets"
step node_modules "Installing the packages of package-lock.json" install_node_modules package-lock.json
step assets "Building the assets" build_assets package-lock.json $(asset_sources)
step catalogues "Compiling the catalogues" compile_catalogues $(find helpexchange -name '*.po' | sort)
