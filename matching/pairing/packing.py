"""Times for the visits of one helper's week, compiled: whether requests fit together, and when each visit starts.

All functions here take `weeks` and `ways` of one part and option numbers of one helper.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from matching.pairing.travel import Ways, way_minutes
from matching.pairing.weeks import Ints, Weeks

# Steps of the search for times of one plan. Beyond them the plan is called unfit, which is on the safe side
# for an answer, but not for a bound: whoever asks has to know.
STEP_LIMIT = 100_000

UNFIT, FITS, GAVE_UP = 0, 1, 2
_UNKNOWN = -1


class Bench(NamedTuple):
    """Room to work on, made once and used for many plans of at most `size` options.

    Attributes:
        timed: options of the plan that have times, the hardest to place first.
        mask: weekdays of each of them as bits; `verdict`: what is known of each and weekday, shape (size, 7).
        on_day, count: the options of each weekday, shape (7, size), and how many they are.
        members: options of the day at work, by the end of their times.
        order, begin: places in `members` and start minutes in order of time.
        choice: how far each place of the order is tried, `nexts` the earliest starts, shape (size, size).
        used: which members are placed.
        steps: how many steps are left, shape (1,).
    """

    timed: Ints
    mask: Ints
    verdict: npt.NDArray[np.int8]
    on_day: Ints
    count: Ints
    members: Ints
    order: Ints
    begin: Ints
    choice: Ints
    nexts: Ints
    used: npt.NDArray[np.bool_]
    steps: Ints


@njit(cache=True, nogil=True)
def new_bench(size: int) -> Bench:
    """Return room for plans of at most `size` options."""
    return Bench(
        np.empty(size, np.int64),
        np.empty(size, np.int64),
        np.empty((size, 7), np.int8),
        np.empty((7, size), np.int64),
        np.zeros(7, np.int64),
        np.empty(size, np.int64),
        np.empty(size, np.int64),
        np.empty(size, np.int64),
        np.empty(size, np.int64),
        np.empty((size, size), np.int64),
        np.empty(size, np.bool_),
        np.zeros(1, np.int64),
    )


@njit(cache=True, nogil=True)
def pack(weeks: Weeks, ways: Ways, plan: Ints, size: int, bench: Bench) -> int:
    """Say whether all visits of `plan[:size]` find a time: `UNFIT`, `FITS`, or `GAVE_UP`.

    If they do, `bench.on_day` holds who is visited on which weekday.
    """
    if size == 1:
        return FITS if _place_alone(weeks, plan[0], bench) else UNFIT
    bench.steps[0] = STEP_LIMIT
    bench.count[:] = 0
    n = _hardest_first(weeks, plan, size, bench)
    placed = 0
    bench.mask[0] = 0
    bench.verdict[0] = _UNKNOWN
    while placed < n:
        found = _next_days(weeks, ways, placed, bench)
        if found == GAVE_UP:
            return GAVE_UP
        if found == FITS:
            placed += 1
            if placed < n:
                bench.mask[placed] = 0
                bench.verdict[placed] = _UNKNOWN
        elif placed == 0:
            return UNFIT
        else:
            placed -= 1
            _take_off(placed, bench)
    return FITS


@njit(cache=True, nogil=True)
def _place_alone(weeks, option, bench):  # type: ignore[no-untyped-def]
    """Put a single option on its first days; a possible pair always has enough of them."""
    bench.count[:] = 0
    if not weeks.timed[option]:
        return True
    left = weeks.visits[option]
    for weekday in range(7):
        if left and weeks.stretch_first[7 * option + weekday] < weeks.stretch_first[7 * option + weekday + 1]:
            bench.on_day[weekday, 0] = option
            bench.count[weekday] = 1
            left -= 1
    return left == 0


@njit(cache=True, nogil=True)
def _hardest_first(weeks, plan, size, bench):  # type: ignore[no-untyped-def]
    """Sort the options with times by their spare days; return how many they are."""
    n = 0
    for place in range(size):
        option = plan[place]
        if not weeks.timed[option]:
            continue
        at = n
        while at > 0 and weeks.spare_days[bench.timed[at - 1]] > weeks.spare_days[option]:
            bench.timed[at] = bench.timed[at - 1]
            at -= 1
        bench.timed[at] = option
        n += 1
    return n


@njit(cache=True, nogil=True)
def _next_days(weeks, ways, placed, bench):  # type: ignore[no-untyped-def]
    """Give the option at `placed` its next set of weekdays that can take it."""
    option = bench.timed[placed]
    visits = weeks.visits[option]
    for mask in range(bench.mask[placed] + 1, 128):
        if _bits(mask) != visits:
            continue
        verdict = FITS
        for weekday in range(7):
            if verdict == FITS and mask >> weekday & 1:
                verdict = _verdict(weeks, ways, placed, weekday, bench)
        if verdict == GAVE_UP:
            return GAVE_UP
        if verdict == FITS:
            bench.mask[placed] = mask
            for weekday in range(7):
                if mask >> weekday & 1:
                    bench.on_day[weekday, bench.count[weekday]] = option
                    bench.count[weekday] += 1
            return FITS
    return UNFIT


@njit(cache=True, nogil=True)
def _verdict(weeks, ways, placed, weekday, bench):  # type: ignore[no-untyped-def]
    """Whether the weekday can take the option on top of what it holds; asked for once."""
    if bench.verdict[placed, weekday] == _UNKNOWN:
        option = bench.timed[placed]
        row = 7 * option + weekday
        if weeks.stretch_first[row] == weeks.stretch_first[row + 1]:
            bench.verdict[placed, weekday] = UNFIT
        else:
            count = bench.count[weekday]
            bench.on_day[weekday, count] = option
            bench.verdict[placed, weekday] = sequence(weeks, ways, weekday, count + 1, bench)
    return bench.verdict[placed, weekday]


@njit(cache=True, nogil=True)
def _take_off(placed, bench):  # type: ignore[no-untyped-def]
    for weekday in range(7):
        if bench.mask[placed] >> weekday & 1:
            bench.count[weekday] -= 1


@njit(cache=True, nogil=True)
def _bits(mask):  # type: ignore[no-untyped-def]
    count = 0
    while mask:
        mask &= mask - 1
        count += 1
    return count


@njit(cache=True, nogil=True)
def sequence(weeks: Weeks, ways: Ways, weekday: int, size: int, bench: Bench) -> int:
    """Order the first `size` options of a day, each visit as early as it can be: `order` and `begin` of the bench.

    Nothing is lost by starting early: in any day that works, moving the visits forward one after the other,
    in their order, never makes room smaller for a later one.
    """
    _earliest_end_first(weeks, weekday, size, bench)
    bench.used[:size] = False
    placed, entering = 0, True
    while True:
        if entering:
            bench.steps[0] -= 1
            if bench.steps[0] < 0 and size > 1:
                return GAVE_UP
            bench.choice[placed] = 0 if _earliest_starts(weeks, ways, weekday, placed, size, bench) else size
        at = bench.choice[placed]
        while at < size and bench.used[at]:
            at += 1
        if at < size:
            bench.choice[placed] = at + 1
            bench.order[placed], bench.begin[placed] = at, bench.nexts[placed, at]
            bench.used[at] = True
            placed += 1
            if placed == size:
                return FITS
            entering = True
        else:
            placed -= 1
            if placed < 0:
                return UNFIT
            bench.used[bench.order[placed]] = False
            entering = False


@njit(cache=True, nogil=True)
def _earliest_end_first(weeks, weekday, size, bench):  # type: ignore[no-untyped-def]
    for place in range(size):
        option = bench.on_day[weekday, place]
        last = weeks.stretch_to[weeks.stretch_first[7 * option + weekday + 1] - 1]
        at = place
        while at > 0:
            before = bench.members[at - 1]
            if weeks.stretch_to[weeks.stretch_first[7 * before + weekday + 1] - 1] <= last:
                break
            bench.members[at] = before
            at -= 1
        bench.members[at] = option


@njit(cache=True, nogil=True)
def _earliest_starts(weeks, ways, weekday, placed, size, bench):  # type: ignore[no-untyped-def]
    """Note the earliest start of every member not placed yet; False when one has none.

    Whatever came before it, such a visit would only start later.
    """
    for at in range(size):
        if not bench.used[at]:
            start = _earliest(weeks, ways, weekday, at, placed, bench)
            if start < 0:
                return False
            bench.nexts[placed, at] = start
    return True


@njit(cache=True, nogil=True)
def _earliest(weeks, ways, weekday, at, placed, bench):  # type: ignore[no-untyped-def]
    option = bench.members[at]
    free_from = 0
    for place in range(placed):
        before = bench.members[bench.order[place]]
        travel = way_minutes(ways, weeks.request[before], weeks.request[option])
        arrival = bench.begin[place] + weeks.visit_minutes[before] + travel
        free_from = max(free_from, arrival)
    on_grid = -(-free_from // weeks.grid_minutes) * weeks.grid_minutes
    for row in range(weeks.stretch_first[7 * option + weekday], weeks.stretch_first[7 * option + weekday + 1]):
        start = max(np.int64(weeks.stretch_from[row]), on_grid)
        if start <= weeks.stretch_to[row]:
            return start
    return np.int64(-1)


def fits(weeks: Weeks, ways: Ways, plan: Sequence[int]) -> bool:
    """Return whether all visits of a plan surely find a time."""
    return pack(weeks, ways, np.array(plan, dtype=np.int64), len(plan), new_bench(len(plan) + 1)) == FITS


@njit(cache=True, nogil=True)
def write_starts(weeks: Weeks, ways: Ways, plan: Ints, size: int, starts: Ints) -> bool:
    """Write the start minute of every visit of a plan into `starts`, shape (size, 7), -1 for no visit.

    Returns False, with nothing written, for a plan that does not fit.
    """
    bench = new_bench(size)
    starts[:] = -1
    if pack(weeks, ways, plan, size, bench) != FITS:
        return False
    for weekday in range(7):
        bench.steps[0] = STEP_LIMIT
        count = bench.count[weekday]
        if count:
            sequence(weeks, ways, weekday, count, bench)
        for place in range(count):
            option = bench.members[bench.order[place]]
            for at in range(size):
                if plan[at] == option:
                    starts[at, weekday] = bench.begin[place]
    return True
