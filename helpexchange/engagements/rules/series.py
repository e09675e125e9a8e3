"""When visits come back: a series, the days it has visits, and how it is split when its time changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import islice, pairwise
from typing import NamedTuple

from helpexchange.core.week import WeeklyTime
from helpexchange.engagements.rules.days_off import LeftOut
from helpexchange.engagements.rules.refusals import BadSeriesError

WEEK = timedelta(days=7)
DAYS_A_WEEK = 7
LAST_MINUTE = 24 * 60
#: The last of its weekday in a month; the others are counted from 1 to 4, which every month has.
LAST = -1
WEEKS_OF_MONTH = (1, 2, 3, 4, LAST)
MOST_VISITS = 1000
#: A series that is agreed begins at most so long ago or so far ahead.
LONGEST_AGO = timedelta(days=365)
FARTHEST = timedelta(days=2 * 365)
FARTHEST_END = timedelta(days=10 * 365)


class Rhythm(StrEnum):
    """How often visits come back."""

    ONCE = "once"
    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"


class Occurrence(NamedTuple):
    """One time of a series: minutes after midnight by the town's clock; `number` counts from 1."""

    day: date
    start_min: int
    end_min: int
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesPlan:
    """When a helper comes.

    Attributes:
        rhythm: how often.
        times: of the week; a one-off has one, on the weekday of its day.
        starts_on: first day that may have a visit; the only one of a one-off.
        until: first day without visits; None for no such day.
        visit_count: so many visits at most; days left out do not count, cancelled visits do.
        week_of_month: for a monthly one: 1 to 4, or `LAST`.
        anchor_on: a day of a week with visits, for a fortnightly one; `starts_on` when left out. A series
            that goes on with another time keeps it, so that the weeks stay the same.
    """

    rhythm: Rhythm
    times: tuple[WeeklyTime, ...]
    starts_on: date
    until: date | None = None
    visit_count: int | None = None
    week_of_month: int | None = None
    anchor_on: date | None = None

    def check(self) -> None:
        """Refuse a series that could not be meant.

        Raises:
            BadSeriesError: times missing or overlapping, an end before the start, a rhythm half said.
        """
        if not self.times or not all(_is_time(each) for each in self.times) or _overlap(self.times):
            raise BadSeriesError
        if self.until is not None and self.until <= self.starts_on:
            raise BadSeriesError
        if self.visit_count is not None and not 1 <= self.visit_count <= MOST_VISITS:
            raise BadSeriesError
        if (self.rhythm is Rhythm.MONTHLY) != (self.week_of_month in WEEKS_OF_MONTH):
            raise BadSeriesError
        if self.rhythm is Rhythm.ONCE and [each.weekday for each in self.times] != [self.starts_on.weekday()]:
            raise BadSeriesError

    def check_start(self, today: date) -> None:
        """Refuse a series that begins or ends on a day that is surely a slip.

        Raises:
            BadSeriesError: years ago, or years ahead.
        """
        if not today - LONGEST_AGO <= self.starts_on <= today + FARTHEST:
            raise BadSeriesError
        if self.until is not None and self.until > today + FARTHEST_END:
            raise BadSeriesError


def _is_time(each: WeeklyTime) -> bool:
    return 0 <= each.weekday < DAYS_A_WEEK and 0 <= each.start_min < each.end_min <= LAST_MINUTE


def _overlap(times: tuple[WeeklyTime, ...]) -> bool:
    ordered = sorted(times)
    return any(
        one.weekday == next_one.weekday and next_one.start_min < one.end_min
        for one, next_one in pairwise(ordered)
    )


def occurrences(plan: SeriesPlan, left_out: LeftOut, *, before: date) -> Iterator[Occurrence]:
    """Yield the times of a series in order, those left out aside, as far as the day `before` (excluded)."""
    kept = (each for each in _all_times(plan, before) if not left_out.covers(each[0]))
    for number, (day, start_min, end_min) in enumerate(islice(kept, plan.visit_count), start=1):
        yield Occurrence(day, start_min, end_min, number)


def _all_times(plan: SeriesPlan, before: date) -> Iterator[tuple[date, int, int]]:
    end = before if plan.until is None else min(before, plan.until)
    if plan.rhythm is Rhythm.ONCE:
        end = min(end, plan.starts_on + timedelta(days=1))
    times = sorted(plan.times)
    monday = _monday(plan.starts_on)
    while monday < end:
        for each in times:
            day = monday + timedelta(days=each.weekday)
            if plan.starts_on <= day < end and _is_turn(plan, day):
                yield day, each.start_min, each.end_min
        monday += WEEK


def _is_turn(plan: SeriesPlan, day: date) -> bool:
    if plan.rhythm is Rhythm.FORTNIGHTLY:
        weeks = (_monday(day) - _monday(plan.anchor_on or plan.starts_on)).days // DAYS_A_WEEK
        return weeks % 2 == 0
    if plan.rhythm is not Rhythm.MONTHLY:
        return True
    if plan.week_of_month == LAST:
        return (day + WEEK).month != day.month
    return (day.day - 1) // DAYS_A_WEEK + 1 == plan.week_of_month


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def split(
    plan: SeriesPlan, new: SeriesPlan, left_out: LeftOut, *, on: date
) -> tuple[SeriesPlan, SeriesPlan | None]:
    """Return a series that ends before a day, and the one that goes on from then with another time.

    What lies before `on` stays as it is. A number of visits is shared: the second has what is left of it;
    None if nothing is left. A fortnightly one that stays fortnightly keeps its weeks.

    Args:
        plan: the series so far.
        new: how it goes on; its `starts_on` is replaced, and its end, where it names none, is the old one.
        left_out: days without visits so far.
        on: first day with the new time.
    """
    before = replace(plan, until=on if plan.until is None else min(on, plan.until))
    count = new.visit_count
    if count is None and plan.visit_count is not None:
        count = plan.visit_count - sum(1 for _each in occurrences(plan, left_out, before=on))
    keeps_weeks = plan.rhythm is new.rhythm is Rhythm.FORTNIGHTLY and new.anchor_on is None
    anchor = (plan.anchor_on or plan.starts_on) if keeps_weeks else new.anchor_on
    until = new.until or plan.until
    after = replace(new, starts_on=on, visit_count=count, anchor_on=anchor, until=until)
    is_over = (count is not None and count < 1) or (until is not None and until <= on)
    return before, None if is_over else after
