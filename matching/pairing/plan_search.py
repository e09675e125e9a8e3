"""The search for the best week plans of one helper, compiled: in depth, by options of falling gain.

A plan grows by one option at a time, each worth no more than the one before, so at every size it is known
what the options still to come can add at most (`_ceiling`). Where that would not lift the plan above the
floor, the last option is given up for the next one. `_Stack` remembers how things stood at every size.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from matching.pairing.compiled import inner_kernel, kernel
from matching.pairing.packing import pack
from matching.pairing.sequencing import FITS, GAVE_UP, UNFIT, Bench, new_bench
from matching.pairing.travel import Ways
from matching.pairing.weeks import Bools, Ints, Weeks

# Above the worth of any plan.
EVERYTHING = 1 << 62
# Outweighs any sum of gains, so that a plan with one option comes out first.
DECISIVE = 1 << 61


class Asked(NamedTuple):
    """A `Question`, for kernels."""

    gains: Ints
    load: int
    more_than: Ints
    node_limit: int


class Found(NamedTuple):
    """Some rows of `Priced`, for kernels."""

    kept: Ints
    worth: Ints
    size: Ints
    plan: npt.NDArray[np.int32]
    exact: Bools


class _Best(NamedTuple):
    """The best plans of one week so far: one row of `Found`."""

    worth: Ints
    size: Ints
    plan: npt.NDArray[np.int32]


class _Stack(NamedTuple):
    """The plan at work, and what it was before each option: row k of the arrays is for its first k options.

    Attributes:
        plan: its options.
        next: place in the order of the option to try next, at each size.
        worth: gains less the load cost.
        minutes: that its options take.
        musts: locked options still missing.
        bench: for packing.
    """

    plan: Ints
    next: Ints
    worth: Ints
    minutes: Ints
    musts: Ints
    bench: Bench


class _Limits(NamedTuple):
    """What holds for the search in one week."""

    week: int
    load: int
    node_limit: int


@kernel
def search_weeks(weeks: Weeks, ways: Ways, begin: int, asked: Asked, found: Found) -> None:
    """Find the best plans of as many weeks as `found` has rows, from week `begin` on."""
    stack = _new_stack(found.plan.shape[2])
    for row in range(len(found.kept)):
        week = begin + row
        if asked.more_than[week] < EVERYTHING:
            order = falling(weeks, asked.gains, week)
            limits = _Limits(week, asked.load, asked.node_limit)
            best = _Best(found.worth[row], found.size[row], found.plan[row])
            kept, exact = _search_week(
                weeks, ways, order, asked.gains, asked.more_than[week], limits, stack, best
            )
            found.kept[row], found.exact[row] = kept, exact


@kernel
def search_with(  # noqa: PLR0917 - compiled functions take no keywords
    weeks: Weeks, ways: Ways, options: Ints, of_weeks: Ints, asked: Asked, found: Found
) -> None:
    """Find the best plan with each option, by a gain so high for the time being that every other loses."""
    stack = _new_stack(found.plan.shape[2])
    for row in range(len(options)):
        option, week = options[row], of_weeks[row]
        gain = asked.gains[option]
        asked.gains[option] = DECISIVE
        order = falling(weeks, asked.gains, week)
        limits = _Limits(week, asked.load, asked.node_limit)
        best = _Best(found.worth[row], found.size[row], found.plan[row])
        floor = int(np.int64(DECISIVE // 2))
        kept, exact = _search_week(weeks, ways, order, asked.gains, floor, limits, stack, best)
        found.kept[row], found.exact[row] = kept, exact
        found.worth[row, 0] += gain - DECISIVE
        asked.gains[option] = gain


@inner_kernel
def _new_stack(most: int) -> _Stack:
    """Return room for plans of at most `most` options."""
    return _Stack(
        np.empty(most + 1, np.int64),
        np.empty(most + 1, np.int64),
        np.empty(most + 1, np.int64),
        np.empty(most + 1, np.int64),
        np.empty(most + 1, np.int64),
        new_bench(most + 1),
    )


@inner_kernel
def falling(weeks: Weeks, gains: Ints, week: int) -> Ints:
    """Return the locked options first, then the others by falling gain; those that lose are left out."""
    first, end = weeks.first[week], weeks.first[week + 1]
    by_gain = np.argsort(-gains[first:end], kind="mergesort")
    order = np.empty(end - first, np.int64)
    n = 0
    for place in by_gain:
        if weeks.locked[first + place]:
            order[n] = first + place
            n += 1
    for place in by_gain:
        if not weeks.locked[first + place] and gains[first + place] > 0:
            order[n] = first + place
            n += 1
    return order[:n]


@inner_kernel
def _search_week(  # noqa: PLR0917 - compiled functions take no keywords
    weeks: Weeks,
    ways: Ways,
    order: Ints,
    gains: Ints,
    floor: int,
    limits: _Limits,
    stack: _Stack,
    best: _Best,
) -> tuple[int, bool]:
    """Grow plans by options of falling gain, in depth; cut off what cannot beat the worst of the best plans.

    Returns:
        How many plans are kept, and whether nothing better can have been missed.
    """
    stack.next[0], stack.worth[0], stack.minutes[0], stack.musts[0] = 0, 0, 0, weeks.musts[limits.week]
    # Plain numbers would be types of their own to numba, and all that follows compiled twice.
    kept, depth = int(np.int64(0)), int(np.int64(0))
    nodes_left, is_exact = limits.node_limit, True
    if stack.musts[0] == 0:
        kept, floor = _keep(best, kept, stack, depth, floor)
    while depth >= 0:
        if _is_exhausted(weeks, order, gains, floor, limits, stack, depth):
            depth -= 1
            continue
        option = order[stack.next[depth]]
        stack.next[depth] += 1
        nodes_left -= 1
        if nodes_left < 0:
            return kept, False
        verdict = _grow(weeks, ways, option, gains[option], limits, stack, depth)
        is_exact = is_exact and verdict != GAVE_UP
        if verdict == FITS:
            depth += 1
            if stack.musts[depth] == 0:
                kept, floor = _keep(best, kept, stack, depth, floor)
    return kept, is_exact


@inner_kernel
def _is_exhausted(  # noqa: PLR0917 - compiled functions take no keywords
    weeks: Weeks, order: Ints, gains: Ints, floor: int, limits: _Limits, stack: _Stack, depth: int
) -> bool:
    """Whether no further option can make the first `depth` options of the plan better than the floor."""
    at = stack.next[depth]
    if at >= len(order) or depth >= weeks.room[limits.week]:
        return True
    if weeks.locked[order[at]]:
        return False
    if stack.musts[depth] > 0:
        return True
    return int(stack.worth[depth]) + _ceiling(weeks, order, gains, at, limits, depth) <= floor


@inner_kernel
def _ceiling(  # noqa: PLR0917 - compiled functions take no keywords
    weeks: Weeks, order: Ints, gains: Ints, at: int, limits: _Limits, size: int
) -> int:
    """Most that option `order[at]`, with the best of those after it, can add to a plan of `size`."""
    added = int(gains[order[at]]) - limits.load * size
    most = weeks.room[limits.week]
    for place in range(at + 1, min(len(order), at + most - size)):
        size += 1
        more = int(gains[order[place]]) - limits.load * size
        if more <= 0:
            break
        added += more
    return added


@inner_kernel
def _grow(  # noqa: PLR0917 - compiled functions take no keywords
    weeks: Weeks, ways: Ways, option: int, gain: int, limits: _Limits, stack: _Stack, depth: int
) -> int:
    """Put an option behind the first `depth` of the plan: `FITS`, `UNFIT` or `GAVE_UP`."""
    minutes = stack.minutes[depth] + weeks.minutes[option]
    if minutes > weeks.most_minutes[limits.week] or _is_doubled(weeks, stack.plan, depth, option):
        return UNFIT
    stack.plan[depth] = option
    verdict = pack(weeks, ways, stack.plan, depth + 1, stack.bench)
    if verdict == FITS:
        stack.worth[depth + 1] = stack.worth[depth] + gain - limits.load * depth
        stack.minutes[depth + 1] = minutes
        stack.musts[depth + 1] = stack.musts[depth] - weeks.locked[option]
        stack.next[depth + 1] = stack.next[depth]
    return verdict


@inner_kernel
def _is_doubled(weeks: Weeks, plan: Ints, size: int, option: int) -> bool:
    """Whether the plan serves the request of the option already, at another agreed time."""
    if weeks.time[option] >= 0:
        for other in plan[:size]:
            if weeks.request[other] == weeks.request[option]:
                return True
    return False


@inner_kernel
def _keep(best: _Best, kept: int, stack: _Stack, size: int, floor: int) -> tuple[int, int]:
    """Put the plan among the best, in place of the worst if need be; return their number and the floor.

    The floor is what a plan has to exceed: the worst of the best, once there are as many as wanted.
    """
    worth = int(stack.worth[size])
    if worth <= floor:
        return kept, floor
    at = kept
    if kept == len(best.worth):
        at = _worst(best.worth, kept)
    else:
        kept += 1
    best.worth[at], best.size[at] = worth, size
    for place in range(size):
        best.plan[at, place] = stack.plan[place]
    if kept == len(best.worth):
        floor = max(floor, int(best.worth[_worst(best.worth, kept)]))
    return kept, floor


@inner_kernel
def _worst(worths: Ints, count: int) -> int:
    """Place of the smallest worth, the last found among equals."""
    at = 0
    for place in range(1, count):
        if worths[place] <= worths[at]:
            at = place
    return at
