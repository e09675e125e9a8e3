"""Reasons why a pair is not possible: for one pair with values, and counted for a whole request."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings

from matching.examples import Town, example_town
from matching.pairing.candidates import find_candidates
from matching.pairing.checks import build_problem
from matching.pairing.left_out import LeftOut, left_out_counts, reasons, why_not
from matching.pairing.problem import Helper, HelperKind, Pair, Policy, Problem, Relation, Request, Window
from tests.matching.by_hand import broken_rules
from tests.matching.strategies import problems

ANNA = Helper(
    id="anna",
    latitude=51.51,
    longitude=7.46,
    max_distance_m=2000,
    minutes_per_week=120,
    skills={"garden": 2},
    windows=(Window(0, 600, 720),),
)
ASK = Request(id="ask", latitude=51.51, longitude=7.46, skills=frozenset({"garden"}))


def told(
    helper: Helper, request: Request, *relations: Relation, policy: Policy | None = None
) -> dict[LeftOut, object]:
    """Codes and values of what stands between the two."""
    pairs = (
        [Pair(helper_id=helper.id, request_id=request.id, relations=frozenset(relations))]
        if relations
        else []
    )
    problem = build_problem(helpers=[helper], requests=[request], pairs=pairs, policy=policy or Policy())
    return {reason.code: dict(reason.values) for reason in reasons(problem, helper.id, request.id)}


@settings(deadline=None, max_examples=80)
@given(problems())
def test_codes_are_those_found_by_hand(problem: Problem) -> None:
    for helper in problem.helpers:
        for request in problem.requests:
            codes = [str(code) for code in why_not(problem, helper.id, request.id)]
            assert codes == broken_rules(problem, helper, request)


@settings(deadline=None, max_examples=80)
@given(problems())
def test_each_helper_left_out_is_counted_once_by_the_first_rule(problem: Problem) -> None:
    candidates = find_candidates(problem)
    for index, request in enumerate(problem.requests):
        by_hand = Counter(
            codes[0] for helper in problem.helpers if (codes := broken_rules(problem, helper, request))
        )
        counts = left_out_counts(problem, candidates, index)
        assert {str(code): count for code, count in counts.items()} == by_hand


def test_counts_and_possible_pairs_add_up_in_a_town() -> None:
    problem = example_town(Town(helpers=120, requests=80, seed=2))
    candidates = find_candidates(problem)
    for index in range(len(problem.requests)):
        possible = candidates.of_request(index)
        left_out = sum(left_out_counts(problem, candidates, index).values())
        assert left_out + possible.stop - possible.start == len(problem.helpers)


def test_counting_refuses_candidates_of_another_problem() -> None:
    problem = build_problem(helpers=[ANNA], requests=[ASK])
    other = build_problem(helpers=[ANNA], requests=[ASK])
    with pytest.raises(ValueError, match="another problem"):
        left_out_counts(other, find_candidates(problem), 0)


def test_a_possible_pair_has_no_reason() -> None:
    assert told(ANNA, ASK) == {}


def test_the_missing_words_are_named() -> None:
    asking = replace(ASK, skills=frozenset({"b", "a", "garden"}), checks=frozenset({"conduct"}))
    assert told(ANNA, asking) == {
        LeftOut.SKILL: {"missing": ("a", "b")},
        LeftOut.CHECK: {"missing": ("conduct",)},
    }


def test_the_kinds_allowed_are_named() -> None:
    asking = replace(ASK, kinds=frozenset({HelperKind.STUDENT}))
    assert told(ANNA, asking) == {LeftOut.KIND: {"allowed": ("student",)}}


def test_distance_comes_with_metres_and_the_smaller_limit() -> None:
    values = told(ANNA, replace(ASK, latitude=51.61, max_distance_m=9000.0))[LeftOut.DISTANCE]
    assert values == {"distance_m": pytest.approx(11_127, abs=2), "limit_m": 2000}


def test_time_says_how_many_days_would_suit() -> None:
    assert told(ANNA, replace(ASK, visits_per_week=2)) == {LeftOut.TIME: {"days_free": 1, "days_needed": 2}}


def test_minutes_come_with_the_limit() -> None:
    asking = replace(ASK, visits_per_week=3)
    helper = replace(ANNA, windows=())
    assert told(helper, asking) == {LeftOut.FULL_MINUTES: {"minutes": 180, "limit_minutes": 120}}


def test_capacity_place_blocks_and_lists_have_codes_of_their_own() -> None:
    assert told(replace(ANNA, max_requests=0), ASK) == {LeftOut.NO_CAPACITY: {}}
    assert told(replace(ANNA, latitude=None, longitude=None), ASK) == {LeftOut.PLACE_UNKNOWN: {}}
    assert told(ANNA, ASK, Relation.BLOCKED) == {LeftOut.BLOCKED: {}}
    assert told(ANNA, ASK, policy=Policy(only_listed_pairs=True)) == {LeftOut.NOT_LISTED: {}}


def test_an_unknown_id_is_refused() -> None:
    with pytest.raises(KeyError):
        why_not(build_problem(helpers=[ANNA], requests=[ASK]), "anna", "nobody")
