"""Days that follow from other days: the first contact, the reminders of a check."""

from datetime import date

import pytest

from helpexchange.helper_profiles.rules import expiry, first_contact_due, reminder_due

ALL_SAINTS = date(2026, 11, 1)


@pytest.mark.parametrize(
    ("applied_on", "holidays", "due_on"),
    [
        (date(2026, 11, 2), [], date(2026, 11, 4)),  # Monday -> Wednesday
        (date(2026, 11, 5), [], date(2026, 11, 9)),  # Thursday -> Monday
        (date(2026, 11, 6), [], date(2026, 11, 10)),  # Friday -> Tuesday
        (date(2026, 11, 7), [], date(2026, 11, 10)),  # Saturday -> Tuesday
        (date(2026, 12, 23), [date(2026, 12, 25), date(2026, 12, 26)], date(2026, 12, 28)),
    ],
)
def test_the_first_contact_is_due_after_two_working_days(
    applied_on: date, holidays: list[date], due_on: date
) -> None:
    assert first_contact_due(applied_on, holidays=holidays) == due_on


def test_an_office_may_take_longer() -> None:
    assert first_contact_due(date(2026, 11, 2), holidays=[], working_days=5) == date(2026, 11, 9)


@pytest.mark.parametrize(
    ("days_left", "due"), [(61, None), (60, 60), (15, 60), (14, 14), (0, 14), (-1, None)]
)
def test_which_reminder_is_due(days_left: int, due: int | None) -> None:
    today = date(2026, 11, 2)
    assert reminder_due(date.fromordinal(today.toordinal() + days_left), today) == due


def test_a_check_of_a_leap_day_ends_on_the_last_of_february() -> None:
    assert expiry("conduct", date(2028, 2, 29)) == date(2031, 2, 28)
    assert expiry("interview", ALL_SAINTS) is None
