"""An order for the visits of one day, compiled: the inner of the two searches described in `packing`."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from matching.pairing.compiled import inner_kernel, kernel
from matching.pairing.travel import Ways, way_minutes
from matching.pairing.weeks import Bools, Ints, Weeks

UNFIT, FITS, GAVE_UP = 0, 1, 2


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
