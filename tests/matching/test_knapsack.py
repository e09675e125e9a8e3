"""Many small requests: the knapsack solver against brute force and the checker, and its promises."""

import math
import sys
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from numba.core.dispatcher import Dispatcher

from matching.errors import InputError
from matching.pairing.answer import Answer, Status
from matching.pairing.bound import UNITS_PER_POINT
from matching.pairing.budget import Budget
from matching.pairing.candidates import find_candidates
from matching.pairing.checker import check
from matching.pairing.checks import build_problem
from matching.pairing.knapsack.solving import KnapsackAnswer, solve_knapsack_part, suits, warm_up
from matching.pairing.parts import Part, part_of
from matching.pairing.problem import Helper, Pair, Policy, Problem, Relation, Request, Travel, Weights, Window
from matching.pairing.solver import solve
from matching.pairing.split import split
from tests.matching.brute_force import most_points

# The loops may have to be compiled first.
pytestmark = pytest.mark.timeout(300)

FOREVER = Budget(1e6, lambda: 0.0)
NO_TIME = Budget(0.0, lambda: 1.0)


def helper(number: int, minutes: int | None, requests: int = 9) -> Helper:
    return Helper(
        id=f"h{number}", latitude=None, longitude=None, max_requests=requests, minutes_per_week=minutes
    )


@st.composite
def errands(draw: st.DrawFn) -> Problem:
    """A few helpers and requests without times; points are small whole numbers, so ties are common."""
    some_helpers = [
        helper(number, draw(st.sampled_from((None, 40, 70, 100))), draw(st.integers(1, 5)))
        for number in range(draw(st.integers(1, 3)))
    ]
    some_requests = [
        Request(
            id=f"r{number}",
            latitude=None,
            longitude=None,
            helpers_needed=draw(st.sampled_from((1, 1, 1, 2))),
            value=draw(st.integers(0, 50)),
            waiting_days=draw(st.integers(0, 2)),
        )
        for number in range(draw(st.integers(1, 5)))
    ]
    relations = st.sampled_from((*(frozenset[Relation](),) * 7, frozenset({Relation.LOCKED})))
    pairs = [
        Pair(
            helper_id=one.id,
            request_id=request.id,
            score=draw(st.integers(-20, 30)),
            minutes=draw(st.sampled_from((0, 15, 20, 35, 60))),
            relations=draw(relations),
        )
        for one in some_helpers
        for request in some_requests
        if draw(st.integers(0, 9)) > 0
    ]
    weights = Weights(load=draw(st.sampled_from((0, 0, 3, 40))))
    policy = Policy(travel=Travel.NONE, only_listed_pairs=True, weights=weights)
    try:
        return build_problem(helpers=some_helpers, requests=some_requests, pairs=pairs, policy=policy)
    except InputError:
        assume(condition=False)
        raise


def parts_of(problem: Problem) -> list[Part]:
    candidates = find_candidates(problem)
    return [part_of(candidates, rows) for rows in split(candidates)]


def solved(part: Part, budget: Budget = FOREVER) -> KnapsackAnswer:
    return solve_knapsack_part(
        part, gap=0.0, budget=budget, report=lambda *_: None, units_per_point=UNITS_PER_POINT
    )


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(errands())
def test_nothing_is_better_and_the_bound_is_true(problem: Problem) -> None:
    answers = [solved(part) for part in parts_of(problem)]
    best = most_points(problem)
    assert sum(answer.objective for answer in answers) == best
    assert sum(answer.bound_units for answer in answers) >= (best or 0) * UNITS_PER_POINT


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(errands())
def test_without_any_time_the_bound_is_true_all_the_same(problem: Problem) -> None:
    best = most_points(problem)
    assert best is not None
    answers = [solved(part, NO_TIME) for part in parts_of(problem)]
    assert sum(answer.objective for answer in answers) <= best
    assert sum(answer.bound_units for answer in answers) >= best * UNITS_PER_POINT


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(errands())
def test_the_checker_finds_no_fault(problem: Problem) -> None:
    answer = solve(problem, gap=0)
    assert check(problem, answer) == ()
    assert answer.objective == most_points(problem)


def many_errands(*, seed: int = 1) -> Problem:
    """Forty errands for four helpers who have time for about thirty; all numbers made up from the seed."""
    helpers = [helper(number, 150) for number in range(4)]
    requests = [
        Request(id=f"r{number:02}", latitude=None, longitude=None, value=100, waiting_days=(7 * number) % 11)
        for number in range(40)
    ]
    pairs = [
        Pair(
            helper_id=one.id,
            request_id=request.id,
            score=-((seed + 13 * i + 29 * j + i * j) % 50),
            minutes=10 + (7 * i + 11 * j + i * j) % 17,
        )
        for i, one in enumerate(helpers)
        for j, request in enumerate(requests)
    ]
    policy = Policy(travel=Travel.NONE, only_listed_pairs=True)
    return build_problem(helpers=helpers, requests=requests, pairs=pairs, policy=policy)


def test_the_order_of_the_rows_changes_nothing() -> None:
    problem = many_errands()
    shuffled = build_problem(
        helpers=problem.helpers[::-1],
        requests=problem.requests[::-1],
        pairs=problem.pairs[::-1],
        policy=problem.policy,
    )
    assert replace(solve(problem), seconds=0) == replace(solve(shuffled), seconds=0)


def test_scarce_minutes_go_to_a_proven_best_answer() -> None:
    problem = many_errands()
    assert [suits(part) for part in parts_of(problem)] == [True]
    answer = solve(problem, gap=0)
    assert check(problem, answer) == ()
    assert answer.objective == math.floor(answer.bound)


def test_a_search_without_time_still_serves_somebody() -> None:
    [part] = parts_of(many_errands())
    assert solved(part, NO_TIME).objective > 0


def answer_to_equals(*waiting_days: int) -> Answer:
    """One helper with time for two of several requests that are alike but for the days they have waited."""
    requests = [
        Request(id=f"r{number}", latitude=None, longitude=None, value=100, waiting_days=days)
        for number, days in enumerate(waiting_days)
    ]
    pairs = [Pair(helper_id="h0", request_id=request.id, score=0, minutes=30) for request in requests]
    policy = Policy(travel=Travel.NONE, only_listed_pairs=True)
    problem = build_problem(helpers=[helper(0, 60)], requests=requests, pairs=pairs, policy=policy)
    return solve(problem, gap=0)


@pytest.mark.parametrize(
    ("waiting_days", "served"),
    [((3, 9, 5, 1), ["r1", "r2"]), ((7, 7, 7), ["r0", "r1"]), ((0, 1, 1, 2), ["r1", "r3"])],
)
def test_among_equals_the_longest_waiting_go_first_then_the_smaller_id(
    waiting_days: tuple[int, ...], served: list[str]
) -> None:
    answer = answer_to_equals(*waiting_days)
    assert [assignment.request_id for assignment in answer.assignments] == served
    assert answer.status is Status.OPTIMAL


def test_times_and_minutes_enough_are_left_to_the_other_solver() -> None:
    problem = many_errands()
    with_times = replace(
        problem, helpers=(replace(problem.helpers[0], windows=(Window(0, 540, 720),)), *problem.helpers[1:])
    )
    with_time_enough = replace(
        problem, helpers=tuple(replace(one, minutes_per_week=4_000) for one in problem.helpers)
    )
    assert not any(suits(part) for part in parts_of(with_times))
    assert not any(suits(part) for part in parts_of(with_time_enough))


def test_after_warming_up_a_match_compiles_nothing() -> None:
    warm_up()
    modules = [
        module for name, module in sys.modules.items() if name.startswith("matching.pairing.knapsack.")
    ]
    loops = [loop for module in modules for loop in vars(module).values() if isinstance(loop, Dispatcher)]
    at_hand = [len(loop.signatures) for loop in loops]
    [part] = parts_of(many_errands())
    solved(part)
    assert sum(at_hand) > 0
    assert [len(loop.signatures) for loop in loops] == at_hand
