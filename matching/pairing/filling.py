"""Filling up weeks, compiled: add to plans, week by week and by falling points, what fits and pays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np

from matching.pairing.compiled import inner_kernel, kernel
from matching.pairing.packing import pack
from matching.pairing.parts import Part
from matching.pairing.plans import Plan
from matching.pairing.sequencing import FITS, Bench, new_bench
from matching.pairing.travel import Ways
from matching.pairing.weeks import Bools, Ints, Weeks


class _Plans(NamedTuple):
    """A plan of each week, for kernels: the first `size[week]` options of row `week` of the table."""

    table: Ints
    size: Ints


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
    grown = _Plans(
        table=np.zeros((len(part.helper), largest), dtype=np.int64),
        size=np.zeros(len(part.helper), dtype=np.int64),
    )
    for week, plan in plans.items():
        grown.table[week, : len(plan)], grown.size[week] = plan, len(plan)
    _fill(weeks, part.ways, places, allowed, grown)
    busy = np.flatnonzero(grown.size).tolist()
    return {week: tuple(sorted(grown.table[week, : grown.size[week]].tolist())) for week in busy}


def places_left(part: Part, plans: Iterable[Plan]) -> Ints:
    """Return how many helpers each request lacks once these plans are carried out."""
    taken = np.array([option for plan in plans for option in plan], dtype=np.int64)
    served = np.bincount(part.weeks.request[taken], minlength=len(part.request))
    left: Ints = part.needed - served
    return left


@kernel
def _fill(weeks: Weeks, ways: Ways, places: Ints, allowed: Bools, plans: _Plans) -> None:
    bench = new_bench(plans.table.shape[1] + 1)
    for week in range(len(plans.size)):
        first, end = weeks.first[week], weeks.first[week + 1]
        plan = plans.table[week]
        minutes = int(np.int64(0))
        for option in plan[: plans.size[week]]:
            minutes += weeks.minutes[option]
        for at in np.argsort(-weeks.points[first:end], kind="mergesort"):
            option, size = first + at, plans.size[week]
            if size >= weeks.room[week] or weeks.points[option] <= weeks.load * size:
                break
            if not allowed[option] or places[weeks.request[option]] <= 0:
                continue
            if _can_take(weeks, ways, week, option, minutes, plan[: size + 1], bench):
                minutes += weeks.minutes[option]
                places[weeks.request[option]] -= 1
                plans.size[week] += 1


@inner_kernel
def _can_take(  # noqa: PLR0917 - compiled functions take no keywords
    weeks: Weeks, ways: Ways, week: int, option: int, minutes: int, plan: Ints, bench: Bench
) -> bool:
    """Put the option last into the plan, where there is room for it; False if it does not fit."""
    size = len(plan) - 1
    if minutes + weeks.minutes[option] > weeks.most_minutes[week]:
        return False
    for other in plan[:size]:
        if weeks.request[other] == weeks.request[option]:
            return False
    plan[size] = option
    return pack(weeks, ways, plan, size + 1, bench) == FITS
