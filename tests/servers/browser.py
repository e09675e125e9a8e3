"""Which Chromium the tests drive.

Run as a program it prints the path, or fails where there is none.
"""

import os
import shutil
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# A test page must reach no other host, and a container's root may not use Chromium's own sandbox.
FLAGS = ("--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync")


def find_browser() -> Path | None:
    """Return the browser named by the environment, else one on the PATH, else Playwright's own download."""
    named = os.environ.get("HELPEXCHANGE_TEST_BROWSER")
    found = [named, *map(shutil.which, NAMES), _downloaded_browser()]
    return next((Path(path) for path in found if path and Path(path).exists()), None)


def _downloaded_browser() -> str | None:
    default = Path.home() / ".cache" / "ms-playwright"
    folder = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", default))
    found = sorted([*folder.glob("chromium*/*/headless_shell"), *folder.glob("chromium*/*/chrome")])
    return str(found[-1]) if found else None


if __name__ == "__main__":
    path = find_browser()
    print(path or "no browser", file=sys.stdout if path else sys.stderr)
    sys.exit(0 if path else 1)
