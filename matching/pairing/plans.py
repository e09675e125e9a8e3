"""Week plans found so far, in the order they came, each once; as arrays for looking at all of them."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import chain

import numpy as np
import numpy.typing as npt

from matching.pairing.parts import Part
from matching.pairing.pricing import NOTHING, Priced
from matching.pairing.weeks import Ints

Plan = tuple[int, ...]


class Plans:
    """A growing list of plans; a plan is an ascending tuple of option numbers, all of one week.

    Attributes:
        week: index of each plan's week; `plan` the options.
    """

    def __init__(self, part: Part) -> None:
        self.week, self._size, self._option = array("q"), array("q"), array("q")
        self.plan: list[Plan] = []
        self._part = part
        self._known: set[tuple[int, Plan]] = set()

    def __len__(self) -> int:
        """Return the number of plans."""
        return len(self.plan)

    def add(self, week: int, options: Iterable[int]) -> bool:
        """Add a plan; False when it was there."""
        plan = tuple(sorted(options))
        if (week, plan) in self._known:
            return False
        self._known.add((week, plan))
        self.week.append(week)
        self._size.append(len(plan))
        self._option.extend(plan)
        self.plan.append(plan)
        return True

    def add_found(self, priced: Priced) -> int:
        """Add all plans that a search over every week found; return how many are new."""
        found = np.arange(priced.worth.shape[1])[None, :] < priced.count[:, None]
        weeks, places = np.nonzero(found)
        sizes = priced.size[weeks, places].tolist()
        options = priced.plan[weeks, places].tolist()
        return sum(
            self.add(week, plan[:size])
            for week, plan, size in zip(weeks.tolist(), options, sizes, strict=True)
        )

    def table(self) -> PlanTable:
        """Return what is there now as arrays."""
        return PlanTable(self._part, np.array(self.week), np.array(self._size), np.array(self._option))

    def newest(self, begin: int) -> PlanTable:
        """Return the plans from number `begin` on as arrays."""
        return PlanTable.of(self._part, self.week[begin:], self.plan[begin:])


class PlanTable:
    """Plans as arrays.

    Attributes:
        week: of each plan, shape (plans,).
        first: where its options begin in `option`, shape (plans + 1,).
        option, request: of all plans one after the other.
        points: value and score of the plan's pairs minus the load cost, shape (plans,).
    """

    def __init__(self, part: Part, weeks: Ints, sizes: Ints, options: Ints) -> None:
        self.week, self.option = weeks, options
        self.first: Ints = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(sizes)])
        self.request: npt.NDArray[np.int32] = part.weeks.request[self.option]
        load = part.weeks.load * (sizes * (sizes - 1) // 2)
        self.points: Ints = self.sums(part.weeks.points[self.option]) - load

    @classmethod
    def of(cls, part: Part, weeks: Iterable[int], plans: Sequence[Plan]) -> PlanTable:
        """Return these plans as arrays."""
        sizes, options = map(len, plans), chain.from_iterable(plans)
        return cls(part, *(np.fromiter(numbers, dtype=np.int64) for numbers in (weeks, sizes, options)))

    def __len__(self) -> int:
        """Return the number of plans."""
        return len(self.week)

    def sums(self, of_options: npt.NDArray[np.int64]) -> Ints:
        """Add up, plan by plan, a number for each entry of `option`."""
        ends = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(of_options)])
        sums: Ints = ends[self.first[1:]] - ends[self.first[:-1]]
        return sums

    def worth(self, option_prices: Ints, units_per_point: int) -> Ints:
        """Return what each plan is worth at the prices of the options, in the units of the prices."""
        worth: Ints = self.points * units_per_point - self.sums(option_prices[self.option])
        return worth

    def best_of_weeks(self, worth: Ints, part: Part) -> Ints:
        """Return the most of `worth` by week; the empty plan, worth 0, counts unless pairs are locked."""
        best = np.where(part.weeks.musts > 0, NOTHING, 0)
        np.maximum.at(best, self.week, worth)
        return best
