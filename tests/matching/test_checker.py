"""The checker accepts what the solver finds and nothing that was tampered with."""

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from matching.pairing.answer import Answer, Assignment, Status, Visit
from matching.pairing.checker import CheckCode, check
from matching.pairing.checks import build_problem
from matching.pairing.problem import (
    Helper,
    HelperKind,
    Pair,
    Policy,
    Problem,
    Relation,
    Request,
    Travel,
    Weights,
    Window,
)
from matching.pairing.solver import solve
from tests.matching.strategies import problems
from tests.matching.tiny_problems import tiny_problems

FEW = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
MORNING = Window(0, 9 * 60, 12 * 60)


def town() -> Problem:
    """Two helpers and three requests which all break no rule together."""
    ada = Helper(
        id="ada", latitude=51.5, longitude=7.46, max_requests=2, minutes_per_week=180, windows=(MORNING,),
        skills={"garden": 3}, checks=frozenset({"conduct"}), max_distance_m=3000,
    )  # fmt: skip
    bo = Helper(
        id="bo", latitude=51.501, longitude=7.46, skills={"garden": 1}, windows=(Window(1, 600, 720),)
    )
    walk = Request(
        id="walk", latitude=51.5, longitude=7.461, windows=(MORNING,), checks=frozenset({"conduct"})
    )
    garden = Request(
        id="garden", latitude=51.51, longitude=7.461, skills=frozenset({"garden"}), visit_minutes=90
    )
    lift = Request(
        id="lift",
        latitude=51.5,
        longitude=7.46,
        helpers_needed=2,
        together=True,
        windows=(Window(1, 600, 660),),
    )
    policy = Policy(weights=Weights(load=20))
    return build_problem(helpers=[ada, bo], requests=[walk, garden, lift], policy=policy)


def codes(problem: Problem, answer: Answer) -> set[CheckCode]:
    return {fault.code for fault in check(problem, answer)}


def with_helper(problem: Problem, **changes: Any) -> Problem:
    """The problem with another first helper."""
    return replace(problem, helpers=(replace(problem.helpers[0], **changes), *problem.helpers[1:]))


def with_requests(problem: Problem, **changes: Any) -> Problem:
    return replace(problem, requests=tuple(replace(request, **changes) for request in problem.requests))


def with_assignments(answer: Answer, change: Callable[[Assignment], Assignment]) -> Answer:
    return replace(answer, assignments=tuple(change(item) for item in answer.assignments))


def moved(item: Assignment, minutes: int = 0, days: int = 0, longer: int = 0) -> Assignment:
    visits = [
        Visit(v.weekday + days, v.start_min + minutes, v.end_min + minutes + longer) for v in item.visits
    ]
    return replace(item, visits=tuple(visits))


@pytest.fixture
def solved() -> tuple[Problem, Answer]:
    problem = town()
    answer = solve(problem, gap=0)
    assert {item.helper_id for item in answer.assignments} == {"ada"}
    return problem, answer


@FEW
@given(tiny_problems())
def test_what_the_solver_finds_is_accepted(problem: Problem) -> None:
    try:
        answer = solve(problem, gap=0)
    except ValueError:  # locks that no week can hold
        assume(condition=False)
        raise
    assert check(problem, answer) == ()


@FEW
@given(problems())
def test_what_the_solver_finds_with_every_rule_in_play_is_accepted(problem: Problem) -> None:
    try:
        answer = solve(problem, gap=0)
    except ValueError:
        assume(condition=False)
        raise
    assert check(problem, answer) == ()


@FEW
@given(tiny_problems(), st.data())
def test_a_tampered_answer_is_refused(problem: Problem, data: st.DataObject) -> None:
    try:
        answer = solve(problem, gap=0)
    except ValueError:
        assume(condition=False)
        raise
    assume(answer.assignments)
    assert check(problem, data.draw(st.sampled_from(list(tampered(answer))))) != ()


def tampered(answer: Answer) -> list[Answer]:
    first, rest = answer.assignments[0], answer.assignments[1:]
    key = first.request_id
    changed = [
        replace(answer, objective=answer.objective + 1),
        replace(answer, bound=answer.objective - 1.0),
        replace(answer, prices={**answer.prices, key: -1.0}),
        replace(answer, prices={**answer.prices, key: math.nan}),
        replace(answer, prices={**answer.prices, key: math.inf}),
        replace(answer, prices={k: price for k, price in answer.prices.items() if k != key}),
        replace(answer, prices={**answer.prices, "nobody": 1.0}),
        replace(answer, bound=math.nan),
        replace(answer, bound=math.inf),
        replace(answer, assignments=(replace(first, score=first.score + 1), *rest)),
        replace(answer, assignments=(replace(first, parts={"given": first.score + 1}), *rest)),
        replace(answer, assignments=(replace(first, helper_id="nobody"), *rest)),
        replace(answer, assignments=(replace(first, request_id="nothing"), *rest)),
        replace(answer, assignments=(replace(first, distance_m=99.0), *rest)),
        replace(answer, assignments=(first, *answer.assignments)),
    ]
    if first.visits:
        changed += [
            replace(answer, assignments=(moved(first, minutes=1), *rest)),
            replace(answer, assignments=(moved(first, longer=15), *rest)),
            replace(answer, assignments=(replace(first, visits=()), *rest)),
            replace(answer, assignments=(replace(first, visits=first.visits * 2), *rest)),
        ]
    return changed


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda p: with_helper(p, skills={}), CheckCode.SKILL_MISSING),
        (lambda p: with_helper(p, checks=frozenset()), CheckCode.CHECK_MISSING),
        (lambda p: with_helper(p, max_requests=1), CheckCode.TOO_MANY_REQUESTS),
        (lambda p: with_helper(p, minutes_per_week=149), CheckCode.TOO_MANY_MINUTES),
        (lambda p: with_helper(p, max_distance_m=100.0), CheckCode.TOO_FAR),
        (lambda p: with_helper(p, latitude=None, longitude=None), CheckCode.PLACE_UNKNOWN),
        (lambda p: with_helper(p, latitude=51.5001), CheckCode.DISTANCE_WRONG),
        (lambda p: with_helper(p, windows=(Window(2, 540, 720),)), CheckCode.OUTSIDE_HELPER_TIMES),
        (lambda p: with_helper(p, last_engaged_days=1), CheckCode.SCORE_WRONG),
        (lambda p: with_helper(p, last_engaged_days=1), CheckCode.PARTS_WRONG),
        (lambda p: with_requests(p, windows=(Window(2, 540, 720),)), CheckCode.OUTSIDE_REQUEST_TIMES),
        (lambda p: with_requests(p, kinds=frozenset({HelperKind.STUDENT})), CheckCode.KIND_NOT_ALLOWED),
        (lambda p: with_requests(p, visit_minutes=75), CheckCode.VISIT_LENGTH),
        (lambda p: with_requests(p, visits_per_week=2), CheckCode.VISIT_COUNT),
        (lambda p: with_requests(p, helpers_needed=0), CheckCode.TOO_MANY_HELPERS),
        (lambda p: with_requests(p, helpers_needed=2, together=True), CheckCode.NOT_TOGETHER),
        (lambda p: with_requests(p, priority=1), CheckCode.OBJECTIVE_WRONG),
        (lambda p: replace(p, policy=replace(p.policy, grid_minutes=720)), CheckCode.VISIT_OFF_GRID),
        (lambda p: replace(p, policy=replace(p.policy, speed_kmh=0.5)), CheckCode.TRAVEL_TOO_SHORT),
        (lambda p: replace(p, policy=replace(p.policy, only_listed_pairs=True)), CheckCode.PAIR_NOT_LISTED),
        (lambda p: replace(p, pairs=(pair(Relation.BLOCKED, "walk"),)), CheckCode.PAIR_BLOCKED),
        (lambda p: replace(p, pairs=(pair(Relation.LOCKED, "lift"),)), CheckCode.LOCK_MISSING),
        (lambda p: replace(p, pairs=(pair(Relation.KNOWS, "walk"),)), CheckCode.SCORE_WRONG),
    ],
)  # fmt: skip
def test_each_rule_that_is_broken_is_named(
    solved: tuple[Problem, Answer], change: Callable[[Problem], Problem], expected: CheckCode
) -> None:
    problem, answer = solved
    assert check(problem, answer) == ()
    assert expected in codes(change(problem), answer)


def pair(relation: Relation, request_id: str) -> Pair:
    return Pair(helper_id="ada", request_id=request_id, relations=frozenset({relation}))


def test_a_helper_swapped_for_one_who_lacks_the_check_is_refused(solved: tuple[Problem, Answer]) -> None:
    problem, answer = solved
    swapped = with_assignments(answer, lambda item: replace(item, helper_id="bo"))
    assert {CheckCode.CHECK_MISSING, CheckCode.OUTSIDE_HELPER_TIMES} <= codes(problem, swapped)


def test_an_added_pair_changes_the_objective(solved: tuple[Problem, Answer]) -> None:
    problem, answer = solved
    lift = replace(answer.assignments[0], request_id="lift", helper_id="bo", visits=(Visit(1, 600, 660),))
    more = replace(answer, assignments=(*answer.assignments, lift))
    assert {CheckCode.OBJECTIVE_WRONG, CheckCode.NOT_TOGETHER} <= codes(problem, more)


def test_overlapping_visits_are_refused(solved: tuple[Problem, Answer]) -> None:
    problem, answer = solved
    start = {item.request_id: item.visits[0].start_min for item in answer.assignments}
    over = with_assignments(
        answer, lambda item: moved(item, minutes=start["walk"] - item.visits[0].start_min)
    )
    assert CheckCode.VISITS_OVERLAP in codes(problem, over)


def test_a_status_better_than_the_proof_is_refused(solved: tuple[Problem, Answer]) -> None:
    problem, answer = solved
    high = {request.id: 30_000.0 for request in problem.requests}
    total = sum(30_000.0 * request.helpers_needed for request in problem.requests)
    honest = replace(answer, prices=high, bound=total, status=Status.TIME_LIMIT)
    assert check(problem, honest) == ()
    assert codes(problem, replace(honest, status=Status.OPTIMAL)) == {CheckCode.STATUS_TOO_GOOD}
    assert codes(problem, replace(honest, bound=total + 10)) == {CheckCode.BOUND_TOO_HIGH}


def test_travel_goes_by_the_matrix_from_the_earlier_to_the_later_visit() -> None:
    one = Helper(id="ada", latitude=51.5, longitude=7.46, max_requests=2, windows=(Window(0, 540, 690),))
    asked = [Request(id=name, latitude=51.5, longitude=7.46) for name in ("a", "b")]
    minutes = np.array([[0, 15], [60, 0]], dtype=np.int32)
    policy = Policy(travel=Travel.MATRIX)
    problem = build_problem(helpers=[one], requests=asked, policy=policy, travel_min=minutes)
    answer = solve(problem, gap=0)
    assert [item.request_id for item in answer.assignments] == ["a", "b"]
    assert check(problem, answer) == ()
    visits = {item.request_id: item.visits for item in answer.assignments}
    other = {"a": "b", "b": "a"}
    swapped = with_assignments(answer, lambda item: replace(item, visits=visits[other[item.request_id]]))
    assert CheckCode.TRAVEL_TOO_SHORT in codes(problem, swapped)


def test_a_fault_says_who_and_what(solved: tuple[Problem, Answer]) -> None:
    problem, answer = solved
    fault = next(iter(check(with_helper(problem, max_requests=1), answer)))
    assert str(fault) == "too_many_requests (helper ada): 2 requests; expected at most 1"
