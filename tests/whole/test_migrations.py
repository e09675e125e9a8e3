"""Migrations lead from nothing to the models and back, on both databases."""

from collections.abc import Iterator

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import inspect

from helpexchange import migrations
from helpexchange.core.database import Base, db
from tests.conftest import skip_or_fail
from tests.servers.databases import TestDatabases, application
from tests.servers.postgres import NoPostgresError


@pytest.fixture
def unmigrated(database: str, databases: TestDatabases) -> Iterator[Flask]:
    """The application on a database in which there is nothing yet."""
    try:
        app = application(databases.new_database(database), databases.folder)
    except NoPostgresError as error:
        skip_or_fail("postgresql", str(error))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def differences() -> list[object]:
    """Return what a new migration would have to do."""
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))


def tables() -> set[str]:
    return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


def test_there_is_one_head() -> None:
    assert len(ScriptDirectory(str(migrations.FOLDER)).get_heads()) == 1


def test_upgrade_from_nothing_gives_the_models(unmigrated: Flask) -> None:
    assert tables() == set()
    flask_migrate.upgrade()
    assert tables() == set(Base.metadata.tables)
    assert differences() == []


def test_downgrade_leaves_nothing(unmigrated: Flask) -> None:
    flask_migrate.upgrade()
    flask_migrate.downgrade(revision="base")
    assert tables() == set()


def test_every_step_can_be_undone_and_done_again(unmigrated: Flask) -> None:
    flask_migrate.upgrade()
    for script in ScriptDirectory(str(migrations.FOLDER)).walk_revisions():
        flask_migrate.downgrade(revision=script.down_revision or "base")
        flask_migrate.upgrade(revision=script.revision)
        flask_migrate.downgrade(revision=script.down_revision or "base")
    flask_migrate.upgrade()
    assert differences() == []
