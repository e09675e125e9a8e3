"""Times for the visits of one helper's week, compiled: whether requests fit together, and when each starts.

Two searches in depth, one inside the other, both as loops (numba keeps no recursive functions on the disk):

- `pack` gives each option of a plan its weekdays. The options stand in a row, the hardest to place first.
  Each in turn takes the first set of weekdays that can hold its visits besides what those before it have
  put there; where there is none, the one before it goes on to its next set of weekdays.
- `sequence` finds out whether one weekday can hold some visits. Each place of the day in turn takes the
  first visit, of those not yet placed, that was not tried there; it starts as early as the visits before it
  and the travel from each of them allow. Where a visit that is still to come could no longer start at all,
  the place before goes on to its next visit.

Both are exact: every set of weekdays and every order is tried before a plan is called `UNFIT`. To start as
early as possible loses nothing: in any day that works, moving the visits forward one after the other, in
their order, never makes room smaller for a later one.

All functions here take `weeks` and `ways` of one part and option numbers of one helper.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from matching.pairing.compiled import inner_kernel, kernel
from matching.pairing.travel import Ways, way_minutes
from matching.pairing.weeks import Bools, Ints, Weeks

# Steps of the search for times of one plan. Beyond them the plan is called unfit, which is on the safe side
# for an answer, but not for a bound: whoever asks has to know.
STEP_LIMIT = 100_000

UNFIT, FITS, GAVE_UP = 0, 1, 2
_UNKNOWN = -1
# Of each set of weekdays as bits, how many they are.
_DAYS_IN = np.array([days.bit_count() for days in range(1 << 7)], dtype=np.int64)


class Bench(NamedTuple):
    """Room to work on, made once and used for many plans of at most `size` options.

    Attributes:
        timed: options of the plan that have times, the hardest to place first.
        days: weekdays of each of them as bits.
        verdict: what is known of each of them and each weekday, shape (size, 7).
        on_day: options of each weekday, shape (7, size), of which the first `day_size` count.
        day_size: see `on_day`.
        members: options of the day at work, by the end of their times.
        order: places in `members` in order of time; `begin` are the start minutes.
        begin: see `order`.
        tried: how far each place of the order is tried.
        starts: earliest start of each member at each place of the order, shape (size, size).
        is_placed: of each member.
        steps: how many steps are left, shape (1,).
    """

    timed: Ints
    days: Ints
    verdict: npt.NDArray[np.int8]
    on_day: Ints
    day_size: Ints
    members: Ints
    order: Ints
    begin: Ints
    tried: Ints
    starts: Ints
    is_placed: Bools
    steps: Ints


@kernel
def new_bench(most: int) -> Bench:
    """Return room for plans of at most `most` options."""
    size = most + 1
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


@kernel
def sequence(weeks: Weeks, ways: Ways, weekday: int, size: int, bench: Bench) -> int:
    """Say whether the first `size` options of a weekday find an order: `UNFIT`, `FITS`, or `GAVE_UP`.

    If they do, `bench.order` and `bench.begin` hold it.
    """
    _earliest_end_first(weeks, weekday, size, bench)
    bench.is_placed[:size] = False
    placed, is_new = int(np.int64(0)), True
    while 0 <= placed < size:
        if is_new:
            bench.steps[0] -= 1
            if bench.steps[0] < 0 and size > 1:
                return GAVE_UP
            all_can = _note_earliest_starts(weeks, ways, weekday, placed, size, bench)
            bench.tried[placed] = 0 if all_can else size
        is_new = _place_next(placed, size, bench)
        placed += 1 if is_new else -1
        if placed >= 0 and not is_new:
            bench.is_placed[bench.order[placed]] = False
    return FITS if placed == size else UNFIT


@inner_kernel
def _place_next(placed: int, size: int, bench: Bench) -> bool:
    """Give the place its next member; False when all are tried."""
    at = bench.tried[placed]
    while at < size and bench.is_placed[at]:
        at += 1
    if at == size:
        return False
    bench.tried[placed] = at + 1
    bench.order[placed] = at
    bench.begin[placed] = bench.starts[placed, at]
    bench.is_placed[at] = True
    return True


@inner_kernel
def _earliest_end_first(weeks: Weeks, weekday: int, size: int, bench: Bench) -> None:
    """Sort the options of the day by their last possible start: an order that mostly works at once."""
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


@inner_kernel
def _note_earliest_starts(  # noqa: PLR0917 - compiled functions take no keywords
    weeks: Weeks, ways: Ways, weekday: int, placed: int, size: int, bench: Bench
) -> bool:
    """Note when each member not placed yet could start; False when one cannot.

    Whatever else comes before it, such a visit would only start later.
    """
    for at in range(size):
        if not bench.is_placed[at]:
            start = _earliest(weeks, ways, weekday, at, placed, bench)
            if start < 0:
                return False
            bench.starts[placed, at] = start
    return True


@inner_kernel
def _earliest(  # noqa: PLR0917 - compiled functions take no keywords
    weeks: Weeks, ways: Ways, weekday: int, at: int, placed: int, bench: Bench
) -> int:
    """Earliest start of a member after the first `placed` of the order, on the grid; -1 if there is none."""
    option = bench.members[at]
    free_from = 0
    for place in range(placed):
        before = bench.members[bench.order[place]]
        travel = way_minutes(ways, weeks.request[before], weeks.request[option])
        free_from = max(free_from, int(bench.begin[place] + weeks.visit_minutes[before] + travel))
    on_grid = -(-free_from // weeks.grid_minutes) * weeks.grid_minutes
    row = 7 * option + weekday
    for stretch in range(weeks.stretch_first[row], weeks.stretch_first[row + 1]):
        start = max(int(weeks.stretch_from[stretch]), on_grid)
        if start <= weeks.stretch_to[stretch]:
            return start
    return -1


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
