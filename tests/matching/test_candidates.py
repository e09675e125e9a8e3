"""Possible pairs against the rules by hand, and promises about their order."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from matching.examples import Town, example_town
from matching.pairing import candidates as module
from matching.pairing.candidates import Candidates, find_candidates
from matching.pairing.checks import build_problem
from matching.pairing.problem import Helper, Pair, Policy, Problem, Relation, Request, Window
from tests.matching.by_hand import broken_rules, metres, pair_of
from tests.matching.strategies import problems


@pytest.fixture(scope="module")
def town() -> Problem:
    return example_town(Town(helpers=150, requests=120, seed=5))


def ids(problem: Problem, candidates: Candidates) -> list[tuple[str, str]]:
    """Helper and request id of every possible pair."""
    return [
        (problem.helpers[helper].id, problem.requests[request].id)
        for helper, request in zip(candidates.helper, candidates.request, strict=True)
    ]


@settings(deadline=None, max_examples=80)
@given(problems())
def test_possible_pairs_are_those_that_break_no_rule_by_hand(problem: Problem) -> None:
    found = ids(problem, find_candidates(problem))
    by_hand = [
        (helper.id, request.id)
        for request in problem.requests
        for helper in problem.helpers
        if not broken_rules(problem, helper, request)
    ]
    assert found == by_hand


@settings(deadline=None)
@given(problems())
def test_minutes_distance_and_locks_are_those_of_the_pair(problem: Problem) -> None:
    candidates = find_candidates(problem)
    for row in range(len(candidates)):
        helper, request = problem.helpers[candidates.helper[row]], problem.requests[candidates.request[row]]
        pair = pair_of(problem, helper, request)
        given_minutes = pair.minutes if pair else None
        usual = request.visits_per_week * request.visit_minutes
        assert candidates.minutes[row] == (usual if given_minutes is None else given_minutes)
        distance_m = metres(helper, request)
        if distance_m is None:
            assert np.isnan(candidates.distance_m[row])
        else:
            assert candidates.distance_m[row] == pytest.approx(distance_m, abs=1e-6)


@pytest.mark.parametrize("portion", [1, 7, 1000])
def test_the_size_of_portions_changes_nothing(
    town: Problem, portion: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = find_candidates(town)
    monkeypatch.setattr(module, "_PAIRS_AT_ONCE", portion)
    in_portions = find_candidates(town)
    for name in ("helper", "request", "score", "minutes", "distance_m", "parts", "given", "locked"):
        np.testing.assert_array_equal(getattr(in_portions, name), getattr(whole, name))


def test_the_order_of_rows_changes_nothing(town: Problem) -> None:
    chance = np.random.default_rng(3)
    shuffled = build_problem(
        helpers=[town.helpers[index] for index in chance.permutation(len(town.helpers))],
        requests=[town.requests[index] for index in chance.permutation(len(town.requests))],
        pairs=[town.pairs[index] for index in chance.permutation(len(town.pairs))],
        policy=town.policy,
    )
    assert shuffled == town
    np.testing.assert_array_equal(find_candidates(shuffled).parts, find_candidates(town).parts)


def test_pairs_are_found_by_request_and_by_helper(town: Problem) -> None:
    candidates = find_candidates(town)
    assert len(candidates) > 500
    for request in range(len(town.requests)):
        rows = np.arange(len(candidates))[candidates.of_request(request)]
        np.testing.assert_array_equal(rows, np.flatnonzero(candidates.request == request))
    for helper in range(len(town.helpers)):
        np.testing.assert_array_equal(
            candidates.of_helper(helper), np.flatnonzero(candidates.helper == helper)
        )


def test_helper_and_request_on_one_spot_are_near_each_other() -> None:
    problem = build_problem(
        helpers=[Helper(id="h", latitude=40.72, longitude=-73.99, max_distance_m=0.0)],
        requests=[Request(id="r", latitude=40.72, longitude=-73.99)],
    )
    assert find_candidates(problem).distance_m.tolist() == [0.0]


@pytest.mark.parametrize(("latitude", "north_m"), [(0.0, 6_335_439 * 1e-3), (89.0, 6_399_593 * 1e-3)])
def test_nobody_at_the_very_limit_is_lost_at_the_equator_or_the_pole(latitude: float, north_m: float) -> None:
    """A thousandth of a radian of latitude: the shortest on earth at the equator, the longest at the pole."""
    there = latitude + np.degrees(1e-3) / 2
    back = latitude - np.degrees(1e-3) / 2
    helper = Helper(id="h", latitude=float(there), longitude=10.0, max_distance_m=north_m * 1.000_01)
    request = Request(id="r", latitude=float(back), longitude=10.0)
    assert len(find_candidates(build_problem(helpers=[helper], requests=[request]))) == 1
    too_near = replace(helper, max_distance_m=north_m * 0.999_9)
    assert len(find_candidates(build_problem(helpers=[too_near], requests=[request]))) == 0


def test_remote_requests_and_listed_pairs_need_no_place() -> None:
    helper = Helper(id="h", latitude=None, longitude=None, max_distance_m=1.0)
    near = Request(id="r", latitude=51.5, longitude=7.4)
    listed = [Pair(helper_id="h", request_id="r")]
    only = Policy(only_listed_pairs=True)
    assert len(find_candidates(build_problem(helpers=[helper], requests=[near]))) == 0
    assert len(find_candidates(build_problem(helpers=[helper], requests=[replace(near, remote=True)]))) == 1
    listed_only = build_problem(helpers=[helper], requests=[near], pairs=listed, policy=only)
    assert len(find_candidates(listed_only)) == 1


def test_a_locked_pair_is_marked() -> None:
    problem = build_problem(
        helpers=[Helper(id="a", latitude=51.5, longitude=7.4), Helper(id="b", latitude=51.5, longitude=7.4)],
        requests=[Request(id="r", latitude=51.5, longitude=7.4)],
        pairs=[Pair(helper_id="b", request_id="r", relations=frozenset({Relation.LOCKED}))],
    )
    assert find_candidates(problem).locked.tolist() == [False, True]


def test_without_windows_on_either_side_no_times_are_asked_for() -> None:
    request = Request(id="r", latitude=51.5, longitude=7.4, visits_per_week=7, visit_minutes=1440)
    anybody = Helper(id="h", latitude=51.5, longitude=7.4)
    busy = replace(anybody, windows=(Window(0, 0, 1440),))
    assert len(find_candidates(build_problem(helpers=[anybody], requests=[request]))) == 1
    assert len(find_candidates(build_problem(helpers=[busy], requests=[request]))) == 0
