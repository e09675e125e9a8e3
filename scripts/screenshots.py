"""Photographs the pages of the demo town at 390 and 1280 px, in English and German, into var/screenshots.

The pictures of the README are renewed in docs/screenshots.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, sync_playwright

from tests.servers.browser import FLAGS, find_browser
from tests.servers.postgres import free_port

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "screenshots"
README_FOLDER = ROOT / "docs" / "screenshots"
#: Width of the screen -> its height, in pixels.
HEIGHTS = {390: 844, 1280: 960}
LANGUAGES = ("en", "de")
START_SECONDS = 120
#: Name of the picture -> address, for visitors.
PUBLIC = {
    "front": "/",
    "board": "/open-requests",
    "ask": "/ask",
    "offer": "/offer",
    "sign-in": "/sign-in",
    "certificate-check": "/certificates",
    "not-found": "/nothing-here",
}
#: Role -> name of the picture -> address.
INSIDE = {
    "senior": {"senior": "/home"},
    "volunteer": {
        "volunteer": "/home",
        "my-help": "/my-help",
        "visits": "/my-help/visits",
        "contacts": "/my-help/contacts",
        "hours": "/my-help/hours",
    },
    "student": {"student": "/home"},
    "coordinator": {
        "coordinator": "/home",
        "day-board": "/day-board",
        "by-phone": "/help-requests/by-phone",
        "arrivals": "/arrivals",
        "arriving-helpers": "/arrivals/helpers",
        "runs": "/match-runs",
        "match-guide": "/match-runs/how-proposals-are-made",
        "run": "/match-runs/1",
        "waiting": "/match-runs/1/unmatched",
        "numbers": "/match-runs/1/numbers",
        "history": "/match-runs/1/history",
        "asks": "/asks",
        "engagements": "/engagements",
        "day-sheet": "/engagements/day",
        "office-hours": "/hours",
        "costs": "/hours/costs",
        "people": "/people",
        "letters": "/messages/letters",
        "reports": "/reports",
        "report-requests": "/reports/requests",
        "report-equality": "/reports/equality",
        "report-year": "/reports/year",
    },
    "network-lead": {"network-lead": "/home", "town-run": "/match-runs/1"},
    "school": {"school": "/home"},
    "administrator": {"administrator": "/home"},
}
#: Role -> name of the picture -> address of a page, and what stands on it: an address nobody knows before,
#: such as the signed link of a message.
BEHIND_LINKS = {
    "": {
        "asked": ("/messages/pretended", r"/asked/[\w.-]+"),
        "who-comes": ("/messages/pretended", r"/who-comes/[\w.-]+"),
        "reminder": ("/messages/pretended", r"/visits/reminder/[\w.-]+"),
        "my-request": ("/messages/pretended", r"/my-request/[\w.-]+"),
    },
    "coordinator": {
        "engagement": ("/engagements", r"/engagements/\d+"),
        "helper-hours": ("/hours", r"/hours/helpers/\d+"),
        "why-not": ("/match-runs/1", r"/match-runs/1/requests/\d+/why-not"),
    },
}
#: Role -> name of the picture -> address, and the part of the page that it shows.
PARTS = {"coordinator": {"proposal": ("/match-runs/1", "article")}}
#: Pictures that the README shows; only what fits on a screen.
IN_README = (
    "front-390-de", "front-1280-en", "board-390-de", "board-1280-en", "run-1280-en", "day-board-1280-en",
    "by-phone-1280-en", "visits-390-de", "report-year-1280-en",
)  # fmt: skip


@contextmanager
def demo_site() -> Iterator[str]:
    """Run the demo in a folder of its own; yield its address."""
    port = free_port()
    with TemporaryDirectory(prefix="helpexchange-screenshots-") as folder:
        command = [str(Path(sys.executable).with_name("helpexchange")), "demo", "--port", str(port)]
        process = subprocess.Popen(command, cwd=folder, env={**os.environ}, stdout=subprocess.DEVNULL)
        try:
            wait_until_open(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=30)


def wait_until_open(port: int) -> None:
    """Return when the site answers.

    Raises:
        TimeoutError: it does not in time.
    """
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise TimeoutError("the demo did not start")


def photograph(page: Page, site: str, name: str, path: str) -> None:
    """Photograph a page, whole; the README's pictures also as they fit on a screen."""
    page.goto(site + path)
    page.screenshot(path=FOLDER / f"{name}.png", full_page=True)
    if name in IN_README:
        page.screenshot(path=README_FOLDER / f"{name}.png")


def photograph_behind(page: Page, site: str, name: str, path: str, pattern: str) -> None:
    """Photograph the page whose address stands on another; where it does not, say so."""
    page.goto(site + path)
    found = re.search(pattern, page.content())
    if found is None:
        print(f"{name}: {path} names no {pattern}")
        return
    photograph(page, site, name, found[0])


def photograph_part(page: Page, site: str, name: str, path: str, part: str) -> None:
    """Photograph the first such part of a page."""
    page.goto(site + path)
    page.locator("main").locator(part).first.screenshot(path=FOLDER / f"{name}.png")


def photograph_all(browser: Browser, site: str, width: int, language: str) -> None:
    """Photograph every page at one width in one language."""
    for role, pages in {"": PUBLIC, **INSIDE}.items():
        context = browser.new_context(viewport={"width": width, "height": HEIGHTS[width]})
        page = context.new_page()
        page.goto(f"{site}/?lang={language}")
        if role:
            page.locator(f"form[action$='/step-in/{role}'] button").click()
        for name, path in pages.items():
            photograph(page, site, f"{name}-{width}-{language}", path)
        for name, (path, pattern) in BEHIND_LINKS.get(role, {}).items():
            photograph_behind(page, site, f"{name}-{width}-{language}", path, pattern)
        for name, (path, part) in PARTS.get(role, {}).items():
            photograph_part(page, site, f"{name}-{width}-{language}", path, part)
        context.close()


def main() -> int:
    """Photograph everything; return how the process shall exit."""
    path = find_browser()
    if path is None:
        print("There is no Chromium here; HELPEXCHANGE_TEST_BROWSER may name one.", file=sys.stderr)
        return 1
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    README_FOLDER.mkdir(parents=True, exist_ok=True)
    with demo_site() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        for width in HEIGHTS:
            for language in LANGUAGES:
                photograph_all(browser, site, width, language)
        browser.close()
    print(f"{len(list(FOLDER.iterdir()))} pictures in {FOLDER.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
