"""A small picture of the town with circles around a place: how far is one kilometre, two, five, ten?

It is drawn here, not by a script, so that it stands on paper and in every browser.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

from helpexchange.core.i18n import distance_text
from helpexchange.helper_profiles.forms.offering import DISTANCES_M
from helpexchange.offices.models import District

SIZE = 400
#: From the middle to the edge; a little more than the largest circle.
EDGE_M = 11_500
METRES_PER_DEGREE = 111_320


def reach_picture(
    latitude: float | None, longitude: float | None, areas: Sequence[District]
) -> dict[str, Any] | None:
    """Return size, outlines (paths of SVG) and circles around a place; None when nobody knows where it is."""
    if latitude is None or longitude is None:
        return None
    scale = _Scale(latitude, longitude)
    middle = SIZE / 2
    circles = [(round(metres * middle / EDGE_M, 1), distance_text(metres)) for metres in DISTANCES_M]
    return {
        "size": SIZE,
        "middle": middle,
        "outlines": [path for area in areas for path in scale.paths(area.outline or {})],
        "circles": circles,
    }


class _Scale:
    """Turns degrees into points of the picture; flat, which is good enough for a town."""

    def __init__(self, latitude: float, longitude: float) -> None:
        self._latitude = latitude
        self._longitude = longitude
        self._narrowing = math.cos(math.radians(latitude))

    def paths(self, outline: dict[str, Any]) -> Iterator[str]:
        corners = outline.get("coordinates", [])
        polygons = corners if outline.get("type") == "MultiPolygon" else [corners]
        for polygon in polygons:
            yield from (self._path(ring) for ring in polygon)

    def _path(self, ring: Sequence[Sequence[float]]) -> str:
        return "M" + "L".join(self._point(each[0], each[1]) for each in ring) + "Z"

    def _point(self, longitude: float, latitude: float) -> str:
        per_metre = SIZE / 2 / EDGE_M * METRES_PER_DEGREE
        x = SIZE / 2 + (longitude - self._longitude) * self._narrowing * per_metre
        y = SIZE / 2 - (latitude - self._latitude) * per_metre
        return f"{x:.1f} {y:.1f}"
