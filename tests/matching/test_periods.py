"""Weekly periods against a plain look at every minute."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.periods import (
    ANY_TIME,
    MINUTES_PER_DAY,
    Window,
    common_starts,
    intersect_windows,
    join_windows,
    start_words,
    starts,
    visit_mask,
    week_mask,
    window_rows,
)
from tests.matching.strategies import windows

patient = settings(deadline=None)


def minutes_of(some_windows: tuple[Window, ...]) -> set[int]:
    """Every minute of the week that lies in a window."""
    return {
        window.weekday * MINUTES_PER_DAY + minute
        for window in some_windows
        for minute in range(window.start_min, window.end_min)
    }


def starts_by_hand(free: set[int], visit_minutes: int, grid_minutes: int) -> list[int]:
    return [
        day * MINUTES_PER_DAY + start
        for day in range(7)
        for start in range(0, MINUTES_PER_DAY - visit_minutes + 1, grid_minutes)
        if all(day * MINUTES_PER_DAY + start + minute in free for minute in range(visit_minutes))
    ]


def test_touching_windows_join_and_those_over_midnight_do_not() -> None:
    joined = join_windows((Window(0, 660, 780), Window(0, 540, 660), Window(0, 1380, 1440), Window(1, 0, 60)))
    assert joined == (Window(0, 540, 780), Window(0, 1380, 1440), Window(1, 0, 60))


@patient
@given(windows(step_min=7))
def test_joining_keeps_every_minute_and_leaves_gaps_between(some: tuple[Window, ...]) -> None:
    joined = join_windows(some)
    assert minutes_of(joined) == minutes_of(some)
    for earlier, later in pairwise(joined):
        assert (earlier.weekday, earlier.end_min) < (later.weekday, later.start_min)


@patient
@given(windows(step_min=7), windows(step_min=5))
def test_intersection_is_what_lies_in_both(ours: tuple[Window, ...], theirs: tuple[Window, ...]) -> None:
    shared = intersect_windows(join_windows(ours), join_windows(theirs))
    assert minutes_of(shared) == minutes_of(ours) & minutes_of(theirs)
    assert shared == join_windows(shared)


@patient
@given(windows(step_min=7), windows(step_min=5), st.sampled_from((1, 20, 61)), st.sampled_from((1, 15, 24)))
def test_common_starts_are_those_found_minute_by_minute(
    ours: tuple[Window, ...], theirs: tuple[Window, ...], visit_minutes: int, grid_minutes: int
) -> None:
    found = common_starts(
        join_windows(ours), join_windows(theirs), visit_minutes=visit_minutes, grid_minutes=grid_minutes
    )
    free = minutes_of(ours or ANY_TIME) & minutes_of(theirs or ANY_TIME)
    assert list(found) == starts_by_hand(free, visit_minutes, grid_minutes)


def test_a_visit_as_long_as_the_window_starts_once_and_a_longer_one_never() -> None:
    window = (Window(2, 600, 660),)
    assert starts(window, visit_minutes=60, grid_minutes=15) == (2 * 1440 + 600,)
    assert starts(window, visit_minutes=61, grid_minutes=15) == ()


def test_a_start_off_the_grid_waits_for_the_next_one() -> None:
    assert starts((Window(0, 601, 700),), visit_minutes=60, grid_minutes=15) == (615, 630)


def test_a_visit_may_last_until_midnight() -> None:
    assert starts((Window(0, 1380, 1440),), visit_minutes=60, grid_minutes=60) == (1380,)


@patient
@given(
    st.lists(windows(step_min=7), max_size=4), st.sampled_from((30, 61)), st.sampled_from((1, 15, 24, 1440))
)
def test_start_words_hold_the_starts_of_every_owner(
    sets: list[tuple[Window, ...]], visit_minutes: int, grid_minutes: int
) -> None:
    joined = [join_windows(some) for some in sets]
    words = start_words(
        window_rows(joined), len(joined), visit_minutes=visit_minutes, grid_minutes=grid_minutes
    )
    for owner, some in enumerate(joined):
        bits = np.unpackbits(words[:, :, owner].copy().view(np.uint8), axis=1, bitorder="little")
        found = [int(day) * MINUTES_PER_DAY + int(slot) * grid_minutes for day, slot in np.argwhere(bits)]
        assert found == list(starts(some or ANY_TIME, visit_minutes=visit_minutes, grid_minutes=grid_minutes))


@patient
@given(windows(step_min=7), windows(step_min=5))
def test_week_masks_meet_where_windows_do(ours: tuple[Window, ...], theirs: tuple[Window, ...]) -> None:
    shared = minutes_of(ours) & minutes_of(theirs)
    assert (week_mask(ours) & week_mask(theirs)).bit_count() == len(shared)


def test_visit_masks_are_half_open() -> None:
    assert visit_mask(10, 5) & visit_mask(15, 5) == 0
    assert visit_mask(10, 5) & visit_mask(14, 5) != 0
    assert visit_mask(3, 2) == 0b11000


@pytest.mark.parametrize("weekday", range(7))
def test_any_time_is_the_whole_day(weekday: int) -> None:
    assert Window(weekday, 0, 1440) in ANY_TIME
