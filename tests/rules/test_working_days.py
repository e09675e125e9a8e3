"""Until when an office speaks to whoever is new: working days, with the holidays of its state."""

from datetime import date

import pytest

from helpexchange.offices.rules import holidays_of, is_known_state, is_working_day, working_day_after

CORPUS_CHRISTI_2026 = date(2026, 6, 4)


@pytest.mark.parametrize(
    ("received", "days", "state", "due"),
    [
        (date(2026, 11, 2), 2, "DE-NW", date(2026, 11, 4)),  # Monday -> Wednesday
        (date(2026, 11, 6), 2, "DE-NW", date(2026, 11, 10)),  # Friday -> Tuesday
        (date(2026, 11, 7), 1, "DE-NW", date(2026, 11, 9)),  # Saturday -> Monday
        (date(2026, 12, 23), 2, "DE-NW", date(2026, 12, 28)),  # Christmas, then a weekend
        (date(2026, 12, 31), 1, "DE-NW", date(2027, 1, 4)),  # over the year, New Year's Day is free
        (date(2026, 5, 13), 1, "DK", date(2026, 5, 15)),  # Ascension Day
        (date(2026, 7, 20), 1, "BE", date(2026, 7, 22)),  # Belgium's own day
        (date(2026, 10, 23), 1, "AT-7", date(2026, 10, 27)),  # Austria's, a Monday
        (date(2026, 12, 24), 1, "", date(2026, 12, 25)),  # no state, no holidays
    ],
)
def test_weekends_and_holidays_do_not_count(received: date, days: int, state: str, due: date) -> None:
    assert working_day_after(received, days, state) == due


def test_each_state_has_its_own_holidays() -> None:
    assert not is_working_day(CORPUS_CHRISTI_2026, "DE-NW")
    assert is_working_day(CORPUS_CHRISTI_2026, "DE-BE")


@pytest.mark.parametrize(
    ("code", "is_known"), [("DE-NW", True), ("DK", True), ("", True), ("DE-XX", False), ("ZZ", False)]
)
def test_states_that_nobody_knows(code: str, is_known: bool) -> None:  # a table
    assert is_known_state(code) is is_known
    assert is_known or holidays_of(code, 2026) == frozenset()
