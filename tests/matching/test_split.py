"""Connected parts: nothing shared, nothing lost, and the same answer whoever solves them."""

import pickle
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from matching.errors import InputError
from matching.pairing import split as module
from matching.pairing.candidates import find_candidates
from matching.pairing.checks import build_problem
from matching.pairing.executors import Crew, processes
from matching.pairing.part_solver import LocksContradictError
from matching.pairing.parts import part_of
from matching.pairing.problem import Helper, Pair, Problem, Relation, Request, Travel, Window
from matching.pairing.solver import Progress, solve
from matching.pairing.split import split
from tests.matching.strategies import problems


@settings(deadline=None, max_examples=50)
@given(problems())
def test_parts_share_nobody_and_keep_every_pair(problem: Problem) -> None:
    candidates = find_candidates(problem)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "PAIRS_TOGETHER", 1)
        parts = split(candidates)
    helpers = [helper for rows in parts for helper in np.unique(candidates.helper[rows]).tolist()]
    requests = [request for rows in parts for request in np.unique(candidates.request[rows]).tolist()]
    assert len(set(helpers)) == len(helpers)
    assert len(set(requests)) == len(requests)
    assert sorted(row for rows in parts for row in rows.tolist()) == list(range(len(candidates)))


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
    candidates = find_candidates(villages(6))
    assert [len(rows) for rows in split(candidates)] == [24]
    monkeypatch.setattr(module, "PAIRS_TOGETHER", 5)
    assert [len(rows) for rows in split(candidates)] == [8, 8, 8]
    monkeypatch.setattr(module, "PAIRS_TOGETHER", 4)
    assert [len(rows) for rows in split(candidates)] == [4] * 6


def test_a_part_gets_its_corner_of_the_travel_times(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAIRS_TOGETHER", 1)
    town = villages(3)
    count = len(town.requests)
    matrix = np.arange(count * count, dtype=np.int32).reshape(count, count)
    problem = replace(town, travel_min=matrix, policy=replace(town.policy, travel=Travel.MATRIX))
    candidates = find_candidates(problem)
    for rows in split(candidates):
        part = part_of(candidates, rows)
        assert (part.ways.minutes == matrix[np.ix_(part.request, part.request)]).all()


@pytest.fixture(scope="module", params=["threads", "processes"])
def executor(request: pytest.FixtureRequest) -> Iterator[Executor]:
    """Two who work side by side."""
    with processes(2) if request.param == "processes" else ThreadPoolExecutor(2) as executor:
        yield executor


def test_whoever_solves_the_parts_the_answer_is_the_same(
    executor: Executor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PAIRS_TOGETHER", 8)
    problem = villages(6)
    alone, shared = solve(problem), solve(problem, executor=executor, workers=2)
    assert len(alone.assignments) == 12
    assert replace(alone, seconds=0) == replace(shared, seconds=0)


def test_progress_comes_part_by_part(executor: Executor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAIRS_TOGETHER", 8)
    seen: list[Progress] = []
    answer = solve(villages(6), executor=executor, workers=2, on_progress=seen.append)
    assert [one.parts_done for one in seen] == [1, 2, 3]
    assert {one.parts for one in seen} == {3}
    assert (seen[-1].objective, seen[-1].gap) == (answer.objective, answer.gap)


def clashing_locks() -> Problem:
    """Somebody is locked to two requests at the same time, in one of two villages."""
    window = (Window(0, 540, 600),)
    requests = [
        Request(id=f"r{number}", latitude=50, longitude=7.4, value=number, windows=window)
        for number in range(2)
    ]
    problem = build_problem(
        helpers=[Helper(id="h", latitude=50, longitude=7.4, max_requests=2), *villages(2).helpers[2:]],
        requests=[*requests, *villages(2).requests[2:]],
    )
    locked = frozenset({Relation.LOCKED})
    # Checked input never has such locks: these come in by another door.
    pairs = tuple(Pair(helper_id="h", request_id=f"r{n}", relations=locked) for n in range(2))
    return replace(problem, pairs=pairs)


def test_contradicting_locks_are_refused_in_the_same_words(
    executor: Executor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PAIRS_TOGETHER", 1)
    with pytest.raises(InputError) as here:
        solve(clashing_locks())
    with pytest.raises(InputError) as elsewhere:
        solve(clashing_locks(), executor=executor, workers=2)
    assert "helper h and request r1: locked, but not all that is locked to this helper finds" in str(
        here.value
    )
    assert elsewhere.value.faults == here.value.faults


def test_a_contradiction_travels() -> None:
    error = pickle.loads(pickle.dumps(LocksContradictError(helper=[3], request=[1, 2])))
    assert (error.helper, error.request) == ((3,), (1, 2))


def test_large_towns_of_several_parts_get_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAIRS_TOGETHER", 8)
    monkeypatch.setattr("matching.pairing.solver._PAIRS_FOR_PROCESSES", 1)
    begun: list[int] = []

    def noted(workers: int) -> AbstractContextManager[Crew]:
        begun.append(workers)
        return processes(workers)

    monkeypatch.setattr("matching.pairing.solver.processes", noted)
    problem = villages(6)
    assert replace(solve(problem, workers=2), seconds=0) == replace(solve(problem), seconds=0)
    assert begun == [2]


def test_without_any_pair_there_is_no_part() -> None:
    empty = Problem(helpers=(), requests=())
    assert split(find_candidates(empty)) == []
    assert solve(empty).assignments == ()
