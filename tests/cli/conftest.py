"""The command, called as a shell would, on the test's database."""

from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result
from flask import Flask, has_app_context

from helpexchange.cli import group
from helpexchange.core.database import db

Command = Callable[..., Result]


@pytest.fixture
def command(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Call `helpexchange` with these words; `stdin` is typed. What was arranged is committed before."""
    monkeypatch.setenv("HELPEXCHANGE_ENVIRONMENT", "test")
    monkeypatch.setenv("HELPEXCHANGE_SECRET_KEY", "only-for-tests-" + "x" * 32)
    monkeypatch.setenv("HELPEXCHANGE_DATABASE_URL", app.config["SQLALCHEMY_DATABASE_URI"])

    def call(*words: object, stdin: str | None = None) -> Result:
        if has_app_context():
            db.session.commit()
        return CliRunner().invoke(group, [str(word) for word in words], input=stdin)

    return call
