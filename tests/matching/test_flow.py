"""The flow's prices and choice against what linear programming duality says."""

from dataclasses import replace

import numpy as np
from hypothesis import assume, given, settings

from matching.errors import InputError
from matching.pairing.candidates import find_candidates
from matching.pairing.flow import solve_flow
from matching.pairing.plans import HelperWeek, helper_weeks
from matching.pairing.pricing import relaxed_worth
from matching.pairing.problem import Problem
from matching.pairing.split import Part, split
from tests.matching.tiny_problems import tiny_problems


def weeks_of(part: Part) -> tuple[HelperWeek, ...]:
    """The weeks; examples whose locked pairs do not fit are passed over."""
    try:
        return helper_weeks(part.problem, part.pairs)
    except InputError:
        assume(condition=False)
        raise


@settings(deadline=None, max_examples=50)
@given(tiny_problems(locks=False))
def test_prices_prove_that_the_choice_is_the_best_without_times_and_minutes(problem: Problem) -> None:
    unhurried = tuple(replace(helper, minutes_per_week=None) for helper in problem.helpers)
    problem = replace(problem, helpers=unhurried)
    for part in split(problem, find_candidates(problem)):
        weeks = helper_weeks(part.problem, part.pairs)
        needed = np.array([request.helpers_needed for request in part.problem.requests], dtype=np.int64)
        start = solve_flow(weeks, needed)
        points = sum(week.points(plan) for week, plan in zip(weeks, start.chosen, strict=True))
        paid = float((needed * start.prices).sum())
        assert (start.prices >= 0).all()
        assert points == paid + sum(relaxed_worth(week, week.gains(start.prices.tolist())) for week in weeks)


@settings(deadline=None, max_examples=50)
@given(tiny_problems())
def test_the_choice_keeps_locked_pairs_and_numbers(problem: Problem) -> None:
    for part in split(problem, find_candidates(problem)):
        weeks = weeks_of(part)
        needed = [request.helpers_needed for request in part.problem.requests]
        start = solve_flow(weeks, np.array(needed, dtype=np.int64))
        served = [
            request for week, plan in zip(weeks, start.chosen, strict=True) for request in week.requests(plan)
        ]
        assert all(served.count(request) <= count for request, count in enumerate(needed))
        for week, plan in zip(weeks, start.chosen, strict=True):
            assert set(week.locked) <= set(plan)
            assert len(plan) <= week.capacity
