"""Connected parts: nothing shared, nothing lost, the same answer with more workers."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from matching.pairing import split as module
from matching.pairing.candidates import find_candidates
from matching.pairing.checks import build_problem
from matching.pairing.problem import Helper, Problem, Request
from matching.pairing.solver import solve
from matching.pairing.split import Part, split
from tests.matching.strategies import problems


def names(part: Part) -> list[tuple[str, str, int, int, int]]:
    """Ids and numbers of every pair of a part."""
    return [
        (part.problem.helpers[helper].id, part.problem.requests[request].id, score, minutes, locked)
        for helper, request, score, minutes, locked in part.pairs.tolist()
    ]


@settings(deadline=None, max_examples=50)
@given(problems())
def test_parts_share_nobody_and_keep_every_pair(problem: Problem) -> None:
    candidates = find_candidates(problem)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "PAIRS_TOGETHER", 1)
        parts = split(problem, candidates)
    helpers = [helper.id for part in parts for helper in part.problem.helpers]
    requests = [request.id for part in parts for request in part.problem.requests]
    assert len(set(helpers)) == len(helpers)
    assert len(set(requests)) == len(requests)
    found = sorted(pair for part in parts for pair in names(part))
    assert found == sorted(
        (problem.helpers[h].id, problem.requests[r].id, score, minutes, locked)
        for h, r, score, minutes, locked in zip(
            candidates.helper.tolist(),
            candidates.request.tolist(),
            candidates.score.tolist(),
            candidates.minutes.tolist(),
            candidates.locked.tolist(),
            strict=True,
        )
    )


def villages(number: int) -> Problem:
    """Two helpers and two requests in each of some villages that are out of each other's reach."""
    spots = [(50 + village, place) for village in range(number) for place in range(2)]
    return build_problem(
        helpers=[
            Helper(
                id=f"h{spot}", latitude=spot[0], longitude=7.4, max_distance_m=9000, max_requests=1 + spot[1]
            )
            for spot in spots
        ],
        requests=[Request(id=f"r{spot}", latitude=spot[0], longitude=7.4 + spot[1] / 50) for spot in spots],
    )


def test_small_parts_are_put_together_and_larger_ones_stay_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = villages(6)
    candidates = find_candidates(problem)
    assert [len(part.pairs) for part in split(problem, candidates)] == [24]
    monkeypatch.setattr(module, "PAIRS_TOGETHER", 5)
    assert [len(part.pairs) for part in split(problem, candidates)] == [8, 8, 8]
    monkeypatch.setattr(module, "PAIRS_TOGETHER", 4)
    assert [len(part.pairs) for part in split(problem, candidates)] == [4] * 6


def test_a_part_gets_its_corner_of_the_travel_times(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAIRS_TOGETHER", 1)
    town = villages(3)
    count = len(town.requests)
    matrix = np.arange(count * count, dtype=np.int32).reshape(count, count)
    problem = replace(town, travel_min=matrix)
    place = {request.id: index for index, request in enumerate(problem.requests)}
    for part in split(problem, find_candidates(problem)):
        own = [place[request.id] for request in part.problem.requests]
        assert part.problem.travel_min is not None
        assert (part.problem.travel_min == matrix[np.ix_(own, own)]).all()


def test_two_workers_find_what_one_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAIRS_TOGETHER", 8)
    problem = villages(6)
    alone, shared = solve(problem), solve(problem, workers=2)
    assert len(alone.assignments) == 12
    assert replace(alone, seconds=0) == replace(shared, seconds=0)


def test_without_any_pair_there_is_no_part() -> None:
    empty = Problem(helpers=(), requests=())
    assert split(empty, find_candidates(empty)) == []
    assert solve(empty).assignments == ()
