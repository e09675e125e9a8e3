"""Travel times: exact for one pair, and compiled, never less than that."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.distance import distance_m, travel_minutes
from matching.pairing.problem import Policy, Problem, Request, Travel
from matching.pairing.travel import TravelBetween, way_minutes, ways_of

ALL = np.arange(3)


def request(number: int, latitude: float | None, longitude: float | None, *, remote: bool = False) -> Request:
    return Request(id=f"r{number}", latitude=latitude, longitude=longitude, remote=remote)


def town(*requests: Request, **policy: float) -> Problem:
    return Problem(helpers=(), requests=requests, policy=Policy(travel=Travel.BEELINE, **policy))  # type: ignore[arg-type]


@settings(deadline=None, max_examples=300)
@given(st.floats(-80, 80), st.floats(-180, 180), st.floats(-0.4, 0.4), st.floats(-0.4, 0.4), st.floats(4, 60))
def test_compiled_minutes_are_those_of_the_geodesic_or_by_a_hair_more(
    latitude: float, longitude: float, north: float, east: float, speed_kmh: float
) -> None:
    problem = town(
        request(0, latitude, longitude), request(1, latitude + north, longitude + east), speed_kmh=speed_kmh
    )
    metres = distance_m((latitude, longitude), (latitude + north, longitude + east))
    compiled = way_minutes(ways_of(problem, ALL[:2]), 0, 1)
    assert compiled >= TravelBetween(problem)(0, 1)
    # Within 60 km the doubt that is added stays below a centimetre.
    assert compiled <= travel_minutes(metres + 0.01, detour=problem.policy.detour, speed_kmh=speed_kmh)


def test_travel_is_rounded_up_and_nothing_for_remote_requests() -> None:
    places = [request(0, 51.5, 7.4), request(1, 51.51, 7.4), request(2, 51.52, 7.4, remote=True)]
    problem = town(*places, detour=1.3, speed_kmh=15)
    ways, travel = ways_of(problem, ALL), TravelBetween(problem)
    # 0.01 degrees of latitude are 1112.6 m here: 1.3 * 1.1126 / 15 * 60 = 5.79 minutes.
    for earlier, later, minutes in ((0, 1, 6), (1, 0, 6), (0, 2, 0), (0, 0, 0)):
        assert travel(earlier, later) == way_minutes(ways, earlier, later) == minutes


def test_there_is_no_way_to_an_unknown_place() -> None:
    problem = town(request(0, 51.5, 7.4), request(1, None, None), request(2, 51.6, 7.4))
    ways, travel = ways_of(problem, ALL), TravelBetween(problem)
    assert travel(0, 1) == way_minutes(ways, 0, 1) == way_minutes(ways, 1, 0) == 0
    assert travel(0, 2) == way_minutes(ways, 0, 2) > 0


def test_a_matrix_is_read_from_the_earlier_to_the_later_request() -> None:
    matrix = np.array([[0, 5, 7], [9, 0, 8], [1, 2, 0]], dtype=np.int32)
    requests = tuple(request(number, 51.5, 7.4) for number in range(3))
    problem = Problem(helpers=(), requests=requests, policy=Policy(travel=Travel.MATRIX), travel_min=matrix)
    ways, travel = ways_of(problem, np.array([0, 2])), TravelBetween(problem)
    assert (travel(0, 2), travel(2, 0)) == (7, 1)
    assert (way_minutes(ways, 0, 1), way_minutes(ways, 1, 0)) == (7, 1), (
        "rows of the part, not of the problem"
    )


@pytest.mark.parametrize("kind", [Travel.NONE])
def test_without_travel_every_way_is_nothing(kind: Travel) -> None:
    problem = Problem(helpers=(), requests=(request(0, 51, 7), request(1, 52, 7)), policy=Policy(travel=kind))
    assert way_minutes(ways_of(problem, ALL[:2]), 0, 1) == TravelBetween(problem)(0, 1) == 0
