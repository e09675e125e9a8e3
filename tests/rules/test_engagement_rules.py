"""States of engagements and visits, local time through both changes of the clock, school holidays."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpexchange.engagements.rules import (
    NEXT_STATES,
    NEXT_VISIT_STATES,
    EngagementState,
    SchoolHolidaysError,
    Stretch,
    VisitState,
    ends_at,
    is_school_holiday,
    may_change,
    may_change_visit,
    read_school_holidays,
    starts_at,
    state_on,
)

BERLIN = "Europe/Berlin"
TEN, ELEVEN = 600, 660
HEAD = "state,name,first_day,last_day\n"
ZONES = st.sampled_from([BERLIN, "Europe/Copenhagen", "Europe/Brussels", "America/New_York"])


def local(moment: datetime, zone: str = BERLIN) -> tuple[int, int]:
    there = moment.astimezone(ZoneInfo(zone))
    return there.hour, there.minute


def test_every_state_says_what_may_follow() -> None:
    assert set(NEXT_STATES) == set(EngagementState)
    assert set(NEXT_VISIT_STATES) == set(VisitState)


def test_an_engagement_runs_rests_and_ends() -> None:
    steps = ["agreed", "running", "paused", "running", "ended"]
    assert all(may_change(*pair) for pair in pairwise(EngagementState(step) for step in steps))
    assert not may_change(EngagementState.ENDED, EngagementState.RUNNING)
    assert not may_change(EngagementState.AGREED, EngagementState.PAUSED)


def test_what_took_place_or_was_missed_stays_so() -> None:
    assert {state for state in VisitState if may_change_visit(VisitState.PLANNED, state)} == {
        VisitState.DONE, VisitState.MISSED, VisitState.CANCELLED,
    }  # fmt: skip
    assert not any(may_change_visit(VisitState.DONE, state) for state in VisitState)


@pytest.mark.parametrize(
    ("state", "has_begun", "day", "expected"),
    [
        ("agreed", False, date(2026, 11, 12), "agreed"),
        ("agreed", True, date(2026, 11, 9), "running"),
        ("running", True, date(2026, 11, 10), "paused"),
        ("running", True, date(2026, 11, 20), "running"),
        ("paused", True, date(2026, 11, 20), "running"),
        ("ended", True, date(2026, 11, 12), "ended"),
    ],
)
def test_a_pause_begins_and_ends_by_its_days(state: str, has_begun: bool, day: date, expected: str) -> None:
    pause = Stretch(date(2026, 11, 10), date(2026, 11, 20))
    found = state_on(day, state=EngagementState(state), has_begun=has_begun, pauses=[pause])
    assert found is EngagementState(expected)


@pytest.mark.parametrize(
    "day", [date(2026, 10, 24), date(2026, 10, 25), date(2027, 3, 27), date(2027, 3, 28)]
)
def test_ten_o_clock_stays_ten_o_clock(day: date) -> None:
    assert local(starts_at(day, TEN, BERLIN)) == (10, 0)
    assert local(ends_at(day, TEN, ELEVEN, BERLIN)) == (11, 0)


def test_a_time_that_does_not_exist_is_an_hour_later() -> None:
    assert local(starts_at(date(2027, 3, 28), 150, BERLIN)) == (3, 30)


def test_a_time_that_exists_twice_is_the_first() -> None:
    assert starts_at(date(2026, 10, 25), 150, BERLIN) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@given(st.dates(date(2026, 1, 1), date(2030, 12, 31)), st.integers(0, 1439), st.integers(1, 600), ZONES)
def test_a_visit_lasts_as_long_as_agreed_and_begins_on_its_day(
    day: date, start_min: int, minutes: int, zone: str
) -> None:
    begins, ends = starts_at(day, start_min, zone), ends_at(day, start_min, start_min + minutes, zone)
    assert ends - begins == timedelta(minutes=minutes)
    assert begins.astimezone(ZoneInfo(zone)).date() == day
    shown = local(begins, zone)
    assert shown == divmod(start_min, 60) or shown == divmod(start_min + 60, 60)


def test_school_holidays_of_the_state_are_known() -> None:
    assert is_school_holiday(date(2026, 12, 23), "DE-NW")
    assert not is_school_holiday(date(2026, 12, 22), "DE-NW")
    assert not is_school_holiday(date(2026, 12, 23), "")
    assert not is_school_holiday(date(2026, 12, 23), "DK")
    assert not is_school_holiday(date(2026, 12, 23), "XX-YY")


def test_other_school_holidays_come_from_a_file() -> None:
    text = "\ufeff" + HEAD + "be,Krokusvakantie,2027-02-08,2027-02-14\n"
    (found,) = read_school_holidays(text)
    assert (found.state_code, found.name) == ("BE", "Krokusvakantie")
    assert is_school_holiday(date(2027, 2, 14), "BE", [found.stretch])
    assert not is_school_holiday(date(2027, 2, 15), "BE", [found.stretch])


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("state;name\n", "Line 1"),
        (HEAD + "BE,Herfst,2027-11-01,2027-11-07\nBE,Kerst,soon,2028-01-07\n", "Line 3"),
        (HEAD + "BE,Kerst,2027-12-25,2027-12-24\n", "Line 2"),
        (HEAD + "BE\n", "Line 2"),
        (HEAD + ",Kerst,2027-12-24,2027-12-25\n", "Line 2"),
    ],
)
def test_a_file_with_a_fault_is_refused_with_its_line(text: str, line: str) -> None:
    with pytest.raises(SchoolHolidaysError) as refused:
        read_school_holidays(text)
    assert line.split()[1] in repr(refused.value.words)
