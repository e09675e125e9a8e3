"""Prices to begin with: those of the linear program in which helpers may take parts of requests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from matching.pairing.budget import Budget
from matching.pairing.interrupting import solve_within
from matching.pairing.knapsack.plain_part import Floats, Ints, PlainPart


def start_prices(plain: PlainPart, budget: Budget) -> Floats:
    """Return a price for each request; the highest points of its pairs when the time does not suffice.

    The load cost is left out: the prices are only where the search begins.
    """
    from ortools.linear_solver import pywraplp  # `import matching` stays quick

    solver: Any = pywraplp.Solver.CreateSolver("GLOP")
    requests = _rows(solver, plain.needed.tolist())
    minutes = _rows(solver, plain.width.tolist())
    rooms = _rows(solver, plain.room.tolist())
    objective = solver.Objective()
    objective.SetMaximization()
    rows = zip(plain.request.tolist(), plain.helper.tolist(), strict=True)
    columns = zip(plain.points.tolist(), plain.minutes.tolist(), rows, strict=True)
    for points, size, (request, helper) in columns:
        share = solver.NumVar(0, 1, "")
        objective.SetCoefficient(share, points)
        requests[request].SetCoefficient(share, 1)
        rooms[helper].SetCoefficient(share, 1)
        minutes[helper].SetCoefficient(share, size)
    if solve_within(solver, budget) != pywraplp.Solver.OPTIMAL:
        return _highest_points(plain)
    return np.array([max(0.0, row.dual_value()) for row in requests])


def _rows(solver: Any, limits: Sequence[int]) -> list[Any]:
    return [solver.Constraint(-solver.infinity(), limit) for limit in limits]


def _highest_points(plain: PlainPart) -> Floats:
    highest: Ints = np.zeros(len(plain.needed), dtype=np.int64)
    np.maximum.at(highest, plain.request, plain.points)
    return highest.astype(np.float64)
