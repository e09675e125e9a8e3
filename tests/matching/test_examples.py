"""Invented towns: the same each time, and with everything a match can meet."""

import numpy as np
import pytest

from matching.examples import Town, example_town
from matching.pairing.candidates import find_candidates
from matching.pairing.checks import build_problem
from matching.pairing.left_out import LeftOut, left_out_counts
from matching.pairing.problem import HelperKind, Problem, Relation


@pytest.fixture(scope="module")
def town() -> Problem:
    return example_town(Town(helpers=800, requests=600, seed=11))


def test_the_same_seed_gives_the_same_town_and_another_one_does_not() -> None:
    assert example_town(Town(helpers=40, requests=30)) == example_town(Town(helpers=40, requests=30))
    assert example_town(Town(helpers=40, requests=30, seed=2)) != example_town(Town(helpers=40, requests=30))


def test_a_town_has_the_people_and_districts_it_was_asked_for(town: Problem) -> None:
    assert (len(town.helpers), len(town.requests)) == (800, 600)
    assert len({request.district for request in town.requests}) == 8
    four = example_town(Town(helpers=60, requests=60, districts=4))
    assert {helper.district for helper in four.helpers} == {
        f"district {number:02d}" for number in range(1, 5)
    }


def test_every_rule_and_relation_is_in_play(town: Problem) -> None:
    candidates = find_candidates(town)
    seen = {code for index in range(len(town.requests)) for code in left_out_counts(town, candidates, index)}
    assert seen >= {
        LeftOut.BLOCKED,
        LeftOut.SKILL,
        LeftOut.CHECK,
        LeftOut.KIND,
        LeftOut.DISTANCE,
        LeftOut.TIME,
        LeftOut.FULL_MINUTES,
    }
    said = {relation for pair in town.pairs for relation in pair.relations}
    assert said == set(Relation) - {Relation.PROPOSED}
    assert {helper.kind for helper in town.helpers} == set(HelperKind)


def test_some_recur_some_are_together_some_are_remote_and_a_skill_is_rare(town: Problem) -> None:
    assert {request.visits_per_week for request in town.requests} == {1, 2, 3}
    assert any(request.together for request in town.requests)
    assert any(request.remote for request in town.requests)
    assert any(not request.windows for request in town.requests)
    assert sum("dementia_company" in helper.skills for helper in town.helpers) < 80


def test_evenings_are_asked_for_more_often_than_offered(town: Problem) -> None:
    asked = sum(any(window.start_min >= 18 * 60 for window in request.windows) for request in town.requests)
    offered = sum(any(window.end_min > 18 * 60 for window in helper.windows) for helper in town.helpers)
    assert asked / len(town.requests) > offered / len(town.helpers)


def test_a_request_meets_about_as_many_helpers_in_a_larger_town(town: Problem) -> None:
    larger = example_town(Town(helpers=1600, requests=1200, seed=11))
    few, many = (_typical_candidates(problem) for problem in (town, larger))
    assert 5 <= few <= 60
    assert many < 2 * few


def _typical_candidates(problem: Problem) -> float:
    return float(np.median(np.bincount(find_candidates(problem).request, minlength=len(problem.requests))))


@pytest.mark.parametrize("people", [300, 1200])
def test_a_town_has_the_pairs_per_request_it_was_asked_for(people: int) -> None:
    problem = example_town(Town(helpers=people, requests=people, pairs_per_request=12.0))
    assert len(find_candidates(problem)) / people == pytest.approx(12.0, rel=0.1)


def test_the_input_checks_find_nothing_wrong_with_a_town(town: Problem) -> None:
    again = build_problem(helpers=town.helpers, requests=town.requests, pairs=town.pairs, policy=town.policy)
    assert again == town
