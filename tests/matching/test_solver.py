"""The solver against brute force and the checker, and its promises about order, time and progress."""

import math
from dataclasses import replace
from fractions import Fraction
from itertools import count

import pytest
from hypothesis import assume, given, settings

from matching.errors import InputError
from matching.examples import Town, example_town
from matching.pairing.answer import Answer, Status
from matching.pairing.bound import UNITS_PER_POINT, points_rounded_up
from matching.pairing.checker import check
from matching.pairing.checks import build_problem
from matching.pairing.problem import Helper, Pair, Policy, Problem, Relation, Request, Weights
from matching.pairing.solver import Progress, solve
from matching.periods import Window
from tests.matching.brute_force import most_points
from tests.matching.tiny_problems import tiny_problems


@settings(deadline=None, max_examples=100)
@given(tiny_problems())
def test_nothing_is_better_and_the_bound_is_true(problem: Problem) -> None:
    best = most_points(problem)
    if best is None:
        with pytest.raises(InputError):
            solve(problem)
        return
    answer = solve(problem, gap=0)
    assert answer.objective == best
    assert best <= answer.bound
    assert (answer.status is Status.OPTIMAL) == (answer.gap <= 1e-6)


def test_a_meeting_waits_for_whoever_is_locked_to_it() -> None:
    free = Helper(id="h0", latitude=51.5, longitude=7.46, max_requests=1)
    busy = replace(free, id="h1", windows=(Window(1, 480, 540),))
    days = (Window(0, 480, 525), Window(1, 480, 525))
    asked = Request(id="r", latitude=51.5, longitude=7.46, visit_minutes=45, windows=days)
    problem = build_problem(
        helpers=[free, busy, replace(free, id="h2")],
        requests=[replace(asked, value=0, helpers_needed=2, together=True)],
        pairs=[
            Pair(helper_id="h0", request_id="r", score=0),
            Pair(helper_id="h1", request_id="r", score=-1, relations=frozenset({Relation.LOCKED})),
            Pair(helper_id="h2", request_id="r", score=0),
        ],
        policy=Policy(only_listed_pairs=True, weights=Weights(load=0)),
    )
    answer = solve(problem, gap=0)
    assert check(problem, answer) == ()
    assert answer.objective == -1
    assert {one.visits[0].weekday for one in answer.assignments} == {1}


def solved(problem: Problem) -> Answer:
    """The answer; examples whose locked pairs allow none are passed over."""
    try:
        return solve(problem)
    except InputError:
        assume(condition=False)
        raise


@settings(deadline=None, max_examples=50)
@given(tiny_problems())
def test_the_checker_finds_no_fault(problem: Problem) -> None:
    assert check(problem, solved(problem)) == ()


def small_town() -> Problem:
    return example_town(Town(helpers=60, requests=50, seed=11))


def test_the_order_of_the_rows_changes_nothing() -> None:
    town = small_town()
    shuffled = build_problem(
        helpers=town.helpers[::-1], requests=town.requests[::-1], pairs=town.pairs[::-1], policy=town.policy
    )
    assert replace(solve(town), seconds=0) == replace(solve(shuffled), seconds=0)


def one_helper_for(*waiting_days: int) -> Problem:
    requests = [
        Request(id=f"r{number}", latitude=51.5, longitude=7.4, value=100, waiting_days=days)
        for number, days in enumerate(waiting_days)
    ]
    return build_problem(helpers=[Helper(id="h", latitude=51.5, longitude=7.4)], requests=requests)


@pytest.mark.parametrize(
    ("waiting_days", "served"), [((3, 9, 5), "r1"), ((7, 7, 7), "r0"), ((0, 400, 400), "r1")]
)
def test_among_equals_the_longest_waiting_goes_first_then_the_smaller_id(
    waiting_days: tuple[int, ...], served: str
) -> None:
    answer = solve(one_helper_for(*waiting_days))
    assert [assignment.request_id for assignment in answer.assignments] == [served]
    assert answer.status is Status.OPTIMAL


@pytest.mark.parametrize("ticks", [0, 3, 10, 30])
def test_an_answer_cut_short_is_valid_and_its_bound_is_true(ticks: int) -> None:
    town = small_town()
    clock = count()
    hasty = solve(town, time_limit_s=ticks, clock=lambda: float(next(clock)))
    assert check(town, hasty) == ()
    assert hasty.objective <= solve(town, gap=0).objective <= hasty.bound


def test_whoever_stops_the_search_gets_what_was_found() -> None:
    town = small_town()
    stopped = solve(town, stop=lambda: True)
    assert stopped.assignments
    assert check(town, stopped) == ()
    assert stopped.objective <= solve(town).bound


def test_progress_ends_with_the_numbers_of_the_answer() -> None:
    seen: list[Progress] = []
    answer = solve(small_town(), on_progress=seen.append)
    assert seen[-1].parts_done == seen[-1].parts == 1
    assert seen[-1].objective == answer.objective
    assert seen[-1].bound == pytest.approx(answer.bound)
    assert [one.bound for one in seen] == sorted((one.bound for one in seen), reverse=True)


def test_parts_of_a_given_score_are_that_score() -> None:
    problem = build_problem(
        helpers=[Helper(id="h", latitude=51.5, longitude=7.4)],
        requests=[Request(id="r", latitude=51.5, longitude=7.4)],
        pairs=[Pair(helper_id="h", request_id="r", score=-70)],
    )
    (assignment,) = solve(problem).assignments
    assert (assignment.score, assignment.parts, assignment.distance_m) == (-70, {"given": -70}, 0.0)


@pytest.mark.parametrize("units", [1, 3 << 18, (1 << 60) + 1, -((1 << 60) + 1)])
def test_units_become_points_that_are_not_lower(units: int) -> None:
    points = points_rounded_up(units)
    exact = Fraction(units, UNITS_PER_POINT)
    assert Fraction(points) >= exact
    assert Fraction(math.nextafter(points, -math.inf)) < exact
