"""Programs in tests: tokens, and a client that asks with one and looks at every answer."""

from __future__ import annotations

from contextvars import Context
from typing import Any

from flask import Flask, has_app_context
from werkzeug.test import TestResponse

from helpexchange.accounts.models import Account
from helpexchange.accounts.queries import viewer_of
from helpexchange.accounts.scopes import FOR_INTEGRATIONS, Scope, scopes_for
from helpexchange.api.actions import make_token
from helpexchange.api.models import ApiToken
from helpexchange.core.database import db
from tests.cast import Cast
from tests.fakes import MONDAY_MORNING
from tests.page_client import MOST_SQL_STATEMENTS, WRITING, recorded_statements

ROOT = "/api/v1"
ANY_VERSION = {"If-Match": "*"}


def token_of(account: Account, *scopes: Scope, **others: Any) -> str:
    """Return a committed token of somebody, with all scopes they can have unless some are named."""
    return _made(account, scopes or scopes_for(viewer_of(account)), **others)[1]


def integration_of(cast: Cast, *scopes: Scope) -> tuple[ApiToken, str]:
    """Return a committed token of a partner's program, which sees Hörde."""
    chosen = scopes or FOR_INTEGRATIONS
    return _made(cast.administrator, chosen, name="Partner", office_id=cast.hoerde.id)


def _made(account: Account, scopes: Any, **others: Any) -> tuple[ApiToken, str]:
    values = {"name": "Kalender", "days": 30, "now": MONDAY_MORNING, **others}
    made = make_token(scopes=[each.value for each in scopes], by=viewer_of(account), **values)
    db.session.commit()
    return made


class ProgramClient:
    """Asks as a program does: with a token, without cookies.

    Attributes:
        response: the last answer.
        is_alone: False while others ask at the same moment, whose statements would be taken for its own.
    """

    def __init__(self, app: Flask, token: str | None = None, *, is_alone: bool = True) -> None:
        self.app = app
        self.token = token
        self.is_alone = is_alone
        self.response: TestResponse

    def ask(self, method: str, path: str, content: Any = None, *, status: int = 200, **headers: str) -> Any:
        """Send a request and return the JSON of the answer; what holds for every answer is looked at."""
        if has_app_context():
            db.session.commit()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.token is not None:
            named["Authorization"] = f"Bearer {self.token}"
        sent = {} if content is None else {"json": content}
        client = self.app.test_client(use_cookies=False)
        with recorded_statements() as (statements, lost):
            self.response = Context().run(client.open, ROOT + path, method=method, headers=named, **sent)
        self.response.get_data()
        self.response.close()
        if has_app_context():
            db.session.rollback()
        found = self.response.get_json(force=True) if self.response.data else None
        assert self.response.status_code == status, (method, path, self.response.status_code, found)
        if self.is_alone:
            self._look_at_statements(method, path, statements, lost)
        self._look()
        return found

    def get(self, path: str, **options: Any) -> Any:
        """Read something."""
        return self.ask("GET", path, **options)

    def post(self, path: str, content: Any = None, **options: Any) -> Any:
        """Do something."""
        return self.ask("POST", path, content, **options)

    def _look_at_statements(self, method: str, path: str, statements: list[str], lost: list[str]) -> None:
        assert self.response.status_code >= 400 or not lost, f"{method} {path} did not commit {lost}"
        if method == "GET":
            assert not [each for each in statements if each.startswith(WRITING)], f"GET {path} writes"
            assert len(statements) <= MOST_SQL_STATEMENTS, "\n".join(statements)

    def _look(self) -> None:
        answer = self.response
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Access-Control-Allow-Origin" not in answer.headers
        if answer.status_code >= 400:
            assert answer.mimetype == "application/problem+json"
            assert answer.get_json(force=True)["status"] == answer.status_code
