"""Finding places whose latitude and longitude were probably swapped."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from statistics import median

from matching.errors import Fault
from matching.pairing.checks.spots import HELPERS, REQUESTS, Rows, Spot, spots
from matching.pairing.problem import Helper, Request

# A place is suspicious when it lies this far from the middle of all places, and comes this near to it
# when swapped. In degrees, since only the order of magnitude matters.
_FAR_DEGREES = 10.0
_NEAR_DEGREES = 2.0


def swap_faults(helpers: Sequence[Helper], requests: Sequence[Request], rows: Rows) -> Iterator[Fault]:
    """Yield a fault for each place far away from the others that would be among them if swapped."""
    where = [
        *spots(HELPERS, (f"helper {helper.id}" for helper in helpers), rows.helpers),
        *spots(REQUESTS, (f"request {request.id}" for request in requests), rows.requests),
    ]
    located = list(_located([*helpers, *requests], where))
    if not located:
        return
    middle = median(place[0] for place, _ in located), median(place[1] for place, _ in located)
    for (latitude, longitude), spot in located:
        if _looks_swapped(latitude, longitude, middle):
            found = f"{latitude}, {longitude} lies far from all others and looks swapped"
            yield spot.fault(
                "latitude", found, f"latitude near {middle[0]:.1f}, longitude near {middle[1]:.1f}"
            )


def _located(
    people: Sequence[Helper | Request], where: Sequence[Spot]
) -> Iterator[tuple[tuple[float, float], Spot]]:
    for person, spot in zip(people, where, strict=True):
        latitude, longitude = person.latitude, person.longitude
        if latitude is not None and longitude is not None and math.isfinite(latitude + longitude):
            yield (latitude, longitude), spot


def _looks_swapped(latitude: float, longitude: float, middle: tuple[float, float]) -> bool:
    far = math.dist((latitude, longitude), middle) > _FAR_DEGREES
    return far and math.dist((longitude, latitude), middle) < _NEAR_DEGREES
