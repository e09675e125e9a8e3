"""What choosing another helper costs: every change told of is allowed by the rules, its points counted."""

from collections.abc import Mapping
from dataclasses import replace
from math import isnan
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings

from matching.errors import InputError
from matching.examples import Town, example_town
from matching.pairing.answer import Answer, Assignment, Status, Visit
from matching.pairing.candidates import Candidates, find_candidates
from matching.pairing.checker import check_rules
from matching.pairing.checks import build_problem
from matching.pairing.explanation import Alternative, alternatives
from matching.pairing.explanation.changes import Change, ChangeTester
from matching.pairing.explanation.diaries import Diaries
from matching.pairing.problem import Helper, Pair, Policy, Problem, Relation, Request, Travel, Weights, Window
from matching.pairing.scoring import PART_NAMES
from matching.pairing.solver import solve
from tests.matching.strategies import problems
from tests.matching.tiny_problems import tiny_problems

FEW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
PLACE: Mapping[str, Any] = {"latitude": 51.5, "longitude": 7.46}
HOUR = Window(0, 540, 600)
LISTED = Policy(only_listed_pairs=True, travel=Travel.NONE, weights=Weights(load=0))


def helper(name: str, **changes: Any) -> Helper:
    return Helper(**{"id": name, **PLACE, **changes})


def asks(name: str, value: int, **changes: Any) -> Request:
    return Request(**{"id": name, **PLACE, "value": value, **changes})


def listed(scores: Mapping[str, int], locked: str = "") -> list[Pair]:
    """Pairs as "helper request" with their scores."""
    return [
        Pair(
            helper_id=key.split()[0],
            request_id=key.split()[1],
            score=score,
            relations=frozenset({Relation.LOCKED} if key == locked else ()),
        )
        for key, score in scores.items()
    ]


def others_of(problem: Problem, key: tuple[str, str]) -> list[Alternative]:
    answer = solve(problem, gap=0)
    return list(alternatives(problem, find_candidates(problem), answer)[key])


def test_a_free_helper_costs_the_difference_in_points() -> None:
    pairs = listed({"ada walk": 90, "bo walk": 60})
    problem = build_problem(
        helpers=[helper("ada"), helper("bo")], requests=[asks("walk", 1000)], pairs=pairs, policy=LISTED
    )
    (other,) = others_of(problem, ("ada", "walk"))
    assert (other.helper_id, other.score_difference, other.is_free) == ("bo", -30, True)
    assert (other.cost, other.loses, other.is_exact) == (30, (), True)


def test_a_second_request_of_one_helper_costs_the_load_too() -> None:
    pairs = listed({"ada walk": 90, "bo walk": 60, "bo shop": 5})
    problem = build_problem(
        helpers=[helper("ada"), helper("bo", max_requests=2)],
        requests=[asks("walk", 1000), asks("shop", 1000)],
        pairs=pairs,
        policy=replace(LISTED, weights=Weights(load=7)),
    )
    assert [each.cost for each in others_of(problem, ("ada", "walk"))] == [37]


def test_two_helpers_who_change_places_leave_nobody_waiting() -> None:
    pairs = listed({"ada walk": 90, "bo walk": 60, "bo shop": 80, "ada shop": 75})
    problem = build_problem(
        helpers=[helper("ada"), helper("bo")],
        requests=[asks("walk", 1000), asks("shop", 1000)],
        pairs=pairs,
        policy=LISTED,
    )
    (other,) = others_of(problem, ("ada", "walk"))
    assert (other.is_free, other.cost, other.loses) == (False, 35, ())


def test_somebody_else_loses_where_nobody_can_take_over() -> None:
    pairs = listed({"ada walk": 90, "bo walk": 60, "bo shop": 80})
    problem = build_problem(
        helpers=[helper("ada"), helper("bo")],
        requests=[asks("walk", 1000), asks("shop", 500)],
        pairs=pairs,
        policy=LISTED,
    )
    (other,) = others_of(problem, ("ada", "walk"))
    assert (other.cost, other.loses) == (30 + 580, ("shop",))


def test_the_least_of_those_in_the_way_gives_way() -> None:
    pairs = listed({"ada walk": 90, "bo walk": 60, "bo dear": 0, "bo cheap": 0})
    problem = build_problem(
        helpers=[helper("ada"), helper("bo", max_requests=2)],
        requests=[asks("walk", 1000), asks("dear", 900), asks("cheap", 300)],
        pairs=pairs,
        policy=LISTED,
    )
    (other,) = others_of(problem, ("ada", "walk"))
    assert (other.cost, other.loses) == (30 + 300, ("cheap",))


def test_only_what_stands_in_the_way_at_that_hour_gives_way() -> None:
    pairs = listed({"ada walk": 90, "bo walk": 60, "bo at nine": 0, "bo at ten": 0})
    pairs = [
        Pair(helper_id=name, request_id=request, score=score)
        for name, request, score in (
            ("ada", "walk", 90), ("bo", "walk", 60), ("bo", "at nine", 0), ("bo", "at ten", 0)
        )
    ]  # fmt: skip
    problem = build_problem(
        helpers=[helper("ada"), helper("bo", max_requests=3)],
        requests=[
            asks("walk", 1000, windows=(HOUR,)),
            asks("at nine", 900, windows=(HOUR,)),
            asks("at ten", 100, windows=(Window(0, 600, 660),)),
        ],
        pairs=pairs,
        policy=LISTED,
    )
    (other,) = others_of(problem, ("ada", "walk"))
    assert other.loses == ("at nine",)


def test_who_is_locked_elsewhere_is_no_alternative() -> None:
    pairs = listed({"ada walk": 90, "bo walk": 60, "bo shop": 80}, locked="bo shop")
    problem = build_problem(
        helpers=[helper("ada"), helper("bo")],
        requests=[asks("walk", 1000), asks("shop", 500)],
        pairs=pairs,
        policy=LISTED,
    )
    assert others_of(problem, ("ada", "walk")) == []


def test_who_comes_together_is_replaced_at_the_same_or_another_common_time() -> None:
    both, later = (HOUR, Window(1, 540, 600)), (Window(1, 540, 600),)
    asked = asks("lift", 1000, helpers_needed=2, together=True, windows=both)
    pairs = listed({"ada lift": 50, "bo lift": 40, "cy lift": 30})
    team = [helper("ada", windows=both), helper("bo", windows=both), helper("cy", windows=later)]
    problem = build_problem(helpers=team, requests=[asked], pairs=pairs, policy=LISTED)
    (other,) = others_of(problem, ("ada", "lift"))
    assert (other.helper_id, other.cost, other.is_free, other.loses) == ("cy", 20, True, ())


def test_many_small_requests_are_judged_by_their_prices() -> None:
    small = [asks(f"s{n}", 100) for n in range(12)]
    scores = {"ada walk": 90, "bo walk": 60, **{f"bo s{n}": n for n in range(12)}}
    problem = build_problem(
        helpers=[helper("ada"), helper("bo", max_requests=12)],
        requests=[asks("walk", 1000), *small],
        pairs=listed(scores),
        policy=LISTED,
    )
    (other,) = others_of(problem, ("ada", "walk"))
    assert not other.is_exact
    assert other.loses == ("s0",)
    assert 30 <= other.cost <= 30 + 100


@FEW
@given(problems())
def test_every_change_keeps_the_rules_and_its_points(problem: Problem) -> None:
    refute_changes(problem)


@FEW
@given(tiny_problems())
def test_changes_hold_where_times_collide_and_pairs_are_locked(problem: Problem) -> None:
    refute_changes(problem)


def refute_changes(problem: Problem) -> None:
    candidates = find_candidates(problem)
    try:
        answer = solve(problem, candidates, gap=0)
    except InputError:
        assume(condition=False)
        raise
    diaries = Diaries(problem, answer)
    prices = [answer.prices[request.id] for request in problem.requests]
    tester = ChangeTester(problem, candidates, diaries, prices)
    for item in answer.assignments:
        for change in changes_of(problem, candidates, tester, answer, item):
            refute(problem, candidates, answer, change)
    assert booked(diaries) == booked(Diaries(problem, answer))


def booked(diaries: Diaries) -> dict[int, dict[int, tuple[Visit, ...]]]:
    return {helper: visits for helper, visits in diaries.serves.items() if visits}


def changes_of(
    problem: Problem, candidates: Candidates, tester: ChangeTester, answer: Answer, item: Assignment
) -> list[Change]:
    """Every other helper who could come, for a proposal that is not locked."""
    numbers = {helper.id: number for number, helper in enumerate(problem.helpers)}
    request = [each.id for each in problem.requests].index(item.request_id)
    there = {numbers[each.helper_id] for each in answer.assignments if each.request_id == item.request_id}
    locked = {(p.helper_id, p.request_id) for p in problem.pairs if Relation.LOCKED in p.relations}
    if (item.helper_id, item.request_id) in locked:
        return []
    possible = set(candidates.helper[candidates.of_request(request)].tolist()) - there
    found = [tester.replace(request, old=numbers[item.helper_id], new=new) for new in sorted(possible)]
    return [change for change in found if change is not None]


def refute(problem: Problem, candidates: Candidates, answer: Answer, change: Change) -> None:
    """Make the change and let the checker, which shares no code with it, judge what comes out."""
    changed = made(problem, candidates, answer, change)
    assert check_rules(problem, changed) == ()
    if answer.status is Status.OPTIMAL:
        assert change.gain <= 1e-6 * max(1, abs(answer.objective))
    served = [{item.request_id for item in each.assignments if item.request_id} for each in (answer, changed)]
    losers = {problem.requests[number].id for number in change.loses}
    needs = {request.id for request in problem.requests if request.helpers_needed == 1}
    assert (served[0] - served[1]) & needs == losers & needs


def made(problem: Problem, candidates: Candidates, answer: Answer, change: Change) -> Answer:
    items = {(item.helper_id, item.request_id): item for item in answer.assignments}
    for step in change.steps:
        key = problem.helpers[step.helper].id, problem.requests[step.request].id
        if not step.is_booked:
            del items[key]
            continue
        span = candidates.of_request(step.request)
        row = span.start + candidates.helper[span].tolist().index(step.helper)
        metres, score = float(candidates.distance_m[row]), int(candidates.score[row])
        parts = dict(zip(PART_NAMES, candidates.parts[row].tolist(), strict=True))
        items[key] = Assignment(
            helper_id=key[0], request_id=key[1], visits=step.visits, score=score,
            parts={"given": score} if candidates.given[row] else parts,
            distance_m=None if isnan(metres) else metres,
        )  # fmt: skip
    ordered = tuple(sorted(items.values(), key=lambda item: (item.request_id, item.helper_id)))
    return replace(answer, assignments=ordered, objective=answer.objective + int(change.gain))


@pytest.fixture(scope="module")
def town() -> tuple[Problem, Answer]:
    problem = example_town(Town(helpers=120, requests=120, seed=5))
    return problem, solve(problem, time_limit_s=20)


def test_in_a_town_the_alternatives_come_with_their_costs(town: tuple[Problem, Answer]) -> None:
    problem, answer = town
    found = alternatives(problem, find_candidates(problem), answer)
    assert set(found) == {(item.helper_id, item.request_id) for item in answer.assignments}
    assert max(len(others) for others in found.values()) == 3
    scores = {(item.helper_id, item.request_id): item.score for item in answer.assignments}
    for key, others in found.items():
        assert key[0] not in {other.helper_id for other in others}
        assert [other.cost for other in others] == sorted(other.cost for other in others)
        assert all(other.score_difference == other.score - scores[key] for other in others)
        assert not any(other.loses for other in others if other.is_free)
    every = [other for others in found.values() for other in others]
    assert {bool(other.loses) for other in every} == {True, False}
    assert any(not other.is_free and not other.loses for other in every)


def test_only_the_proposals_asked_about_are_looked_at(town: tuple[Problem, Answer]) -> None:
    problem, answer = town
    chosen, candidates = answer.assignments[:5], find_candidates(problem)
    some = alternatives(problem, candidates, answer, of=chosen, at_most=2)
    every = alternatives(problem, candidates, answer, at_most=2)
    assert some == {
        (item.helper_id, item.request_id): every[item.helper_id, item.request_id] for item in chosen
    }
