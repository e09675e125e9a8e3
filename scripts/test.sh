#!/bin/sh
# Run every test on SQLite and PostgreSQL and in a browser. Arguments go on to pytest.
#
# HELPEXCHANGE_TEST_POSTGRESQL_URL   a server whose user may create databases; else one is started
# HELPEXCHANGE_TEST_BROWSER          the chromium to use; else one is looked for, else fetched
# HELPEXCHANGE_TEST_REQUIRE          "browser,postgresql": what must not be skipped
# HELPEXCHANGE_TEST_PICTURES         a folder for pictures of the pages that the walks by keyboard pass
set -eu
cd "$(dirname "$0")/.."

scripts/setup.sh --dev
scripts/find_browser.sh || echo "No browser: the tests that need one are skipped." >&2
# -rs at the end says what was skipped and why.
exec .venv/bin/pytest -n 2 --dist worksteal -q -rs "$@"
