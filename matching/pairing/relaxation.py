"""A worth above all plans of a helper, found without times; the rule is written in docs/matching.md.

A checker computes it again, so it may not change without the document.
"""

from __future__ import annotations

import numpy as np

from matching.pairing.compiled import inner_kernel, kernel
from matching.pairing.parts import Part
from matching.pairing.plan_search import falling
from matching.pairing.weeks import NO_LIMIT, Ints, Weeks


def relaxed_worth(part: Part, gains: Ints, load: int, weeks: Ints) -> Ints:
    """Return for some weeks a worth that no plan of the helper exceeds.

    The smaller of two: as many requests as there is room for, without minutes; and as many minutes as there
    are, the last request in part (Dantzig 1957), without load but that of the locked requests.

    Args:
        part: the helpers.
        gains: of each option, in whole units, shape (options,).
        load: of the load cost, in the same units.
        weeks: which weeks, shape (n,); the result has the same shape.
    """
    worth = np.zeros(len(weeks), dtype=np.int64)
    _relax(part.weeks, gains, load, weeks, worth)
    return worth


@kernel
def _relax(weeks: Weeks, gains: Ints, load: int, chosen: Ints, worth: Ints) -> None:
    for row in range(len(chosen)):
        week = chosen[row]
        order = _each_request_once(weeks, falling(weeks, gains, week))
        locked, minutes = _locked_worth(weeks, gains, order, load)
        free = order[weeks.musts[week] :]
        worth[row] = locked + _most_by_count(weeks, gains, free, week, load)
        if weeks.most_minutes[week] < NO_LIMIT:
            left = weeks.most_minutes[week] - minutes
            worth[row] = min(worth[row], locked + _most_by_minutes(weeks, gains, free, left))


@inner_kernel
def _each_request_once(weeks: Weeks, order: Ints) -> Ints:
    """Leave out further times of a request; they gain the same, so they stand side by side."""
    once = np.empty(len(order), np.int64)
    n = 0
    for option in order:
        if n == 0 or weeks.request[once[n - 1]] != weeks.request[option]:
            once[n] = option
            n += 1
    return once[:n]


@inner_kernel
def _locked_worth(weeks: Weeks, gains: Ints, order: Ints, load: int) -> tuple[int, int]:
    """Return worth and minutes of the locked options, which stand first."""
    worth, minutes, held = 0, 0, 0
    while held < len(order) and weeks.locked[order[held]]:
        worth += gains[order[held]] - load * held
        minutes += weeks.minutes[order[held]]
        held += 1
    return worth, minutes


@inner_kernel
def _most_by_count(weeks: Weeks, gains: Ints, free: Ints, week: int, load: int) -> int:
    held, worth = weeks.musts[week], 0
    for option in free:
        if held >= weeks.room[week] or gains[option] <= load * held:
            break
        worth += gains[option] - load * held
        held += 1
    return worth


@inner_kernel
def _most_by_minutes(weeks: Weeks, gains: Ints, free: Ints, left: int) -> int:
    ratio = np.empty(len(free), np.float64)
    for place in range(len(free)):
        ratio[place] = -gains[free[place]] / max(np.float64(weeks.minutes[free[place]]), 1e-9)
    worth = 0
    for place in np.argsort(ratio, kind="mergesort"):
        gain, minutes = gains[free[place]], weeks.minutes[free[place]]
        if minutes > left:
            # Rounded up, in two steps, so that nothing overflows and nothing is lost.
            whole, rest = gain // minutes, gain % minutes
            return int(worth + whole * left - (-rest * left // minutes))
        worth += gain
        left -= minutes
    return worth
