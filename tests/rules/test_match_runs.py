"""When a helper has room, and what is left of their time."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpexchange.match_runs.rules import Period, first_free, free_times, is_stale, minutes_a_week, overlap
from tests.fakes import MONDAY_MORNING


@st.composite
def periods(draw: st.DrawFn) -> Period:
    start_min = draw(st.integers(0, 30))
    return draw(st.integers(0, 1)), start_min, draw(st.integers(start_min + 1, 32))


def minutes_of(times: list[Period]) -> set[tuple[int, int]]:
    return {(day, minute) for day, start, end in times for minute in range(start, end)}


@given(st.lists(periods(), max_size=4), st.lists(periods(), max_size=4))
def test_free_times_are_the_times_without_the_busy_ones(times: list[Period], busy: list[Period]) -> None:
    left = free_times(times, busy)
    assert minutes_of(left) == minutes_of(times) - minutes_of(busy)
    assert all(start < end for _, start, end in left)


@given(st.lists(periods(), max_size=4), st.lists(periods(), max_size=4))
def test_overlap_means_a_common_minute(ours: list[Period], theirs: list[Period]) -> None:
    assert overlap(ours, theirs) == bool(minutes_of(ours) & minutes_of(theirs))


@given(st.sets(st.integers(1, 6)), st.integers(0, 6))
def test_the_first_free_number_is_the_lowest_not_taken(taken: set[int], at_most: int) -> None:
    free = first_free(taken, at_most)
    if len(taken) >= at_most:
        assert free is None
    elif free is not None:
        assert free not in taken
        assert set(range(1, free)) <= taken
        assert free <= at_most


@pytest.mark.parametrize(
    ("visits", "given_minutes", "minutes"),
    [([], None, 120), ([[0, 600, 645], [2, 600, 645]], None, 90), ([[0, 600, 645]], 30, 30), ([], 0, 0)],
)
def test_minutes_a_week(visits: list[list[int]], given_minutes: int | None, minutes: int) -> None:
    assert minutes_a_week(visits, visits_per_week=2, visit_minutes=60, given=given_minutes) == minutes


@pytest.mark.parametrize(("silent_s", "stale"), [(0, False), (60, False), (61, True)])
def test_a_worker_is_dead_after_a_minute_of_silence(silent_s: int, stale: bool) -> None:
    assert is_stale(MONDAY_MORNING - timedelta(seconds=silent_s), MONDAY_MORNING) is stale


def test_a_worker_that_never_spoke_is_dead() -> None:
    assert is_stale(None, MONDAY_MORNING)
