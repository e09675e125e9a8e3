"""Distances on the WGS84 ellipsoid, the search for places in reach, and travel times."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from pyproj import Geod

Floats = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]

# The radii of curvature of the WGS84 ellipsoid lie between a(1 - e^2), along the meridian at the equator,
# and a / sqrt(1 - e^2), at the poles. So a geodesic is never shorter than the angle between the two
# places (as points of the unit sphere) times the least, and never longer than that times the greatest.
LEAST_CURVATURE_M = 6_335_439.0
GREATEST_CURVATURE_M = 6_399_594.0
FURTHEST_CHORD = 2.0
# Rounding in a dot product of unit vectors moves a chord by up to 2e-8; 1e-7 is 64 cm on the ground.
_CHORD_SLACK = 1e-7
_MINUTES_PER_HOUR = 60
_METRES_PER_KM = 1000.0


@lru_cache(maxsize=1)
def _ellipsoid() -> Geod:
    from pyproj import Geod

    return Geod(ellps="WGS84")


def distances_m(from_places: Floats, to_places: Floats) -> Floats:
    """Return geodesic metres between places row by row; NaN where either place is unknown (NaN).

    Args:
        from_places: latitude and longitude in degrees, shape (n, 2).
        to_places: the same shape.
    """
    metres = np.full(len(from_places), np.nan)
    known = ~(np.isnan(from_places).any(axis=1) | np.isnan(to_places).any(axis=1))
    start, end = from_places[known], to_places[known]
    _, _, metres[known] = _ellipsoid().inv(start[:, 1], start[:, 0], end[:, 1], end[:, 0])
    return metres


def distance_m(here: tuple[float, float], there: tuple[float, float]) -> float:
    """Return geodesic metres between two places, each latitude and longitude in degrees."""
    _, _, metres = _ellipsoid().inv(here[1], here[0], there[1], there[0])
    return float(metres)


def travel_minutes(distance_m: float, *, detour: float, speed_kmh: float) -> int:
    """Return whole minutes, rounded up, for a way whose straight line is `distance_m` long.

    Args:
        distance_m: geodesic metres, 0 or more.
        detour: way on the road divided by the straight line.
        speed_kmh: speed on the road.
    """
    return math.ceil(distance_m * detour / (speed_kmh * _METRES_PER_KM / _MINUTES_PER_HOUR))


def unit_vectors(places: Floats) -> Floats:
    """Return places as points of the unit sphere, shape (n, 3); NaN for unknown places."""
    latitude, longitude = np.radians(places).T
    flat = np.cos(latitude)
    return np.stack([flat * np.cos(longitude), flat * np.sin(longitude), np.sin(latitude)], axis=1)


def furthest_chord(limit_m: Floats) -> Floats:
    """Return the chord on the unit sphere that no two places within `limit_m` metres exceed.

    Distances beyond half the world, infinity included, give a chord that nothing exceeds.
    """
    angle = np.minimum(limit_m / LEAST_CURVATURE_M, math.pi)
    chord: Floats = 2 * np.sin(angle / 2) + _CHORD_SLACK
    return chord


def nearest_chord(limit_m: Floats) -> Floats:
    """Return the chord up to which two places are surely within `limit_m` metres (below 0: never surely)."""
    angle = np.minimum(limit_m / GREATEST_CURVATURE_M, math.pi)
    chord: Floats = 2 * np.sin(angle / 2) - _CHORD_SLACK
    return chord


def chords(from_vectors: Floats, to_vectors: Floats) -> Floats:
    """Return the chord between points of the unit sphere row by row; NaN where either is unknown."""
    chord: Floats = np.linalg.norm(from_vectors - to_vectors, axis=1)
    return chord


def pairs_in_reach(
    from_vectors: Floats, to_vectors: Floats, *, chord: float
) -> tuple[Indices, Indices, Floats]:
    """Find every pair of points at most `chord` apart.

    Args:
        from_vectors: points of the unit sphere, shape (n, 3), none of them NaN.
        to_vectors: the same, shape (m, 3).
        chord: 0..2.

    Returns:
        Index into the first, index into the second, chord of each pair, in no particular order.
    """
    from scipy.spatial import cKDTree

    if chord >= FURTHEST_CHORD:
        return _all_pairs(from_vectors, to_vectors)
    near = cKDTree(from_vectors).sparse_distance_matrix(cKDTree(to_vectors), chord, output_type="ndarray")
    return near["i"].astype(np.int64), near["j"].astype(np.int64), near["v"]


def _all_pairs(from_vectors: Floats, to_vectors: Floats) -> tuple[Indices, Indices, Floats]:
    """Every pair with its chord; quicker than a tree when nothing can be left out."""
    i, j = np.indices((len(from_vectors), len(to_vectors))).reshape(2, -1)
    squares = 2 - 2 * (from_vectors @ to_vectors.T)
    return i, j, np.sqrt(np.maximum(squares, 0)).ravel()
