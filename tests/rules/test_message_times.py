"""When messages are sent, tried again and given up, and where they may go from where they stand."""

from datetime import UTC, datetime, timedelta

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
