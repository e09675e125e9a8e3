"""Filling up weeks, compiled: add to plans, week by week and by falling points, what fits and pays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from numba import njit

from matching.pairing.packing import FITS, new_bench, pack
from matching.pairing.parts import Part
from matching.pairing.plans import Plan
from matching.pairing.weeks import Bools, Ints


def fill_up(part: Part, plans: Mapping[int, Plan], places: Ints, allowed: Bools) -> dict[int, Plan]:
    """Return the plans grown by options that fit into the week, pay, and whose request has places left.

    Args:
        part: the helpers, taken in their order.
        plans: by week; a week that is missing does nothing yet.
        places: helpers that each request can still take, shape (requests,); counted down.
        allowed: which options may be added, shape (options,).
    """
    weeks = part.weeks
    largest = max(1, int(weeks.room.max(initial=1)))
    table = np.zeros((len(part.helper), largest), dtype=np.int64)
    sizes = np.zeros(len(part.helper), dtype=np.int64)
    for week, plan in plans.items():
        table[week, : len(plan)], sizes[week] = plan, len(plan)
    _fill(weeks, part.ways, places, allowed, table, sizes)
    return {
        week: tuple(sorted(table[week, : sizes[week]].tolist())) for week in np.flatnonzero(sizes).tolist()
    }


def places_left(part: Part, plans: Iterable[Plan]) -> Ints:
    """Return how many helpers each request lacks once these plans are carried out."""
    taken = np.array([option for plan in plans for option in plan], dtype=np.int64)
    served = np.bincount(part.weeks.request[taken], minlength=len(part.request))
    left: Ints = part.needed - served
    return left


@njit(cache=True, nogil=True)
def _fill(weeks, ways, places, allowed, table, sizes):  # type: ignore[no-untyped-def]
    bench = new_bench(table.shape[1] + 1)
    for week in range(len(sizes)):
        first, end = weeks.first[week], weeks.first[week + 1]
        plan = table[week]
        minutes = 0
        for place in range(sizes[week]):
            minutes += weeks.minutes[plan[place]]
        for at in np.argsort(-weeks.points[first:end], kind="mergesort"):
            option, size = first + at, sizes[week]
            if size >= weeks.room[week] or weeks.points[option] <= weeks.load * size:
                break
            grown = minutes + weeks.minutes[option]
            if not allowed[option] or places[weeks.request[option]] <= 0 or grown > weeks.most_minutes[week]:
                continue
            if _serves(weeks, plan, size, weeks.request[option]):
                continue
            plan[size] = option
            if pack(weeks, ways, plan, size + 1, bench) == FITS:
                sizes[week] = size + 1
                minutes = grown
                places[weeks.request[option]] -= 1


@njit(cache=True, nogil=True)
def _serves(weeks, plan, size, request):  # type: ignore[no-untyped-def]
    for place in range(size):
        if weeks.request[plan[place]] == request:
            return True
    return False
