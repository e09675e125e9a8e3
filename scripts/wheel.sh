#!/bin/sh
# Build the wheel into dist/, with assets and catalogues inside, and prove that it carries them.
set -eu
cd "$(dirname "$0")/.."

rm -rf build dist
.venv/bin/uv build --quiet --wheel --no-build-isolation --python .venv/bin/python --out-dir dist .
rm -rf build
.venv/bin/python -m scripts.check_wheel dist/*.whl
