"""Days that follow from other days: the reminders of a check."""

from datetime import date

import pytest

from helpexchange.helper_profiles.rules import expiry, reminder_due

ALL_SAINTS = date(2026, 11, 1)


@pytest.mark.parametrize(
    ("days_left", "due"), [(61, None), (60, 60), (15, 60), (14, 14), (0, 14), (-1, None)]
)
def test_which_reminder_is_due(days_left: int, due: int | None) -> None:
    today = date(2026, 11, 2)
    assert reminder_due(date.fromordinal(today.toordinal() + days_left), today) == due


def test_a_check_of_a_leap_day_ends_on_the_last_of_february() -> None:
    assert expiry("conduct", date(2028, 2, 29)) == date(2031, 2, 28)
    assert expiry("interview", ALL_SAINTS) is None
