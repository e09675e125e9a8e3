"""The best week of a helper without times, exactly: a table over minutes and, where it matters, requests.

The knapsack recursion (Bellman 1957; Martello and Toth 1990, chapter 2). Requests need counting only where a
plan costs load, or where the helper may run out of requests before the minutes do.
"""

from __future__ import annotations

from math import gcd

import numpy as np

from matching.pairing.checker.asked import Floats, Ints
from matching.pairing.checker.best_week import NO_LIMIT, Wishes

# Tables beyond this many entries, or this much work to fill, are not made.
LARGEST_TABLE = 50_000_000
MOST_WORK = 20_000_000_000


def best_without_times(wishes: Wishes) -> float | None:
    """Return the most points of a plan that keeps to requests and minutes; None when that is too much work.

    Where visits have times, this is a bound from above.
    """
    held, free = wishes.gain[: wishes.locked], wishes.gain[wishes.locked :]
    left_min = wishes.limit - int(wishes.minutes[: wishes.locked].sum())
    slots = min(wishes.room - wishes.locked, len(free))
    if slots < 0 or (wishes.limit != NO_LIMIT and left_min < 0):
        return -np.inf
    free_min = wishes.minutes[wishes.locked :]
    if slots == 0 or wishes.limit == NO_LIMIT or free_min.sum() <= left_min:
        by_count = np.concatenate([[0.0], np.cumsum(free[:slots])])
    elif (table := _best_by_count(wishes, free, free_min, left_min, slots)) is None:
        return None
    else:
        by_count = table
    counts = wishes.locked + np.arange(len(by_count))
    return float((held.sum() + by_count - wishes.load * counts * (counts - 1) / 2).max())


def _best_by_count(wishes: Wishes, gain: Floats, minutes: Ints, left_min: int, slots: int) -> Floats | None:
    """Best sum of gains with at most 0, 1 .. requests; one entry stands for any number of them."""
    unit = gcd(*minutes.tolist()) or 1
    width = left_min // unit + 1
    fitting = int(np.searchsorted(np.cumsum(np.sort(minutes)), left_min, side="right"))
    is_counted = wishes.load > 0 or slots < fitting
    rows = min(slots, fitting) if is_counted else 0
    if (rows + 1) * width > LARGEST_TABLE or (rows + 1) * width * len(gain) > MOST_WORK:
        return None
    table = np.zeros((rows + 1, width))
    for more, size in zip(gain.tolist(), (minutes // unit).tolist(), strict=True):
        if size < width:
            before = table[: max(rows, 1), : width - size]
            after = table[min(rows, 1) :, size:]
            np.maximum(after, before + more, out=after)
    return table[:, -1]
