"""What can be wrong with a helper or a request taken alone."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from matching.errors import Fault
from matching.pairing.checks.spots import HELPERS, REQUESTS, Rows, Spot, spots, twice
from matching.pairing.problem import (
    HIGHEST_PRIORITY,
    HIGHEST_SKILL_LEVEL,
    MINUTES_PER_DAY,
    Helper,
    Request,
    Window,
)
from matching.periods import DAYS_PER_WEEK, join_windows

# Limits beyond any town, which keep every sum inside the numbers the engine counts with.
MOST_REQUESTS = 1_000_000
MOST_HELPERS_NEEDED = 100_000
MOST_MINUTES = 100_000_000
MOST_DAYS = 100_000
MOST_POINTS = 2**42
FURTHEST_M = 1_000_000_000.0


def helper_faults(helpers: Sequence[Helper], rows: Rows) -> Iterator[Fault]:
    """Yield what is wrong with each helper, and ids that stand twice."""
    where = spots(HELPERS, (f"helper {helper.id}" for helper in helpers), rows.helpers)
    yield from twice(where, "helper_id")
    for helper, spot in zip(helpers, where, strict=True):
        yield from _person_faults(helper, spot, "helper_id")
        yield from spot.whole("max_requests", helper.max_requests, 0, MOST_REQUESTS)
        yield from spot.whole("minutes_per_week", helper.minutes_per_week, 0, MOST_MINUTES)
        yield from spot.whole("last_engaged_days", helper.last_engaged_days, 0, MOST_DAYS)
        for level in helper.skills.values():
            yield from spot.whole("skills", level, 1, HIGHEST_SKILL_LEVEL)


def request_faults(requests: Sequence[Request], rows: Rows) -> Iterator[Fault]:
    """Yield what is wrong with each request, and ids that stand twice."""
    where = spots(REQUESTS, (f"request {request.id}" for request in requests), rows.requests)
    yield from twice(where, "request_id")
    for request, spot in zip(requests, where, strict=True):
        yield from _person_faults(request, spot, "request_id")
        yield from spot.whole("helpers_needed", request.helpers_needed, 1, MOST_HELPERS_NEEDED)
        yield from spot.whole("visits_per_week", request.visits_per_week, 1, DAYS_PER_WEEK)
        yield from spot.whole("visit_minutes", request.visit_minutes, 1, MINUTES_PER_DAY)
        yield from spot.whole("priority", request.priority, 0, HIGHEST_PRIORITY)
        yield from spot.whole("waiting_days", request.waiting_days, 0, MOST_DAYS)
        yield from spot.whole("value", request.value, 0, MOST_POINTS)
        yield from _together_faults(request, spot)


def _person_faults(person: Helper | Request, spot: Spot, id_column: str) -> Iterator[Fault]:
    if not person.id.strip():
        yield spot.fault(id_column, "the id is empty", "a word of your own, once in the file")
    yield from _place_faults(person.latitude, person.longitude, spot)
    yield from spot.measure("max_distance_km", person.max_distance_m, 0, FURTHEST_M)
    for window in person.windows:
        if not _is_period(window):
            yield spot.fault(
                "windows", f"the window {window}", "weekday 0..6 and 0 <= start < end <= 1440 minutes"
            )


def _is_period(window: Window) -> bool:
    return 0 <= window.weekday < DAYS_PER_WEEK and 0 <= window.start_min < window.end_min <= MINUTES_PER_DAY


def _place_faults(latitude: float | None, longitude: float | None, spot: Spot) -> Iterator[Fault]:
    if (latitude is None) != (longitude is None):
        missing = "latitude" if latitude is None else "longitude"
        yield spot.fault(missing, f"{missing} is empty but the other one is not", "both, or neither")
    elif latitude is not None and longitude is not None:
        if math.isfinite(latitude) and abs(latitude) > 90 >= abs(longitude):  # noqa: PLR2004 - degrees
            yield spot.fault(
                "latitude", f"latitude is {latitude}, the two look swapped", "degrees from -90 to 90"
            )
        else:
            yield from spot.measure("latitude", latitude, -90, 90)
        yield from spot.measure("longitude", longitude, -180, 180)


def _together_faults(request: Request, spot: Spot) -> Iterator[Fault]:
    if not request.together:
        return
    expected = f"each window exactly one visit ({request.visit_minutes} min) long, touching ones joined"
    if not request.windows:
        yield spot.fault("together", "together = yes, but no windows are given", expected)
    for window in join_windows(request.windows):
        minutes = window.end_min - window.start_min
        if minutes != request.visit_minutes:
            yield spot.fault("together", f"together = yes, but a window is {minutes} min long", expected)
