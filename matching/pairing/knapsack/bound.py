"""The bound at given prices in whole numbers; see docs/matching.md, "Many small requests"."""

from __future__ import annotations

import numpy as np

from matching.pairing.knapsack.plain_part import Floats, Ints, PlainPart
from matching.pairing.knapsack.pricing import best_worth

# Sums of gains of one helper stay below this, so that 64-bit numbers hold them.
_MOST_BITS = 61
_EXACT_BITS = 52


def bound_units(plain: PlainPart, units: Ints, units_per_point: int) -> int:
    """Return `sum_r needed_r * y_r + sum_h best_h(y)` with the locked pairs counted in, without rounding.

    Two things may make it a little higher than that, never lower: tables too large to fill (minutes are then
    rounded down), and points of more than 2**41 in one week (gains are then rounded up to coarser units).

    Args:
        plain: the part.
        units: price of each request, at least `plain.least_price` in units.
        units_per_point: a power of 2.
    """
    total: int = plain.locked_points * units_per_point
    total += sum(count * price for count, price in zip(plain.needed.tolist(), units.tolist(), strict=True))
    for helper in range(len(plain.room)):
        own = slice(plain.starts[helper], plain.starts[helper + 1])
        gains = plain.points[own].astype(object) * units_per_point - units[plain.request[own]].astype(object)
        total += _best_units(plain, helper, gains, plain.load * units_per_point)
    return total


def _best_units(plain: PlainPart, helper: int, gains: Ints, load: int) -> int:
    """Return the worth of the helper's best plan; whole numbers of any size come in and go out."""
    own = slice(plain.starts[helper], plain.starts[helper + 1])
    wanted = gains > 0
    most = int(gains[wanted].sum()) if wanted.any() else 0
    shift = max(0, most.bit_length() - _MOST_BITS)
    scaled = np.array([-(-gain >> shift) for gain in gains[wanted].tolist()], dtype=np.int64)
    # Beyond what all gains add up to, a dearer load changes nothing.
    scaled_load = min(load, most + 1) >> shift
    minutes = plain.minutes[own][wanted.astype(np.bool_)]
    worth, _ = best_worth(scaled, minutes, plain.width[helper], plain.room[helper], scaled_load)
    return int(worth) << shift


def price_units(plain: PlainPart, prices: Floats, units_per_point: int) -> Ints:
    """Round prices in points to whole units, none below the least."""
    rounded = np.round(prices * units_per_point).astype(np.int64)
    return np.maximum(rounded, plain.least_price * units_per_point)
