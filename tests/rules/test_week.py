"""The week as people speak of it."""

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from helpexchange.core.week import (
    HOURS,
    WEEKDAYS,
    DayPart,
    WeeklyTime,
    cell,
    grid_and_rest,
    times_in_words,
    times_of_cells,
    weekly_times,
)

CELLS = st.sets(st.tuples(st.sampled_from(list(WEEKDAYS)), st.sampled_from(list(DayPart))))


@given(CELLS)
def test_boxes_become_their_times_and_nothing_else(chosen: set[tuple[int, DayPart]]) -> None:
    times = times_of_cells(cell(weekday, part) for weekday, part in chosen)
    assert set(times) == {WeeklyTime(weekday, *HOURS[part]) for weekday, part in chosen}


@pytest.mark.parametrize("word", ["tuesday-morning", "1-night", "1"])
def test_a_word_that_is_no_box_is_refused(word: str) -> None:
    with pytest.raises(ValueError, match=r"literal|valid"):
        times_of_cells([word])


def test_days_and_parts_are_crossed() -> None:
    times = weekly_times([3, 1], [DayPart.EVENING, DayPart.MORNING])
    assert times == [(1, 480, 720), (1, 1020, 1260), (3, 480, 720), (3, 1020, 1260)]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("times", "words"),
    [
        ([], ["at any time"]),
        (weekly_times([1], [DayPart.AFTERNOON]), ["Tuesday, afternoon"]),
        (weekly_times([1], DayPart), ["Tuesday, all day"]),
        (weekly_times(WEEKDAYS, [DayPart.MORNING]), ["every day, morning"]),
        (weekly_times(range(5), [DayPart.MORNING]), ["Monday to Friday, morning"]),
        ([WeeklyTime(0, 540, 600), WeeklyTime(0, 600, 690)], ["Monday, 09:00 to 11:30"]),
        (
            [WeeklyTime(3, 540, 600), WeeklyTime(1, 840, 900)],
            ["Tuesday, 14:00 to 15:00", "Thursday, 09:00 to 10:00"],
        ),
        ([WeeklyTime(1, 540, 600), WeeklyTime(3, 540, 600)], ["Tuesday and Thursday, 09:00 to 10:00"]),
    ],
)
def test_times_are_said_as_people_say_them(app: Flask, times: list[WeeklyTime], words: list[str]) -> None:
    with app.test_request_context():
        assert times_in_words(times) == words


def test_a_grid_shows_what_it_can_and_leaves_the_rest() -> None:
    cells, rest = grid_and_rest([WeeklyTime(1, 660, 1020), WeeklyTime(3, 480, 540)])
    assert cells == [cell(1, DayPart.MIDDAY), cell(1, DayPart.AFTERNOON)]
    assert rest == [WeeklyTime(1, 660, 720), WeeklyTime(3, 480, 540)]
    assert times_of_cells(cells) == [WeeklyTime(1, 720, 840), WeeklyTime(1, 840, 1020)]
