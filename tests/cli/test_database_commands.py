"""`helpexchange db`: what is saved can be restored, and nothing is harmed by a bad file."""

from pathlib import Path

import pytest
from sqlalchemy import text

from tests.cast import Cast, DbSession
from tests.cli.conftest import Command


def offices(session: DbSession) -> list[str]:
    """Return the names of the offices as they are in the database now."""
    session.rollback()
    names = list(session.scalars(text("SELECT name FROM offices ORDER BY name")))
    session.rollback()
    return names


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_backup_and_restore_bring_everything_back(
    command: Command, cast: Cast, db_session: DbSession, tmp_path: Path
) -> None:
    before = offices(db_session)
    file = tmp_path / "saved.sqlite"
    assert command("db", "backup", file).exit_code == 0
    db_session.execute(text("UPDATE offices SET name = name || ' (new)'"))
    db_session.commit()
    assert offices(db_session) != before

    done = command("db", "restore", file, "--yes")

    assert done.exit_code == 0, done.output
    assert offices(db_session) == before


def test_backup_does_not_replace_a_file(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "precious"
    file.write_text("precious")
    refused = command("db", "backup", file)
    assert refused.exit_code == 2
    assert "nothing was written" in refused.output
    assert file.read_text() == "precious"


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_restore_of_something_else_changes_nothing(
    command: Command, cast: Cast, db_session: DbSession, tmp_path: Path
) -> None:
    before = offices(db_session)
    file = tmp_path / "letter.txt"
    file.write_text("Dear Ms Kern,\n" * 100)
    refused = command("db", "restore", file, "--yes")
    assert refused.exit_code == 2
    assert "no backup" in refused.output
    assert offices(db_session) == before


def test_restore_asks_first(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "saved"
    file.write_text("x")
    asked = command("db", "restore", file, stdin="n\n")
    assert asked.exit_code == 1
    assert "will be replaced" in asked.output


def test_check_of_a_sound_database(command: Command) -> None:
    done = command("db", "check")
    assert done.exit_code == 0, done.output


def test_check_says_when_the_tables_are_old(command: Command, db_session: DbSession) -> None:
    newest = db_session.scalar(text("SELECT version_num FROM alembic_version"))
    db_session.execute(text("UPDATE alembic_version SET version_num = 'old'"))
    db_session.commit()
    try:
        done = command("db", "check")
    finally:
        db_session.execute(text("UPDATE alembic_version SET version_num = :v"), {"v": newest})
        db_session.commit()
    assert done.exit_code == 1
    assert "helpexchange db upgrade" in done.output


def test_upgrade_twice_does_no_harm(command: Command, cast: Cast, db_session: DbSession) -> None:
    before = offices(db_session)
    assert command("db", "upgrade").exit_code == 0
    assert offices(db_session) == before
