"""Times in one line of text, in four languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpexchange.core.spoken_times import spoken_times
from helpexchange.core.week import HOURS, WEEKDAYS, DayPart, WeeklyTime

MORNING, MIDDAY, AFTERNOON, EVENING = (HOURS[part] for part in DayPart)
TWO_TO_FIVE = (14 * 60, 17 * 60)


def at(days: list[int], *spans: tuple[int, int]) -> tuple[WeeklyTime, ...]:
    return tuple(WeeklyTime(day, *span) for day in days for span in spans)


@pytest.mark.parametrize(
    ("text", "times", "frequency"),
    [
        ("Di Nachmittag, jede Woche", at([1], AFTERNOON), "weekly"),
        ("Tue 14-17", at([1], TWO_TO_FIVE), ""),
        ("Di Mittag", at([1], MIDDAY), ""),
        ("dinsdagnamiddag, elke week", at([1], AFTERNOON), "weekly"),
        ("tirsdag eftermiddag, hver uge", at([1], AFTERNOON), "weekly"),
        ("Mo-Fr vormittags", at([0, 1, 2, 3, 4], MORNING), ""),
        ("Monday to Friday mornings", at([0, 1, 2, 3, 4], MORNING), ""),
        ("fredag til mandag om aftenen", at([0, 4, 5, 6], EVENING), ""),
        ("Mo, Mi und Fr 14-17 Uhr", at([0, 2, 4], TWO_TO_FIVE), ""),
        ("DIENSTAGNACHMITTAGS", at([1], AFTERNOON), ""),
        ("2-5pm on Wednesdays", at([2], TWO_TO_FIVE), ""),
        ("woensdag van 14 tot 17", at([2], TWO_TO_FIVE), ""),
        ("to 14-17", at([3], TWO_TO_FIVE), ""),
        ("ab 14 Uhr am Sa", at([5], (14 * 60, 21 * 60)), ""),
        ("zo voor 12", at([6], (8 * 60, 12 * 60)), ""),
        ("Di 10:30-12, Do Abend", (WeeklyTime(1, 630, 720), WeeklyTime(3, *EVENING)), ""),
        ("this Tuesday at 3pm", at([1], (15 * 60, 17 * 60)), "once"),
        ("zweimal die Woche, Mo oder Do", at([0, 3], (8 * 60, 21 * 60)), "twice"),
        ("3x a week mornings", at(list(WEEKDAYS), MORNING), "thrice"),
        ("jeden Tag 14-16, 15-17", at(list(WEEKDAYS), TWO_TO_FIVE), ""),
        ("egal", (), ""),
        ("I don't mind", (), ""),
        ("I don’t mind, once", (), "once"),
        ("maakt niet uit", (), ""),
        ("når som helst", (), ""),
    ],
)  # fmt: skip
def test_it_is_understood(text: str, times: tuple[WeeklyTime, ...], frequency: str) -> None:
    spoken = spoken_times(text)
    assert (spoken.times, spoken.frequency, spoken.unknown) == (times, frequency, ())
    assert not any((spoken.is_backwards, spoken.is_impossible, spoken.is_empty))


@pytest.mark.parametrize("text", ["17-14", "Tue 12-12", "Di 17 bis 9 Uhr"])
def test_a_time_that_ends_before_it_begins(text: str) -> None:
    assert spoken_times(text).is_backwards


@pytest.mark.parametrize("text", ["25-27", "Tue 10:75-12", "Mo 9-30", "Fr um 24"])
def test_hours_that_do_not_exist(text: str) -> None:
    assert spoken_times(text).is_impossible


def test_words_that_are_not_known_are_named() -> None:
    assert spoken_times("Di bei Vollmond").unknown == ("bei", "vollmond")


@pytest.mark.parametrize("text", ["", "  ", "?!", "🎈", "ثلاثاء"])
def test_nothing_is_made_of_nothing(text: str) -> None:
    spoken = spoken_times(text)
    assert spoken.is_empty
    assert spoken.times == ()


@given(st.text(max_size=60))
def test_whatever_is_typed_gives_times_that_a_week_can_hold(text: str) -> None:
    for time in spoken_times(text).times:
        assert time.weekday in WEEKDAYS
        assert time.start_min in range(time.end_min)
        assert time.end_min <= 24 * 60
