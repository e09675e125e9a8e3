"""Reasons of requests without help, fixes that really help, and the next-best helpers."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings

from matching.examples import Town, example_town
from matching.pairing.answer import Answer
from matching.pairing.candidates import find_candidates
from matching.pairing.checker import check
from matching.pairing.checks import build_problem
from matching.pairing.explanation import (
    Fix,
    FixKind,
    Unmatched,
    UnmatchedReason,
    alternatives,
    explain_unmatched,
)
from matching.pairing.explanation.diaries import Diaries
from matching.pairing.problem import Helper, HelperKind, Pair, Policy, Problem, Relation, Request, Window
from matching.pairing.solver import solve
from matching.wording import explanation, fix_code, fix_words
from tests.matching.strategies import problems

MORNING, EVENING = Window(0, 540, 660), Window(0, 1080, 1200)
PLACE: Mapping[str, Any] = {"latitude": 51.5, "longitude": 7.46}
FEW = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))


def unmatched(helpers: list[Helper], requests: list[Request], **more: Any) -> tuple[Unmatched, ...]:
    problem = build_problem(helpers=helpers, requests=requests, **more)
    candidates = find_candidates(problem)
    return explain_unmatched(problem, candidates, solve(problem, candidates, gap=0))


def only(helper: Helper, request: Request, **more: Any) -> Unmatched:
    (found,) = unmatched([helper], [request], **more)
    return found


def helper(**changes: Any) -> Helper:
    return Helper(**{"id": "ada", **PLACE, **changes})


def request_(**changes: Any) -> Request:
    return Request(**{"id": "walk", **PLACE, **changes})


def test_nobody_with_the_skill() -> None:
    found = only(helper(), request_(skills=frozenset({"garden"}), district="Hörde"))
    assert found.reason.code is UnmatchedReason.NO_SKILL_IN_REACH
    assert found.reason.values == {"skills": "garden", "helpers_with_skill": 0}
    assert found.fix == Fix(FixKind.RECRUIT, {"skills": "garden", "district": "Hörde", "helpers": 1})
    assert explanation(found) == "There is no helper with garden. It needs a new helper with garden in Hörde."


def test_the_skill_is_a_little_too_far_away() -> None:
    found = only(helper(max_distance_m=5000.0), request_(latitude=51.555))
    assert found.reason.code is UnmatchedReason.NO_SKILL_IN_REACH
    assert found.reason.values["nearest_km"] == 6.1
    assert found.fix.kind is FixKind.MORE_DISTANCE
    assert found.fix.values == {"helper_id": "ada", "needed_km": 6.2, "limit_km": 5.0, "side": "helper"}
    assert fix_words(found.fix) == "Helper ada could come if 6.2 km were allowed, not 5.0 km."


def test_nobody_is_asked_to_go_many_times_as_far() -> None:
    found = only(helper(max_distance_m=5000.0), request_(latitude=51.7))
    assert found.fix.kind is FixKind.RECRUIT


def test_nobody_free_at_these_times_but_at_another() -> None:
    found = only(helper(windows=(MORNING,)), request_(windows=(EVENING,)))
    assert found.reason.code is UnmatchedReason.NOBODY_FREE_THEN
    assert found.fix.values == {"helper_id": "ada", "weekday": 0, "start_min": 600, "end_min": 660}
    assert fix_code(found.fix) == "other_time helper_id=ada weekday=mon start=10:00 end=11:00"


def test_the_times_asked_for_cannot_hold_the_visits() -> None:
    found = only(helper(), request_(windows=(MORNING,), visits_per_week=3))
    assert found.reason.values == {"helpers": 1, "visits": 3, "days": 1}
    assert found.fix.kind is FixKind.NONE
    assert "cannot be held: the times asked for are long enough on one day only." in explanation(found)


def test_a_check_is_missing() -> None:
    found = only(helper(), request_(checks=frozenset({"conduct"})))
    assert found.reason.code is UnmatchedReason.CHECKS_MISSING
    assert found.fix == Fix(FixKind.CHECK_NEEDED, {"helper_id": "ada", "check": "conduct"})


def test_only_another_kind_may_come() -> None:
    found = only(helper(), request_(kinds=frozenset({HelperKind.STUDENT})))
    assert found.reason.code is UnmatchedReason.KIND_NOT_ALLOWED
    assert found.reason.values == {"helpers": 1, "kinds": "student"}


def test_all_have_enough_to_do() -> None:
    (found,) = unmatched([helper()], [request_(priority=1), request_(id="shop")])
    assert (found.request_id, found.reason.code) == ("shop", UnmatchedReason.ALL_FULL)
    assert found.fix == Fix(FixKind.MORE_CAPACITY, {"helper_id": "ada", "max_requests": 1})


def test_others_are_served_instead_though_there_is_room() -> None:
    busy = helper(max_requests=2, windows=(MORNING,))
    asked = [request_(visit_minutes=120, priority=1), request_(id="shop", windows=(MORNING,))]
    (found,) = unmatched([busy], asked)
    assert found.reason.code is UnmatchedReason.OUTWEIGHED
    assert found.reason.values == {"helpers": 1, "with_room": 1}


def test_the_place_is_not_known() -> None:
    found = only(helper(), request_(latitude=None, longitude=None))
    assert (found.reason.code, found.fix.kind) == (UnmatchedReason.PLACE_UNKNOWN, FixKind.NONE)


def test_the_pair_is_blocked_or_not_listed() -> None:
    blocked = Pair(helper_id="ada", request_id="walk", relations=frozenset({Relation.BLOCKED}))
    for found in (
        only(helper(), request_(), pairs=[blocked]),
        only(helper(), request_(), policy=Policy(only_listed_pairs=True)),
    ):
        assert found.reason.code is UnmatchedReason.BLOCKED_OR_NOT_LISTED


def test_some_helpers_found_but_not_all() -> None:
    found = only(helper(), request_(helpers_needed=3))
    assert (found.reason.code, found.helpers_missing) == (UnmatchedReason.PARTLY_SERVED, 2)
    assert found.reason.values == {"served": 1, "needed": 3}


def test_a_request_worth_less_than_nothing_has_no_fix() -> None:
    dear = Pair(helper_id="ada", request_id="walk", score=-20_000)
    found = only(helper(), request_(), pairs=[dear])
    assert (found.reason.code, found.fix.kind) == (UnmatchedReason.OUTWEIGHED, FixKind.NONE)


@FEW
@given(problems())
def test_every_fix_makes_somebody_with_room_possible(problem: Problem) -> None:
    try:
        answer = solve(problem, gap=0)
    except ValueError:
        assume(condition=False)
        raise
    for one in explain_unmatched(problem, find_candidates(problem), answer):
        assert explanation(one)
        if one.fix.kind is not FixKind.NONE:
            assert could_be_served(problem, answer, one), one


def could_be_served(problem: Problem, answer: Answer, one: Unmatched) -> bool:
    """Make the change that the fix names and look whether a helper can then take the request."""
    changed = changed_by(problem, one)
    names = {h.id: n for n, h in enumerate(changed.helpers)}
    request = next(n for n, r in enumerate(changed.requests) if r.id == one.request_id)
    helper_id = str(one.fix.values.get("helper_id", "recruit"))
    candidates = find_candidates(changed)
    possible = {int(h) for h in candidates.helper[candidates.of_request(request)]}
    diaries = Diaries(changed, answer)
    minutes = int(candidates.minutes[candidates.of_request(request)].min(initial=10**6))
    has_room = diaries.spare_requests[names[helper_id]] > 0
    has_room &= diaries.spare_minutes[names[helper_id]] >= minutes or helper_id == "recruit"
    fits = diaries.fits(names[helper_id], request)
    return names[helper_id] in possible and bool(has_room) and fits


def changed_by(problem: Problem, one: Unmatched) -> Problem:
    values = one.fix.values
    asked = next(r for r in problem.requests if r.id == one.request_id)
    helpers = {h.id: h for h in problem.helpers}
    mine = helpers.get(str(values.get("helper_id")))
    pairs = problem.pairs
    if one.fix.kind is FixKind.RECRUIT:
        skills = dict.fromkeys(asked.skills, 1)
        kind = next(iter(asked.kinds), HelperKind.VOLUNTEER)
        helpers["recruit"] = Helper(
            id="recruit", latitude=asked.latitude, longitude=asked.longitude, skills=skills,
            kind=kind, checks=asked.checks,
        )  # fmt: skip
        pairs = (*pairs, Pair(helper_id="recruit", request_id=asked.id))
    elif one.fix.kind is FixKind.OTHER_TIME:
        extra = Window(int(values["weekday"]), int(values["start_min"]), int(values["end_min"]))
        asked = replace(asked, windows=(*asked.windows, extra))
    elif mine is not None:
        helpers[mine.id] = changed_helper(mine, one)
    if values.get("side") == "request":
        asked = replace(asked, max_distance_m=float(values["needed_km"]) * 1000)
    return build_problem(
        helpers=list(helpers.values()),
        requests=[asked if r.id == asked.id else r for r in problem.requests],
        pairs=pairs,
        policy=problem.policy,
    )


def changed_helper(mine: Helper, one: Unmatched) -> Helper:
    values = one.fix.values
    if one.fix.kind is FixKind.MORE_CAPACITY:
        return replace(mine, max_requests=mine.max_requests + 1)
    if one.fix.kind is FixKind.CHECK_NEEDED:
        return replace(mine, checks=mine.checks | {str(values["check"])})
    if values["side"] == "helper":
        return replace(mine, max_distance_m=float(values["needed_km"]) * 1000)
    return mine


@pytest.fixture(scope="module")
def town() -> tuple[Problem, Answer]:
    problem = example_town(Town(helpers=120, requests=120, seed=5))
    return problem, solve(problem, time_limit_s=20)


def test_a_free_alternative_can_take_the_place_of_the_helper_proposed(town: tuple[Problem, Answer]) -> None:
    problem, answer = town
    assert check(problem, answer) == ()
    found = alternatives(problem, find_candidates(problem), answer)
    assert set(found) == {(item.helper_id, item.request_id) for item in answer.assignments}
    assert max(len(others) for others in found.values()) == 3
    scores = {(item.helper_id, item.request_id): item.score for item in answer.assignments}
    for key, others in found.items():
        assert key[0] not in {other.helper_id for other in others}
        assert [other.score for other in others] == sorted((other.score for other in others), reverse=True)
        assert all(other.score_difference == other.score - scores[key] for other in others)


def test_alternatives_say_who_is_free() -> None:
    problem = build_problem(
        helpers=[
            helper(id=name, last_engaged_days=days) for name, days in (("ada", 90), ("bo", 40), ("cy", 9))
        ],
        requests=[request_(), request_(id="shop")],
    )
    answer = solve(problem, gap=0)
    found = alternatives(problem, find_candidates(problem), answer)
    (key, *_) = found
    assert [(other.helper_id, other.is_free) for other in found[key]][-1] == ("cy", True)
    assert sum(other.is_free for other in found[key]) == 1
