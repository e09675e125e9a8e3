"""The best week plans of one helper at given prices, by depth-first search, and a bound above all of them."""

from __future__ import annotations

import heapq
import math
from collections.abc import Sequence
from dataclasses import dataclass

from matching.pairing.packing import Plan
from matching.pairing.plans import HelperWeek

NODE_LIMIT = 20_000


@dataclass(frozen=True, slots=True)
class Priced:
    """What a search found.

    Attributes:
        plans: (worth, plan), best first; worth is the sum of gains minus the load cost.
        exact: False when the search gave up, so that a better plan may exist.
    """

    plans: tuple[tuple[float, Plan], ...]
    exact: bool


def best_plans(
    week: HelperWeek,
    gains: Sequence[float],
    *,
    keep: int = 1,
    more_than: float = -math.inf,
    node_limit: int = NODE_LIMIT,
) -> Priced:
    """Find the best plans of a helper at the gains of its options (points minus price of the request).

    Whole-number gains are summed exactly. Among equals the plan found first stays, so the answer does not
    depend on anything but the order of the options.

    Args:
        gains: one for each option of the week.
        keep: how many plans to return at most.
        more_than: plans that are not worth more than this are left out.
        node_limit: plans to try before giving up.
    """
    search = _Search(week, gains, keep, more_than, node_limit)
    search.run()
    best_first = sorted(search.found, key=lambda item: (-item[0], item[1]))
    return Priced(tuple((worth, plan) for worth, _, plan in best_first), search.exact)


def relaxed_worth(week: HelperWeek, gains: Sequence[float]) -> float:
    """Return a worth that no plan of the helper exceeds, leaving times out.

    The smaller of two: as many requests as there is room for, without minutes; and as many minutes as there
    are, the last request in part (Dantzig 1957), without load. The rule is written in docs/matching.md,
    because a checker computes it again.
    """
    locked = sum(gains[position] for position in week.locked) - week.load_cost(len(week.locked))
    free = [position for position, gain in enumerate(gains) if gain > 0 and position not in week.locked]
    by_count = _most_by_count(week, sorted((gains[position] for position in free), reverse=True))
    if math.isinf(week.most_minutes):
        return locked + by_count
    return locked + min(by_count, _most_by_minutes(week, gains, free))


def _most_by_count(week: HelperWeek, falling: Sequence[float]) -> float:
    worth: float = 0
    size = len(week.locked)
    for held, gain in enumerate(falling[: max(0, week.room - size)], start=size):
        if gain <= week.load * held:
            break
        worth += gain - week.load * held
    return worth


def _most_by_minutes(week: HelperWeek, gains: Sequence[float], free: Sequence[int]) -> float:
    left = int(week.most_minutes) - sum(week.options[position].minutes for position in week.locked)
    worth: float = 0
    for position in sorted(free, key=lambda place: -gains[place] / max(week.options[place].minutes, 1e-9)):
        minutes = week.options[position].minutes
        if minutes > left:
            # Rounded up, so that whole numbers stay whole and nothing is lost.
            return worth - (-gains[position] * left // minutes)
        worth += gains[position]
        left -= minutes
    return worth


def most_worth(week: HelperWeek, gains: Sequence[float], *, node_limit: int = NODE_LIMIT) -> float:
    """Return the worth of the best plan, or the relaxed worth where the search gives up."""
    priced = best_plans(week, gains, node_limit=node_limit)
    return priced.plans[0][0] if priced.exact else relaxed_worth(week, gains)


class _Search:
    """Grows plans by options of falling gain; cuts off what cannot beat the worst of the kept plans."""

    def __init__(
        self, week: HelperWeek, gains: Sequence[float], keep: int, more_than: float, node_limit: int
    ) -> None:
        # Sorting in reverse keeps equals in their order.
        self._order = sorted(range(len(gains)), key=gains.__getitem__, reverse=True)
        if week.locked:
            self._order = [position for position in self._order if position not in week.locked]
        self._gains = [gains[position] for position in self._order]
        self._all_gains = gains
        self._week = week
        self._keep = keep
        self._floor = more_than
        self._nodes_left = node_limit
        self._count = 0
        self.found: list[tuple[float, int, Plan]] = []
        self.exact = True

    def run(self) -> None:
        """Search from the locked plan on."""
        week = self._week
        start = week.locked
        worth = sum(self._all_gains[position] for position in start) - week.load_cost(len(start))
        self._record(worth, start)
        self._extend(0, start, worth, sum(week.options[position].minutes for position in start))
        self.exact = self.exact and not week.packer.gave_up_on

    def _extend(self, first: int, plan: Plan, worth: float, minutes: int) -> None:
        size = len(plan)
        if size >= self._week.room:
            return
        for index in range(first, len(self._order)):
            if worth + self._ceiling(index, size) <= self._floor:
                return
            if not self._nodes_left:
                self.exact = False
                return
            self._nodes_left -= 1
            position = self._order[index]
            grown_minutes = minutes + self._week.options[position].minutes
            grown = tuple(sorted((*plan, position)))
            if grown_minutes <= self._week.most_minutes and self._week.packer.fits(grown):
                grown_worth = worth + self._gains[index] - self._week.load * size
                self._record(grown_worth, grown)
                self._extend(index + 1, grown, grown_worth, grown_minutes)

    def _ceiling(self, first: int, size: int) -> float:
        """Most that option `first`, with the best of those after it, can add to a plan of `size`."""
        load = self._week.load
        added = self._gains[first] - load * size
        for held, gain in enumerate(self._gains[first + 1 : first + self._week.room - size], start=size + 1):
            if gain <= load * held:
                break
            added += gain - load * held
        return added

    def _record(self, worth: float, plan: Plan) -> None:
        if worth <= self._floor:
            return
        # The count breaks ties: of equal plans the one found last leaves first.
        self._count += 1
        heapq.heappush(self.found, (worth, -self._count, plan))
        if len(self.found) > self._keep:
            heapq.heappop(self.found)
        if len(self.found) == self._keep:
            self._floor = max(self._floor, self.found[0][0])
