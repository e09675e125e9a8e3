"""Days without visits: holidays of the state, school holidays, pauses.

School holidays of Germany and Austria come with the library `holidays` (from the lists that ministries
publish). For other countries, and for days that a school sets itself, an operator loads a file.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

import holidays

from helpexchange.engagements.rules.refusals import SchoolHolidaysError
from helpexchange.offices.rules import holidays_of

SCHOOL = "school"
COLUMNS = ("state", "name", "first_day", "last_day")
LONGEST_NAME = 100


class Stretch(NamedTuple):
    """Some days: `starts_on` included, `back_on` excluded; None is open."""

    starts_on: date
    back_on: date | None

    def covers(self, day: date) -> bool:
        """Return whether a day lies in it."""
        return self.starts_on <= day and (self.back_on is None or day < self.back_on)


class LoadedHolidays(NamedTuple):
    """School holidays out of an operator's file; the stretch is half-open."""

    state_code: str
    name: str
    stretch: Stretch


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Days on which a series has no visits.

    Attributes:
        state_code: whose holidays count, such as DE-NW.
        skips_public, skips_school: whether the two sides wish to leave them out.
        school: school holidays that were loaded, beside those the library knows.
        pauses: of either side.
    """

    state_code: str = ""
    skips_public: bool = False
    skips_school: bool = False
    school: tuple[Stretch, ...] = ()
    pauses: tuple[Stretch, ...] = ()

    def covers(self, day: date) -> bool:
        """Return whether there is no visit on a day."""
        if any(pause.covers(day) for pause in self.pauses):
            return True
        if self.skips_public and is_public_holiday(day, self.state_code):
            return True
        return self.skips_school and is_school_holiday(day, self.state_code, self.school)

    def without_pauses(self) -> LeftOut:
        """Return the same without the pauses: the days on which there never was to be a visit."""
        return LeftOut(
            state_code=self.state_code, skips_public=self.skips_public, skips_school=self.skips_school,
            school=self.school,
        )  # fmt: skip


def is_public_holiday(day: date, state_code: str) -> bool:
    """Return whether a day is a holiday of the state (ISO 3166-2); Sundays are none."""
    return day in holidays_of(state_code, day.year)


def is_school_holiday(day: date, state_code: str, loaded: Iterable[Stretch] = ()) -> bool:
    """Return whether schools of the state are closed, by the library or by what an operator has loaded."""
    known = _school_days(state_code.strip().upper(), day.year)
    return day in known or any(stretch.covers(day) for stretch in loaded)


@lru_cache(maxsize=256)
def _school_days(state_code: str, year: int) -> frozenset[date]:
    country, _dash, state = state_code.partition("-")
    if not country:
        return frozenset()
    try:
        return frozenset(
            holidays.country_holidays(country, subdiv=state or None, years=year, categories=(SCHOOL,))
        )
    except (NotImplementedError, ValueError):  # a country or state it does not know, or without school days
        return frozenset()


def read_school_holidays(text: str) -> list[LoadedHolidays]:
    """Return the school holidays of a CSV file with the columns state, name, first_day and last_day.

    Raises:
        SchoolHolidaysError: a line cannot be read; says which.
    """
    lines = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    if tuple(lines.fieldnames or ()) != COLUMNS:
        raise SchoolHolidaysError(1)
    return [_loaded(line, number) for number, line in enumerate(lines, start=2)]


def _loaded(line: dict[str, str], number: int) -> LoadedHolidays:
    try:
        first, last = date.fromisoformat(line["first_day"]), date.fromisoformat(line["last_day"])
    except (TypeError, ValueError) as error:
        raise SchoolHolidaysError(number) from error
    state, name = (line["state"] or "").strip().upper(), (line["name"] or "").strip()
    if not state or last < first or not name or len(name) > LONGEST_NAME:
        raise SchoolHolidaysError(number)
    return LoadedHolidays(state, name, Stretch(first, last + timedelta(days=1)))
