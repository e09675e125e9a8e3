"""The map of the report as a few SVG paths: small even with ten thousand dots, without script or tiles."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from matching.pairing.answer import Answer
from matching.pairing.problem import Helper, Problem, Request

WIDTH = 1000.0
MARGIN = 24.0
LEAST_HEIGHT, MOST_HEIGHT = 420.0, 1000.0
# A wrong coordinate far away must not shrink the town to a dot: what lies further from the middle 98 % of all
# places than these are wide is left out.
CUT_PERCENT = 1.0
LEAST_DEGREES = 0.005
M_PER_DEGREE = 111_320.0
Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Legend:
    """One kind of mark and how many places carry it."""

    kind: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Map:
    """What the template draws.

    Attributes:
        paths: SVG path data by kind of mark: ways, helpers, served, waiting.
        dot: width of a dot; smaller where there are many.
        scale_km, scale_width: the bar that tells a distance.
        left_out: places beyond the edge of the map.
    """

    height: float
    paths: dict[str, str]
    dot: float
    legend: tuple[Legend, ...]
    scale_km: float
    scale_width: float
    left_out: int


@dataclass(frozen=True, slots=True)
class _Frame:
    """Turns degrees into units of the drawing."""

    south: float
    west: float
    north: float
    east: float

    @property
    def _squeeze(self) -> float:
        return math.cos(math.radians((self.south + self.north) / 2))

    @property
    def unit(self) -> float:
        """Units of the drawing for one degree of latitude."""
        wide = max((self.east - self.west) * self._squeeze, 1e-6)
        high = max(self.north - self.south, 1e-6)
        return min((WIDTH - 2 * MARGIN) / wide, (MOST_HEIGHT - 2 * MARGIN) / high)

    @property
    def height(self) -> float:
        """Height of the drawing."""
        return max(LEAST_HEIGHT, min(MOST_HEIGHT, (self.north - self.south) * self.unit + 2 * MARGIN))

    def holds(self, place: Place) -> bool:
        """Whether a place lies on the map."""
        return self.south <= place[0] <= self.north and self.west <= place[1] <= self.east

    def point(self, place: Place) -> tuple[float, float]:
        """Where a place stands in the drawing."""
        across = (place[1] - (self.west + self.east) / 2) * self._squeeze * self.unit
        up = (place[0] - (self.south + self.north) / 2) * self.unit
        return round(WIDTH / 2 + across, 1), round(self.height / 2 - up, 1)


def draw_map(problem: Problem, answer: Answer, waiting: Iterable[str]) -> Map | None:
    """Draw helpers, requests and proposals; None when no place is known.

    Args:
        waiting: ids of the requests that lack helpers.
    """
    lacking = set(waiting)
    helpers = {helper.id: place for helper in problem.helpers if (place := _place(helper))}
    requests = {request.id: place for request in problem.requests if (place := _place(request))}
    places = [*helpers.values(), *requests.values()]
    if not places:
        return None
    frame = _frame(places)
    groups = {
        "helpers": list(helpers.values()),
        "served": [place for key, place in requests.items() if key not in lacking],
        "waiting": [place for key, place in requests.items() if key in lacking],
    }
    ways = [
        (helpers[item.helper_id], requests[item.request_id])
        for item in answer.assignments
        if item.helper_id in helpers and item.request_id in requests
    ]
    paths = {kind: _dots(frame, group) for kind, group in groups.items()}
    paths["ways"] = _lines(frame, ways)
    km, width = _scale(frame)
    outside = sum(not frame.holds(place) for place in places)
    dot = min(12.0, max(4.0, 360 / math.sqrt(len(places) + 1)))
    return Map(frame.height, paths, dot, _legend(groups, len(ways)), km, width, outside)


def _legend(groups: dict[str, list[Place]], ways: int) -> tuple[Legend, ...]:
    return (
        Legend("served", "Requests with help", len(groups["served"])),
        Legend("waiting", "Requests still waiting", len(groups["waiting"])),
        Legend("helpers", "Helpers", len(groups["helpers"])),
        Legend("ways", "Proposals", ways),
    )


def _place(person: Helper | Request) -> Place | None:
    if person.latitude is None or person.longitude is None:
        return None
    return person.latitude, person.longitude


def _frame(places: Sequence[Place]) -> _Frame:
    table = np.array(places)
    low = np.percentile(table, CUT_PERCENT, axis=0, method="lower")
    high = np.percentile(table, 100 - CUT_PERCENT, axis=0, method="higher")
    width = np.maximum(high - low, LEAST_DEGREES)
    south, west = np.maximum(table.min(axis=0), low - width).tolist()
    north, east = np.minimum(table.max(axis=0), high + width).tolist()
    return _Frame(south, west, north, east)


def _dots(frame: _Frame, places: Iterable[Place]) -> str:
    """Strokes of no length: with round ends they are dots, and need no element each."""
    points = (frame.point(place) for place in places if frame.holds(place))
    return "".join(f"M{x:g} {y:g}h0" for x, y in points)


def _lines(frame: _Frame, ways: Iterable[tuple[Place, Place]]) -> str:
    shown = ((frame.point(a), frame.point(b)) for a, b in ways if frame.holds(a) and frame.holds(b))
    return "".join(f"M{x:g} {y:g}L{to_x:g} {to_y:g}" for (x, y), (to_x, to_y) in shown)


def _scale(frame: _Frame) -> tuple[float, float]:
    """A round number of kilometres near a sixth of the width, and its width in the drawing."""
    units_per_km = frame.unit / (M_PER_DEGREE / 1000)
    wished = WIDTH / 6 / units_per_km
    power = 10 ** math.floor(math.log10(wished))
    km = max((step * power for step in (1, 2, 5) if step * power <= wished), default=power)
    return km, km * units_per_km
