"""Fixes really help: made, they let the request be served while everybody else keeps what they have."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings

from matching.errors import InputError
from matching.examples import Town, example_town
from matching.pairing.answer import Answer
from matching.pairing.candidates import find_candidates
from matching.pairing.checks import build_problem
from matching.pairing.explanation import Fix, FixKind, Unmatched, explain_unmatched
from matching.pairing.explanation.diaries import Diaries
from matching.pairing.problem import (
    Helper,
    HelperKind,
    Pair,
    Policy,
    Problem,
    Relation,
    Request,
    Travel,
    Window,
)
from matching.pairing.solver import solve
from matching.wording import explanation, fix_code, fix_words
from tests.matching.strategies import problems
from tests.matching.tiny_problems import tiny_problems

PLACE: Mapping[str, Any] = {"latitude": 51.5, "longitude": 7.46}
FEW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def helper(**changes: Any) -> Helper:
    return Helper(**{"id": "ada", **PLACE, **changes})


def request_(**changes: Any) -> Request:
    return Request(**{"id": "walk", **PLACE, **changes})


def fix_of(helpers: list[Helper], requests: list[Request], request_id: str = "walk") -> Fix:
    problem = build_problem(helpers=helpers, requests=requests, policy=Policy(travel=Travel.NONE))
    candidates = find_candidates(problem)
    found = explain_unmatched(problem, candidates, solve(problem, candidates, gap=0))
    return next(one.fix for one in found if one.request_id == request_id)


def test_a_helper_gives_one_more_of_the_times_asked_for() -> None:
    short = helper(windows=(Window(0, 540, 570),))
    fix = fix_of([short], [request_(windows=(Window(0, 480, 720),))])
    assert fix.kind is FixKind.HELPER_TIME
    assert fix.values == {"helper_id": "ada", "weekday": 0, "start_min": 540, "end_min": 600}
    assert fix_words(fix) == "Helper ada could come if also free on Monday from 09:00 to 10:00."
    assert fix_code(fix) == "helper_time helper_id=ada weekday=mon start=09:00 end=10:00"


def test_a_helper_gives_more_minutes_a_week() -> None:
    asked = [request_(visit_minutes=90), request_(id="shop", priority=1)]
    fix = fix_of([helper(max_requests=2, minutes_per_week=100)], asked)
    assert fix == Fix(
        FixKind.MORE_MINUTES, {"helper_id": "ada", "minutes_per_week": 100, "needed_minutes": 150}
    )
    assert fix_words(fix) == "Helper ada could come by giving 150 minutes a week, not 100."


def test_another_kind_of_helper_is_let_in() -> None:
    fix = fix_of([helper(kind=HelperKind.PEER_SUPPORTER)], [request_(kinds=frozenset({HelperKind.STUDENT}))])
    assert fix == Fix(FixKind.OTHER_KIND, {"helper_id": "ada", "kind_of_helper": "peer_supporter"})
    assert fix_words(fix) == "Helper ada could come if this kind were allowed: peer supporter."


def test_a_new_helper_needs_the_checks_too() -> None:
    fix = fix_of(
        [], [request_(skills=frozenset({"driving"}), checks=frozenset({"conduct"}), district="Hörde")]
    )
    assert fix_words(fix) == "It needs a new helper with driving, checked (conduct), in Hörde."


@pytest.mark.parametrize(("helpers", "new"), [(0, 2), (1, 1)])
def test_who_comes_together_counts_on_those_who_are_free_at_one_time(helpers: int, new: int) -> None:
    asked = request_(helpers_needed=2, together=True, windows=(Window(0, 540, 600), Window(1, 540, 600)))
    free = [helper(id=f"h{n}", windows=(Window(1, 540, 600),)) for n in range(helpers)]
    fix = fix_of([*free, helper(id="other", windows=(Window(0, 900, 960),))], [asked])
    assert (fix.kind, fix.values["helpers"]) == (FixKind.RECRUIT, new)


def test_enough_are_free_to_come_together() -> None:
    asked = request_(helpers_needed=2, together=True, windows=(Window(1, 540, 600),))
    problem = build_problem(helpers=[helper(id="h0"), helper(id="h1")], requests=[asked])
    nothing = replace(solve(problem), assignments=(), objective=0)
    (found,) = explain_unmatched(problem, find_candidates(problem), nothing)
    assert found.fix == Fix(FixKind.ASK_HELPER, {"helper_id": "h0", "helpers": 2})
    assert fix_words(found.fix) == "2 helpers could come together as things are, h0 among them."


@FEW
@given(problems())
def test_every_fix_lets_the_request_be_served_beside_all_others(problem: Problem) -> None:
    refute_no_fix(problem)


@FEW
@given(tiny_problems())
def test_fixes_hold_where_times_collide_and_pairs_are_locked(problem: Problem) -> None:
    refute_no_fix(problem)


def refute_no_fix(problem: Problem) -> None:
    candidates = find_candidates(problem)
    try:
        answer = solve(problem, candidates, gap=0)
    except InputError:
        assume(condition=False)
        raise
    for one in explain_unmatched(problem, candidates, answer):
        assert explanation(one)
        if one.fix.kind is not FixKind.NONE and one.fix.values.get("helpers", 1) == 1:
            assert could_be_served(problem, answer, one), one


def could_be_served(problem: Problem, answer: Answer, one: Unmatched) -> bool:
    """Make the change that the fix names, lock all pairs there are and the new one, and solve."""
    changed = changed_by(problem, one)
    kept = [(item.helper_id, item.request_id) for item in answer.assignments]
    new = (str(one.fix.values.get("helper_id", "recruit")), one.request_id)
    if asked_together(problem, one.request_id):
        return True
    locked = with_locks(changed, [*kept, new])
    found = {(item.helper_id, item.request_id) for item in solve(locked, gap=0).assignments}
    return {*kept, new} <= found and is_free_beside(changed, answer, new)


def asked_together(problem: Problem, request_id: str) -> bool:
    return next(request.together for request in problem.requests if request.id == request_id)


def is_free_beside(changed: Problem, answer: Answer, pair: tuple[str, str]) -> bool:
    """Whether nobody else's visit need move."""
    helpers = {each.id: number for number, each in enumerate(changed.helpers)}
    requests = {each.id: number for number, each in enumerate(changed.requests)}
    helper_number, request_number = helpers[pair[0]], requests[pair[1]]
    diaries = Diaries(changed, answer)
    return diaries.has_room(helper_number, request_number) and diaries.fits(helper_number, request_number)


def with_locks(problem: Problem, locked: list[tuple[str, str]]) -> Problem:
    known = {(pair.helper_id, pair.request_id): pair for pair in problem.pairs}
    for key in locked:
        pair = known.get(key, Pair(helper_id=key[0], request_id=key[1]))
        known[key] = replace(pair, relations=pair.relations | {Relation.LOCKED})
    return build_problem(
        helpers=problem.helpers, requests=problem.requests, pairs=list(known.values()), policy=problem.policy,
        travel_min=problem.travel_min,
    )  # fmt: skip


def changed_by(problem: Problem, one: Unmatched) -> Problem:
    values = one.fix.values
    asked = next(r for r in problem.requests if r.id == one.request_id)
    helpers = {h.id: h for h in problem.helpers}
    mine, pairs = helpers.get(str(values.get("helper_id"))), problem.pairs
    if one.fix.kind is FixKind.RECRUIT:
        helpers["recruit"] = recruit(asked)
        pairs = (*pairs, Pair(helper_id="recruit", request_id=asked.id))
    elif mine is not None:
        helpers[mine.id] = changed_helper(mine, one.fix)
    return build_problem(
        helpers=list(helpers.values()),
        requests=[changed_request(asked, one.fix) if r.id == asked.id else r for r in problem.requests],
        pairs=pairs,
        policy=problem.policy,
        travel_min=problem.travel_min,
    )


def recruit(asked: Request) -> Helper:
    return Helper(
        id="recruit", latitude=asked.latitude, longitude=asked.longitude,
        skills=dict.fromkeys(asked.skills, 1), checks=asked.checks,
        kind=next(iter(asked.kinds), HelperKind.VOLUNTEER),
    )  # fmt: skip


def changed_helper(mine: Helper, fix: Fix) -> Helper:
    values: Mapping[str, Any] = fix.values
    if fix.kind is FixKind.MORE_CAPACITY:
        return replace(mine, max_requests=mine.max_requests + 1)
    if fix.kind is FixKind.MORE_MINUTES:
        return replace(mine, minutes_per_week=values["needed_minutes"])
    if fix.kind is FixKind.CHECK_NEEDED:
        return replace(mine, checks=mine.checks | {values["check"]})
    if fix.kind is FixKind.HELPER_TIME:
        return replace(mine, windows=(*mine.windows, window_of(values)))
    if values.get("side") == "helper":
        return replace(mine, max_distance_m=values["needed_km"] * 1000)
    return mine


def changed_request(asked: Request, fix: Fix) -> Request:
    values: Mapping[str, Any] = fix.values
    if fix.kind is FixKind.OTHER_TIME:
        return replace(asked, windows=(*asked.windows, window_of(values)))
    if fix.kind is FixKind.OTHER_KIND:
        return replace(asked, kinds=asked.kinds | {HelperKind(values["kind_of_helper"])})
    if values.get("side") == "request":
        return replace(asked, max_distance_m=values["needed_km"] * 1000)
    return asked


def window_of(values: Mapping[str, Any]) -> Window:
    return Window(values["weekday"], values["start_min"], values["end_min"])


def test_in_a_town_each_fix_serves_one_more() -> None:
    problem = example_town(Town(helpers=90, requests=110, seed=4))
    candidates = find_candidates(problem)
    answer = solve(problem, candidates, gap=0)
    fixed = [
        one for one in explain_unmatched(problem, candidates, answer) if one.fix.kind is not FixKind.NONE
    ]
    assert len({one.fix.kind for one in fixed}) >= 3
    for one in fixed[::4]:
        if one.fix.values.get("helpers", 1) == 1 and not asked_together(problem, one.request_id):
            again = solve(changed_by(problem, one), gap=0)
            assert again.objective > answer.objective
            assert could_be_served(problem, answer, one), one
