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
    """At each of its times, nobody comes to a meeting more often than it takes place.

    By shares, a meeting takes place as often as all its helpers come together, divided by how many it needs:
    so `needed * coming_o <= sum of coming_p`, over the options p at the same time, for each option o. These
    are many rows, so only those are added that an optimum breaks. Requests to which somebody is locked have
    none: the others might have no plans yet that go with the lock.

    Attributes:
        held: how far each time takes place in the optimum just read, 0..1, shape (times,).
        coming: how far each option is taken in it, shape (options,); 0 without a time.
    """

    def __init__(self, part: Part, solver: Any) -> None:
        weeks = part.weeks
        locked = np.unique(weeks.request[weeks.locked & (weeks.time >= 0)])
        self._spread: Ints = np.flatnonzero((weeks.time >= 0) & ~np.isin(weeks.request, locked))
        self.held: Floats = np.zeros(int(weeks.time.max(initial=-1)) + 1)
        self.coming: Floats = np.zeros(len(part))
        self._solver = solver
        self._time: Ints = weeks.time.astype(np.int64)
        self._needed = np.zeros(len(self.held), dtype=np.int64)
        self._needed[weeks.time[self._spread]] = part.needed[weeks.request[self._spread]]
        # By time, the variables of the plans that come, each with its option; and the rows added.
        self._coming: dict[int, list[tuple[int, Any]]] = {
            time: [] for time in np.unique(weeks.time[self._spread]).tolist()
        }
        self._rows: dict[int, dict[int, Any]] = {time: {} for time in self._coming}

    def enter(self, variable: Any, plan: Iterable[int]) -> None:
        """Let the variable of a plan count for the meetings the plan takes part in."""
        for option in plan:
            time = int(self._time[option])
            if time in self._coming:
                self._coming[time].append((option, variable))
                for of_option, row in self._rows[time].items():
                    row.SetCoefficient(variable, self._weight(time, is_own=of_option == option))

    def read(self) -> None:
        """Note how far meetings take place, and who comes, in the optimum just found."""
        self.coming[self._spread] = 0.0
        for pairs in self._coming.values():
            for option, variable in pairs:
                self.coming[option] += variable.solution_value()
        coming = self.coming[self._spread]
        at_time = np.bincount(self._time[self._spread], coming, minlength=len(self.held))
        self.held = at_time / np.maximum(self._needed, 1)

    def cut(self) -> int:
        """Add the rows that the optimum just read breaks; return how many."""
        time = self._time[self._spread]
        broken = self._spread[self.coming[self._spread] > self.held[time] + _BEYOND]
        for option in broken.tolist():
            of_time = int(self._time[option])
            row = self._solver.Constraint(-self._solver.infinity(), 0)
            for other, variable in self._coming[of_time]:
                row.SetCoefficient(variable, self._weight(of_time, is_own=other == option))
            self._rows[of_time][option] = row
        return len(broken)

    def surcharges(self) -> tuple[Floats, Bools]:
        """Return what each option pays beyond the price of its request, and the times where anybody does."""
        more = np.zeros(len(self.coming))
        shared = np.zeros(len(self.held))
        for time, rows in self._rows.items():
            for option, row in rows.items():
                dual = max(0.0, row.dual_value())
                shared[time] += dual
                more[option] = self._needed[time] * dual
        more[self._spread] -= shared[self._time[self._spread]]
        return more, shared > 0

    def _weight(self, time: int, *, is_own: bool) -> int:
        return int(self._needed[time]) - 1 if is_own else -1
