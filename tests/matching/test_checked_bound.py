"""The checker's own bound: never below the truth, and exact for the week of one helper."""

import math
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from matching.pairing.answer import Answer, Status
from matching.pairing.checker import CheckCode, check
from matching.pairing.checker.bound import prove
from matching.pairing.checker.options import priced_options
from matching.pairing.checker.points import Points
from matching.pairing.checker.possible import Possible
from matching.pairing.checks import build_problem
from matching.pairing.problem import Helper, Problem, Request
from matching.pairing.solver import solve
from tests.matching.brute_force import most_points
from tests.matching.tiny_problems import tiny_problems

FEW = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
PRICES = st.sampled_from((0.0, 0.5, 3.0, 17.25, 40.0, 10_000.0))


def codes(problem: Problem, answer: Answer) -> set[CheckCode]:
    """Return the codes of what the checker finds."""
    return {fault.code for fault in check(problem, answer)}


@FEW
@given(tiny_problems(), st.lists(PRICES, min_size=4, max_size=4), st.floats(-200, 20_000))
def test_no_bound_below_the_best_answer_is_ever_accepted(
    problem: Problem, prices: list[float], claimed: float
) -> None:
    best = most_points(problem)
    assume(best is not None)
    named = {request.id: price for request, price in zip(problem.requests, prices, strict=False)}
    answer = Answer(
        assignments=(), objective=0, bound=claimed, prices=named, status=Status.TIME_LIMIT, seconds=0.0
    )
    refused = CheckCode.BOUND_TOO_LOW in codes(problem, answer)
    assert refused or (best is not None and claimed >= best - 1e-3)


@FEW
@given(tiny_problems(together=False))
def test_the_best_week_of_one_helper_is_exact(problem: Problem) -> None:
    alone = replace(
        problem,
        helpers=problem.helpers[:1],
        pairs=tuple(pair for pair in problem.pairs if pair.helper_id == problem.helpers[0].id),
    )
    best = most_points(alone)
    assume(best is not None)
    free = dict.fromkeys((request.id for request in alone.requests), 0.0)
    possible = Possible(alone)
    options = priced_options(alone, free, Points(possible), possible)
    proven = prove(alone, free, options, claimed=-math.inf)
    assert proven.points == pytest.approx(best)
    assert proven.helpers_not_exact == 0


def test_lowering_the_price_that_proves_the_bound_is_refused() -> None:
    """Two helpers want one request: its price is what keeps the bound down."""
    people = [Helper(id=name, latitude=51.5, longitude=7.46) for name in ("ada", "bo")]
    problem = build_problem(helpers=people, requests=[Request(id="walk", latitude=51.5, longitude=7.46)])
    answer = solve(problem, gap=0)
    assert check(problem, answer) == ()
    assert codes(problem, replace(answer, prices={"walk": 0.0})) == {CheckCode.BOUND_TOO_LOW}
