"""Reasons of requests without help, and the fixes told with them."""

from collections.abc import Mapping
from typing import Any

from matching.pairing.answer import Answer, Status
from matching.pairing.candidates import find_candidates
from matching.pairing.checks import build_problem
from matching.pairing.explanation import (
    Fix,
    FixKind,
    Reason,
    Unmatched,
    UnmatchedReason,
    explain_unmatched,
)
from matching.pairing.problem import Helper, HelperKind, Pair, Policy, Problem, Relation, Request, Window
from matching.pairing.solver import solve
from matching.wording import explanation, fix_code, fix_words

MORNING, EVENING = Window(0, 540, 660), Window(0, 1080, 1200)
PLACE: Mapping[str, Any] = {"latitude": 51.5, "longitude": 7.46}


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
    assert found.fix.kind is FixKind.RECRUIT
    assert found.fix.values == {"skills": "garden", "checks": "", "district": "Hörde", "helpers": 1}
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
    assert found.reason.by == ("walk",)
    assert "Served instead: walk." in explanation(found)
    assert found.fix == Fix(FixKind.MORE_CAPACITY, {"helper_id": "ada", "max_requests": 1})


def test_others_are_served_instead_though_there_is_room() -> None:
    busy = helper(max_requests=2, windows=(MORNING,))
    asked = [request_(visit_minutes=120, priority=1), request_(id="shop", windows=(MORNING,))]
    (found,) = unmatched([busy], asked)
    assert found.reason.code is UnmatchedReason.OUTWEIGHED
    assert found.reason.values == {"helpers": 1, "with_room": 1}
    assert found.reason.by == ("walk",)


def test_the_least_urgent_of_those_served_instead_are_named() -> None:
    busy = helper(max_requests=2, windows=(MORNING,))
    asked = [request_(id=name, priority=n) for n, name in enumerate(("last", "low", "high"))]
    (found,) = unmatched([busy], asked)
    assert (found.request_id, found.reason.by) == ("last", ("low",))


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


def test_a_request_worth_nothing_has_no_fix() -> None:
    dear = Pair(helper_id="ada", request_id="walk", score=-20)
    found = only(helper(), request_(value=0), pairs=[dear])
    assert (found.reason.code, found.fix.kind) == (UnmatchedReason.OUTWEIGHED, FixKind.NONE)


def test_a_pair_worth_less_than_nothing_needs_another_helper() -> None:
    dear = Pair(helper_id="ada", request_id="walk", score=-20_000)
    found = only(helper(), request_(), pairs=[dear])
    assert (found.reason.code, found.fix.kind) == (UnmatchedReason.OUTWEIGHED, FixKind.RECRUIT)


def nobody_asked(problem: Problem) -> Answer:
    """The answer of a search that was stopped before it found anything."""
    prices = {request.id: 0.0 for request in problem.requests}
    return Answer(assignments=(), objective=0, bound=1e9, prices=prices, status=Status.TIME_LIMIT, seconds=0)


def test_somebody_free_whom_a_search_cut_short_has_not_asked() -> None:
    problem = build_problem(helpers=[helper()], requests=[request_()])
    (found,) = explain_unmatched(problem, find_candidates(problem), nobody_asked(problem))
    assert found.reason == Reason(UnmatchedReason.NOT_SETTLED, {"helpers": 1, "with_room": 1})
    assert found.fix == Fix(FixKind.ASK_HELPER, {"helper_id": "ada", "helpers": 1})


def test_far_strangers_are_counted_but_cost_no_look() -> None:
    far = [helper(id=f"far{n}", latitude=52.5 + n / 10, max_distance_m=3000.0) for n in range(3)]
    found = unmatched(far, [request_()])[0]
    assert found.reason.values == {"skills": "", "helpers_with_skill": 3, "nearest_km": 111.3}
