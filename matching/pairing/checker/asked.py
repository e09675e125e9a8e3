"""The requests of a problem as columns for the compiled search."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from matching.pairing.checker.geodesic import metres_between, reduced
from matching.pairing.checker.visits import whole_week
from matching.pairing.checker.ways import MINUTE_TOLERANCE, minutes_a_metre
from matching.pairing.compiled import kernel
from matching.pairing.problem import Problem, Request, Travel, Window

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

# A way whose length lies this near to the edge of a minute is measured by PROJ instead.
EDGE_M = 1e-5
EDGE_SHARE = 1e-11
UNKNOWN = -1


class Asked(NamedTuple):
    """One entry a request, in the order of `problem.requests`.

    Attributes:
        place: reduced latitude and longitude in radians, shape (requests, 2); NaN when unknown.
        remote: ways to and from it take no time.
        visits, visit_minutes: of a week.
        first_window: where its windows begin, shape (requests + 1,); those without any stand there as
            seven whole days.
        windows: weekday, first minute, minute after the last; shape (windows, 3).
        has_windows: False for any time.
        matrix: minutes of each way, shape (requests, requests); (0, 0) when ways are measured.
        minutes_a_metre: 0 when ways take no time.
    """

    place: Floats
    remote: Bools
    visits: Ints
    visit_minutes: Ints
    first_window: Ints
    windows: Ints
    has_windows: Bools
    matrix: npt.NDArray[np.int32]
    minutes_a_metre: float


def asked_of(problem: Problem) -> Asked:
    """Put the requests into columns."""
    requests = problem.requests
    policy, matrix = problem.policy, np.zeros((0, 0), dtype=np.int32)
    if policy.travel is Travel.MATRIX and problem.travel_min is not None:
        matrix = np.ascontiguousarray(problem.travel_min, dtype=np.int32)
    first, windows = window_columns([request.windows for request in requests])
    return Asked(
        place=_places(requests),
        remote=np.array([request.remote for request in requests], dtype=np.bool_),
        visits=np.array([request.visits_per_week for request in requests], dtype=np.int64),
        visit_minutes=np.array([request.visit_minutes for request in requests], dtype=np.int64),
        first_window=first,
        windows=windows,
        has_windows=np.array([bool(request.windows) for request in requests], dtype=np.bool_),
        matrix=matrix,
        minutes_a_metre=minutes_a_metre(policy) if policy.travel is Travel.BEELINE else 0.0,
    )


def _places(requests: tuple[Request, ...]) -> Floats:
    known = [
        (np.nan, np.nan) if r.latitude is None or r.longitude is None else (r.latitude, r.longitude)
        for r in requests
    ]
    places = np.radians(np.array(known, dtype=np.float64).reshape(-1, 2))
    return np.array([(reduced(latitude), longitude) for latitude, longitude in places.tolist()]).reshape(
        -1, 2
    )


@kernel
def way_minutes(asked: Asked, edges: Ints, first: int, then: int) -> int:
    """Return the minutes of one way, `UNKNOWN` when only PROJ can tell.

    Args:
        asked: the requests.
        edges: ways that PROJ told, as rows (first, then, minutes).
        first: number of the request the way leads from.
        then: number of the one it leads to.
    """
    if asked.remote[first] or asked.remote[then]:
        return 0
    if len(asked.matrix):
        return int(asked.matrix[first, then])
    if asked.minutes_a_metre == 0 or np.isnan(asked.place[first, 0] + asked.place[then, 0]):
        return 0
    here, there = asked.place[first], asked.place[then]
    metres = metres_between(here[0], there[0], there[1] - here[1])
    exact = metres * asked.minutes_a_metre
    blur = (EDGE_M + EDGE_SHARE * metres) * asked.minutes_a_metre + MINUTE_TOLERANCE
    if metres == 0 or (metres > 0 and abs(exact - np.rint(exact)) > blur):
        return int(np.ceil(exact))
    for row in range(len(edges)):
        if edges[row, 0] == first and edges[row, 1] == then:
            return int(edges[row, 2])
    return UNKNOWN


def window_columns(windows: Sequence[tuple[Window, ...]]) -> tuple[Ints, Ints]:
    """Put the windows of many people below each other, "any time" written out; see `Asked`."""
    weeks = [whole_week(of_person) for of_person in windows]
    first = np.cumsum([0, *(len(week) for week in weeks)], dtype=np.int64)
    rows = [(window.weekday, window.start_min, window.end_min) for week in weeks for window in week]
    return first, np.array(rows, dtype=np.int64).reshape(-1, 3)
