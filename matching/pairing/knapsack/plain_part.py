"""A part without times as plain columns: the locked pairs taken out, minutes in the largest common unit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from matching.pairing.parts import Part
from matching.pairing.ties import tie_bonus
from matching.pairing.weeks import NO_LIMIT

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
# Points, or whole units of points: kernels are compiled for either.
Numbers = npt.NDArray[Any]


@dataclass(frozen=True)
class PlainPart:
    """What is left to decide once the locked pairs are in their plans.

    Every locked pair of a helper makes each further one dearer by `load`; that is taken off the points here,
    so that a plan of k free pairs costs load * k * (k - 1) / 2 whatever is locked.

    Attributes:
        starts: where the pairs of each helper begin, shape (helpers + 1,).
        option: row of each pair in `Part.weeks`, ascending.
        helper: of each pair, ascending; `request`: likewise, ascending for each helper.
        points: value and score of each pair, less the load for the helper's locked pairs.
        minutes: of each pair, in a unit of its helper.
        width: minutes each helper has left, in the same unit; never more than all its pairs take.
        room: requests each helper can still take.
        needed: helpers each request still needs.
        least_price: a price below this would let a pair that cannot be chosen any more look good.
        bonus: points of each request, less than 1 in all, that decide between equal answers.
        load: of one helper's further requests.
        locked: rows of the locked pairs in `Part.weeks`.
        locked_points: value and score of the locked pairs, less their load cost.
    """

    starts: Ints
    option: Ints
    helper: Ints
    request: Ints
    points: Ints
    minutes: Ints
    width: Ints
    room: Ints
    needed: Ints
    least_price: Ints
    bonus: Floats
    load: int
    locked: Ints
    locked_points: int

    def objective(self, chosen: Bools) -> int:
        """Return the points of an answer, the locked pairs included.

        Args:
            chosen: which of the pairs are in it, shape (pairs,).
        """
        held = np.bincount(self.helper[chosen], minlength=len(self.room))
        return self.locked_points + int(self.points[chosen].sum()) - _load_cost(self.load, held)

    def only(self, kept: Bools) -> PlainPart:
        """Return the same part with fewer pairs; kept is of shape (pairs,)."""
        counted = np.append(0, np.cumsum(kept))
        return replace(
            self,
            starts=counted[self.starts],
            option=self.option[kept],
            helper=self.helper[kept],
            request=self.request[kept],
            points=self.points[kept],
            minutes=self.minutes[kept],
        )


def plain_part(part: Part) -> PlainPart:
    """Return the part as columns; its pairs must have no times."""
    weeks = part.weeks
    n_helpers = len(weeks.room)
    helper = np.repeat(np.arange(n_helpers), np.diff(weeks.first))
    request = weeks.request.astype(np.int64)
    needed = part.needed - np.bincount(request[weeks.locked], minlength=len(part.needed))
    held = np.bincount(helper[weeks.locked], minlength=n_helpers)
    own_minutes, width = _minutes(part, helper)
    room = weeks.room - held
    free = ~weeks.locked & (needed[request] > 0) & (room[helper] > 0) & (own_minutes <= width[helper])
    minutes, width = _in_largest_unit(helper[free], own_minutes[free], width)
    return PlainPart(
        starts=np.searchsorted(helper[free], np.arange(n_helpers + 1)).astype(np.int64),
        option=np.flatnonzero(free),
        helper=helper[free],
        request=request[free],
        points=weeks.points[free] - weeks.load * held[helper[free]],
        minutes=minutes,
        width=width,
        room=np.minimum(room, np.bincount(helper[free], minlength=n_helpers)),
        needed=needed,
        least_price=_least_price(part, needed),
        bonus=tie_bonus(part),
        load=weeks.load,
        locked=np.flatnonzero(weeks.locked),
        locked_points=int(weeks.points[weeks.locked].sum()) - _load_cost(weeks.load, held),
    )


def _load_cost(load: int, held: Ints) -> int:
    return load * int((held * (held - 1) // 2).sum())


def _minutes(part: Part, helper: Ints) -> tuple[Ints, Ints]:
    """Return the minutes of each pair, 0 where there is no limit, and those each helper has left."""
    weeks = part.weeks
    is_limited = weeks.most_minutes < NO_LIMIT
    minutes = np.where(is_limited[helper], weeks.minutes, 0).astype(np.int64)
    width = np.where(is_limited, weeks.most_minutes, 0)
    np.subtract.at(width, helper[weeks.locked], minutes[weeks.locked])
    return minutes, width


def _in_largest_unit(helper: Ints, minutes: Ints, width: Ints) -> tuple[Ints, Ints]:
    """Divide the minutes of each helper by their greatest common divisor: smaller tables, nothing lost."""
    unit = np.zeros(len(width), dtype=np.int64)
    np.gcd.at(unit, helper, minutes)
    unit = np.maximum(unit, 1)
    minutes = minutes // unit[helper]
    needed = np.zeros(len(width), dtype=np.int64)
    np.add.at(needed, helper, minutes)
    return minutes, np.minimum(width // unit, needed)


def _least_price(part: Part, needed: Ints) -> Ints:
    """Return the most points of a pair of each request that has all its helpers by locks; 0 for others."""
    weeks = part.weeks
    gone = ~weeks.locked & (needed[weeks.request] == 0)
    least = np.zeros(len(needed), dtype=np.int64)
    np.maximum.at(least, weeks.request[gone], weeks.points[gone])
    return least
