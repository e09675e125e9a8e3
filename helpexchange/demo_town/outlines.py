"""Outlines of districts: approximate, for drawing only.

Every point of the town is given to the postcode whose middle is nearest (Voronoi cells), within a rounded
hull around all middles; the cells of one district are merged. Real borders differ by up to some kilometres,
so nothing is ever decided by these outlines.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Point = tuple[float, float]

M_PER_DEGREE = 111_195.0
HULL_M = 1_900.0
HULL_CORNERS = 16
DECIMALS = 4


def district_outlines(
    middles: Mapping[str, Point], district_of: Mapping[str, str]
) -> dict[str, dict[str, Any]]:
    """Return a GeoJSON MultiPolygon for each district, longitude first, with 4 decimals.

    Args:
        middles: latitude and longitude of each postcode's middle (WGS84).
        district_of: the district that each postcode belongs to.
    """
    cells = _cells(middles)
    found: dict[str, dict[str, Any]] = {}
    for district in sorted(set(district_of.values())):
        own = [cells[code] for code in sorted(cells) if district_of[code] == district]
        rings = _merged(own)
        found[district] = {"type": "MultiPolygon", "coordinates": [[ring] for ring in rings]}
    return found


def _cells(middles: Mapping[str, Point]) -> dict[str, list[Point]]:
    """Return each postcode's cell as corners (longitude, latitude) in order, counter-clockwise."""
    import numpy as np

    codes = sorted(middles)
    squeeze = math.cos(math.radians(sum(latitude for latitude, _ in middles.values()) / len(middles)))
    scale = np.array([M_PER_DEGREE * squeeze, M_PER_DEGREE])
    points = np.array([(longitude, latitude) for latitude, longitude in (middles[code] for code in codes)])
    places_m = points * scale
    hull = _hull_halfplanes(places_m)
    return {
        code: [
            (round(float(x), DECIMALS), round(float(y), DECIMALS))
            for x, y in _cell_corners(places_m, number, hull) / scale
        ]
        for number, code in enumerate(codes)
    }


def _hull_halfplanes(places_m: Any) -> Any:
    """Return the rounded hull as half-planes a*x + b*y + c <= 0, one row each."""
    import numpy as np
    from scipy.spatial import ConvexHull

    angles = np.arange(HULL_CORNERS) * 2 * np.pi / HULL_CORNERS
    circle = HULL_M * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    return ConvexHull((places_m[:, None, :] + circle[None, :, :]).reshape(-1, 2)).equations


def _cell_corners(places_m: Any, number: int, hull: Any) -> Any:
    """Return the corners of one cell in metres: nearer to its own place than to others, inside the hull."""
    import numpy as np
    from scipy.spatial import ConvexHull, HalfspaceIntersection

    place = places_m[number]
    others = np.delete(places_m, number, axis=0)
    normals = others - place
    limits = -((others**2).sum(axis=1) - (place**2).sum()) / 2
    halfplanes = np.vstack([np.column_stack([normals, limits]), hull])
    corners = HalfspaceIntersection(halfplanes, place).intersections
    return corners[ConvexHull(corners).vertices]


def _merged(cells: Sequence[Sequence[Point]]) -> list[list[Point]]:
    """Return the rings around the cells: an edge that two cells share lies inside and is left out."""
    edges = Counter(edge for cell in cells for edge in _edges(cell))
    outer = {start: end for start, end in edges if (end, start) not in edges}
    rings = []
    while outer:
        start = min(outer)
        ring = [start]
        while ring[-1] in outer:
            ring.append(outer.pop(ring[-1]))
        rings.append(ring)
    return rings


def _edges(cell: Sequence[Point]) -> Iterable[tuple[Point, Point]]:
    return ((start, end) for start, end in zip(cell, [*cell[1:], cell[0]], strict=True) if start != end)
