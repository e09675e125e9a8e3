"""The best week plans of helpers at given gains, by depth-first search, and a worth above all of them.

A gain is what an option is worth less the price of its request, in whole units of a caller's choice, so
that every sum is exact. Compiled, and free of the interpreter's lock, so that threads can share the helpers.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from numba import njit

from matching.pairing.packing import FITS, GAVE_UP, new_bench, pack
from matching.pairing.parts import Part
from matching.pairing.weeks import Bools, Ints

NODE_LIMIT = 200_000
# Below and above the worth of any plan.
NOTHING = -(1 << 62)
EVERYTHING = 1 << 62
# Outweighs any sum of gains, so that a plan with one option comes out first.
DECISIVE = 1 << 61
# Weeks a thread takes at once.
_AT_ONCE = 256


@dataclass(frozen=True)
class Priced:
    """What a search found for some weeks.

    Attributes:
        count: plans found of each week, shape (weeks,).
        worth: of each plan, shape (weeks, keep), in no order; only the first `count` count.
        size: options of each plan, the same shape.
        plan: option numbers, shape (weeks, keep, largest room).
        exact: False where the search gave up, so that a better plan may exist, shape (weeks,).
    """

    count: Ints
    worth: Ints
    size: Ints
    plan: npt.NDArray[np.int32]
    exact: Bools

    def best(self, otherwise: Ints) -> Ints:
        """Return the worth of the best plan found of each week, or of `otherwise`, whichever is more."""
        found = np.arange(self.worth.shape[1])[None, :] < self.count[:, None]
        best: Ints = np.where(found, self.worth, NOTHING).max(axis=1, initial=NOTHING)
        return np.maximum(best, otherwise)


@dataclass(frozen=True)
class Question:
    """What is asked of a search.

    Attributes:
        gains: of each option, shape (options,).
        load: units of the load cost.
        keep: how many plans to return at most; the best, the first found among equals.
        more_than: plans of a week that are not worth more than this are left out, shape (weeks,).
        node_limit: plans of one helper to try before giving up.
    """

    gains: Ints
    load: int
    keep: int
    more_than: Ints
    node_limit: int = NODE_LIMIT


def best_plans(part: Part, question: Question, *, weeks: slice | None = None, threads: int = 1) -> Priced:
    """Find the best plans of some weeks of a part (all of them without `weeks`)."""
    span = range(*(weeks or slice(None)).indices(len(part.helper)))
    largest = int(part.weeks.room[span.start : span.stop].max(initial=1))
    priced = Priced(
        count=np.zeros(len(span), dtype=np.int64),
        worth=np.zeros((len(span), question.keep), dtype=np.int64),
        size=np.zeros((len(span), question.keep), dtype=np.int64),
        plan=np.zeros((len(span), question.keep, max(1, largest)), dtype=np.int32),
        exact=np.ones(len(span), dtype=np.bool_),
    )

    def search(begin: int) -> None:
        end = min(begin + _AT_ONCE, span.stop)
        own = slice(begin - span.start, end - span.start)
        found = (priced.count[own], priced.worth[own], priced.size[own], priced.plan[own], priced.exact[own])
        _search_weeks(
            part.weeks,
            part.ways,
            (begin, end),
            (question.gains, question.load, question.more_than, question.node_limit),
            found,
        )

    begins = range(span.start, span.stop, _AT_ONCE)
    if threads > 1 and len(begins) > 1:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(search, begins))
    else:
        for begin in begins:
            search(begin)
    return priced


def best_with(part: Part, question: Question, options: Ints) -> Priced:
    """Find the best plan that contains an option, for each of some options; a row each.

    `question.more_than` and `keep` do not count; the worth is that at the given gains.
    """
    largest = max(1, int(part.weeks.room.max(initial=1)))
    n = len(options)
    priced = Priced(
        count=np.zeros(n, dtype=np.int64),
        worth=np.zeros((n, 1), dtype=np.int64),
        size=np.zeros((n, 1), dtype=np.int64),
        plan=np.zeros((n, 1, largest), dtype=np.int32),
        exact=np.ones(n, dtype=np.bool_),
    )
    weeks = np.searchsorted(part.weeks.first, options, side="right") - 1
    found = (priced.count, priced.worth, priced.size, priced.plan, priced.exact)
    asked = (question.gains.copy(), question.load, question.node_limit)
    _search_with(part.weeks, part.ways, options, weeks, asked, found)
    return priced


def gains_of(part: Part, option_prices: Ints, units_per_point: int) -> Ints:
    """Return the gain of every option at its price, both in the same units."""
    gains: Ints = part.weeks.points * units_per_point - option_prices
    return gains


@njit(cache=True, nogil=True)
def _search_weeks(weeks, ways, span, question, found):  # type: ignore[no-untyped-def]
    gains, load, more_than, node_limit = question
    count, worth, size, plan, exact = found
    begin, end = span
    largest = 1
    for week in range(begin, end):
        largest = max(largest, weeks.room[week])
    bench = new_bench(largest + 1)
    stack = np.empty((4, largest + 2), np.int64)
    current = np.empty(largest + 1, np.int64)
    for week in range(begin, end):
        row = week - begin
        order = falling(weeks, gains, week)
        limits = (week, load, node_limit, more_than[week])
        count[row], exact[row] = _search_week(
            weeks, ways, order, gains, limits, (stack, current, bench), (worth[row], size[row], plan[row])
        )


@njit(cache=True, nogil=True)
def _search_with(weeks, ways, options, of_weeks, question, found):  # type: ignore[no-untyped-def]
    gains, load, node_limit = question
    count, worth, size, plan, exact = found
    largest = plan.shape[2]
    bench = new_bench(largest + 1)
    stack = np.empty((4, largest + 2), np.int64)
    current = np.empty(largest + 1, np.int64)
    for row in range(len(options)):
        option, week = options[row], of_weeks[row]
        gain = gains[option]
        gains[option] = DECISIVE
        order = falling(weeks, gains, week)
        limits = (week, load, node_limit, np.int64(DECISIVE // 2))
        count[row], exact[row] = _search_week(
            weeks, ways, order, gains, limits, (stack, current, bench), (worth[row], size[row], plan[row])
        )
        worth[row, 0] += gain - DECISIVE
        gains[option] = gain


@njit(cache=True, nogil=True)
def falling(weeks, gains, week):  # type: ignore[no-untyped-def]
    """Locked options first, then the others by falling gain; those that lose are left out."""
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


@njit(cache=True, nogil=True)
def _search_week(weeks, ways, order, gains, limits, room, kept):  # type: ignore[no-untyped-def]
    """Grow plans by options of falling gain; cut off what cannot beat the worst of the kept plans."""
    week, load, nodes_left, floor = limits
    stack, plan, bench = room
    if floor == EVERYTHING:
        return 0, True
    nexts, worth, minutes, musts = stack
    count, exact, depth = 0, True, 0
    nexts[0], worth[0], minutes[0], musts[0] = 0, 0, 0, weeks.musts[week]
    if musts[0] == 0:
        count, floor = _keep(kept, count, plan, 0, 0, floor)
    while depth >= 0:
        at = nexts[depth]
        if at >= len(order) or depth >= weeks.room[week]:
            depth -= 1
            continue
        option = order[at]
        if not weeks.locked[option] and (
            musts[depth] > 0
            or worth[depth] + _ceiling(weeks, order, gains, at, (week, depth, load, minutes[depth])) <= floor
        ):
            depth -= 1
            continue
        nexts[depth] = at + 1
        nodes_left -= 1
        if nodes_left < 0:
            return count, False
        grown = minutes[depth] + weeks.minutes[option]
        if grown > weeks.most_minutes[week] or _is_doubled(weeks, plan, depth, option):
            continue
        plan[depth] = option
        verdict = pack(weeks, ways, plan, depth + 1, bench)
        exact = exact and verdict != GAVE_UP
        if verdict == FITS:
            worth[depth + 1] = worth[depth] + gains[option] - load * depth
            minutes[depth + 1], nexts[depth + 1] = grown, at + 1
            musts[depth + 1] = musts[depth] - weeks.locked[option]
            depth += 1
            if musts[depth] == 0:
                count, floor = _keep(kept, count, plan, depth, worth[depth], floor)
    return count, exact


@njit(cache=True, nogil=True)
def _is_doubled(weeks, plan, size, option):  # type: ignore[no-untyped-def]
    """Whether the plan serves the request of the option already, at another agreed time."""
    if weeks.time[option] >= 0:
        for place in range(size):
            if weeks.request[plan[place]] == weeks.request[option]:
                return True
    return False


@njit(cache=True, nogil=True)
def _ceiling(weeks, order, gains, at, state):  # type: ignore[no-untyped-def]
    """Most that option `order[at]`, with the best of those after it, can add to a plan of `size`."""
    week, size, load, minutes = state
    added = gains[order[at]] - load * size
    most = weeks.room[week]
    for place in range(at + 1, min(len(order), at + most - size)):
        size += 1
        more = gains[order[place]] - load * size
        if more <= 0:
            break
        added += more
    return added


@njit(cache=True, nogil=True)
def _keep(kept, count, plan, size, worth, floor):  # type: ignore[no-untyped-def]
    """Put a plan among the kept ones, in place of the worst if need be; return their number and the floor."""
    worths, sizes, plans = kept
    if worth <= floor:
        return count, floor
    at = count
    if count == len(worths):
        at = _worst(worths, count)
    else:
        count += 1
    worths[at], sizes[at] = worth, size
    for place in range(size):
        plans[at, place] = plan[place]
    if count == len(worths):
        floor = max(floor, worths[_worst(worths, count)])
    return count, floor


@njit(cache=True, nogil=True)
def _worst(worths, count):  # type: ignore[no-untyped-def]
    """Place of the smallest worth, the last found among equals."""
    at = 0
    for place in range(1, count):
        if worths[place] <= worths[at]:
            at = place
    return at
