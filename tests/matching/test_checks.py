"""Building a problem: the one order of things, and a refusal for everything that can be wrong."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from matching.errors import Fault, InputError
from matching.pairing.checks import Rows, build_problem
from matching.pairing.problem import (
    Helper,
    Pair,
    Policy,
    Relation,
    Request,
    Travel,
    Weights,
    Window,
)

HELPER = Helper(id="h", latitude=51.5, longitude=7.4)
REQUEST = Request(id="r", latitude=51.5, longitude=7.4)
BOTH = frozenset({Relation.LOCKED, Relation.BLOCKED})
MATRIX = Policy(travel=Travel.MATRIX)


def faults(
    *,
    helpers: Sequence[Helper] = (HELPER,),
    requests: Sequence[Request] = (REQUEST,),
    pairs: Sequence[Pair] = (),
    policy: Policy | None = None,
    travel_min: object = None,
    rows: Rows | None = None,
) -> tuple[Fault, ...]:
    """What is wrong with the input."""
    with pytest.raises(InputError, match="expected") as refusal:
        build_problem(
            helpers=helpers,
            requests=requests,
            pairs=pairs,
            policy=policy or Policy(),
            travel_min=travel_min,  # type: ignore[arg-type]
            rows=rows or Rows(),
        )
    return refusal.value.faults


HELPER_FAULTS = {
    "empty id": (replace(HELPER, id=" "), "helper_id", "empty"),
    "no latitude": (replace(HELPER, latitude=None), "latitude", "both, or neither"),
    "no longitude": (replace(HELPER, longitude=None), "longitude", "both, or neither"),
    "latitude NaN": (replace(HELPER, latitude=float("nan")), "latitude", "-90 to 90"),
    "longitude infinite": (replace(HELPER, longitude=float("inf")), "longitude", "-180 to 180"),
    "latitude too large": (replace(HELPER, latitude=95.0, longitude=100.0), "latitude", "-90 to 90"),
    "longitude too small": (replace(HELPER, longitude=-181.0), "longitude", "-180 to 180"),
    "swapped": (replace(HELPER, latitude=-122.4, longitude=37.8), "latitude", "swapped"),
    "distance negative": (replace(HELPER, max_distance_m=-1.0), "max_distance_km", "0 to"),
    "distance NaN": (replace(HELPER, max_distance_m=float("nan")), "max_distance_km", "0 to"),
    "capacity negative": (replace(HELPER, max_requests=-1), "max_requests", "0 to 1000000"),
    "minutes negative": (replace(HELPER, minutes_per_week=-5), "minutes_per_week", "0 to"),
    "level": (replace(HELPER, skills={"garden": 4}), "skills", "1 to 3"),
    "days negative": (replace(HELPER, last_engaged_days=-1), "last_engaged_days", "0 to"),
    "window backwards": (replace(HELPER, windows=(Window(0, 60, 60),)), "windows", "start < end"),
    "window too late": (replace(HELPER, windows=(Window(0, 60, 1441),)), "windows", "1440"),
    "window on no day": (replace(HELPER, windows=(Window(7, 0, 60),)), "windows", "weekday 0..6"),
}
REQUEST_FAULTS = {
    "empty id": (replace(REQUEST, id=""), "request_id", "empty"),
    "nobody needed": (replace(REQUEST, helpers_needed=0), "helpers_needed", "1 to"),
    "no visit": (replace(REQUEST, visits_per_week=0), "visits_per_week", "1 to 7"),
    "eight visits": (replace(REQUEST, visits_per_week=8), "visits_per_week", "1 to 7"),
    "no minute": (replace(REQUEST, visit_minutes=0), "visit_minutes", "1 to 1440"),
    "over a day": (replace(REQUEST, visit_minutes=1441), "visit_minutes", "1 to 1440"),
    "priority low": (replace(REQUEST, priority=-1), "priority", "0 to 4"),
    "priority high": (replace(REQUEST, priority=5), "priority", "0 to 4"),
    "waiting": (replace(REQUEST, waiting_days=-1), "waiting_days", "0 to"),
    "value": (replace(REQUEST, value=-1), "value", "0 to"),
    "distance": (replace(REQUEST, max_distance_m=-0.1), "max_distance_km", "0 to"),
    "together without windows": (replace(REQUEST, together=True), "together", "exactly one visit"),
    "together with a long window": (
        replace(REQUEST, together=True, windows=(Window(0, 600, 690),)),
        "together",
        "90 min",
    ),
    "together with windows that touch": (
        replace(REQUEST, together=True, windows=(Window(0, 600, 660), Window(0, 660, 720))),
        "together",
        "120 min",
    ),
}
POLICY_FAULTS = {
    "grid 0": (Policy(grid_minutes=0), "grid_minutes"),
    "grid 7": (Policy(grid_minutes=7), "grid_minutes"),
    "grid over a day": (Policy(grid_minutes=2880), "grid_minutes"),
    "detour": (Policy(detour=0.9), "detour"),
    "speed": (Policy(speed_kmh=0.0), "speed_kmh"),
    "speed NaN": (Policy(speed_kmh=float("nan")), "speed_kmh"),
    "seed": (Policy(seed=-1), "seed"),
    "weight": (Policy(weights=Weights(closeness=-1)), "closeness"),
    "load": (Policy(weights=Weights(load=-1)), "load"),
    "idle days": (Policy(weights=Weights(idle_days_at_most=0)), "idle_days_at_most"),
}


@pytest.mark.parametrize(("helper", "column", "words"), HELPER_FAULTS.values(), ids=HELPER_FAULTS)
def test_a_wrong_helper_is_refused(helper: Helper, column: str, words: str) -> None:
    (fault,) = faults(helpers=[helper])
    assert (fault.file, fault.column) == ("helpers.csv", column)
    assert words in str(fault)
    assert f"helper {helper.id}" in str(fault)


@pytest.mark.parametrize(("request_", "column", "words"), REQUEST_FAULTS.values(), ids=REQUEST_FAULTS)
def test_a_wrong_request_is_refused(request_: Request, column: str, words: str) -> None:
    (fault,) = faults(requests=[request_])
    assert (fault.file, fault.column) == ("requests.csv", column)
    assert words in str(fault)


@pytest.mark.parametrize(("policy", "column"), POLICY_FAULTS.values(), ids=POLICY_FAULTS)
def test_a_wrong_policy_is_refused(policy: Policy, column: str) -> None:
    (fault,) = faults(policy=policy)
    assert (fault.file, fault.column) == ("policy.toml", column)


def test_ids_stand_once() -> None:
    (helper,) = faults(helpers=[HELPER, HELPER], rows=Rows(helpers=[2, 9]))
    assert (helper.file, helper.row, helper.column) == ("helpers.csv", 9, "helper_id")
    assert "first in row 2" in str(helper)
    (request,) = faults(requests=[REQUEST, REQUEST])
    assert (request.file, request.row, request.column) == ("requests.csv", 0, "request_id")


def test_a_place_far_away_that_would_be_near_if_swapped_is_refused() -> None:
    others = [replace(HELPER, id=f"x{number}", latitude=51.5 + number / 100) for number in range(5)]
    (fault,) = faults(helpers=[*others, replace(HELPER, latitude=7.41, longitude=51.52)])
    assert "swapped" in str(fault)
    assert "latitude near 51.5, longitude near 7.4" in str(fault)


def test_a_place_far_away_is_no_fault_as_such() -> None:
    build_problem(
        helpers=[HELPER, replace(HELPER, id="x", latitude=-33.9, longitude=151.2)], requests=[REQUEST]
    )


@pytest.mark.parametrize(
    ("pair", "column", "words"),
    [
        (Pair(helper_id="x", request_id="r"), "helper_id", "unknown"),
        (Pair(helper_id="h", request_id="x"), "request_id", "unknown"),
        (Pair(helper_id="h", request_id="r", minutes=-1), "minutes", "0 to"),
        (
            Pair(helper_id="h", request_id="r", relations=BOTH),
            "relation",
            "one of the two",
        ),
    ],
)
def test_a_wrong_pair_is_refused(pair: Pair, column: str, words: str) -> None:
    (fault,) = faults(pairs=[pair], rows=Rows(pairs=[7]))
    assert (fault.file, fault.row, fault.column) == ("pairs.csv", 7, column)
    assert words in str(fault)


def test_a_pair_stands_once() -> None:
    (fault,) = faults(
        pairs=[Pair(helper_id="h", request_id="r"), Pair(helper_id="h", request_id="r", score=1)]
    )
    assert "twice" in str(fault)


@pytest.mark.parametrize(
    ("policy", "travel_min", "words"),
    [
        (Policy(), np.zeros((1, 1), dtype=np.int32), '"matrix"'),
        (MATRIX, None, "no travel times are given"),
        (MATRIX, np.zeros((2, 2), dtype=np.int32), "1 rows and columns"),
        (MATRIX, np.full((1, 1), -1, dtype=np.int32), "0 to 1440"),
        (MATRIX, np.full((1, 1), 1441, dtype=np.int32), "0 to 1440"),
    ],
)
def test_travel_times_and_policy_must_fit(policy: Policy, travel_min: object, words: str) -> None:
    (fault,) = faults(policy=policy, travel_min=travel_min)
    assert words in str(fault)


@pytest.mark.parametrize(
    ("requests", "pairs", "file"),
    [
        ([replace(REQUEST, value=2**42)], [], "requests.csv"),
        ([replace(REQUEST, id=f"r{number}", value=2**41) for number in range(3)], [], "requests.csv"),
        ([REQUEST], [Pair(helper_id="h", request_id="r", score=-(2**42))], "pairs.csv"),
    ],
)
def test_points_beyond_the_whole_numbers_of_a_float_are_refused(
    requests: list[Request], pairs: list[Pair], file: str
) -> None:
    (fault,) = faults(requests=requests, pairs=pairs)
    assert fault.file == file
    assert "2**42" in str(fault)


def test_points_just_below_the_limit_stand() -> None:
    problem = build_problem(helpers=[HELPER], requests=[replace(REQUEST, value=2**42 - 2000)])
    assert problem.requests[0].value == 2**42 - 2000


def test_everything_wrong_is_said_at_once_in_the_order_of_files_and_rows() -> None:
    found = faults(
        helpers=[replace(HELPER, max_requests=-1), replace(HELPER, id="i", latitude=99.0)],
        requests=[replace(REQUEST, priority=9, visits_per_week=0)],
        policy=Policy(grid_minutes=11),
        rows=Rows(helpers=[3, 2], requests=[2]),
    )
    assert [(fault.file, fault.row, fault.column) for fault in found] == [
        ("helpers.csv", 2, "latitude"),
        ("helpers.csv", 3, "max_requests"),
        ("policy.toml", 0, "grid_minutes"),
        ("requests.csv", 2, "priority"),
        ("requests.csv", 2, "visits_per_week"),
    ]


def test_the_problem_is_sorted_joined_and_its_matrix_follows() -> None:
    problem = build_problem(
        helpers=[
            replace(HELPER, id="b"),
            replace(HELPER, id="a", windows=(Window(0, 60, 90), Window(0, 0, 60))),
        ],
        requests=[replace(REQUEST, id="t"), replace(REQUEST, id="s")],
        pairs=[Pair(helper_id="b", request_id="t"), Pair(helper_id="b", request_id="s")],
        policy=MATRIX,
        travel_min=np.array([[0, 10], [20, 0]], dtype=np.int32),
    )
    assert [helper.id for helper in problem.helpers] == ["a", "b"]
    assert problem.helpers[0].windows == (Window(0, 0, 90),)
    assert [request.id for request in problem.requests] == ["s", "t"]
    assert [pair.request_id for pair in problem.pairs] == ["s", "t"]
    assert problem.travel_min is not None
    assert problem.travel_min.tolist() == [[0, 20], [10, 0]]


def test_nobody_at_all_is_a_problem_too() -> None:
    assert build_problem(helpers=[], requests=[]).helpers == ()
