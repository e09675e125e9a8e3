"""Migrations lead from nothing to the models and back, on both databases."""

from collections.abc import Iterator
from datetime import UTC, datetime

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import MetaData, Table, func, inspect, select, text

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


#: Rows of an installation of the first version that point to each other, table by table.
FIRST_ROWS: dict[str, dict[str, object]] = {
    "organisations": {"id": 1, "name": "Stadt Musterhausen"},
    "offices": {
        "id": 1, "organisation_id": 1, "code": "hoerde", "name": "Hörde", "street": "", "postal_code": "",
        "town": "", "phone": "", "email": "", "opening_hours": "", "languages": [],
    },
    "accounts": {
        "id": 1, "email": "erna@example.org", "name": "Erna", "active": True, "fs_uniquifier": "e",
        "created_at": datetime(2026, 1, 1, tzinfo=UTC),
    },
    "people_in_need": {
        "id": 1, "account_id": 1, "first_name": "Erna", "last_name": "Ä", "phone": "0231 5550100",
        "email": "",
    },
    "skills": {
        "code": "shopping", "name": "Einkaufen", "is_kind_of_help": True, "is_remote": False,
        "risk_class": "low", "checks": [], "visit_minutes": 60,
    },
    "help_requests": {
        "id": 1, "reference": "R-1", "person_id": 1, "office_id": 1, "kind_code": "shopping", "state": "open",
        "channel": "phone", "note": "", "postal_code": "", "helper_kinds": [], "checks": [],
        "helpers_needed": 1, "together": False, "visits_per_week": 1, "visit_minutes": 60,
        "is_one_off": False, "remote": False, "priority": 0, "submitted_at": datetime(2026, 1, 1, tzinfo=UTC),
    },
    "helper_profiles": {
        "id": 1, "reference": "H-1", "account_id": 1, "office_id": 1, "first_name": "Meryem", "last_name": "",
        "phone": "", "email": "", "kind": "volunteer", "state": "active", "postal_code": "",
        "max_requests": 1, "created_at": datetime(2026, 1, 1, tzinfo=UTC),
    },
    "helper_skills": {"helper_id": 1, "skill_code": "shopping", "level": 2},
    "request_skills": {"request_id": 1, "skill_code": "shopping", "is_needed": True},
}  # fmt: skip


def rows_kept() -> dict[str, int]:
    """Return how many rows of the first version's tables there are now."""
    known = MetaData()
    known.reflect(db.engine, only=list(FIRST_ROWS))
    counts = {
        name: db.session.scalar(select(func.count()).select_from(known.tables[name])) or 0
        for name in FIRST_ROWS
    }
    db.session.rollback()
    return counts


def test_what_is_there_stays_on_the_way_up_and_down(unmigrated: Flask) -> None:
    flask_migrate.upgrade(revision="0001")
    first = MetaData()
    first.reflect(db.engine)
    for name, row in FIRST_ROWS.items():
        db.session.execute(first.tables[name].insert().values(row))
    db.session.commit()
    flask_migrate.upgrade()
    assert set(rows_kept().values()) == {1}
    flask_migrate.downgrade(revision="0001")
    assert set(rows_kept().values()) == {1}


def test_consents_move_into_their_table_and_back(unmigrated: Flask) -> None:
    before = ScriptDirectory(str(migrations.FOLDER)).get_revision("0009").down_revision
    flask_migrate.upgrade(revision="0001")
    first = MetaData()
    first.reflect(db.engine)
    for name, row in FIRST_ROWS.items():
        db.session.execute(first.tables[name].insert().values(row))
    applied = {
        "id": 1, "at": datetime(2026, 1, 2, tzinfo=UTC), "actor": "", "act": "apply_as_helper",
        "object_type": "helper", "object_id": 1, "details": {},
    }  # fmt: skip
    db.session.execute(first.tables["audit_entries"].insert().values(applied))
    db.session.commit()
    flask_migrate.upgrade(revision=str(before))
    agreed = {"consent": "contact_by_office_spoken_1", "consented_at": datetime(2026, 1, 3, tzinfo=UTC)}
    db.session.execute(reflected("help_requests").update().values(agreed))
    db.session.commit()
    flask_migrate.upgrade(revision="0009")
    found = db.session.execute(select(reflected("consents")).order_by(text("id"))).mappings().all()
    assert [(each["person_type"], each["purpose"], each["version"], each["channel"]) for each in found] == [
        ("person_in_need", "ask", "contact_by_office_spoken_1", "phone"),
        ("helper", "help", "contact_by_office_1", "online"),
    ]
    db.session.rollback()
    flask_migrate.downgrade(revision=str(before))
    kept = db.session.execute(select(reflected("help_requests").c.consent)).scalar_one()
    db.session.rollback()
    assert kept == "contact_by_office_spoken_1"


def reflected(name: str) -> Table:
    """Return a table as it is now."""
    known = MetaData()
    known.reflect(db.engine, only=[name])
    return known.tables[name]
