"""Times of the week as people write them, in four languages."""

import pytest
from flask import Flask
from flask_babel import force_locale
from hypothesis import given
from hypothesis import strategies as st

from helpexchange.core.week import HOURS, WHOLE_DAY, DayPart, WeeklyTime, cell, grid_and_rest, times_in_words
from helpexchange.core.week import times_of_cells as of_cells
from helpexchange.core.week_text import read_times

TUE, THU = 1, 3


def span(day: int, start: float, end: float) -> WeeklyTime:
    return WeeklyTime(day, int(start * 60), int(end * 60))


def part(day: int, word: DayPart) -> WeeklyTime:
    return WeeklyTime(day, *HOURS[word])


READ = [
    ("Tue 14-17", "en", [span(TUE, 14, 17)]),
    ("tuesday 2-5 pm", "en", [span(TUE, 14, 17)]),
    ("Tuesdays from 14:00 to 17:30", "en", [span(TUE, 14, 17.5)]),
    ("Di 14-17, Do vormittags", "de", [span(TUE, 14, 17), part(THU, DayPart.MORNING)]),
    ("Dienstag und Donnerstag 14 bis 17 Uhr", "de", [span(TUE, 14, 17), span(THU, 14, 17)]),
    ("Di. 14.30–16 Uhr", "de", [span(TUE, 14.5, 16)]),
    ("Do ab 18 Uhr", "de", [span(THU, 18, 21)]),
    ("Do vor 10", "de", [span(THU, 8, 10)]),
    ("di en do 14u-17u", "nl", [span(TUE, 14, 17), span(THU, 14, 17)]),
    ("dinsdag 's avonds", "nl", [part(TUE, DayPart.EVENING)]),
    ("tir 14-17, tors formiddag", "da", [span(TUE, 14, 17), part(THU, DayPart.MORNING)]),
    ("ti og to kl. 14 til 17", "da", [span(TUE, 14, 17), span(THU, 14, 17)]),
    ("Mo-Fr 9-12", "de", [span(day, 9, 12) for day in range(5)]),
    ("ma t/m vr 9-12", "nl", [span(day, 9, 12) for day in range(5)]),
    ("Sat to Mon 9-10", "en", [span(0, 9, 10), span(5, 9, 10), span(6, 9, 10)]),
    ("täglich abends", "de", [part(day, DayPart.EVENING) for day in range(7)]),
    ("every day 9-10", "en", [span(day, 9, 10) for day in range(7)]),
    ("hver dag 9-10", "da", [span(day, 9, 10) for day in range(7)]),
    ("weekend", "en", [WeeklyTime(5, *WHOLE_DAY), WeeklyTime(6, *WHOLE_DAY)]),
    ("Tue", "en", [WeeklyTime(TUE, *WHOLE_DAY)]),
    ("Tue 9-12 and 14-17", "en", [span(TUE, 9, 12), span(TUE, 14, 17)]),
    ("Tue 9-12, 11-13", "en", [span(TUE, 9, 13)]),
    ("", "en", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "language", "times"), READ, ids=lambda each: str(each)[:40])
def test_times_are_read(text: str, language: str, times: list[WeeklyTime]) -> None:
    read = read_times(text, language=language)
    assert (read.not_read, read.impossible) == ((), ())
    assert list(read.times) == sorted(times)


@pytest.mark.parametrize("text", ["Tue 17-14", "Tue 25-26", "Tue 14", "Tue 14-14", "Tue 14:75-99"])
def test_impossible_times_are_named(text: str) -> None:
    read = read_times(text)
    assert read.impossible
    assert read.times == ()


def test_words_that_mean_nothing_are_named() -> None:
    read = read_times("Tue 14-17, sometimes on 🌙 Blursday")
    assert read.not_read == ("sometimes", "🌙", "blursday")
    assert list(read.times) == [span(TUE, 14, 17)]


@given(st.text(max_size=60))
def test_no_text_makes_it_fail_and_all_that_is_read_can_be(text: str) -> None:
    for time in read_times(text).times:
        assert 0 <= time.weekday <= 6
        assert 0 <= time.start_min < time.end_min <= 1440


SOME_TIMES = [span(TUE, 14, 17), span(THU, 9.5, 11), part(5, DayPart.EVENING), WeeklyTime(6, *WHOLE_DAY)]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("language", ["en_GB", "de", "nl", "da"])
def test_what_is_said_in_words_can_be_read_again(app: Flask, language: str) -> None:
    with app.test_request_context(), force_locale(language):
        text = "; ".join(times_in_words(SOME_TIMES))
    read = read_times(text, language=language[:2])
    assert (read.not_read, read.impossible, list(read.times)) == ((), (), SOME_TIMES), text


def test_a_grid_shows_what_it_can_and_leaves_the_rest() -> None:
    cells, rest = grid_and_rest([span(TUE, 11, 17), span(THU, 8, 9)])
    assert cells == [cell(TUE, DayPart.MIDDAY), cell(TUE, DayPart.AFTERNOON)]
    assert rest == [span(TUE, 11, 12), span(THU, 8, 9)]
    assert of_cells(cells) == [span(TUE, 12, 14), span(TUE, 14, 17)]
