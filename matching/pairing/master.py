"""The master program: the linear program over the week plans found so far (Dantzig and Wolfe 1960)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matching.pairing.budget import Budget
from matching.pairing.linear_program import Entries, Floats, LinearProgram
from matching.pairing.meeting_rows import MeetingRows
from matching.pairing.parts import Part
from matching.pairing.plans import Plans, PlanTable
from matching.pairing.weeks import Bools, Ints


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
        self.plans = plans
        self.meetings: MeetingRows | None = None
        self._requests, weeks = len(part.request), len(part.helper)
        self._part = part
        self._bonus: Floats = np.zeros(self._requests)
        self._known = 0
        self._has_rows = False
        least = np.full(self._requests + weeks, -np.inf)
        least[self._requests :][part.weeks.musts > 0] = 1
        self._program = LinearProgram(least, np.concatenate([part.needed, np.ones(weeks)]))

    def prefer(self, bonus: Floats) -> None:
        """Add to the points of every plan, now and later, a bonus for each request it serves."""
        self._take_in_new_plans()
        self._bonus = bonus
        self._program.set_worth(self._worth(self.plans.table()))

    def meet(self) -> None:
        """From now on, nobody comes to a meeting more often than it takes place."""
        self.meetings = MeetingRows(self._part, self._requests + len(self._part.helper))

    def narrow(self, musts: Ints, is_open: Bools) -> None:
        """From now on, allow only some of the plans known, and demand one of every helper who must come.

        Args:
            musts: requests that each week must hold, shape (weeks,).
            is_open: which plans stay, shape (plans,).
        """
        self._take_in_new_plans()
        self._program.close(np.flatnonzero(~is_open))
        self._program.demand(self._requests + np.flatnonzero(musts))
        self._has_rows = True

    def solve(self, budget: Budget, *, fixed: Sequence[int] = ()) -> LpAnswer | None:
        """Solve the program with all plans; None when the time did not suffice.

        Args:
            budget: when it is up, the program is left unsolved.
            fixed: plans, by number, that are wholly in this and every further optimum.
        """
        self._take_in_new_plans()
        self._program.fix(np.array(fixed, dtype=np.int64))
        if not self._optimise(budget):
            return None
        prices = self._program.prices[: self._requests]
        return LpAnswer(self._program.objective, np.maximum(prices, 0.0))

    def shares(self) -> Floats:
        """Return the share of each plan, 0..1, in the last optimum."""
        return np.clip(self._program.shares, 0.0, 1.0)

    def _optimise(self, budget: Budget) -> bool:
        """Solve, and again with the rows for meetings that the optimum breaks, until it breaks none."""
        while True:
            if not self._program.solve(budget, after_rows=self._has_rows):
                return False
            self._has_rows = False
            if self.meetings is None:
                return True
            table = self.plans.table()
            self.meetings.read(table, self._program.shares, self._program.prices)
            rows, entries = self.meetings.cut(table)
            if rows == 0:
                return True
            self._program.add_rows(np.zeros(rows), entries)
            self._has_rows = True

    def _take_in_new_plans(self) -> None:
        begin, self._known = self._known, len(self.plans)
        table = self.plans.newest(begin)
        numbers = np.arange(begin, self._known)
        entries: list[Entries] = [
            (self._requests + table.week, numbers, np.ones(len(table))),
            (table.request, np.repeat(numbers, np.diff(table.first)), np.ones(len(table.request))),
        ]
        if self.meetings is not None:
            entries.append(self.meetings.enter(table, begin))
        row, column, coefficient = (np.concatenate(part) for part in zip(*entries, strict=True))
        self._program.add_columns(self._worth(table), (row, column, coefficient))

    def _worth(self, table: PlanTable) -> Floats:
        bonus = np.concatenate([np.zeros(1), np.cumsum(self._bonus[table.request])])
        worth: Floats = table.points + bonus[table.first[1:]] - bonus[table.first[:-1]]
        return worth
