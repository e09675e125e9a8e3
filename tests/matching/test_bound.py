"""The bound: above the best answer at any prices, and exact in whole numbers."""

from fractions import Fraction

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from matching.pairing.bound import UNITS_PER_POINT, bound_units, most_of_weeks, points_rounded_up, price_units
from matching.pairing.budget import Budget
from matching.pairing.prices import plain_prices
from matching.pairing.problem import Problem
from matching.pairing.relaxation import relaxed_worth
from tests.matching.brute_force import most_points
from tests.matching.tiny_parts import best_worth, whole_part
from tests.matching.tiny_problems import tiny_problems

AMPLE = Budget(1.0, lambda: 0.0)
USED_UP = Budget(0.0, lambda: 1.0)


@settings(deadline=None, max_examples=60)
@given(tiny_problems(), st.lists(st.integers(0, 40 * UNITS_PER_POINT), min_size=4, max_size=4))
def test_no_answer_has_more_whatever_the_prices(problem: Problem, units: list[int]) -> None:
    part = whole_part(problem)
    best = most_points(problem)
    assume(best is not None)
    prices = plain_prices(part, np.array(units[: len(part.request)], dtype=np.int64))
    most, relaxed = most_of_weeks(part, prices, AMPLE), most_of_weeks(part, prices, USED_UP)
    assert best is not None
    assert best * UNITS_PER_POINT <= bound_units(part, prices, most) <= bound_units(part, prices, relaxed)


@settings(deadline=None, max_examples=40)
@given(tiny_problems(), st.lists(st.integers(0, 40 * UNITS_PER_POINT), min_size=4, max_size=4))
def test_each_helper_counts_with_the_best_plan(problem: Problem, units: list[int]) -> None:
    part = whole_part(problem)
    prices = plain_prices(part, np.array(units[: len(part.request)], dtype=np.int64))
    gains, load = part.weeks.points * UNITS_PER_POINT - prices.option, part.weeks.load * UNITS_PER_POINT
    unhurried = part.weeks._replace(load=load)
    for week, most in enumerate(most_of_weeks(part, prices, AMPLE).tolist()):
        best = best_worth(type(part)(**{**vars(part), "weeks": unhurried}), gains, week)
        assert best is None or most == best
    weeks = np.arange(len(part.helper))
    relaxed = relaxed_worth(part, gains, load, weeks)
    assert (most_of_weeks(part, prices, USED_UP) == relaxed).all()


@given(st.integers(-(1 << 62), 1 << 62))
def test_points_are_rounded_up_and_never_down(units: int) -> None:
    points, exact = points_rounded_up(units), Fraction(units, UNITS_PER_POINT)
    assert exact <= Fraction(points) <= exact + (1 + abs(exact)) / (1 << 50)


def test_prices_become_whole_units_none_below_zero() -> None:
    assert price_units(np.array([-3.0, 0.0, 1.5, 1 / 3])).tolist() == [0, 0, 3 << 19, 349_525]
