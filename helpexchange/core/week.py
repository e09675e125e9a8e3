"""The week as people speak of it: weekdays and parts of the day, and times of the week in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple, Protocol

from babel.lists import format_list
from flask_babel import get_locale

from helpexchange.core.i18n import Text, gettext, minute_text, weekday_text
from helpexchange.core.i18n import lazy_text as _

WEEKDAYS = range(7)
WORKING_DAYS = [0, 1, 2, 3, 4]
CELL_SEPARATOR = "-"


class DayPart(StrEnum):
    """A part of the day that people can choose."""

    MORNING = "morning"
    MIDDAY = "midday"
    AFTERNOON = "afternoon"
    EVENING = "evening"


class WeeklyTime(NamedTuple):
    """A time of every week: weekday 0 (Monday) to 6, minutes after midnight, half-open."""

    weekday: int
    start_min: int
    end_min: int


class TimeOfWeek(Protocol):
    """A row of a table of weekly times."""

    @property
    def weekday(self) -> int: ...

    @property
    def start_min(self) -> int: ...

    @property
    def end_min(self) -> int: ...


#: Minutes after midnight, half-open; the parts touch, so that a whole day is one period.
HOURS: dict[DayPart, tuple[int, int]] = {
    DayPart.MORNING: (8 * 60, 12 * 60),
    DayPart.MIDDAY: (12 * 60, 14 * 60),
    DayPart.AFTERNOON: (14 * 60, 17 * 60),
    DayPart.EVENING: (17 * 60, 21 * 60),
}

WHOLE_DAY = (HOURS[DayPart.MORNING][0], HOURS[DayPart.EVENING][1])

NAMES: dict[DayPart, Text] = {
    DayPart.MORNING: _("morning"),
    DayPart.MIDDAY: _("midday"),
    DayPart.AFTERNOON: _("afternoon"),
    DayPart.EVENING: _("evening"),
}


def weekly_times(weekdays: Iterable[int], parts: Iterable[DayPart]) -> list[WeeklyTime]:
    """Return every chosen part of every chosen day; touching parts of a day stay apart."""
    chosen = [part for part in DayPart if part in set(parts)]
    return [WeeklyTime(weekday, *HOURS[part]) for weekday in sorted(weekdays) for part in chosen]


def cell(weekday: int, part: DayPart) -> str:
    """Return the word of a box in a grid of the week, such as "1-afternoon" for Tuesday afternoon."""
    return f"{weekday}{CELL_SEPARATOR}{part}"


def times_of_cells(cells: Iterable[str]) -> list[WeeklyTime]:
    """Return the times of chosen boxes.

    Raises:
        ValueError: one of them is not a word that `cell` makes.
    """
    chosen = []
    for word in cells:
        weekday, _separator, part = word.partition(CELL_SEPARATOR)
        chosen.append(WeeklyTime(int(weekday), *HOURS[DayPart(part)]))
    return sorted(chosen)


def grid_and_rest(times: Iterable[TimeOfWeek]) -> tuple[list[str], list[WeeklyTime]]:
    """Return the boxes of a grid that lie wholly in these times, and the times that no box covers."""
    joined = joined_times(times)
    cells: list[str] = []
    rest: list[WeeklyTime] = []
    for time in joined:
        inside = [part for part in DayPart if _lies_in(HOURS[part], time)]
        cells += [cell(time.weekday, part) for part in inside]
        edges = [time.start_min, *(each for part in inside for each in HOURS[part]), time.end_min]
        gaps = zip(edges[::2], edges[1::2], strict=True)
        rest += [WeeklyTime(time.weekday, start, end) for start, end in gaps if start < end]
    return cells, rest


def _lies_in(hours: tuple[int, int], time: WeeklyTime) -> bool:
    return time.start_min <= hours[0] and hours[1] <= time.end_min


def part_in_words(part: DayPart) -> str:
    """Return a part of the day with its hours: "morning (8:00 to 12:00)"."""
    return f"{NAMES[part]} ({hours_in_words(part)})"


def hours_in_words(part: DayPart) -> str:
    """Return the hours of a part of the day: "8:00 to 12:00"."""
    return _span_in_words(*HOURS[part])


def times_in_words(times: Sequence[TimeOfWeek]) -> list[str]:
    """Return one phrase for each period of the day: "Tuesday and Thursday, afternoon"; none is any time."""
    if not times:
        return [str(gettext("at any time"))]
    days: dict[tuple[int, int], list[int]] = defaultdict(list)
    for weekday, start_min, end_min in joined_times(times):
        days[start_min, end_min].append(weekday)
    return [
        f"{_days_in_words(sorted(set(weekdays)))}, {_hours_in_words(*period)}"
        for period, weekdays in sorted(days.items(), key=lambda item: (min(item[1]), item[0]))
    ]


def joined_times(times: Iterable[TimeOfWeek]) -> list[WeeklyTime]:
    """Return the times in order, those that touch or overlap made one."""
    joined: list[WeeklyTime] = []
    for time in sorted((each.weekday, each.start_min, each.end_min) for each in times):
        new = WeeklyTime(*time)
        if joined and joined[-1].weekday == new.weekday and joined[-1].end_min >= new.start_min:
            new = WeeklyTime(new.weekday, joined[-1].start_min, max(joined[-1].end_min, new.end_min))
            joined.pop()
        joined.append(new)
    return joined


def _days_in_words(weekdays: list[int]) -> str:
    if weekdays == list(WEEKDAYS):
        return str(gettext("every day"))
    if weekdays == WORKING_DAYS:
        return str(gettext("Monday to Friday"))
    return str(format_list([weekday_text(weekday) for weekday in weekdays], locale=get_locale()))


def _hours_in_words(start_min: int, end_min: int) -> str:
    for part, hours in HOURS.items():
        if hours == (start_min, end_min):
            return str(NAMES[part])
    if (start_min, end_min) == WHOLE_DAY:
        return str(gettext("all day"))
    return _span_in_words(start_min, end_min)


def _span_in_words(start_min: int, end_min: int) -> str:
    return str(gettext("%(start)s to %(end)s", start=minute_text(start_min), end=minute_text(end_min)))
