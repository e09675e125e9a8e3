"""`helpexchange school-holidays`."""

from pathlib import Path

from sqlalchemy import select

from helpexchange.core.database import db
from helpexchange.engagements.models import SchoolHoliday
from tests.cast import Cast
from tests.cli.conftest import Command

HEAD = "state,name,first_day,last_day\n"


def test_a_file_is_loaded(command: Command, cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "holidays.csv"
    file.write_text(HEAD + "BE,Krokusvakantie,2027-02-08,2027-02-14\n", encoding="utf-8")
    done = command("school-holidays", file)
    assert (done.exit_code, done.output) == (0, "1 school holidays loaded\n")
    assert db.session.scalars(select(SchoolHoliday.name)).all() == ["Krokusvakantie"]


def test_a_fault_is_named_with_its_line(command: Command, cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "holidays.csv"
    file.write_text(HEAD + "BE,Kerst,soon,2028-01-07\n", encoding="utf-8")
    done = command("school-holidays", file)
    assert done.exit_code == 2
    assert "Line 2" in done.output
