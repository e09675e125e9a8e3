"""Fixtures of a real browser: the site on a port of this machine, and pages that complain about nothing."""

import threading
from collections.abc import Callable, Iterator
from typing import NoReturn
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    sync_playwright,
)
from werkzeug.serving import make_server

from helpexchange.accounts.models import Account
from tests.page_client import PageClient
from tests.servers.browser import FLAGS, find_browser


@pytest.fixture
def live_site(app: Flask) -> Iterator[str]:
    """The application on a free port of this machine; the address without a slash at its end."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join(timeout=10)
    server.server_close()


@pytest.fixture(scope="session")
def browser(skip_or_fail: Callable[[str, str], NoReturn]) -> Iterator[Browser]:
    """A Chromium without a window."""
    path = find_browser()
    if path is None:
        skip_or_fail("browser", "no Chromium is there; HELPEXCHANGE_TEST_BROWSER may name one")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


class Visitor:
    """A person at a browser: opens pages of the live site and remembers every complaint.

    Attributes:
        page: Playwright's page.
        complaints: errors of scripts, refused content, and requests to other hosts.
    """

    def __init__(self, context: BrowserContext, site: str, app: Flask) -> None:
        self.context = context
        self.site = site
        self.app = app
        self.complaints: list[str] = []
        self.page: Page = context.new_page()
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._see_request)

    def open(self, path: str) -> Page:
        """Open a path of the site and wait until it is loaded."""
        self.page.goto(self.site + path, wait_until="load")
        return self.page

    def sign_in(self, account: Account | None, **kept: object) -> None:
        """Step into an account, as after its password, or stay a visitor; `kept` goes into the session."""
        client = PageClient(self.app)
        if account:
            client.sign_in(account)
        with client.browser.session_transaction() as session:
            session.update(kept)
        cookie = client.browser.get_cookie("session")
        assert cookie is not None
        self.context.add_cookies([{"name": "session", "value": cookie.value, "url": self.site}])

    def _hear(self, message: ConsoleMessage) -> None:
        # Beside an answer that is no page, a browser asks for the icon by its old name.
        is_old_icon = message.location["url"].endswith("/favicon.ico")
        if message.type in ("error", "warning") and not is_old_icon:
            self.complaints.append(f"{message.text} ({message.location['url']})")

    def _see_request(self, request: Request) -> None:
        if urlsplit(request.url).scheme in ("http", "https") and not request.url.startswith(self.site):
            self.complaints.append(f"asks another host: {request.url}")


def follow(target: Locator) -> None:
    """Click a link or button that leads to another page, and wait until that is loaded.

    A click alone returns while the old page is still there: what is read then may be of either page.
    """
    with target.page.expect_navigation():
        target.click()


@pytest.fixture
def open_visitor(browser: Browser, live_site: str, app: Flask) -> Iterator[Callable[..., Visitor]]:
    """Return a function that makes visitors, with the options of a Playwright context (viewport, theme)."""
    contexts: list[BrowserContext] = []

    def make(**options: object) -> Visitor:
        context = browser.new_context(locale="en-GB", **options)  # type: ignore[arg-type]  # passed on as given
        context.set_default_timeout(15_000)
        contexts.append(context)
        return Visitor(context, live_site, app)

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def visitor(open_visitor: Callable[..., Visitor]) -> Iterator[Visitor]:
    """A visitor at a desk; the test fails if the browser complained about anything."""
    visitor = open_visitor(viewport={"width": 1280, "height": 900})
    yield visitor
    assert not visitor.complaints
