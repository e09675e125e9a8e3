#!/bin/sh
# Every check that needs no running program. Runs all of them, names those that failed.
set -u
cd "$(dirname "$0")/.."

failed=
# check NAME COMMAND...
check() {
    name=$1
    shift
    if output=$("$@" 2>&1); then
        printf '  ok      %s\n' "$name"
    else
        printf '  FAILED  %s\n%s\n' "$name" "$output"
        failed="$failed, $name"
    fi
}

python=.venv/bin/python
check "style" .venv/bin/ruff check --quiet .
check "format" .venv/bin/ruff format --quiet --diff .
check "types" .venv/bin/mypy matching helpexchange tests scripts benchmarks
check "imports" env FORCE_COLOR=0 .venv/bin/lint-imports --no-logo
check "sizes" "$python" -m scripts.check_sizes
check "templates" "$python" -m scripts.check_templates
check "catalogues" "$python" -m scripts.check_catalogues
check "tree" "$python" -m scripts.check_tree

if [ -n "$failed" ]; then
    echo "Failed: ${failed#, }"
    exit 1
fi
