"""When messages are sent, tried again and given up, and where they may go from where they stand."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from helpexchange.notifications.rules import (
    GIVE_UP_AFTER,
    NEXT_STATES,
    Later,
    MessageState,
    QuietHours,
    call_again_at,
    next_try,
)

NOON = datetime(2026, 11, 3, 11, 0, tzinfo=UTC)  # 12 o'clock in Dortmund
ZONE = "Europe/Berlin"


def test_every_state_says_what_may_follow() -> None:
    assert set(NEXT_STATES) == set(MessageState)


@pytest.mark.parametrize(("attempts", "minutes"), [(1, 1), (2, 5), (3, 15), (4, 60), (5, 240), (9, 240)])
def test_it_waits_longer_after_each_failure(attempts: int, minutes: int) -> None:
    assert next_try(attempts=attempts, first_due_at=NOON, now=NOON) == NOON + timedelta(minutes=minutes)


def test_it_gives_up_after_three_days() -> None:
    assert next_try(attempts=2, first_due_at=NOON, now=NOON + GIVE_UP_AFTER) is None


@pytest.mark.parametrize(
    ("words", "hour", "minute", "is_quiet"),
    [
        ("20:00-08:00", 19, 59, False),
        ("20:00-08:00", 20, 0, True),
        ("20:00-08:00", 3, 0, True),
        ("20:00-08:00", 7, 59, True),
        ("20:00-08:00", 8, 0, False),
        ("12:00-14:00", 13, 0, True),
        ("12:00-14:00", 14, 0, False),
    ],
)
def test_quiet_hours_may_pass_midnight(words: str, hour: int, minute: int, is_quiet: bool) -> None:
    hours = QuietHours.read(words)
    moment = datetime(2026, 11, 3, hour - 1 if hour else 23, minute, tzinfo=UTC)
    assert hours is not None
    assert hours.cover(moment, ZONE) is is_quiet


def test_quiet_hours_follow_the_towns_clock_in_summer() -> None:
    hours = QuietHours.read("20:00-08:00")
    assert hours is not None
    assert hours.cover(datetime(2026, 7, 1, 18, 0, tzinfo=UTC), ZONE)


def test_no_quiet_hours() -> None:
    assert QuietHours.read("") is None


def test_calls_are_tried_again_in_two_hours_or_tomorrow_at_nine() -> None:
    assert call_again_at(Later.TWO_HOURS, now=NOON, time_zone=ZONE) == NOON + timedelta(hours=2)
    nine = datetime(2026, 11, 4, 8, 0, tzinfo=UTC)
    assert call_again_at(Later.TOMORROW, now=NOON, time_zone=ZONE) == nine


def test_a_chosen_day_is_called_at_nine() -> None:
    day = NOON.date() + timedelta(days=4)
    again_at = call_again_at(Later.DAY, now=NOON, time_zone=ZONE, day=day)
    assert (again_at.date(), again_at.hour) == (day, 9)


@pytest.mark.parametrize(
    ("hours", "hour", "minute"),
    [("13:00-15:30", 15, 30), ("20:00-08:00", 14, 0), ("13:30-08:15", 8, 15), ("15:00-08:00", 14, 0)],
)
def test_nobody_is_called_again_in_quiet_hours(hours: str, hour: int, minute: int) -> None:
    noon = datetime(2026, 11, 2, 12, 0, tzinfo=ZoneInfo(ZONE))
    again_at = call_again_at(
        Later.TWO_HOURS, now=noon, time_zone=ZONE, quiet=QuietHours.read(hours)
    ).astimezone(ZoneInfo(ZONE))
    assert (again_at.hour, again_at.minute) == (hour, minute)
    assert again_at >= noon + timedelta(hours=2)
