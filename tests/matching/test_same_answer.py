"""The same input gives the same answer, whoever computes and however slow the machine is."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from matching.examples import Town, example_town
from matching.pairing import split
from matching.pairing.answer import Answer
from matching.pairing.candidates import find_candidates
from matching.pairing.checker import check
from matching.pairing.problem import Problem
from matching.pairing.solver import Progress, solve
from matching.settings import RunSettings
from tests.matching.islands import islands
from tests.matching.written import written


@pytest.fixture(scope="module")
def town() -> Problem:
    """One connected part of so many helpers that threads share them."""
    return example_town(Town(helpers=300, requests=250, seed=8))


@pytest.fixture
def apart(monkeypatch: pytest.MonkeyPatch) -> Problem:
    """Several connected parts, none of them put together."""
    monkeypatch.setattr(split, "PAIRS_TOGETHER", 100)
    return islands(4, 40)


def test_threads_write_the_same_bytes(town: Problem, tmp_path: Path) -> None:
    assert written(town, tmp_path / "one", RunSettings(workers=1)) == written(
        town, tmp_path / "three", RunSettings(workers=3)
    )


def test_processes_write_the_same_bytes(
    apart: Problem, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = written(apart, tmp_path / "one", RunSettings(workers=1))
    monkeypatch.setattr("matching.pairing.solver._PAIRS_FOR_PROCESSES", 1)
    assert written(apart, tmp_path / "two", RunSettings(workers=2)) == alone


def test_parts_that_are_cut_and_parts_that_are_not_make_one_answer(
    apart: Problem, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes = sorted(len(rows) for rows in split.split(find_candidates(apart)))
    whole = replace(solve(apart), seconds=0)
    monkeypatch.setattr("matching.pairing.solver.ROWS_TO_CUT", sizes[1])
    seen: list[Progress] = []
    cut = replace(solve(apart, on_progress=seen.append), seconds=0)
    assert check(apart, cut) == ()
    assert cut.bound >= whole.objective
    assert (seen[-1].parts_done, seen[-1].objective) == (4, cut.objective)
    with ThreadPoolExecutor(2) as pool:
        assert replace(solve(apart, executor=pool, workers=2), seconds=0) == cut


def solved_on(problem: Problem, *, clock: "SlowClock", time_limit_s: float) -> Answer:
    return replace(solve(problem, time_limit_s=time_limit_s, clock=clock), seconds=0)


class SlowClock:
    """A machine on which a little work takes long: each look at the clock takes so many seconds.

    Attributes:
        pace: seconds of the n-th look, the last one for all further looks.
    """

    def __init__(self, *pace: float) -> None:
        self.now_s = 0.0
        self._looks = count()
        self._pace = pace

    def __call__(self) -> float:
        self.now_s += self._pace[min(next(self._looks), len(self._pace) - 1)]
        return self.now_s


@pytest.mark.parametrize("pace", [(1.0,), (0.0, 0.0, 0.0, 240.0, 0.0), (*[0.0] * 20, 240.0, 0.0)])
def test_a_slow_machine_gives_the_same_answer(apart: Problem, pace: tuple[float, ...]) -> None:
    """What ends within a quarter of the time limit is not cut short anywhere, however the time is spent."""
    clock = SlowClock(*pace)
    at_once = solved_on(apart, clock=SlowClock(0.0), time_limit_s=1000)
    slow = solved_on(apart, clock=clock, time_limit_s=1000)
    assert 0 < clock.now_s < 1000 / 4
    assert slow == at_once


def test_the_time_limit_does_cut(apart: Problem) -> None:
    """Or the test above would prove nothing."""
    at_once = solved_on(apart, clock=SlowClock(0.0), time_limit_s=1000)
    late = solved_on(apart, clock=SlowClock(1.0), time_limit_s=5)
    assert late != at_once
    assert late.bound >= at_once.bound
