"""What the engine is compared with keeps to the same rules, and never beats the engine's bound."""

from collections.abc import Callable

import pytest

from benchmarks.by_hand import best_pair_first, fifty_at_once, greedy_by_request, nearest_ten
from benchmarks.desk import places_of, served
from benchmarks.one_model import one_model, suits
from matching import Answer, Policy, Travel, find_candidates, solve
from matching.examples import Town, example_town
from matching.pairing.candidates import Candidates
from matching.pairing.checker import check_rules
from matching.pairing.problem import Problem


@pytest.fixture(scope="module")
def town() -> Problem:
    return example_town(Town(helpers=60, requests=60, seed=3))


@pytest.mark.parametrize("match", [greedy_by_request, best_pair_first, nearest_ten, fifty_at_once])
def test_matching_by_hand_keeps_to_the_rules(
    town: Problem, match: Callable[[Problem, Candidates], Answer]
) -> None:
    candidates = find_candidates(town)
    answer = match(town, candidates)
    assert answer.assignments
    assert check_rules(town, answer) == ()
    assert answer.objective <= solve(town, candidates).bound


def test_the_one_model_keeps_to_the_rules_where_it_suits() -> None:
    town = example_town(Town(helpers=12, requests=12, seed=5, policy=Policy(travel=Travel.NONE)))
    candidates = find_candidates(town)
    if not suits(town, candidates):
        town = example_town(Town(helpers=12, requests=10, seed=6, policy=Policy(travel=Travel.NONE)))
        candidates = find_candidates(town)
    answer = one_model(town, candidates, time_limit_s=20, workers=1)
    assert check_rules(town, answer) == ()
    assert answer.objective <= solve(town, candidates).bound


def test_places_of_an_answer_count_what_it_counts(town: Problem) -> None:
    candidates = find_candidates(town)
    answer = solve(town, candidates)
    counted = served(candidates, places_of(candidates, answer))
    assert counted.objective == answer.objective
    assert counted.places == len(answer.assignments)
