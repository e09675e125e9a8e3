"""Values and scores against the formulas by hand."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from matching.pairing.candidates import find_candidates
from matching.pairing.checks import build_problem
from matching.pairing.problem import Helper, Pair, Policy, Problem, Relation, Request, Weights
from matching.pairing.scoring import PART_NAMES, value, value_of
from tests.matching.by_hand import pair_of, parts
from tests.matching.strategies import problems

HELPER = Helper(id="h", latitude=51.5, longitude=7.4, last_engaged_days=0)
REQUEST = Request(id="r", latitude=51.5, longitude=7.4, remote=True)


def points(
    helper: Helper, request: Request, *relations: Relation, others: tuple[Helper, ...] = ()
) -> dict[str, int]:
    """Points by part for the helper and the request, parts without points left out."""
    pairs = [Pair(helper_id="h", request_id="r", relations=frozenset(relations))] if relations else []
    problem = build_problem(helpers=[helper, *others], requests=[request], pairs=pairs)
    row = int(np.flatnonzero(find_candidates(problem).helper == 0)[0])
    named = dict(zip(PART_NAMES, find_candidates(problem).parts[row].tolist(), strict=True))
    return {name: score for name, score in named.items() if score}


@settings(deadline=None, max_examples=80)
@given(problems())
def test_every_part_is_as_computed_by_hand(problem: Problem) -> None:
    candidates = find_candidates(problem)
    for row in range(len(candidates)):
        helper, request = problem.helpers[candidates.helper[row]], problem.requests[candidates.request[row]]
        pair = pair_of(problem, helper, request)
        by_hand = parts(problem, helper, request)
        if pair is not None and pair.score is not None:
            assert candidates.score[row] == pair.score
            assert candidates.given[row]
            assert not candidates.parts[row].any()
        else:
            assert dict(zip(PART_NAMES, candidates.parts[row].tolist(), strict=True)) == by_hand
            assert candidates.score[row] == sum(by_hand.values())
            assert not candidates.given[row]


@settings(deadline=None)
@given(problems())
def test_a_computed_score_stays_between_the_weights(problem: Problem) -> None:
    candidates = find_candidates(problem)
    computed = candidates.score[~candidates.given]
    assert np.all(computed <= 1000 + problem.policy.weights.stability)
    assert np.all(computed >= -problem.policy.weights.rare_skill)


def test_value_grows_with_priority_and_waiting_days_up_to_sixty() -> None:
    request = replace(REQUEST, priority=3, waiting_days=12)
    assert value_of(request, Weights()) == 10_000 + 3 * 2_000 + 12 * 50
    assert value_of(replace(request, waiting_days=400), Weights()) == 10_000 + 3 * 2_000 + 60 * 50
    assert value_of(replace(request, value=7), Weights()) == 7


def test_values_come_in_the_order_of_requests() -> None:
    requests = [replace(REQUEST, id="b", value=2), replace(REQUEST, id="a", value=1)]
    assert value(build_problem(helpers=[], requests=requests)).tolist() == [1, 2]


@pytest.mark.parametrize(("north_m", "expected"), [(0, 400), (1_000, 300), (2_500, 150), (3_999, 0)])
def test_closeness_falls_to_nothing_at_the_limit(north_m: int, expected: int) -> None:
    helper = replace(HELPER, max_distance_m=4000.0, latitude=51.5 + north_m / 111_268)
    found = points(helper, replace(REQUEST, remote=False)).get("closeness", 0)
    assert found == pytest.approx(expected, abs=1)


def test_closeness_without_limits_counts_to_ten_kilometres() -> None:
    present = replace(REQUEST, remote=False)
    assert points(replace(HELPER, latitude=51.5 + 5_000 / 111_268), present)["closeness"] in {199, 200}
    assert "closeness" not in points(replace(HELPER, latitude=51.7), present)


def test_closeness_is_no_matter_for_remote_requests() -> None:
    assert points(HELPER, REQUEST) == {}


def test_skills_count_by_level_over_all_that_are_named() -> None:
    request = replace(REQUEST, skills=frozenset({"garden"}), wished_skills=frozenset({"driving"}))
    assert points(replace(HELPER, skills={"garden": 3, "driving": 3}), request) == {"skills": 200}
    assert points(replace(HELPER, skills={"garden": 1, "other": 3}), request) == {"skills": 200 // 6}


def test_one_common_language_is_enough() -> None:
    request = replace(REQUEST, languages=frozenset({"tr", "ar"}))
    assert points(replace(HELPER, languages=frozenset({"tr"})), request) == {"language": 150}
    assert points(replace(HELPER, languages=frozenset({"de"})), request) == {}


def test_being_known_or_asked_for_counts_and_being_locked_does_not() -> None:
    assert points(HELPER, REQUEST, Relation.KNOWS) == {"continuity": 150}
    assert points(HELPER, REQUEST, Relation.WISHED, Relation.KNOWS) == {"continuity": 150}
    assert points(HELPER, REQUEST, Relation.LOCKED) == {}


def test_a_pair_of_an_earlier_answer_counts_so_that_people_move_only_for_something_better() -> None:
    assert points(HELPER, REQUEST, Relation.PROPOSED) == {"stability": 300}


@pytest.mark.parametrize(("days", "expected"), [(0, 0), (45, 25), (180, 100), (1000, 100), (None, 100)])
def test_idle_helpers_come_first_among_equals(days: int | None, expected: int) -> None:
    assert points(replace(HELPER, last_engaged_days=days), REQUEST).get("idle", 0) == expected


def test_a_rare_skill_is_saved_for_those_who_need_it() -> None:
    """One of four helpers drives, two of three requests need it: 1 - (1/4) / (2/3) = 62.5 %."""
    drives = replace(HELPER, skills={"driving": 2})
    others = [replace(HELPER, id=f"x{number}") for number in range(3)]
    needs = replace(REQUEST, skills=frozenset({"driving"}))
    requests = [REQUEST, replace(needs, id="s"), replace(needs, id="t")]
    candidates = find_candidates(build_problem(helpers=[drives, *others], requests=requests))
    rare = candidates.parts[:, PART_NAMES.index("rare_skill")]
    lost = {
        (int(h), int(r)): int(p) for h, r, p in zip(candidates.helper, candidates.request, rare, strict=True)
    }
    assert lost == {(0, 0): -62, (1, 0): 0, (2, 0): 0, (3, 0): 0, (0, 1): 0, (0, 2): 0}


def test_weights_of_the_policy_are_used() -> None:
    policy = Policy(weights=Weights(idle=40, idle_days_at_most=10))
    helper = replace(HELPER, last_engaged_days=5)
    problem = build_problem(helpers=[helper], requests=[REQUEST], policy=policy)
    assert find_candidates(problem).score.tolist() == [20]
