"""The databases of one test process: each kind is made once by migration, and emptied after every test."""

import gc
import os
import secrets
from contextlib import ExitStack
from pathlib import Path

import flask_migrate
import psycopg
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from psycopg import sql
from sqlalchemy import Engine, make_url
from sqlalchemy.exc import OperationalError

import helpexchange.jobs.models  # noqa: F401  # the scheduler's table, which the web application does not load
from helpexchange.app import create_app
from helpexchange.config import Settings
from helpexchange.core.database import Base, db
from tests.fakes import FakeClock
from tests.servers.postgres import running_postgres

SERVER_VARIABLE = "HELPEXCHANGE_TEST_POSTGRESQL_URL"
KINDS = ("sqlite", "postgresql")
QUICK_HASHES = {"argon2__time_cost": 1, "argon2__memory_cost": 8, "argon2__parallelism": 1}


class TestDatabases:
    """Makes databases when they are first asked for; `close` takes everything away.

    Attributes:
        folder: where SQLite files and the application's own files go.
        templates: where compiled templates are kept for the next application; it may be shared.
    """

    __test__ = False

    def __init__(self, folder: Path, templates: Path) -> None:
        self.folder = folder
        self.templates = templates
        self._apps: dict[str, Flask] = {}
        self._server = ""
        self._exits = ExitStack()

    def app(self, kind: str) -> Flask:
        """Return the application on the migrated database of a kind, "sqlite" or "postgresql".

        Raises:
            NoPostgresError: no PostgreSQL is there or could be started.
        """
        if kind not in self._apps:
            app = application(self.new_database(kind), self.folder)
            app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(self.templates))
            with app.app_context():
                flask_migrate.upgrade()
            self._apps[kind] = app
            gc.freeze()
        return self._apps[kind]

    def new_database(self, kind: str) -> str:
        """Make an empty database and return its URL; it goes with the others."""
        name = f"helpexchange_test_{os.getpid()}_{secrets.token_hex(4)}"
        if kind == "sqlite":
            return f"sqlite:///{self.folder / name}.sqlite"
        server = self.server()
        _tell(server, "CREATE DATABASE {}", name)
        self._exits.callback(_tell, server, "DROP DATABASE {} WITH (FORCE)", name)
        return make_url(server).set(database=name).render_as_string(hide_password=False)

    def server(self) -> str:
        """Return the URL of a PostgreSQL server: the one of the environment, else one of our own."""
        if not self._server:
            given = os.environ.get(SERVER_VARIABLE)
            self._server = given or self._exits.enter_context(running_postgres())
        return self._server

    def close(self) -> None:
        """Let go of all connections, databases and the server."""
        for app in self._apps.values():
            with app.app_context():
                db.engine.dispose()
        self._exits.close()


def _tell(server: str, command: str, database: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL(command).format(sql.Identifier(database)))


def application(url: str, folder: Path) -> Flask:
    """Return the application as tests see it: a fixed clock, and defects come through to the test."""
    settings = Settings(
        environment="test",
        secret_key="only-for-tests-" + "x" * 32,
        database_url=url,
        var_dir=folder,
        log_level="WARNING",
    )
    app = create_app(settings, clock=FakeClock())
    app.testing = True
    app.config["WTF_CSRF_ENABLED"] = False
    # People see a page that says sorry; a test must see the defect itself.
    app.error_handler_spec[None][None].pop(Exception)
    # Passwords are hashed in the same way, but in no time: the hashes of tests need to withstand nobody.
    app.extensions["security"].pwd_context.update(**QUICK_HASHES)
    return app


def empty(engine: Engine) -> None:
    """Delete every row of every table; the order respects foreign keys."""
    names = [table.name for table in reversed(Base.metadata.sorted_tables)]
    deletions = [f'DELETE FROM "{name}"' for name in names]  # names of ours
    if (
        engine.dialect.name == "postgresql"
    ):  # which takes them all at once, without a way there and back for each
        deletions = ["; ".join(deletions)]
    try:
        with engine.begin() as connection:
            for deletion in deletions:
                connection.exec_driver_sql(deletion)
    except OperationalError as error:
        raise AssertionError("a transaction was left open and keeps the tables locked") from error
