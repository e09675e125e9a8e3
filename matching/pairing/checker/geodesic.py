"""Metres along the WGS84 ellipsoid for the compiled search (Vincenty 1975, the inverse formula).

Against the exact geodesics of PROJ it is right to a hundredth of a millimetre up to 1,000 km, and to half a
millimetre beyond; whoever needs a whole number of minutes must ask there when a minute's edge is that near.
"""

from __future__ import annotations

import math

from matching.pairing.compiled import inner_kernel, kernel

EQUATOR_M = 6_378_137.0
FLATTENING = 1 / 298.257223563
POLE_M = EQUATOR_M * (1 - FLATTENING)
ROUNDS = 60
CLOSE_ENOUGH = 1e-13


@kernel
def reduced(latitude: float) -> float:
    """Return the latitude (radians) on the sphere that touches the ellipsoid at the equator."""
    return math.atan((1 - FLATTENING) * math.tan(latitude))


@kernel
def metres_between(here: float, there: float, turn: float) -> float:
    """Return the length of the shortest way; -1 for places nearly opposite each other, which it cannot tell.

    Args:
        here: reduced latitude of one place, radians.
        there: of the other.
        turn: difference of their longitudes, radians.
    """
    if here == there and turn == 0:
        return 0.0
    sin_both, cos_both = math.sin(here) * math.sin(there), math.cos(here) * math.cos(there)
    around = turn
    for _ in range(ROUNDS):
        across = math.cos(there) * math.sin(around)
        along = math.cos(here) * math.sin(there) - math.sin(here) * math.cos(there) * math.cos(around)
        sin_arc, cos_arc = math.hypot(across, along), sin_both + cos_both * math.cos(around)
        arc = math.atan2(sin_arc, cos_arc)
        if sin_arc == 0:
            return 0.0 if cos_arc > 0 else -1.0
        slant = cos_both * math.sin(around) / sin_arc
        flat = 1 - slant * slant
        middle = cos_arc - 2 * sin_both / flat if flat > 0 else 0.0
        share = FLATTENING / 16 * flat * (4 + FLATTENING * (4 - 3 * flat))
        bend = middle + share * cos_arc * (2 * middle * middle - 1)
        before, around = around, turn + (1 - share) * FLATTENING * slant * (arc + share * sin_arc * bend)
        if abs(around - before) < CLOSE_ENOUGH:
            return _length(arc, sin_arc, cos_arc, middle, flat)
    return -1.0


@inner_kernel
def _length(arc: float, sin_arc: float, cos_arc: float, middle: float, flat: float) -> float:
    """Return metres of an arc on the auxiliary sphere (the series of Vincenty's equations 3, 4 and 6)."""
    square = flat * (EQUATOR_M * EQUATOR_M - POLE_M * POLE_M) / (POLE_M * POLE_M)
    scale = 1 + square / 16384 * (4096 + square * (-768 + square * (320 - 175 * square)))
    wave = square / 1024 * (256 + square * (-128 + square * (74 - 47 * square)))
    inner = cos_arc * (2 * middle * middle - 1)
    inner -= wave / 6 * middle * (4 * sin_arc * sin_arc - 3) * (4 * middle * middle - 3)
    change = wave * sin_arc * (middle + wave / 4 * inner)
    return POLE_M * scale * (arc - change)
