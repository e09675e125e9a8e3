"""Rows of the master program for requests whose helpers come together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from matching.pairing.parts import Part
from matching.pairing.weeks import Bools, Ints

Floats = npt.NDArray[np.float64]

_BEYOND = 1e-6


class MeetingRows:
    """A request is served at one of its times by all helpers it needs, or, by shares, by so many at each.

    A variable for each time says how far the request is served then; the helpers who come are `needed` times
    that, and none of them comes more often than it takes place. The latter are many rows, so only those are
    added that an optimum breaks. Requests to which somebody is locked have no such rows: their helpers might
    have no plans yet that go together.

    Attributes:
        requests: that have rows.
        held: how far each time takes place in the last optimum, shape (times,).
        coming: how far each option is taken in the last optimum, shape (options,); 0 without a time.
    """

    def __init__(self, part: Part, solver: Any) -> None:
        self._part, self._solver = part, solver
        weeks = part.weeks
        locked = np.unique(weeks.request[weeks.locked & (weeks.time >= 0)])
        self._spread: Ints = np.flatnonzero((weeks.time >= 0) & ~np.isin(weeks.request, locked))
        self.requests: list[int] = np.unique(weeks.request[self._spread]).tolist()
        self.held: Floats = np.zeros(int(weeks.time.max(initial=-1)) + 1)
        self.coming: Floats = np.zeros(len(part))
        self._is_spread = np.zeros(len(part), dtype=np.bool_)
        self._is_spread[self._spread] = True
        self._columns: dict[int, list[Any]] = {option: [] for option in self._spread.tolist()}
        self._cuts: dict[int, Any] = {}
        once = {request: solver.Constraint(-solver.infinity(), 1) for request in self.requests}
        self._once = once
        self._holds: dict[int, Any] = {}
        self._rows: dict[int, Any] = {}
        for time in np.unique(weeks.time[self._spread]).tolist():
            self._add_time(time, int(weeks.request[np.flatnonzero(weeks.time == time)[0]]))

    def _add_time(self, time: int, request: int) -> None:
        held = self._solver.NumVar(0, 1, "")
        self._once[request].SetCoefficient(held, 1)
        row = self._solver.Constraint(0, 0)
        row.SetCoefficient(held, -int(self._part.needed[request]))
        self._holds[time], self._rows[time] = held, row

    def enter(self, variable: Any, plan: Iterable[int]) -> None:
        """Let the variable of a plan count for the meetings the plan takes part in."""
        for option in plan:
            if self._is_spread[option]:
                self._columns[option].append(variable)
                self._rows[int(self._part.weeks.time[option])].SetCoefficient(variable, 1)
                if option in self._cuts:
                    self._cuts[option].SetCoefficient(variable, 1)

    def read(self) -> None:
        """Note how far meetings take place, and who comes, in the optimum just found."""
        for time, held in self._holds.items():
            self.held[time] = held.solution_value()
        for option, variables in self._columns.items():
            self.coming[option] = sum(variable.solution_value() for variable in variables)

    def cut(self) -> int:
        """Add the rows that the optimum just read breaks; return how many."""
        time = self._part.weeks.time
        broken = self._spread[self.coming[self._spread] > self.held[time[self._spread]] + _BEYOND]
        for option in broken.tolist():
            row = self._solver.Constraint(-self._solver.infinity(), 0)
            row.SetCoefficient(self._holds[int(time[option])], -1)
            for variable in self._columns[option]:
                row.SetCoefficient(variable, 1)
            self._cuts[option] = row
        return len(broken)

    def option_prices(self) -> tuple[Floats, Bools]:
        """Return the price of every option with a time here (0 elsewhere), and at which times they differ."""
        weeks = self._part.weeks
        of_time = np.zeros(len(self.held))
        for time, row in self._rows.items():
            of_time[time] = row.dual_value()
        prices = np.where(self._is_spread, of_time[weeks.time], 0.0)
        special = np.zeros(len(self.held), dtype=np.bool_)
        for option, row in self._cuts.items():
            more = max(0.0, row.dual_value())
            prices[option] += more
            special[weeks.time[option]] |= more > 0
        return prices, special
