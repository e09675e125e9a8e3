#!/bin/sh
# Every check that needs no running program. Runs all of them, names those that failed.
#
# Types take the longest, on one processor; the others are looked at meanwhile.
set -u
cd "$(dirname "$0")/.."
# What is translated here need not be translated again by the tests.
unset PYTHONDONTWRITEBYTECODE

said=$(mktemp -d)
trap 'rm -rf "$said"' EXIT
# check NAME COMMAND...
check() {
    name=$1
    shift
    if "$@" >"$said/output of $name" 2>&1; then
        printf '  ok      %s\n' "$name"
    else
        printf '  FAILED  %s\n%s\n' "$name" "$(cat "$said/output of $name")"
        printf ', %s' "$name" >>"$said/failed"
    fi
}

python=.venv/bin/python
check "types" .venv/bin/mypy matching helpexchange tests scripts benchmarks &
check "style" .venv/bin/ruff check --quiet .
check "format" .venv/bin/ruff format --quiet --diff .
check "imports" env FORCE_COLOR=0 .venv/bin/lint-imports --no-logo
check "sizes" "$python" -m scripts.check_sizes
check "templates" "$python" -m scripts.check_templates
check "catalogues" "$python" -m scripts.check_catalogues
check "tree" "$python" -m scripts.check_tree
# Also leaves the tests behind as bytecode, so that no process has to translate them.
check "tests can be read" .venv/bin/pytest --collect-only -qq
wait

if [ -s "$said/failed" ]; then
    echo "Failed: $(cut -c3- "$said/failed")"
    exit 1
fi
