"""The sets of others: generalised assignment and linear assignment, each instance against its best known."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.outside_instances import (
    BENCH,
    best_costs,
    cost_of,
    read_generalised_assignment,
    read_linear_assignment,
)
from matching import solve
from matching.pairing.knapsack.solving import warm_up as warm_up_knapsack
from matching.pairing.warming import warm_up

TIME_LIMIT_S = 60.0


@dataclass(frozen=True, slots=True)
class SetMeasured:
    """One set.

    Attributes:
        best: instances solved to the best known value, of `instances`.
        worst_excess: largest share by which a cost lies above the best known; None if not all were served.
        proven: instances whose own bound proves the answer to 1e-6.
        worst: the slowest instance with its seconds.
    """

    name: str
    instances: int
    best: int
    proven: int
    worst_excess: float | None
    seconds: float
    worst: tuple[str, float]


def measure_set(name: str, pattern: str = "") -> SetMeasured:
    """Solve the instances of `lsap` or `gap` whose path contains the pattern, one after the other."""
    warm_up()
    warm_up_knapsack()
    read = read_linear_assignment if name == "lsap" else read_generalised_assignment
    best = {path: cost for path, cost in best_costs().items() if path.startswith(name) and pattern in path}
    excesses: list[float | None] = []
    times: dict[str, float] = {}
    proven = 0
    for path, cost in sorted(best.items()):
        problem = read(BENCH / Path(path))
        started = time.perf_counter()
        answer = solve(problem, gap=0, time_limit_s=TIME_LIMIT_S)
        times[path] = time.perf_counter() - started
        found = cost_of(problem, answer)
        excesses.append(None if found is None else (found - cost) / cost)
        proven += answer.gap <= 1e-6  # noqa: PLR2004 - the engine's own "optimal"
    known = [one for one in excesses if one is not None]
    slowest = max(times, key=times.__getitem__)
    return SetMeasured(
        name=name,
        instances=len(best),
        best=sum(one <= 0 for one in known),
        proven=proven,
        worst_excess=max(known, default=0.0) if len(known) == len(excesses) else None,
        seconds=sum(times.values()),
        worst=(slowest, times[slowest]),
    )
