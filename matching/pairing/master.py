"""The master program: the linear program over the week plans found so far (Dantzig and Wolfe 1960)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matching.pairing.packing import Plan
from matching.pairing.plans import HelperWeek


@dataclass(frozen=True, slots=True)
class Column:
    """One week plan of one helper in the program.

    Attributes:
        week: index of the helper's week.
        requests: indices of the requests it serves.
        free_requests: those among them that are not locked to the helper.
    """

    week: int
    plan: Plan
    points: int
    requests: tuple[int, ...]
    free_requests: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LpAnswer:
    """Optimum of the master program: its points and the price of each request, 0 or more."""

    objective: float
    prices: list[float]


class Master:
    """Maximise points: each helper has at most one plan (exactly one if pairs are locked), each request
    at most as many as it needs helpers. The program keeps its basis, so solving it again after adding
    plans is quick.

    Attributes:
        columns: in the order they came.
    """  # noqa: D205 - the sentence is the whole program

    def __init__(self, weeks: Sequence[HelperWeek], needed: Sequence[int]) -> None:
        from ortools.linear_solver import pywraplp  # `import matching` stays quick

        self.columns: list[Column] = []
        self._weeks = weeks
        self._needed = needed
        self._known: list[dict[Plan, Column]] = [{} for _ in weeks]
        self._bonus: Sequence[float] = [0.0] * len(needed)
        self._optimal = pywraplp.Solver.OPTIMAL
        self._solver: Any = pywraplp.Solver.CreateSolver("GLOP")
        least = -self._solver.infinity()
        self._request_rows = [self._solver.Constraint(least, int(count)) for count in needed]
        self._week_rows = [self._solver.Constraint(1 if week.locked else least, 1) for week in weeks]
        self._objective = self._solver.Objective()
        self._objective.SetMaximization()
        self._variables: list[Any] = []

    def add(self, week_index: int, plan: Plan) -> bool:
        """Add a plan; False when it was there."""
        week, known = self._weeks[week_index], self._known[week_index]
        if plan in known:
            return False
        free = tuple(position for position in plan if position not in week.locked)
        column = Column(week_index, plan, week.points(plan), week.requests(plan), week.requests(free))
        known[plan] = column
        self.columns.append(column)
        variable = self._solver.NumVar(0, self._solver.infinity(), "")
        self._variables.append(variable)
        self._objective.SetCoefficient(variable, self._worth(column))
        self._week_rows[week_index].SetCoefficient(variable, 1)
        for request in column.requests:
            self._request_rows[request].SetCoefficient(variable, 1)
        return True

    def prefer(self, bonus: Sequence[float]) -> None:
        """Add to the points of every plan, now and later, a bonus for each request it serves."""
        self._bonus = bonus
        for column, variable in zip(self.columns, self._variables, strict=True):
            self._objective.SetCoefficient(variable, self._worth(column))

    def solve(self, seconds: float) -> LpAnswer | None:
        """Solve the program; None when the time did not suffice."""
        self._solver.SetTimeLimit(max(1, int(seconds * 1000)))
        if self._solver.Solve() != self._optimal:
            return None
        prices = [max(0.0, row.dual_value()) for row in self._request_rows]
        return LpAnswer(self._objective.Value(), prices)

    def shares(self) -> list[float]:
        """Share (0..1) of each column in the last optimum."""
        return [min(1.0, max(0.0, variable.solution_value())) for variable in self._variables]

    def free_places(self) -> list[int]:
        """Return how many helpers each request needs besides those locked to it."""
        places = list(self._needed)
        for week in self._weeks:
            for request in week.requests(week.locked):
                places[request] -= 1
        return places

    def fix(self, column: int) -> None:
        """Put a column, by its number, wholly into every further optimum."""
        self._variables[column].SetLb(1)

    def best_known(self, week_index: int, prices: Sequence[float]) -> float:
        """Return what the best plan known of a helper is worth at these prices.

        The empty plan counts, worth 0, unless pairs are locked.
        """
        least = -math.inf if self._weeks[week_index].locked else 0.0
        known = self._known[week_index].values()
        return max([least, *(column.points - sum(prices[r] for r in column.requests) for column in known)])

    def _worth(self, column: Column) -> float:
        return column.points + sum(self._bonus[request] for request in column.requests)
