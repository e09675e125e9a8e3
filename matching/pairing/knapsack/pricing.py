"""The best plan of one helper at given gains, exactly: the 0/1 knapsack by dynamic programming over minutes.

Where a plan costs load, or the number of requests can bind, the table has a row for every number of requests
(Martello and Toth 1990, chapter 2; Kellerer, Pferschy and Pisinger 2004, section 9.7).

All kernels take the pairs of one helper as columns: `gains` (points, or whole units of points) and `minutes`
(0 or more). A limit consists of `width` (minutes the helper has), `room` (requests at most) and `load` (a
plan of k requests costs load * k * (k - 1) / 2). They run on whole numbers and floats alike; whole numbers
stay whole, so that a bound can be exact.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from matching.pairing.compiled import inner_kernel, kernel
from matching.pairing.knapsack.plain_part import Bools, Floats, Ints, Numbers

# Beyond so many entries of a table, or steps to fill it, minutes are rounded down to a coarser unit. That
# allows more plans than there are, so the worth is then a bound from above and no longer exact.
MOST_ENTRIES = 4_000_000
MOST_STEPS = 60_000_000


@inner_kernel
def wanted(gains: Numbers, skip: int) -> Ints:
    """Return the positions with a gain above 0, ascending, without `skip` (-1 for none)."""
    found = np.empty(len(gains), np.int64)
    count = 0
    for position in range(len(gains)):
        if gains[position] > 0 and position != skip:
            found[count] = position
            count += 1
    return found[:count]


@inner_kernel
def of(column: Numbers, positions: Ints) -> Numbers:
    """Return the entries at these positions (indexing with an array takes numba seconds to compile)."""
    own = np.empty(len(positions), column.dtype)
    for place in range(len(positions)):
        own[place] = column[positions[place]]
    return own


@inner_kernel
def is_counted(minutes: Ints, width: int, room: int, load: float) -> bool:
    """Whether the number of requests matters: it costs, or may run out before the minutes do."""
    if load > 0 or room >= len(minutes):
        return load > 0
    left = minutes.copy()
    total = 0
    for _ in range(room + 1):
        shortest = left.argmin()
        total += left[shortest]
        if total > width:
            return False
        left[shortest] = width + 1
    return True


@inner_kernel
def unit_needed(rows: int, width: int, options: int) -> int:
    """Return the unit of minutes at which a table is small enough: 1 unless it would be huge."""
    unit = 1
    while True:
        entries = (rows + 1) * (width // unit + 1)
        if (entries <= MOST_ENTRIES and entries * options <= MOST_STEPS) or unit > width:
            return unit
        unit *= 2


@inner_kernel
def worth_table(gains: Numbers, minutes: Ints, width: int, rows: int) -> Numbers:
    """Return the most gain with at most k requests (row) within so many minutes (column, 0..width).

    With `rows` 0 there is one row, and the number of requests is free.
    """
    table = np.zeros((rows + 1, width + 1), gains.dtype)
    for position in range(len(gains)):
        gain, size = gains[position], minutes[position]
        for row in range(rows, 0 if rows > 0 else -1, -1):
            before = table[max(row - 1, 0)]
            here = table[row]
            for left in range(width, size - 1, -1):
                with_it = before[left - size] + gain
                here[left] = max(here[left], with_it)
    return table


@inner_kernel
def worth_within(table: Numbers, left: int, room: int, load: float, held: int) -> Any:
    """Return the most gain within `left` minutes for whoever holds `held` requests, less the load cost."""
    if len(table) == 1:
        return table[0, left]
    best = table[0, left] - load * (held * (held - 1) // 2)
    for row in range(1, min(room - held, len(table) - 1) + 1):
        count = row + held
        best = max(best, table[row, left] - load * (count * (count - 1) // 2))
    return best


@kernel
def best_worth(gains: Numbers, minutes: Ints, width: int, room: int, load: float) -> tuple[Any, bool]:
    """Return what the best plan is worth (0 or more), and whether that is exact or only an upper bound."""
    positions = wanted(gains, -1)
    own_gains, own_minutes = of(gains, positions), of(minutes, positions)
    counted = is_counted(own_minutes, width, room, load)
    if not counted and own_minutes.sum() <= width:
        return own_gains.sum(), True
    table, unit = _table_of(own_gains, own_minutes, width, min(room, len(positions)) * counted)
    return worth_within(table, table.shape[1] - 1, room, load, 0), unit == 1


@kernel
def best_plan(gains: Numbers, minutes: Ints, width: int, room: int, load: float) -> Ints:
    """Return the positions of a best plan, ascending; a good plan that keeps the limits if not exact.

    Ties go to fewer requests, then to later positions left out.
    """
    positions = wanted(gains, -1)
    own_gains, own_minutes = of(gains, positions), of(minutes, positions)
    counted = is_counted(own_minutes, width, room, load)
    if not counted and own_minutes.sum() <= width:
        return positions
    rows = min(room, len(positions)) * counted
    width = min(width, own_minutes.sum())
    unit = unit_needed(rows, width, len(positions))
    # Rounded up, so that what fits the table fits the week.
    return of(
        positions, _picked(own_gains, _in_units(own_minutes, unit, unit - 1), width // unit, rows, load)
    )


@inner_kernel
def _table_of(gains: Numbers, minutes: Ints, width: int, rows: int) -> tuple[Numbers, int]:
    """Return the table of these options and its unit of minutes."""
    width = min(width, minutes.sum())
    unit = unit_needed(rows, width, len(gains))
    return worth_table(gains, _in_units(minutes, unit, 0), width // unit, rows), unit


@inner_kernel
def _in_units(minutes: Ints, unit: int, extra: int) -> Ints:
    """Return whole units of minutes, rounded down if `extra` is 0, up if it is `unit - 1`."""
    units = np.empty(len(minutes), np.int64)
    for position in range(len(minutes)):
        units[position] = (minutes[position] + extra) // unit
    return units


@inner_kernel
def _picked(gains: Numbers, minutes: Ints, width: int, rows: int, load: float) -> Ints:
    """Return the positions of the options that the best plan of the table takes, ascending."""
    options = len(gains)
    table = np.zeros((rows + 1, width + 1), gains.dtype)
    takes = np.zeros((options, rows + 1, width + 1), np.bool_)
    for position in range(options):
        gain, size = gains[position], minutes[position]
        for row in range(rows, 0 if rows > 0 else -1, -1):
            before = table[max(row - 1, 0)]
            for left in range(width, size - 1, -1):
                with_it = before[left - size] + gain
                if with_it > table[row, left]:
                    table[row, left] = with_it
                    takes[position, row, left] = True
    return _traced(takes, minutes, _best_row(table, load), width)


@inner_kernel
def _best_row(table: Numbers, load: float) -> int:
    best = 0
    last = table.shape[1] - 1
    for row in range(1, len(table)):
        ahead = table[row, last] - table[best, last]
        if ahead > load * (row * (row - 1) // 2 - best * (best - 1) // 2):
            best = row
    return best


@inner_kernel
def _traced(takes: Bools, minutes: Ints, row: int, left: int) -> Ints:
    """Follow the decisions back from the end."""
    picked = np.empty(len(minutes), np.int64)
    count = 0
    for position in range(len(minutes) - 1, -1, -1):
        if takes[position, row, left]:
            count += 1
            picked[len(minutes) - count] = position
            left -= minutes[position]
            row = max(row - 1, 0)
    return picked[len(minutes) - count :]


@kernel
def worth_with_and_without(gains: Numbers, minutes: Ints, width: int, room: int, load: float) -> Floats:
    """Return, for each pair, the most a plan with it and one without it can be worth; shape (2, pairs).

    Minus infinity where the pair does not fit at all; upper bounds where the tables would be huge.
    """
    found = np.full((2, len(gains)), -np.inf)
    shared = _others_table(gains, minutes, width, room, load, -1)
    for position in range(len(gains)):
        table, unit = shared
        if gains[position] > 0:
            table, unit = _others_table(gains, minutes, width, room, load, position)
        last = table.shape[1] - 1
        found[1, position] = worth_within(table, last, room, load, 0)
        left = width - minutes[position]
        if left >= 0 and room > 0:
            others = worth_within(table, min(left // unit, last), room, load, 1)
            found[0, position] = gains[position] + others
    return found


@inner_kernel
def _others_table(  # noqa: PLR0917 - kernels take no keywords
    gains: Numbers, minutes: Ints, width: int, room: int, load: float, skip: int
) -> tuple[Numbers, int]:
    positions = wanted(gains, skip)
    own_minutes = of(minutes, positions)
    # One place may be taken already, by the pair in question.
    counted = is_counted(own_minutes, width, room - 1, load)
    return _table_of(of(gains, positions), own_minutes, width, min(room, len(positions)) * counted)
