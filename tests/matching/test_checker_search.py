"""The parts of the judge's search: the geodesic, the table over minutes, and bounds when steps run out."""

import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pyproj import Geod

from matching.pairing.checker import bound as module
from matching.pairing.checker.asked import asked_of, way_minutes
from matching.pairing.checker.best_week import NO_LIMIT, Wishes
from matching.pairing.checker.bound import prove
from matching.pairing.checker.company import Company
from matching.pairing.checker.fitting import fit_into_one_week
from matching.pairing.checker.geodesic import metres_between, reduced
from matching.pairing.checker.minutes_table import best_without_times
from matching.pairing.checker.options import priced_options
from matching.pairing.checker.points import Points
from matching.pairing.checker.possible import Possible
from matching.pairing.checker.ways import Ways
from matching.pairing.checks import build_problem
from matching.pairing.problem import Helper, Policy, Problem, Request, Window
from tests.matching.brute_force import most_points
from tests.matching.tiny_problems import tiny_problems

FEW = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
WGS84 = Geod(ellps="WGS84")
LATITUDES, LONGITUDES = st.floats(-89, 89), st.floats(-180, 180)


@settings(max_examples=200, deadline=None)
@given(LATITUDES, LONGITUDES, st.floats(-5, 5), st.floats(-5, 5))
def test_metres_are_those_of_proj(latitude: float, longitude: float, north: float, east: float) -> None:
    other = max(-90.0, min(90.0, latitude + north)), longitude + east
    here, there = reduced(math.radians(latitude)), reduced(math.radians(other[0]))
    expected = WGS84.inv(longitude, latitude, other[1], other[0])[2]
    assert metres_between(here, there, math.radians(east)) == pytest.approx(expected, abs=1e-4, rel=1e-10)


def test_places_opposite_each_other_are_left_to_proj() -> None:
    assert metres_between(reduced(0.0), reduced(0.0), math.pi) == -1
    assert metres_between(reduced(0.5), reduced(0.5), 0.0) == 0


def town_of_two(latitude: float, *, speed_kmh: float = 15.0) -> Problem:
    requests = [
        Request(id=name, latitude=place, longitude=7.4) for name, place in (("a", 51.5), ("b", latitude))
    ]
    return build_problem(
        helpers=[Helper(id="h", latitude=51.5, longitude=7.4, max_requests=2)],
        requests=requests,
        policy=Policy(speed_kmh=speed_kmh),
    )


def test_a_way_near_the_edge_of_a_minute_is_left_to_proj() -> None:
    away_m = WGS84.inv(7.4, 51.5, 7.4, 51.53)[2]
    edge = town_of_two(51.53, speed_kmh=away_m * 1.3 * 60 / 1000 / 30)  # 30 minutes to a millionth of a metre
    asked, nothing = asked_of(edge), np.zeros((0, 3), dtype=np.int64)
    assert way_minutes(asked, nothing, 0, 1) == -1
    assert way_minutes(asked, np.array([[0, 1, 30]]), 0, 1) == 30
    assert Ways(edge).minutes(0, 1) == 30
    usual = town_of_two(51.53)
    assert way_minutes(asked_of(usual), nothing, 0, 1) == Ways(usual).minutes(0, 1) > 10
    morning = Window(0, 600, 750)  # an hour, 30 minutes on the way, an hour
    helper = Helper(id="h", latitude=51.5, longitude=7.4, windows=(morning,))
    assert fit_into_one_week(edge, helper, edge.requests)
    late = Helper(id="h", latitude=51.5, longitude=7.4, windows=(Window(0, 600, 749),))
    assert not fit_into_one_week(edge, late, edge.requests)


def wishes(gain: list[float], minutes: list[int], *, limit: int, room: int, load: float) -> Wishes:
    order = sorted(range(len(gain)), key=lambda place: -gain[place])
    return Wishes(
        np.array([gain[place] for place in order]),
        np.array([minutes[place] for place in order], dtype=np.int64),
        np.arange(len(gain)),
        0,
        limit,
        room,
        load,
    )


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 40), st.sampled_from((0, 20, 30, 45, 50))), max_size=6),
    st.sampled_from((NO_LIMIT, 0, 60, 95, 130)),
    st.integers(0, 5),
    st.sampled_from((0.0, 4.0)),
)
def test_the_table_over_minutes_is_exact(
    pairs: list[tuple[int, int]], limit: int, room: int, load: float
) -> None:
    gain, minutes = [float(points) for points, _ in pairs], [needed for _, needed in pairs]
    plans = [plan for size in range(room + 1) for plan in combinations(range(len(pairs)), size)]
    best = max(
        sum(gain[place] for place in plan) - load * len(plan) * (len(plan) - 1) / 2
        for plan in plans
        if limit == NO_LIMIT or sum(minutes[place] for place in plan) <= limit
    )
    assert best_without_times(wishes(gain, minutes, limit=limit, room=room, load=load)) == best


@FEW
@given(tiny_problems(), st.integers(1, 6))
def test_a_search_cut_short_still_proves_a_bound(problem: Problem, steps: int) -> None:
    best = most_points(problem)
    assume(best is not None)
    possible = Possible(problem)
    prices = {request.id: 2.0 for request in problem.requests}
    options = priced_options(problem, prices, Points(possible), Company(problem, possible))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "STEPS_PER_HELPER", (steps,))
        short = prove(problem, prices, options, claimed=-math.inf)
    exact = prove(problem, prices, options, claimed=-math.inf, workers=2)
    assert exact.weeks_not_exact == 0
    assert best is not None
    assert best <= exact.points <= short.points <= short.loosest
