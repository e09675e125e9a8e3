"""What a helper could take at given prices, and bounds from above on the points of the best plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import gcd

import numpy as np

from matching.pairing.checker.packing import Week

# Larger tables of the minutes' bound are left to the count's bound, which is weaker but always there.
LARGEST_TABLE = 20_000_000


@dataclass(frozen=True, slots=True)
class Option:
    """One request a helper could take.

    Attributes:
        request: number in `problem.requests`.
        gain: value and score less the price, in points.
    """

    request: int
    gain: float
    minutes: int
    locked: bool


@dataclass(frozen=True, slots=True)
class Limits:
    """What a helper's plan may hold; `load` is `Policy.load_weight`."""

    requests: int
    minutes: int | None
    load: int

    def load_cost(self, count: int) -> int:
        """Points a plan of `count` requests loses."""
        return self.load * count * (count - 1) // 2


def bound_by_count(options: Sequence[Option], limits: Limits) -> float:
    """Most points with neither times nor minutes: the locked ones and the best others, as many as allowed."""
    locked = [option.gain for option in options if option.locked]
    free = sorted((option.gain for option in options if not option.locked), reverse=True)
    total = sum(locked)
    best = total - limits.load_cost(len(locked))
    for count, gain in enumerate(free[: max(0, limits.requests - len(locked))], start=len(locked) + 1):
        total += gain
        best = max(best, total - limits.load_cost(count))
    return best


def most_requests(week: Week, options: Sequence[Option]) -> int:
    """No plan holds more requests than this, because its visits would start too close to each other.

    Counted as if every visit were as short as the shortest one and every start allowed to all of them.
    """
    asked = [week.problem.requests[option.request] for option in options]
    days: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for option in options:
        starts = week.starts(option.request)
        if starts is None:
            return len(options)
        for day, periods in starts.items():
            days[day].extend(periods)
    shortest = min((request.visit_minutes for request in asked), default=1)
    fewest = min((request.visits_per_week for request in asked), default=1)
    grid = week.problem.policy.grid_minutes
    return sum(_starts_apart(periods, shortest, grid) for periods in days.values()) // fewest


def _starts_apart(periods: list[tuple[int, int]], apart_min: int, grid: int) -> int:
    """How many starts `apart_min` minutes apart, multiples of `grid`, fit into the periods, ends included."""
    count, ready_min = 0, 0
    for first, last in sorted(periods):
        start_min = max(first, -(-ready_min // grid) * grid)
        while start_min <= last:
            count, ready_min = count + 1, start_min + apart_min
            start_min = -(-ready_min // grid) * grid
    return count


def bound_by_minutes(options: Sequence[Option], limits: Limits) -> float:
    """Most points with all rules but the times, by a table over number of requests and minutes."""
    needed = sum(option.minutes for option in options)
    if limits.minutes is None or needed <= limits.minutes:
        return bound_by_count(options, limits)
    locked = [option for option in options if option.locked]
    free = [option for option in options if not option.locked and option.gain > 0]
    unit = gcd(*(option.minutes for option in free)) or 1
    width = (limits.minutes - sum(option.minutes for option in locked)) // unit + 1
    slots = min(limits.requests - len(locked), len(free))
    if (slots + 1) * width * len(free) > LARGEST_TABLE:
        return bound_by_count(options, limits)
    gains = _best_by_count(free, slots, width, unit)
    total = sum(option.gain for option in locked)
    return max(total + gain - limits.load_cost(len(locked) + count) for count, gain in enumerate(gains))


def _best_by_count(free: Sequence[Option], slots: int, width: int, unit: int) -> list[float]:
    """Best sum of gains with exactly 0, 1 .. `slots` requests within `width - 1` units of minutes."""
    table = np.full((slots + 1, max(width, 1)), -np.inf)
    table[0] = 0.0
    for option in free:
        size = option.minutes // unit
        if size < width:
            with_it = table[:-1, : width - size] + option.gain
            table[1:, size:] = np.maximum(table[1:, size:], with_it)
    return [float(row[-1]) for row in table]
