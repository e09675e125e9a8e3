"""`helpexchange import`: looks first, asks, and refuses bad input with every fault and exit code 2."""

import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from matching.examples import Town, example_town
from matching.files.writing import write_folder
from tests.cast import Cast, DbSession
from tests.cli.conftest import Command

HELPERS, REQUESTS = 12, 9


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """A small folder."""
    write_folder(example_town(Town(helpers=HELPERS, requests=REQUESTS)), tmp_path / "town")
    return tmp_path / "town"


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody sits at the keyboard."""
    monkeypatch.setattr("helpexchange.cli.import_command.is_somebody_here", lambda: True)


def imported(session: DbSession) -> int:
    """Return how many helpers of the folder are in the database now."""
    session.rollback()
    count = session.scalar(text("SELECT count(*) FROM helper_profiles WHERE reference LIKE 'h0%'"))
    session.rollback()
    return int(count or 0)


def test_a_dry_run_shows_and_writes_nothing(
    command: Command, cast: Cast, db_session: DbSession, town: Path
) -> None:
    done = command("import", town, "--office", "hoerde", "--dry-run")
    assert done.exit_code == 0, done.output
    assert f"helpers           {HELPERS}         0          0" in done.output
    assert "would be new" in done.output
    assert imported(db_session) == 0


def test_yes_writes_and_twice_changes_nothing(
    command: Command, cast: Cast, db_session: DbSession, town: Path
) -> None:
    done = command("import", town, "--office", "hoerde", "--yes")
    assert done.exit_code == 0, done.output
    assert imported(db_session) == HELPERS
    again = command("import", town, "--yes")
    assert again.exit_code == 0, again.output
    assert f"helpers            0         0{HELPERS:>11}" in again.output
    assert f"requests           0         0{REQUESTS:>11}" in again.output
    assert imported(db_session) == HELPERS


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize("answer", ["y", "n"])
def test_at_a_terminal_it_asks(
    command: Command, cast: Cast, db_session: DbSession, town: Path, answer: str
) -> None:
    done = command("import", town, "--office", "hoerde", stdin=answer + "\n")
    assert done.exit_code == (0 if answer == "y" else 1), done.output
    assert "Import this?" in done.output
    assert imported(db_session) == (HELPERS if answer == "y" else 0)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_without_a_terminal_nobody_is_asked(command: Command, cast: Cast, town: Path) -> None:
    assert not sys.stdin.isatty()
    done = command("import", town, "--office", "hoerde")
    assert done.exit_code == 2
    assert "--yes" in done.output


def test_unknown_districts_without_an_office_are_refused(
    command: Command, cast: Cast, db_session: DbSession, town: Path
) -> None:
    done = command("import", town, "--yes")
    assert done.exit_code == 2
    assert "helpers.csv, column district" in done.output
    assert "--office CODE" in done.output
    assert imported(db_session) == 0


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_an_unknown_office_is_refused_with_the_known_ones(command: Command, cast: Cast, town: Path) -> None:
    done = command("import", town, "--office", "nowhere", "--yes")
    assert done.exit_code == 2
    assert "There is no office nowhere. The offices are: eving, hoerde." in done.output


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_every_fault_of_the_files_is_printed(
    command: Command, cast: Cast, db_session: DbSession, town: Path
) -> None:
    lines = (town / "helpers.csv").read_text().splitlines()
    cells = [lines[1].split(",") for _ in range(2)]
    cells[0][:3] = ["h090", "north", "7.5"]
    cells[1][:3] = ["h091", "51.5", "400"]
    (town / "helpers.csv").write_text("\n".join([*lines, *(",".join(row) for row in cells)]) + "\n")
    done = command("import", town, "--office", "hoerde", "--yes")
    assert done.exit_code == 2
    assert f"helpers.csv, row {len(lines) + 1}, column latitude" in done.output
    assert f"helpers.csv, row {len(lines) + 2}, column longitude" in done.output
    assert "Nothing was imported" in done.output
    assert imported(db_session) == 0


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_missing_folder_is_one_clear_message(command: Command, tmp_path: Path) -> None:
    done = command("import", tmp_path / "nothing", "--yes")
    assert done.exit_code == 2
    assert "there is no such folder" in done.output
    assert "Traceback" not in done.output
