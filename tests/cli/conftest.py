"""The command, called as a shell would, on the test's database."""

import os
from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result
from flask import Flask, has_app_context

from helpexchange.app import create_app
from helpexchange.cli import group
from helpexchange.config import Settings, load_settings
from helpexchange.core.database import db
from helpexchange.core.logs import init_logs

Command = Callable[..., Result]
#: What commands have made, by their settings: making the application takes longer than most commands.
_made: dict[Settings, Flask] = {}


@pytest.fixture
def command(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Call `helpexchange` with these words; `stdin` is typed. What was arranged is committed before."""
    monkeypatch.setenv("HELPEXCHANGE_ENVIRONMENT", "test")
    monkeypatch.setenv("HELPEXCHANGE_SECRET_KEY", "only-for-tests-" + "x" * 32)
    monkeypatch.setenv("HELPEXCHANGE_DATABASE_URL", app.config["SQLALCHEMY_DATABASE_URI"])

    monkeypatch.setattr("helpexchange.app.create_app", _made_once)

    def call(*words: object, stdin: str | None = None) -> Result:
        if has_app_context():
            db.session.commit()
        return CliRunner().invoke(group, [str(word) for word in words], input=stdin)

    return call


def _made_once(settings: Settings | None = None) -> Flask:
    """Return the application of these settings, else of those of the environment, as `create_app` does."""
    wanted = settings or load_settings(os.environ)
    init_logs(level=wanted.log_level, style=wanted.log_format)  # to where this command writes
    if wanted not in _made:
        _made[wanted] = create_app(wanted)
    return _made[wanted]
