"""Travel time between two visits: exact for one pair of requests, and compiled for the searches."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from matching.distance import distance_m, travel_minutes
from matching.pairing.compiled import kernel
from matching.pairing.problem import Problem, Request, Travel

Floats = npt.NDArray[np.float64]

NO_TRAVEL, BEELINE, MATRIX = 0, 1, 2
_KINDS = {Travel.NONE: NO_TRAVEL, Travel.BEELINE: BEELINE, Travel.MATRIX: MATRIX}

_EQUATOR_M = 6_378_137.0
_ECCENTRICITY_SQUARED = 0.006_694_379_990_14
_MEAN_CURVATURE_M = 6_367_500.0
# Over any two places, curvature differs from the mean by up to 0.6 %, its square by 1.2 %.
_CURVATURE_DOUBT = 0.012


class Ways(NamedTuple):
    """What travel times are made of; row i stands for the i-th request.

    Attributes:
        kind: `NO_TRAVEL`, `BEELINE` or `MATRIX`.
        minutes_per_m: of a straight line, detour included.
        places: in metres from the middle of the earth, shape (n, 3); NaN when unknown.
        remote: True where nobody travels.
        minutes: from row to column, shape (n, n); (0, 0) without a matrix.
    """

    kind: int
    minutes_per_m: float
    places: Floats
    remote: npt.NDArray[np.bool_]
    minutes: npt.NDArray[np.int32]


def ways_of(problem: Problem, requests: npt.NDArray[np.int64]) -> Ways:
    """Return the ways between some requests of a problem, in the order named."""
    policy = problem.policy
    chosen = [problem.requests[index] for index in requests.tolist()]
    minutes = np.zeros((0, 0), dtype=np.int32)
    if problem.travel_min is not None:
        minutes = np.ascontiguousarray(problem.travel_min[np.ix_(requests, requests)], dtype=np.int32)
    return Ways(
        kind=_KINDS[policy.travel],
        minutes_per_m=policy.detour * 60 / (policy.speed_kmh * 1000),
        places=_earth_centred(chosen),
        remote=np.array([request.remote for request in chosen], dtype=np.bool_),
        minutes=minutes,
    )


def _earth_centred(requests: list[Request]) -> Floats:
    """Places on the WGS84 ellipsoid as points in space, in metres."""
    degrees = [(np.nan if r.latitude is None else r.latitude, r.longitude or 0.0) for r in requests]
    latitude, longitude = np.radians(np.array(degrees, dtype=np.float64).reshape(-1, 2)).T
    normal_m = _EQUATOR_M / np.sqrt(1 - _ECCENTRICITY_SQUARED * np.sin(latitude) ** 2)
    flat_m = normal_m * np.cos(latitude)
    up_m = normal_m * (1 - _ECCENTRICITY_SQUARED) * np.sin(latitude)
    return np.stack([flat_m * np.cos(longitude), flat_m * np.sin(longitude), up_m], axis=1)


@kernel
def way_minutes(ways: Ways, earlier: int, later: int) -> int:
    """Return whole minutes from one request to another; 0 where one is remote or a place unknown.

    A straight line follows from the chord through the earth. It is exact to a hair (0.1 mm at 20 km); in the
    doubt about a whole minute the longer way is taken, so nobody is ever sent in too little time.
    """
    if ways.kind == NO_TRAVEL or ways.remote[earlier] or ways.remote[later]:
        return 0
    if ways.kind == MATRIX:
        return int(ways.minutes[earlier, later])
    squared = 0.0
    for axis in range(3):
        squared += (ways.places[earlier, axis] - ways.places[later, axis]) ** 2
    if not squared > 0:  # the same place, or an unknown one
        return 0
    chord = math.sqrt(squared)
    half_angle = math.asin(min(1.0, chord / (2 * _MEAN_CURVATURE_M)))
    metres = 2 * _MEAN_CURVATURE_M * half_angle
    doubt_m = (metres - chord) * _CURVATURE_DOUBT
    return math.ceil((metres + doubt_m) * ways.minutes_per_m)


class TravelBetween:
    """Minutes from one request to another for the policy of a problem; remembered once asked for."""

    def __init__(self, problem: Problem) -> None:
        self._policy = problem.policy
        self._matrix = problem.travel_min
        self._remote = [request.remote for request in problem.requests]
        self._places = [_place(request) for request in problem.requests]
        self._known: dict[tuple[int, int], int] = {}

    def __call__(self, earlier: int, later: int) -> int:
        """Return whole minutes; 0 when a request is remote, or a straight line lacks a place."""
        if self._policy.travel is Travel.NONE or self._remote[earlier] or self._remote[later]:
            return 0
        if self._matrix is not None:
            return int(self._matrix[earlier, later])
        here, there = self._places[earlier], self._places[later]
        if here is None or there is None:
            return 0
        key = (min(earlier, later), max(earlier, later))
        if key not in self._known:
            self._known[key] = self._beeline(here, there)
        return self._known[key]

    def _beeline(self, here: tuple[float, float], there: tuple[float, float]) -> int:
        metres = distance_m(here, there)
        return travel_minutes(metres, detour=self._policy.detour, speed_kmh=self._policy.speed_kmh)


def _place(request: Request) -> tuple[float, float] | None:
    if request.latitude is None or request.longitude is None:
        return None
    return request.latitude, request.longitude
