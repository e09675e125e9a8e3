"""The application as commands use it: without a request, with one clear message when it cannot work."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from helpexchange.config import Settings

if TYPE_CHECKING:  # help imports every command, and must not wait for Flask
    from flask import Flask


@contextmanager
def running_app(settings: Settings | None = None) -> Iterator[Flask]:
    """Yield the application with its context pushed; refusals and an unreachable database end the command.

    Raises:
        click.ClickException: exit code 2 for a refusal, 1 when the database does not answer.
    """
    from sqlalchemy.exc import OperationalError, ProgrammingError

    from helpexchange.app import create_app
    from helpexchange.core.errors import Refusal

    app = create_app(settings)
    logging.root.setLevel(max(logging.root.level, logging.WARNING))
    try:
        with app.app_context():
            yield app
    except Refusal as refusal:
        with app.app_context():
            raise BadInput(str(refusal.words)) from refusal
    except (OperationalError, ProgrammingError) as error:
        raise click.ClickException(_database_trouble(error)) from error
    finally:
        _let_go(app)


def _let_go(app: Flask) -> None:
    from helpexchange.core.database import db

    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def _database_trouble(error: Exception) -> str:
    reason = str(getattr(error, "orig", error)).strip().splitlines()[0]
    missing = "no such table" in reason or "does not exist" in reason
    advice = " Run `helpexchange db upgrade` first." if missing else ""
    return f"The database does not answer as it should: {reason}.{advice}"


class BadInput(click.ClickException):
    """Something the caller gave cannot be used: exit code 2."""

    exit_code = 2
