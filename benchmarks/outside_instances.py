"""Benchmark sets of others, read as match problems: generalised assignment and linear assignment.

Both ask for everybody to be served at the least cost. Here a request has a value that outweighs all costs
together, and a pair's score is its cost below zero; so the best answer serves as many as can be served, at
the least cost among those.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import numpy.typing as npt

from matching import Answer, Helper, Pair, Policy, Problem, Request, Travel, build_problem

BENCH = Path(__file__).resolve().parents[2] / "shared" / "data" / "bench"
GAP = BENCH / "gap"
LSAP = BENCH / "lsap"

Ints = npt.NDArray[np.int64]


def read_generalised_assignment(path: Path) -> Problem:
    """Read `helpers requests`, costs (one row a helper), minutes (likewise) and minutes of each helper."""
    numbers = _numbers(path)
    n_helpers, n_requests = (int(number) for number in numbers[:2])
    size = n_helpers * n_requests
    costs = numbers[2 : 2 + size].reshape(n_helpers, n_requests)
    minutes = numbers[2 + size : 2 + 2 * size].reshape(n_helpers, n_requests)
    return generalised_assignment(costs, minutes, numbers[2 + 2 * size :])


def read_linear_assignment(path: Path) -> Problem:
    """Read `n` and n x n costs: one request a helper."""
    numbers = _numbers(path)
    size = int(numbers[0])
    return linear_assignment(numbers[1:].reshape(size, size))


def generalised_assignment(costs: Ints, minutes: Ints, most_minutes: Ints) -> Problem:
    """Return the problem in which everybody is to be served at the least cost.

    Args:
        costs: 0 or more, shape (helpers, requests).
        minutes: what a request takes of a helper, same shape.
        most_minutes: minutes a helper has, shape (helpers,).
    """
    n_helpers, n_requests = costs.shape
    helpers = [
        Helper(
            id=_helper_id(h),
            latitude=None,
            longitude=None,
            max_requests=n_requests,
            minutes_per_week=int(most_minutes[h]),
        )
        for h in range(n_helpers)
    ]
    return _problem(helpers, costs, minutes)


def linear_assignment(costs: Ints) -> Problem:
    """Return the problem in which each helper takes one request; costs as above."""
    helpers = [
        Helper(id=_helper_id(h), latitude=None, longitude=None, max_requests=1) for h in range(len(costs))
    ]
    return _problem(helpers, costs, np.ones_like(costs))


def cost_of(problem: Problem, answer: Answer) -> int | None:
    """Cost of an answer; None when not everybody is served."""
    if len(answer.assignments) < len(problem.requests):
        return None
    return -sum(assignment.score for assignment in answer.assignments)


def best_costs() -> dict[str, int]:
    """Best known cost by path below `BENCH`, of both sets."""
    gap = {f"gap/{row['path']}": int(row["best_known_value"]) for row in _rows(GAP / "best_known.csv")}
    lsap = {f"lsap/{row['file']}": int(row["optimum"]) for row in _rows(LSAP / "optima.csv")}
    return gap | lsap


def _problem(helpers: list[Helper], costs: Ints, minutes: Ints) -> Problem:
    value = 1 + int(costs.max(axis=0).sum())
    requests = [
        Request(id=_request_id(r), latitude=None, longitude=None, value=value) for r in range(costs.shape[1])
    ]
    return build_problem(
        helpers=helpers,
        requests=requests,
        pairs=list(_pairs(costs, minutes)),
        policy=Policy(only_listed_pairs=True, travel=Travel.NONE),
    )


def _pairs(costs: Ints, minutes: Ints) -> Iterable[Pair]:
    for (h, r), cost in np.ndenumerate(costs):
        yield Pair(
            helper_id=_helper_id(h), request_id=_request_id(r), score=-int(cost), minutes=int(minutes[h, r])
        )


def _helper_id(number: int) -> str:
    return f"h{number:05}"


def _request_id(number: int) -> str:
    return f"r{number:05}"


def _numbers(path: Path) -> Ints:
    return np.array(path.read_text(encoding="ascii").split(), dtype=np.int64)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
