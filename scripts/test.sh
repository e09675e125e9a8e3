#!/bin/sh
# Run every test on SQLite and PostgreSQL and in a browser. Arguments go on to pytest.
#
# HELPEXCHANGE_TEST_POSTGRESQL_URL   a server whose user may create databases; else one is started
# HELPEXCHANGE_TEST_BROWSER          the chromium to use; else one is looked for, else fetched
# HELPEXCHANGE_TEST_REQUIRE          "browser,postgresql": what must not be skipped
# HELPEXCHANGE_TEST_PICTURES         a folder for pictures of the pages that the walks by keyboard pass
# HELPEXCHANGE_TEST_EVERYTHING       1: pages are looked at with every parameter on both databases
# HELPEXCHANGE_TEST_PROCESSES        how many processes; else one more than there are processors
set -eu
cd "$(dirname "$0")/.."

scripts/setup.sh --dev
scripts/find_browser.sh || echo "No browser: the tests that need one are skipped." >&2
# Each process would else translate all tests and the whole application anew, and so would each it starts.
unset PYTHONDONTWRITEBYTECODE
# One more than processors: while a test waits for a browser, a clock or another process, another can go on.
processes=${HELPEXCHANGE_TEST_PROCESSES:-$(($(getconf _NPROCESSORS_ONLN) + 1))}
# -rs at the end says what was skipped and why.
exec .venv/bin/pytest -n "$processes" --dist worksteal -q -rs "$@"
