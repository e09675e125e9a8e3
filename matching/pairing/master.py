"""The master program: the linear program over the week plans found so far (Dantzig and Wolfe 1960)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from matching.pairing.budget import Budget
from matching.pairing.interrupting import solve_within
from matching.pairing.meeting_rows import MeetingRows
from matching.pairing.parts import Part
from matching.pairing.plans import Plans, PlanTable
from matching.pairing.weeks import Bools, Ints

Floats = npt.NDArray[np.float64]

# Without preprocessing the program goes on from its last basis: ten times quicker after adding plans.
_SETTINGS = "use_preprocessing: false use_dual_simplex: false"
# New rows and narrower bounds leave the basis dual feasible.
_AFTER_ROWS = "use_preprocessing: false use_dual_simplex: true"


@dataclass(frozen=True)
class LpAnswer:
    """Optimum of the master program.

    Attributes:
        objective: points, the bonus included.
        prices: of each request, 0 or more, shape (requests,).
    """

    objective: float
    prices: Floats


class Master:
    """Maximise points: each helper has at most one plan (exactly one if pairs are locked), each request
    at most as many as it needs helpers. The program keeps its basis, so solving it again after adding
    plans is quick.

    Attributes:
        plans: those of the program and, once `solve` is called, all of them.
        meetings: rows of requests whose helpers come together; None until `meet`.
    """  # noqa: D205 - the sentence is the whole program

    def __init__(self, part: Part, plans: Plans) -> None:
        from ortools.linear_solver import pywraplp  # `import matching` stays quick

        self.plans = plans
        self.meetings: MeetingRows | None = None
        self._part = part
        self._bonus: Floats = np.zeros(len(part.request))
        self._optimal = pywraplp.Solver.OPTIMAL
        self._solver: Any = pywraplp.Solver.CreateSolver("GLOP")
        self._settings = _SETTINGS
        least = -self._solver.infinity()
        self._request_rows = [self._solver.Constraint(least, count) for count in part.needed.tolist()]
        musts = part.weeks.musts.tolist()
        self._week_rows = [self._solver.Constraint(1 if must else least, 1) for must in musts]
        self._objective = self._solver.Objective()
        self._objective.SetMaximization()
        self._variables: list[Any] = []

    def prefer(self, bonus: Floats) -> None:
        """Add to the points of every plan, now and later, a bonus for each request it serves."""
        self._bonus = bonus
        worth = self._worth(self.plans.table())[: len(self._variables)]
        for variable, points in zip(self._variables, worth.tolist(), strict=True):
            self._objective.SetCoefficient(variable, points)

    def meet(self) -> None:
        """From now on, nobody comes to a meeting more often than it takes place."""
        self.meetings = MeetingRows(self._part, self._solver)
        for variable, plan in zip(self._variables, self.plans.plan, strict=False):
            self.meetings.enter(variable, plan)

    def narrow(self, musts: Ints, is_open: Bools) -> None:
        """From now on, allow only some of the plans known, and demand one of every helper who must come.

        Args:
            musts: requests that each week must hold, shape (weeks,).
            is_open: which plans stay, shape (plans,).
        """
        self._take_in_new_plans()
        for number in np.flatnonzero(~is_open).tolist():
            self._variables[number].SetUb(0)
        for week in np.flatnonzero(musts).tolist():
            self._week_rows[week].SetBounds(1, 1)
        self._settings = _AFTER_ROWS

    def solve(self, budget: Budget, *, fixed: Iterable[int] = ()) -> LpAnswer | None:
        """Solve the program with all plans; None when the time did not suffice.

        Args:
            budget: when it is up, the program is left unsolved.
            fixed: plans, by number, that are wholly in this and every further optimum.
        """
        self._take_in_new_plans()
        for plan in fixed:
            self._variables[plan].SetLb(1)
        if not self._optimise(budget):
            return None
        prices = np.array([row.dual_value() for row in self._request_rows])
        return LpAnswer(self._objective.Value(), np.maximum(prices, 0.0))

    def shares(self) -> Floats:
        """Return the share of each plan, 0..1, in the last optimum; apart, because it takes long."""
        shares: Floats = np.array([variable.solution_value() for variable in self._variables])
        return np.clip(shares, 0.0, 1.0)

    def _optimise(self, budget: Budget) -> bool:
        """Solve, and again with the rows for meetings that the optimum breaks, until it breaks none."""
        while True:
            self._solver.SetSolverSpecificParametersAsString(self._settings)
            self._settings = _SETTINGS
            if solve_within(self._solver, budget) != self._optimal:
                return False
            if self.meetings is None:
                return True
            self.meetings.read()
            if not self.meetings.cut():
                return True
            self._settings = _AFTER_ROWS

    def _take_in_new_plans(self) -> None:
        begin = len(self._variables)
        table = self.plans.newest(begin)
        ends, requests = table.first.tolist(), table.request.tolist()
        rows = zip(table.week.tolist(), self._worth(table).tolist(), ends[:-1], ends[1:], strict=True)
        for week, worth, start, end in rows:
            variable = self._solver.NumVar(0, self._solver.infinity(), "")
            self._objective.SetCoefficient(variable, worth)
            self._week_rows[week].SetCoefficient(variable, 1)
            for request in requests[start:end]:
                self._request_rows[request].SetCoefficient(variable, 1)
            if self.meetings is not None:
                self.meetings.enter(variable, self.plans.plan[len(self._variables)])
            self._variables.append(variable)

    def _worth(self, table: PlanTable) -> Floats:
        bonus = np.concatenate([np.zeros(1), np.cumsum(self._bonus[table.request])])
        worth: Floats = table.points + bonus[table.first[1:]] - bonus[table.first[:-1]]
        return worth
