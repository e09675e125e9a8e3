"""The bound of a whole town at given prices, some helpers at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Protocol

import numpy as np

from matching.pairing.bound import most_of_weeks
from matching.pairing.budget import Budget
from matching.pairing.cutting.town import Town
from matching.pairing.cutting.town_prices import PartPrices, TownPrices
from matching.pairing.executors import Task
from matching.pairing.parts import Part, part_of
from matching.pairing.weeks import Ints

Report = Callable[[float, float], None]


class Run(Protocol):
    """Does tasks side by side and returns their results in the order of the tasks (`executors.run_all`)."""

    def __call__(self, tasks: Sequence[Task[Any]], *, budget: Budget) -> list[Any]: ...


class Proof:
    """Every helper with everything they could do, in groups that are looked at one after the other."""

    def __init__(self, town: Town, group: Ints, run: Run) -> None:
        self._town, self._run = town, run
        self._weeks = [np.flatnonzero(group == number) for number in range(int(group.max()) + 1)]
        self._parts: dict[int, Part] = {}

    def most(self, prices: TownPrices, budget: Budget) -> Ints:
        """Return the worth of each week's best plan at the prices, or one that is not below it.

        Args:
            prices: of the requests of the town; the result is in the same units.
            budget: once it is up, worths are found without times, in next to none.
        """
        tasks = [
            Task(partial(self.work, number, prices), len(weeks)) for number, weeks in enumerate(self._weeks)
        ]
        most = np.zeros(len(self._town.helper), dtype=np.int64)
        for weeks, found in zip(self._weeks, self._run(tasks, budget=budget), strict=True):
            most[weeks] = found
        return most

    def work(self, number: int, prices: TownPrices) -> Callable[..., Ints]:
        """Return the work of looking at one group; it travels."""
        if number not in self._parts:
            self._parts[number] = part_of(self._town.candidates, self._town.rows_of(self._weeks[number]))
        part = self._parts[number]
        return partial(_most, part, prices.for_part(self._town, part))


def _most(part: Part, prices: PartPrices, *, budget: Budget, **_as_all_work: Report) -> Ints:
    return most_of_weeks(part, prices.of(part), budget)
