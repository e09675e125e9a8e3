"""Reading helpers and requests with their weekly times."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import lru_cache
from typing import TypeVar

from matching.files.tables import Columns, Reading, Row, read_table
from matching.pairing.problem import (
    HIGHEST_SKILL_LEVEL,
    MINUTES_PER_DAY,
    Helper,
    HelperKind,
    Request,
    Window,
)

Person = TypeVar("Person", Helper, Request)
HELPER_COLUMNS = Columns(
    required=("helper_id", "latitude", "longitude"),
    optional=(
        "max_distance_km",
        "max_requests",
        "minutes_per_week",
        "skills",
        "languages",
        "kind",
        "checks",
        "district",
        "last_engaged_days",
    ),
)
REQUEST_COLUMNS = Columns(
    required=("request_id", "latitude", "longitude"),
    optional=(
        "skills",
        "wished_skills",
        "languages",
        "kinds",
        "checks",
        "helpers_needed",
        "together",
        "visits_per_week",
        "visit_minutes",
        "remote",
        "priority",
        "waiting_days",
        "value",
        "max_distance_km",
        "district",
        "channel",
    ),
)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CLOCK = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")
_LEVEL_WHEN_NOT_SAID = 2
_METRES_PER_KM = 1000.0
_AN_ID = "a word of your own, once in the file"


def helper_of(row: Row) -> Helper:
    """Read one row of helpers.csv; a row with faults gives a record that must not be used."""
    return Helper(
        id=row.required("helper_id", _AN_ID),
        latitude=row.number("latitude"),
        longitude=row.number("longitude"),
        max_distance_m=_metres(row),
        max_requests=_default(row.whole("max_requests"), 1),
        minutes_per_week=row.whole("minutes_per_week"),
        skills=_levels(row),
        languages=row.words("languages"),
        kind=row.choice("kind", HelperKind) or HelperKind.VOLUNTEER,
        checks=row.words("checks"),
        district=row.text("district"),
        last_engaged_days=row.whole("last_engaged_days"),
    )


def request_of(row: Row) -> Request:
    """Read one row of requests.csv; a row with faults gives a record that must not be used."""
    return Request(
        id=row.required("request_id", _AN_ID),
        latitude=row.number("latitude"),
        longitude=row.number("longitude"),
        skills=_plain_skills(row, "skills"),
        wished_skills=_plain_skills(row, "wished_skills"),
        languages=row.words("languages"),
        kinds=row.choices("kinds", HelperKind),
        checks=row.words("checks"),
        helpers_needed=_default(row.whole("helpers_needed"), 1),
        together=row.yes("together"),
        visits_per_week=_default(row.whole("visits_per_week"), 1),
        visit_minutes=_default(row.whole("visit_minutes"), 60),
        remote=row.yes("remote"),
        priority=_default(row.whole("priority"), 0),
        waiting_days=_default(row.whole("waiting_days"), 0),
        value=row.whole("value"),
        max_distance_m=_metres(row),
        district=row.text("district"),
        channel=row.text("channel"),
    )


def _default(number: int | None, default: int) -> int:
    return default if number is None else number


def _metres(row: Row) -> float | None:
    kilometres = row.number("max_distance_km")
    # Rounded, because 1.001 * 1000 is 1000.9999999999999 and limits count in whole metres.
    return None if kilometres is None else round(kilometres * _METRES_PER_KM, 6)


def _levels(row: Row) -> Mapping[str, int]:
    """Read skills such as "garden:3;shopping", level 1..3 after the colon."""
    levels: dict[str, int] = {}
    for item in row.items("skills"):
        skill, colon, level = (part.strip() for part in item.partition(":"))
        if not skill or (colon and level not in {"1", "2", "3"}):
            row.fault(
                "skills",
                f'"{item}"',
                f"a skill, or a skill with its level, such as garden:{HIGHEST_SKILL_LEVEL}",
            )
        elif skill in levels:
            row.fault("skills", f'"{skill}" is named twice', "each skill once")
        else:
            levels[skill] = int(level) if colon else _LEVEL_WHEN_NOT_SAID
    return levels


def _plain_skills(row: Row, column: str) -> frozenset[str]:
    skills = row.words(column)
    for skill in skills:
        if ":" in skill:
            row.fault(column, f'"{skill}"', "a skill without a level, which only helpers have")
    return skills


def read_windows(
    reading: Reading, file: str, id_column: str, known_ids: AbstractSet[str]
) -> Mapping[str, tuple[Window, ...]]:
    """Read weekly times by id.

    Args:
        reading: collects faults.
        file: "helper_times.csv" or "request_times.csv"; it may be absent.
        id_column: "helper_id" or "request_id".
        known_ids: the ids times may be given for.
    """
    columns = Columns(required=(id_column, "weekday", "start", "end"))
    windows: defaultdict[str, list[Window]] = defaultdict(list)
    for row in read_table(reading, file, columns):
        person_id = row.required(id_column, "an id")
        if person_id and person_id not in known_ids:
            row.fault(id_column, f'"{person_id}" is unknown', f"a {id_column} of {id_column[:-3]}s.csv")
        window = _window(row)
        if row.is_sound:
            windows[person_id].append(window)
    return {person_id: tuple(of_person) for person_id, of_person in windows.items()}


def with_windows(person: Person, windows: Mapping[str, tuple[Window, ...]]) -> Person:
    """Return the person with the times found for their id."""
    return replace(person, windows=windows[person.id]) if person.id in windows else person


def _window(row: Row) -> Window:
    weekday = row.required("weekday", "one of " + ", ".join(WEEKDAYS)).lower()
    if weekday and weekday not in WEEKDAYS:
        row.fault("weekday", f'"{weekday}"', "one of " + ", ".join(WEEKDAYS))
    start_min, end_min = _minute(row, "start"), _minute(row, "end")
    if row.is_sound and start_min >= end_min:
        expected = "an end after the start; a time over midnight is two rows"
        row.fault("end", f"{row.text('start')} to {row.text('end')}", expected)
    return Window(WEEKDAYS.index(weekday) if row.is_sound else 0, start_min, end_min)


def _minute(row: Row, column: str) -> int:
    """Return minutes after midnight; 24:00 only as an end."""
    text = row.required(column, "a time such as 09:30")
    minute = _minute_of(text)
    if minute is None or (minute == MINUTES_PER_DAY and column == "start"):
        if text:
            row.fault(column, f'"{text}"', "a time from 00:00 to 23:59, or 24:00 as an end")
        return 0
    return minute


@lru_cache(maxsize=2 * MINUTES_PER_DAY)
def _minute_of(text: str) -> int | None:
    """Return minutes after midnight for 0:00 to 24:00, else None; a town's times are few and come often."""
    if text == "24:00":
        return MINUTES_PER_DAY
    clock = _CLOCK.fullmatch(text)
    return int(clock[1]) * 60 + int(clock[2]) if clock else None
