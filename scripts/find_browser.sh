#!/bin/sh
# See to it that a Chromium is there for the tests; say beforehand what would be fetched from where.
# Order: one that is there, Playwright's own download, as root on Debian the package `chromium`.
set -eu
cd "$(dirname "$0")/.."

browser_is_there() {
    .venv/bin/python -m tests.servers.browser >/dev/null 2>&1
}

browser_is_there && exit 0
echo "No Chromium found. Asking Playwright to download its own (about 150 MB) ..."
if timeout 300 .venv/bin/playwright install chromium-headless-shell >/dev/null 2>&1 && browser_is_there; then exit 0; fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "That did not work. Installing Debian's package chromium with apt-get (about 100 MB) ..."
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null
fi
browser_is_there
