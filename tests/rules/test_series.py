"""When visits come back: every rhythm, days left out, the number of visits, and splitting."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from dateutil import rrule
from hypothesis import assume, given
from hypothesis import strategies as st

from helpexchange.core.week import WeeklyTime
from helpexchange.engagements.rules import (
    LAST,
    BadSeriesError,
    LeftOut,
    Occurrence,
    Rhythm,
    SeriesPlan,
    Stretch,
    occurrences,
    split,
)

MONDAY = date(2026, 11, 2)
TEN, ELEVEN = 600, 660
EVERY_DAY = LeftOut()
RULES: dict[Rhythm, tuple[int, int]] = {
    Rhythm.WEEKLY: (rrule.WEEKLY, 1),
    Rhythm.FORTNIGHTLY: (rrule.WEEKLY, 2),
    Rhythm.MONTHLY: (rrule.MONTHLY, 1),
}
days = st.dates(date(2026, 1, 1), date(2028, 12, 31))


def weekly(*weekdays: int, **others: object) -> SeriesPlan:
    """A weekly series from Monday 2 November 2026, at 10 o'clock."""
    plan = SeriesPlan(
        rhythm=Rhythm.WEEKLY, times=tuple(WeeklyTime(day, TEN, ELEVEN) for day in weekdays), starts_on=MONDAY
    )
    return replace(plan, **others)  # type: ignore[arg-type]  # of any column


def days_of(plan: SeriesPlan, left_out: LeftOut = EVERY_DAY, *, weeks: int = 9) -> list[date]:
    return [each.day for each in occurrences(plan, left_out, before=plan.starts_on + timedelta(weeks=weeks))]


@st.composite
def plans(draw: st.DrawFn) -> SeriesPlan:
    """Any series with at most a visit a day."""
    rhythm = draw(st.sampled_from(list(RULES)))
    starts_on = draw(days)
    weekdays = draw(st.sets(st.integers(0, 6), min_size=1))
    start = draw(st.integers(0, 1380))
    until = draw(st.none() | st.integers(1, 400))
    return SeriesPlan(
        rhythm=rhythm, times=tuple(WeeklyTime(day, start, start + 60) for day in sorted(weekdays)),
        starts_on=starts_on, until=starts_on + timedelta(days=until) if until else None,
        visit_count=draw(st.none() | st.integers(1, 20)),
        week_of_month=draw(st.sampled_from([1, 2, 3, 4, LAST])) if rhythm is Rhythm.MONTHLY else None,
    )  # fmt: skip


def by_dateutil(plan: SeriesPlan, before: date) -> list[date]:
    """The days of a series as another library counts them."""
    frequency, interval = RULES[plan.rhythm]
    names = [rrule.weekdays[each.weekday] for each in plan.times]
    if plan.week_of_month:
        names = [name(plan.week_of_month) for name in names]
    monday = plan.starts_on - timedelta(days=plan.starts_on.weekday())
    rule = rrule.rrule(
        frequency, interval=interval, byweekday=names, wkst=rrule.MO,
        dtstart=rrule.datetime.datetime.combine(monday, rrule.datetime.time()),
        until=rrule.datetime.datetime.combine(before, rrule.datetime.time()),
    )  # fmt: skip
    end = before if plan.until is None else min(before, plan.until)
    return [each.date() for each in rule if plan.starts_on <= each.date() < end][: plan.visit_count]


@given(plans(), st.integers(0, 500))
def test_every_rhythm_is_what_another_library_counts(plan: SeriesPlan, ahead: int) -> None:
    before = plan.starts_on + timedelta(days=ahead)
    plan.check()
    assert [each.day for each in occurrences(plan, EVERY_DAY, before=before)] == by_dateutil(plan, before)


@given(plans(), st.integers(0, 300), st.integers(0, 300))
def test_a_longer_look_ahead_only_adds(plan: SeriesPlan, short: int, more: int) -> None:
    before = plan.starts_on + timedelta(days=short)
    first = list(occurrences(plan, EVERY_DAY, before=before))
    longer = list(occurrences(plan, EVERY_DAY, before=before + timedelta(days=more)))
    assert longer[: len(first)] == first
    assert all(each.day >= before for each in longer[len(first) :])
    assert [each.number for each in longer] == list(range(1, len(longer) + 1))


@given(plans(), days, st.integers(1, 60))
def test_no_visit_lies_in_a_pause_and_the_others_stay(plan: SeriesPlan, day: date, length: int) -> None:
    pause = Stretch(day, day + timedelta(days=length))
    plan = replace(plan, visit_count=None)
    with_pause = days_of(plan, LeftOut(pauses=(pause,)), weeks=60)
    assert with_pause == [each for each in days_of(plan, weeks=60) if not pause.covers(each)]


def test_weekly_on_several_days() -> None:
    assert days_of(weekly(1, 3), weeks=2) == [date(2026, 11, day) for day in (3, 5, 10, 12)]


def test_fortnightly_counts_whole_weeks() -> None:
    plan = weekly(0, 4, rhythm=Rhythm.FORTNIGHTLY, starts_on=date(2026, 11, 4))
    assert days_of(plan, weeks=4) == [date(2026, 11, day) for day in (6, 16, 20, 30)]


@pytest.mark.parametrize(
    ("week", "expected"),
    [
        (1, [(11, 3), (12, 1), (1, 5)]),
        (4, [(11, 24), (12, 22), (1, 26)]),
        (LAST, [(11, 24), (12, 29), (1, 26)]),
    ],
)
def test_monthly_by_weekday(week: int, expected: list[tuple[int, int]]) -> None:
    plan = weekly(1, rhythm=Rhythm.MONTHLY, week_of_month=week)
    found = days_of(plan, weeks=13)
    assert [(day.month, day.day) for day in found] == expected


def test_a_one_off_comes_once() -> None:
    assert days_of(weekly(0, rhythm=Rhythm.ONCE)) == [MONDAY]


def test_a_one_off_on_a_day_left_out_does_not_come() -> None:
    assert days_of(weekly(0, rhythm=Rhythm.ONCE), LeftOut(pauses=(Stretch(MONDAY, None),))) == []


def test_days_left_out_do_not_count_as_visits() -> None:
    pause = Stretch(date(2026, 11, 9), date(2026, 11, 23))
    plan = weekly(0, visit_count=3)
    assert days_of(plan, LeftOut(pauses=(pause,))) == [MONDAY, date(2026, 11, 23), date(2026, 11, 30)]


def test_holidays_are_left_out_where_wished() -> None:
    """In North Rhine-Westphalia: All Saints' Day is on Sunday, Christmas holidays from 23 December."""
    plan = weekly(2, 4, starts_on=date(2026, 12, 16))
    public = LeftOut(state_code="DE-NW", skips_public=True)
    school = LeftOut(state_code="DE-NW", skips_school=True)
    assert days_of(plan, weeks=2) == [date(2026, 12, day) for day in (16, 18, 23, 25)]
    assert days_of(plan, public, weeks=2) == [date(2026, 12, day) for day in (16, 18, 23)]
    assert days_of(plan, school, weeks=4) == [date(2026, 12, 16), date(2026, 12, 18), date(2027, 1, 8)]


def test_days_that_a_school_sets_itself_are_left_out_too() -> None:
    bridge = (Stretch(date(2026, 11, 9), date(2026, 11, 10)),)
    assert days_of(weekly(0), LeftOut(skips_school=True, school=bridge), weeks=2) == [MONDAY]
    assert len(days_of(weekly(0), LeftOut(school=bridge), weeks=2)) == 2


@pytest.mark.parametrize(
    "change",
    [
        {"times": ()},
        {"times": (WeeklyTime(0, TEN, TEN),)},
        {"times": (WeeklyTime(7, TEN, ELEVEN),)},
        {"times": (WeeklyTime(0, TEN, ELEVEN), WeeklyTime(0, 650, 700))},
        {"until": MONDAY},
        {"visit_count": 0},
        {"rhythm": Rhythm.MONTHLY},
        {"rhythm": Rhythm.MONTHLY, "week_of_month": 5},
        {"week_of_month": 1},
        {"rhythm": Rhythm.ONCE, "starts_on": date(2026, 11, 3)},
    ],
)
def test_what_cannot_be_meant_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(BadSeriesError):
        weekly(0, **change).check()


@given(plans(), plans(), st.integers(0, 200))
def test_a_split_keeps_the_past_and_nothing_is_there_twice(
    plan: SeriesPlan, new: SeriesPlan, after: int
) -> None:
    on = plan.starts_on + timedelta(days=after)
    assume(plan.until is None or on < plan.until)
    before, after_it = split(plan, replace(new, until=None, visit_count=None), EVERY_DAY, on=on)
    end = on + timedelta(days=400)
    whole = list(occurrences(plan, EVERY_DAY, before=end))
    past = list(occurrences(before, EVERY_DAY, before=end))
    future = list(occurrences(after_it, EVERY_DAY, before=end)) if after_it else []
    assert past == [each for each in whole if each.day < on]
    assert all(each.day >= on for each in future)
    if plan.visit_count is not None:
        assert len(past) + len(future) <= plan.visit_count
    if plan.until is not None:
        assert all(each.day < plan.until for each in future)


@given(plans(), st.integers(1, 200))
def test_a_split_that_changes_only_the_hour_keeps_the_days(plan: SeriesPlan, after: int) -> None:
    assume(plan.times[0].end_min < 1440)
    on = plan.starts_on + timedelta(days=after)
    assume(plan.until is None or on < plan.until)
    later = tuple(WeeklyTime(each.weekday, each.start_min + 1, each.end_min) for each in plan.times)
    new = replace(plan, times=later, until=None, visit_count=None)
    before, after_it = split(plan, new, EVERY_DAY, on=on)
    parts = [before, *([after_it] if after_it else [])]
    assert [day for part in parts for day in days_up_to(part, on)] == days_up_to(plan, on)


def days_up_to(plan: SeriesPlan, on: date) -> list[date]:
    return [each.day for each in occurrences(plan, EVERY_DAY, before=on + timedelta(days=200))]


def test_what_is_left_of_a_number_goes_on() -> None:
    plan = weekly(0, visit_count=5)
    before, after = split(plan, weekly(2), EVERY_DAY, on=date(2026, 11, 16))
    assert after is not None
    assert (days_of(before), after.visit_count) == ([MONDAY, date(2026, 11, 9)], 3)
    assert split(plan, weekly(2), EVERY_DAY, on=date(2027, 1, 1))[1] is None


def test_an_occurrence_has_its_hours_and_number() -> None:
    first = next(iter(occurrences(weekly(0), EVERY_DAY, before=date(2027, 1, 1))))
    assert first == Occurrence(MONDAY, TEN, ELEVEN, 1)
