"""A visitor's browser without JavaScript. Each page opened in any test is also looked at as a page."""

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import Context
from typing import Any

from flask import Flask, has_app_context
from sqlalchemy import Engine, event
from werkzeug.test import TestResponse

from helpexchange.accounts.models import Account, AccountSession
from helpexchange.accounts.rules import Way
from helpexchange.accounts.secret_words import kept
from helpexchange.core.database import db
from tests.page_checks import Page, check_page

MOST_SQL_STATEMENTS = 12
WRITING = ("INSERT", "UPDATE", "DELETE")
# That a session was used is noted also when a page is only read; it is no act.
NOTED = "UPDATE account_sessions SET last_seen_at"
HOUSEKEEPING = ("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA", "SAVEPOINT", "RELEASE", NOTED)


class PageClient:
    """Opens pages and fails when one is not what every page must be.

    Each request runs in a context of its own, as a real one would; what the test has arranged is
    committed before it.

    Attributes:
        response: the last answer.
        sql_statements: the statements of the last request.
    """

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.browser = app.test_client()
        self.response: TestResponse
        self.sql_statements: list[str] = []

    def sign_in(self, account: Account) -> None:
        """Step into an account, as after its password and second step."""
        token = secrets.token_hex(8)
        now = self.app.extensions["clock"].now()
        entry = AccountSession(
            account_id=account.id, token_hash=kept_in(self.app, token), way=Way.PASSWORD,
            has_second_step=True, is_kept=True, created_at=now, proved_at=now, last_seen_at=now,
        )  # fmt: skip
        uniquifier = account.fs_uniquifier
        db.session.add(entry)
        db.session.commit()  # and nothing is read after it: an open transaction would lock out a live site
        with self.browser.session_transaction() as session:
            session.clear()
            session.update(_user_id=uniquifier, _fresh=True, visit=token)

    def sign_out(self) -> None:
        """Become a visitor again; cookies such as the language stay."""
        with self.browser.session_transaction() as session:
            session.clear()

    def get(
        self, url: str, *, status: int = 200, most_sql: int = MOST_SQL_STATEMENTS, **headers: str
    ) -> Page:
        """Open a page, look at it, and return it; a GET must change nothing."""
        self._open(url, method="GET", headers=headers)
        assert self.response.status_code == status, self._unexpected(url, status)
        assert not _writes(self.sql_statements), f"GET {url} writes: {_writes(self.sql_statements)}"
        self._assert_few_statements(url, most_sql)
        return self._page(url)

    def post(
        self, url: str, values: Mapping[str, Any] | None = None, *, status: int = 302, **headers: str
    ) -> Page | None:
        """Send a form; return the page of the answer, or None for a redirect, whose target is `location`."""
        self._open(url, method="POST", data=values or {}, headers=headers)
        assert self.response.status_code == status, self._unexpected(url, status)
        return None if self.response.is_json or self.location else self._page(url)

    def submit(self, url: str, values: Mapping[str, Any] | None = None) -> Page:
        """Send a form that is answered by a redirect, follow it and return the page it leads to."""
        self.post(url, values, status=302)
        return self.get(self.location)

    @property
    def location(self) -> str:
        """The path that the last answer redirects to; "" if it does not."""
        return self.response.headers.get("Location", "").removeprefix("http://localhost")

    def _open(self, url: str, **request: Any) -> None:
        if has_app_context():
            db.session.commit()
        request["headers"] = {name.replace("_", "-"): value for name, value in request["headers"].items()}
        with recorded_statements() as (statements, lost):
            self.response = Context().run(self.browser.open, url, **request)
        self.response.get_data()
        self.response.close()  # as a server does when the page is sent: what is noted then delays nobody
        self.sql_statements = statements
        if self.response.status_code < 400:
            assert not lost, f"{request['method']} {url} succeeded, but these were not committed: {lost}"

    def _page(self, url: str) -> Page:
        assert self.response.mimetype == "text/html", f"{url} answers {self.response.mimetype}"
        page = Page(url, self.response.text)
        check_page(page)
        return page

    def _assert_few_statements(self, url: str, most_sql: int) -> None:
        count = len(self.sql_statements)
        listing = "\n".join(self.sql_statements)
        assert count <= most_sql, f"GET {url} asks the database {count} times, at most {most_sql}:\n{listing}"

    def _unexpected(self, url: str, status: int) -> str:
        where = f" to {self.location}" if self.location else ""
        text = self.response.text[:3000]
        return f"{url} answers {self.response.status_code}{where}, wanted {status}:\n{text}"


def kept_in(app: Flask, token: str, kind: str = "session") -> str:
    """Return what an application keeps of the token of a session, a mailed link or an invitation."""
    with app.app_context():
        return kept(token, kind=kind)


def _writes(statements: list[str]) -> list[str]:
    return [statement for statement in statements if statement.startswith(WRITING)]


@contextmanager
def recorded_statements() -> Iterator[tuple[list[str], list[str]]]:
    """Yield two lists that fill up: all statements, and the writing ones that no commit has followed."""
    statements: list[str] = []
    pending: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_others: object) -> None:
        if not statement.startswith(HOUSEKEEPING):
            statements.append(statement)
            pending.extend(_writes([statement]))

    def settle(_connection: object) -> None:
        pending.clear()

    event.listen(Engine, "before_cursor_execute", note)
    event.listen(Engine, "commit", settle)
    try:
        yield statements, pending
    finally:
        event.remove(Engine, "before_cursor_execute", note)
        event.remove(Engine, "commit", settle)
