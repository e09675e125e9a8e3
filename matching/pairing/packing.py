"""Times for the visits of one helper's week, compiled: whether requests fit together, and when each starts.

Two searches in depth, one inside the other, both as loops (numba keeps no recursive functions on the disk):

- `pack` gives each option of a plan its weekdays. The options stand in a row, the hardest to place first.
  Each in turn takes the first set of weekdays that can hold its visits besides what those before it have
  put there; where there is none, the one before it goes on to its next set of weekdays.
- `sequencing.sequence` finds out whether one weekday can hold some visits. Each place of the day in turn
  takes the first visit, of those not yet placed, that was not tried there; it starts as early as the visits
  before it and the travel from each of them allow. Where a visit that is still to come could no longer start
  at all, the place before goes on to its next visit.

Both are exact: every set of weekdays and every order is tried before a plan is called `UNFIT`. To start as
early as possible loses nothing: in any day that works, moving the visits forward one after the other, in
their order, never makes room smaller for a later one.

All functions here take `weeks` and `ways` of one part and option numbers of one helper.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matching.pairing.compiled import inner_kernel, kernel
from matching.pairing.sequencing import FITS, GAVE_UP, UNFIT, Bench, new_bench, sequence
from matching.pairing.travel import Ways
from matching.pairing.weeks import Ints, Weeks

# Steps of the search for times of one plan. Beyond them the plan is called unfit, which is on the safe side
# for an answer, but not for a bound: whoever asks has to know.
STEP_LIMIT = 100_000

_UNKNOWN = -1
# Of each set of weekdays as bits, how many they are.
_DAYS_IN = np.array([days.bit_count() for days in range(1 << 7)], dtype=np.int64)


@kernel
def pack(weeks: Weeks, ways: Ways, plan: Ints, size: int, bench: Bench) -> int:
    """Say whether all visits of `plan[:size]` find a time: `UNFIT`, `FITS`, or `GAVE_UP`.

    If they do, `bench.on_day` holds who is visited on which weekday.
    """
    bench.day_size[:] = 0
    if size == 1:
        return _place_alone(weeks, plan[0], bench)
    bench.steps[0] = STEP_LIMIT
    n = _hardest_first(weeks, plan, size, bench)
    # A plain 0 would be a type of its own to numba, and all that follows compiled twice.
    placed = int(np.int64(0))
    _forget_days(placed, bench)
    while 0 <= placed < n:
        found = _next_days(weeks, ways, placed, bench)
        if found == GAVE_UP:
            return GAVE_UP
        if found == FITS:
            placed += 1
            _forget_days(placed, bench)
        else:
            placed -= 1
            _take_off(placed, bench)
    return FITS if placed == n else UNFIT


@inner_kernel
def _place_alone(weeks: Weeks, option: int, bench: Bench) -> int:
    """Put a single option on its first days; a possible pair always has enough of them."""
    if not weeks.timed[option]:
        return FITS
    left = weeks.visits[option]
    for weekday in range(7):
        row = 7 * option + weekday
        if left > 0 and weeks.stretch_first[row] < weeks.stretch_first[row + 1]:
            bench.on_day[weekday, 0] = option
            bench.day_size[weekday] = 1
            left -= 1
    return FITS if left == 0 else UNFIT


@inner_kernel
def _hardest_first(weeks: Weeks, plan: Ints, size: int, bench: Bench) -> int:
    """Sort the options with times by their spare days; return how many they are."""
    n = 0
    for option in plan[:size]:
        if not weeks.timed[option]:
            continue
        at = n
        while at > 0 and weeks.spare_days[bench.timed[at - 1]] > weeks.spare_days[option]:
            bench.timed[at] = bench.timed[at - 1]
            at -= 1
        bench.timed[at] = option
        n += 1
    return n


@inner_kernel
def _forget_days(placed: int, bench: Bench) -> None:
    """Begin anew with the option at `placed`, because other options lie on the days now."""
    bench.days[placed] = 0
    bench.verdict[placed] = _UNKNOWN


@inner_kernel
def _next_days(weeks: Weeks, ways: Ways, placed: int, bench: Bench) -> int:
    """Put the option at `placed` on its next set of weekdays that can hold it; `UNFIT` when there is none."""
    visits = weeks.visits[bench.timed[placed]]
    for days in range(bench.days[placed] + 1, len(_DAYS_IN)):
        if _DAYS_IN[days] != visits:
            continue
        verdict = FITS
        for weekday in range(7):
            if verdict == FITS and days >> weekday & 1:
                verdict = _verdict(weeks, ways, placed, weekday, bench)
        if verdict == FITS:
            _put_on(placed, days, bench)
        if verdict != UNFIT:
            return verdict
    return UNFIT


@inner_kernel
def _verdict(weeks: Weeks, ways: Ways, placed: int, weekday: int, bench: Bench) -> int:
    """Whether the weekday can hold the option at `placed` on top of what it holds; found out once."""
    if bench.verdict[placed, weekday] == _UNKNOWN:
        option, size = bench.timed[placed], bench.day_size[weekday]
        row = 7 * option + weekday
        if weeks.stretch_first[row] == weeks.stretch_first[row + 1]:
            bench.verdict[placed, weekday] = UNFIT
        else:
            bench.on_day[weekday, size] = option
            bench.verdict[placed, weekday] = sequence(weeks, ways, weekday, size + 1, bench)
    return int(bench.verdict[placed, weekday])


@inner_kernel
def _put_on(placed: int, days: int, bench: Bench) -> None:
    bench.days[placed] = days
    for weekday in range(7):
        if days >> weekday & 1:
            bench.on_day[weekday, bench.day_size[weekday]] = bench.timed[placed]
            bench.day_size[weekday] += 1


@inner_kernel
def _take_off(placed: int, bench: Bench) -> None:
    if placed >= 0:
        for weekday in range(7):
            bench.day_size[weekday] -= bench.days[placed] >> weekday & 1


def fits(weeks: Weeks, ways: Ways, plan: Sequence[int]) -> bool:
    """Return whether all visits of a plan surely find a time."""
    return pack(weeks, ways, np.array(plan, dtype=np.int64), len(plan), new_bench(len(plan))) == FITS


@kernel
def write_starts(weeks: Weeks, ways: Ways, plan: Ints, size: int, starts: Ints) -> bool:
    """Write the start minute of every visit of a plan into `starts`, shape (size, 7), -1 for no visit.

    Returns False, with nothing written, for a plan that does not fit.
    """
    bench = new_bench(size)
    starts[:] = -1
    if pack(weeks, ways, plan, size, bench) != FITS:
        return False
    for weekday in range(7):
        count = bench.day_size[weekday]
        bench.steps[0] = STEP_LIMIT
        sequence(weeks, ways, weekday, count, bench)
        for place in range(count):
            for at in range(size):
                if plan[at] == bench.members[bench.order[place]]:
                    starts[at, weekday] = bench.begin[place]
    return True
