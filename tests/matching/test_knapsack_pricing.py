"""The best plan of one helper at given gains against trying every plan."""

from itertools import combinations
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from matching.pairing.knapsack.plain_part import Ints
from matching.pairing.knapsack.pricing import best_plan, best_worth, worth_with_and_without

# The loops may have to be compiled first.
pytestmark = pytest.mark.timeout(300)


class Week(NamedTuple):
    gains: Ints
    minutes: Ints
    width: int
    room: int
    load: int


@st.composite
def weeks(draw: st.DrawFn, longest: int = 6) -> Week:
    size = draw(st.integers(0, 6))
    gains = draw(st.lists(st.integers(-5, 20), min_size=size, max_size=size))
    minutes = draw(st.lists(st.integers(0, longest), min_size=size, max_size=size))
    return Week(
        np.array(gains, dtype=np.int64),
        np.array(minutes, dtype=np.int64),
        draw(st.integers(0, 3 * longest)),
        draw(st.integers(1, 6)),
        draw(st.sampled_from((0, 0, 1, 4))),
    )


def points(week: Week, plan: tuple[int, ...]) -> int:
    return int(week.gains[list(plan)].sum()) - week.load * len(plan) * (len(plan) - 1) // 2


def plans(week: Week) -> list[tuple[int, ...]]:
    """Every plan that keeps to the limits."""
    numbers = range(len(week.gains))
    return [
        plan
        for count in range(min(week.room, len(numbers)) + 1)
        for plan in combinations(numbers, count)
        if week.minutes[list(plan)].sum() <= week.width
    ]


@settings(deadline=None, max_examples=300)
@given(weeks())
@example(Week(np.array([4, 5, 6]), np.array([2, 2, 0]), 4, 2, 0))
@example(Week(np.array([9, 9, 9]), np.array([1, 1, 1]), 3, 3, 4))
def test_the_best_plan_is_the_best_of_all(week: Week) -> None:
    best = max(points(week, plan) for plan in plans(week))
    assert best_worth(*week) == (best, True)
    plan = tuple(best_plan(*week).tolist())
    assert plan in plans(week)
    assert points(week, plan) == best


@settings(deadline=None, max_examples=200)
@given(weeks())
def test_each_pair_is_priced_in_and_out(week: Week) -> None:
    found = worth_with_and_without(week.gains.astype(float), *week[1:4], float(week.load))
    for pair in range(len(week.gains)):
        with_it = [points(week, plan) for plan in plans(week) if pair in plan]
        without = [points(week, plan) for plan in plans(week) if pair not in plan]
        assert found[0, pair] == max(with_it, default=-np.inf)
        assert found[1, pair] == max(without)


@settings(deadline=None, max_examples=50)
@given(weeks(longest=40_000_000))
def test_a_huge_table_is_bounded_from_above_and_its_plan_keeps_to_the_minutes(week: Week) -> None:
    best = max(points(week, plan) for plan in plans(week))
    worth, is_exact = best_worth(*week)
    assert worth == best if is_exact else worth >= best
    assert tuple(best_plan(*week).tolist()) in plans(week)
