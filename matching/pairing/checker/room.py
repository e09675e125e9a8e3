"""How many requests one week has room for at most, counted from the starts alone."""

from __future__ import annotations

import numpy as np

from matching.pairing.checker.asked import Asked, Ints
from matching.pairing.checker.packing import NO_START, finds_days
from matching.pairing.checker.starts import DAYS, Starts
from matching.pairing.compiled import inner_kernel
from matching.pairing.problem import MINUTES_PER_DAY

ANY_NUMBER = 1 << 40


@inner_kernel
def most_requests(asked: Asked, starts: Starts) -> int:
    """Return a number that no plan exceeds, because its visits would start too close to each other.

    Counted as if every visit were as short as the shortest one and every start open to all of them.
    """
    shortest, fewest = MINUTES_PER_DAY, DAYS
    last_start = np.full((DAYS, MINUTES_PER_DAY + 1), NO_START, np.int64)
    for option in range(len(starts.request)):
        if not starts.timed[option]:
            return ANY_NUMBER
        if finds_days(asked, starts, option):
            shortest = min(shortest, asked.visit_minutes[starts.request[option]])
            fewest = min(fewest, asked.visits[starts.request[option]])
            _note_starts(starts, option, last_start)
    visits = 0
    for day in range(DAYS):
        visits += _starts_apart(last_start[day], shortest, starts.grid)
    return int(visits // fewest)


@inner_kernel
def _note_starts(starts: Starts, option: int, last_start: Ints) -> None:
    """Note for each first start (minute) on each day the last one of the spans that begin there."""
    for day in range(DAYS):
        for row in range(starts.first[DAYS * option + day], starts.first[DAYS * option + day + 1]):
            first, last = starts.spans[row, 0], starts.spans[row, 1]
            last_start[day, first] = max(last_start[day, first], last)


@inner_kernel
def _starts_apart(last_start: Ints, apart_min: int, grid: int) -> int:
    """Return how many starts `apart_min` minutes apart, on the grid, fit into the spans, ends included."""
    count = ready_min = 0
    for first in range(len(last_start)):
        start_min = max(first, ready_min)
        while start_min <= last_start[first]:
            count += 1
            ready_min = -(-(start_min + apart_min) // grid) * grid
            start_min = ready_min
    return count
