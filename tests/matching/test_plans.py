"""Week plans: times, limits, and the search for the best plan against trying all of them."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.errors import InputError
from matching.pairing.packing import Option, WeekPacker, start_stretches
from matching.pairing.plans import HelperWeek, TravelBetween, helper_weeks, most_visits
from matching.pairing.pricing import best_plans, most_worth, relaxed_worth
from matching.pairing.problem import Helper, Policy, Problem, Request, Travel, Window


def option(request: int, *, hours: tuple[tuple[int, int], ...] = ((8, 12),), minutes: int = 60) -> Option:
    """A request with one visit on Monday, its starts between the given hours, ends included."""
    stretches = tuple((first * 60, last * 60) for first, last in hours)
    return Option(
        request=request,
        points=100 + request,
        minutes=minutes,
        visits=1,
        visit_minutes=minutes,
        starts={0: stretches},
    )


def packer(*options: Option, travel_min: int = 0, step_limit: int = 10_000) -> WeekPacker:
    """A packer on a grid of 30 minutes with the same travel time between any two requests."""
    return WeekPacker(options, grid_minutes=30, travel=lambda _a, _b: travel_min, step_limit=step_limit)


def week(*options: Option, capacity: int = 3, load: int = 0, travel_min: int = 0) -> HelperWeek:
    return HelperWeek(
        helper=0,
        options=options,
        capacity=capacity,
        most_minutes=240,
        load=load,
        packer=packer(*options, travel_min=travel_min),
        locked=tuple(place for place, one in enumerate(options) if one.locked),
        room=capacity,
    )


def test_starts_lie_on_the_grid_and_whole_visits_inside_the_window() -> None:
    windows = [Window(2, 8 * 60 + 10, 10 * 60), Window(2, 11 * 60, 11 * 60 + 50), Window(4, 0, 1440)]
    found = start_stretches(windows, visit_minutes=60, grid_minutes=30)
    assert found == {2: ((510, 540),), 4: ((0, 1380),)}


def test_visits_in_a_row_keep_the_travel_time() -> None:
    tight = packer(option(0, hours=((8, 9),)), option(1, hours=((8, 9),)), travel_min=1)
    assert not tight.fits((0, 1))
    roomy = packer(option(0, hours=((8, 10),)), option(1, hours=((8, 10),)), travel_min=1)
    assert roomy.starts((0, 1)) == {0: ((0, 8 * 60),), 1: ((0, 9 * 60 + 30),)}


def test_a_visit_between_two_others_finds_its_place() -> None:
    options = option(0, hours=((8, 8),)), option(1, hours=((10, 10),)), option(2, hours=((8, 10),))
    assert packer(*options).starts((0, 1, 2))[2] == ((0, 9 * 60),)


def test_the_visits_of_one_request_take_different_days() -> None:
    twice = Option(
        request=0,
        points=1,
        minutes=120,
        visits=2,
        visit_minutes=60,
        starts={0: ((480, 900),), 3: ((600, 600),)},
    )
    assert packer(twice).starts((0,)) == {0: ((0, 480), (3, 600))}
    assert not packer(twice, option(1, hours=((8, 8),)), Option(2, 1, 60, 1, 60, {3: ((570, 600),)})).fits(
        (0, 2)
    )


def test_requests_without_times_always_fit() -> None:
    timeless = Option(request=0, points=1, minutes=600, visits=2, visit_minutes=300, starts=None)
    assert packer(timeless, option(1)).starts((0, 1)) == {0: (), 1: ((0, 480),)}


def test_giving_up_is_remembered_and_asking_for_times_then_is_an_error() -> None:
    many = [option(number, hours=((8, 11),)) for number in range(6)]
    quick = packer(*many, step_limit=5)
    assert not quick.fits(tuple(range(6)))
    assert quick.gave_up_on == {tuple(range(6))}
    with pytest.raises(ValueError, match="no times for plan"):
        quick.starts(tuple(range(6)))


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(8, 11), st.integers(0, 2), st.sampled_from((30, 60, 90))), max_size=5),
    st.lists(st.integers(-20, 40), min_size=5, max_size=5),
    st.integers(0, 4),
    st.sampled_from((0, 7, 30)),
    st.sampled_from((0, 20)),
)
def test_the_best_plan_is_the_best_of_all(
    times: list[tuple[int, int, int]], gains: list[int], capacity: int, load: int, travel_min: int
) -> None:
    options = [
        option(number, hours=((first, first + more),), minutes=minutes)
        for number, (first, more, minutes) in enumerate(times)
    ]
    one = week(*options, capacity=capacity, load=load, travel_min=travel_min)
    gains = gains[: len(options)]
    everything = {
        plan: sum(gains[place] for place in plan) - load * len(plan) * (len(plan) - 1) // 2
        for size in range(capacity + 1)
        for plan in combinations(range(len(options)), size)
        if one.allows(plan)
    }
    best = max(everything.values())
    assert most_worth(one, gains) == best
    assert relaxed_worth(one, gains) >= best
    listed = best_plans(one, gains, keep=100, more_than=best - 25)
    assert {plan: worth for worth, plan in listed.plans} == {
        plan: worth for plan, worth in everything.items() if worth > best - 25
    }


def test_a_search_without_nodes_falls_back_to_the_relaxed_worth() -> None:
    one = week(option(0), option(1), option(2), capacity=2)
    assert not best_plans(one, [5, 5, 5], node_limit=1).exact
    assert most_worth(one, [5, 5, 5], node_limit=1) == relaxed_worth(one, [5, 5, 5]) == 10


def test_no_more_visits_than_the_shortest_ones_leave_room_for() -> None:
    options = [option(0, hours=((8, 10),)), option(1, hours=((9, 9), (14, 14)), minutes=90)]
    assert most_visits(options, 30) == 4
    assert most_visits([option(0, hours=((8, 10),), minutes=45)], 30) == 3


def request(number: int, *, remote: bool = False) -> Request:
    return Request(id=f"r{number}", latitude=51.5 + number / 100, longitude=7.4, remote=remote)


def test_travel_is_rounded_up_and_nothing_for_remote_requests() -> None:
    requests = (request(0), request(1), request(2, remote=True))
    policy = Policy(travel=Travel.BEELINE, detour=1.3, speed_kmh=15)
    travel = TravelBetween(Problem(helpers=(), requests=requests, policy=policy))
    # 0.01 degrees of latitude are 1112.6 m here: 1.3 * 1.1126 / 15 * 60 = 5.79 minutes.
    assert (travel(0, 1), travel(1, 0), travel(0, 2)) == (6, 6, 0)


def test_a_matrix_is_read_from_the_earlier_to_the_later_request() -> None:
    matrix = np.array([[0, 5], [9, 0]], dtype=np.int32)
    policy = Policy(travel=Travel.MATRIX)
    problem = Problem(helpers=(), requests=(request(0), request(1)), policy=policy, travel_min=matrix)
    travel = TravelBetween(problem)
    assert (travel(0, 1), travel(1, 0)) == (5, 9)


def test_locked_requests_that_do_not_fit_into_one_week_are_refused() -> None:
    windows = (Window(0, 480, 540),)
    helper = Helper(id="h", latitude=51.5, longitude=7.4, max_requests=2, windows=windows)
    problem = Problem(helpers=(helper,), requests=(request(0), request(1)))
    pairs = np.array([[0, 0, 0, 60, 1], [0, 1, 0, 60, 1]], dtype=np.int64)
    with pytest.raises(InputError, match="no times for all requests locked to h: r0, r1"):
        helper_weeks(problem, pairs)
