"""One request now, one change now: a large town ranked, an answer mended when a helper drops out."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from matching import ProblemIndex, RematchIndex, find_candidates, rank_helpers, solve
from matching.examples import Town, example_town
from matching.pairing.checker import check_rules
from matching.pairing.rematch import what_if_in

TIME_LIMIT_S = 120.0


@dataclass(frozen=True, slots=True)
class Timed:
    """Milliseconds of wall clock over several runs."""

    median_ms: float
    worst_ms: float
    runs: int


@dataclass(frozen=True, slots=True)
class RankingMeasured:
    """A town ranked.

    Attributes:
        with_costs: an index with prices, so that `cost_to_others` is counted.
        without_costs: an index without prices.
        changed: putting one helper into the index anew.
    """

    helpers: int
    requests: int
    build_s: float
    with_costs: Timed
    without_costs: Timed
    changed: Timed


@dataclass(frozen=True, slots=True)
class RematchMeasured:
    """One helper after the other drops out of a town.

    Attributes:
        build_s: of the index; `solve_s` of the first answer.
        dropped: from the call to the whole new answer.
        moved: most pairs that could have stayed and moved.
        untouched: least share of the other pairs that kept helper and times.
        faults: what the checker says of the rules in the last answer.
        imagined: one more helper tried out.
    """

    helpers: int
    requests: int
    solve_s: float
    build_s: float
    dropped: Timed
    moved: int
    untouched: float
    faults: int
    imagined: Timed


def measure_ranking(*, helpers: int = 100_000, requests: int = 10_000, runs: int = 200) -> RankingMeasured:
    """Rank all helpers of a town for one request after another.

    Prices are those of requests that wait: value less a thousand points, so that weeks are worth comparing.
    """
    problem = example_town(Town(helpers=helpers, requests=requests, seed=1))
    began = time.perf_counter()
    index = ProblemIndex(problem)
    build_s = time.perf_counter() - began
    asked = problem.requests[:: max(1, requests // runs)][:runs]
    without_costs = _timed([_call(rank_helpers, index, request) for request in asked])
    changed = _timed([_call(index.put_helper, helper) for helper in problem.helpers[:20]])
    index.set_prices({request.id: 12_000.0 + 2_000 * request.priority for request in problem.requests})
    with_costs = _timed([_call(rank_helpers, index, request) for request in asked])
    return RankingMeasured(helpers, requests, build_s, with_costs, without_costs, changed)


def measure_rematch(*, people: int = 10_000, runs: int = 20) -> RematchMeasured:
    """Let helpers drop out of a town one after the other; the index stays warm."""
    problem = example_town(Town(helpers=people, requests=people, seed=1))
    candidates = find_candidates(problem)
    answer = solve(problem, candidates, time_limit_s=TIME_LIMIT_S)
    began = time.perf_counter()
    index = RematchIndex(problem, answer, candidates=candidates)
    build_s = time.perf_counter() - began
    extra = problem.helpers[people // 2]
    imagined = _timed([_call(what_if_in, index, answer, extra) for _ in range(3)])
    dropped = [_drop(index, number / runs) for number in range(runs)]
    return RematchMeasured(
        helpers=people,
        requests=people,
        solve_s=answer.seconds,
        build_s=build_s,
        dropped=Timed(median(one.ms for one in dropped), max(one.ms for one in dropped), runs),
        moved=max(one.moved for one in dropped),
        untouched=min(one.untouched for one in dropped),
        faults=len(check_rules(index.problem(), index.answer())),
        imagined=imagined,
    )


@dataclass(frozen=True, slots=True)
class _Dropped:
    ms: float
    moved: int
    untouched: float


def _drop(index: RematchIndex, share: float) -> _Dropped:
    """Let the helper of one of the standing pairs drop out, that after so large a share of all."""
    standing = index.answer().assignments
    gone = standing[int(share * len(standing))].helper_id
    began = time.perf_counter()
    told = index.drop_helper(gone)
    ms = 1000 * (time.perf_counter() - began)
    stayed = len(told.kept) - len(told.retimed)
    return _Dropped(ms, len(told.moved), stayed / (len(standing) - len(told.broken)))


def _call(function: Callable[..., object], *arguments: object) -> Callable[[], object]:
    return lambda: function(*arguments)


def _timed(calls: list[Callable[[], object]]) -> Timed:
    """Time each call; the first one compiles and fills caches, so it is made once before."""
    calls[0]()
    times = []
    for call in calls:
        began = time.perf_counter()
        call()
        times.append(1000 * (time.perf_counter() - began))
    return Timed(median(times), max(times), len(times))
