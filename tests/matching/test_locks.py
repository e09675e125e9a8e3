"""Locked pairs that no answer could hold are refused with the reason."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from matching.errors import Fault, InputError
from matching.pairing.checks import Rows, build_problem
from matching.pairing.problem import Helper, HelperKind, Pair, Policy, Relation, Request, Travel, Window

HELPER = Helper(id="h", latitude=51.5, longitude=7.4)
REQUEST = Request(id="r", latitude=51.5, longitude=7.4)
LOCK = Pair(helper_id="h", request_id="r", relations=frozenset({Relation.LOCKED}))


def faults(
    *,
    pairs: Sequence[Pair],
    helpers: Sequence[Helper] = (HELPER,),
    requests: Sequence[Request] = (REQUEST,),
    rows: Sequence[int] = (),
) -> tuple[Fault, ...]:
    """What is wrong with the locked pairs."""
    with pytest.raises(InputError, match="locked, but") as refusal:
        build_problem(helpers=helpers, requests=requests, pairs=pairs, rows=Rows(pairs=rows))
    return refusal.value.faults


@pytest.mark.parametrize(
    ("helper", "request_", "words"),
    [
        (replace(HELPER, max_requests=0), REQUEST, "takes no request"),
        (
            replace(HELPER, minutes_per_week=59),
            REQUEST,
            "takes 60 minutes a week and the helper gives 59",
        ),
        (
            HELPER,
            replace(REQUEST, skills=frozenset({"garden", "driving"})),
            "lacks the skill driving, garden",
        ),
        (HELPER, replace(REQUEST, checks=frozenset({"conduct"})), "lacks the check conduct"),
        (HELPER, replace(REQUEST, kinds=frozenset({HelperKind.STUDENT})), "allows only the kind student"),
        (HELPER, replace(REQUEST, latitude=51.6, max_distance_m=100.0), "m and the limit 100 m"),
        (HELPER, replace(REQUEST, latitude=None, longitude=None), "a place is unknown"),
        (replace(HELPER, windows=(Window(0, 0, 30),)), REQUEST, "time on 0 days and 1 are needed"),
    ],
)
def test_a_locked_pair_that_breaks_a_rule_is_refused(helper: Helper, request_: Request, words: str) -> None:
    (fault,) = faults(helpers=[helper], requests=[request_], pairs=[LOCK], rows=[3])
    assert (fault.file, fault.row, fault.column) == ("pairs.csv", 3, "relation")
    assert "locked, but" in str(fault)
    assert words in str(fault)


def test_more_locked_helpers_than_needed_are_refused() -> None:
    (fault,) = faults(helpers=[HELPER, replace(HELPER, id="i")], pairs=[LOCK, replace(LOCK, helper_id="i")])
    assert "the request needs 1 and 2 are locked" in str(fault)


def test_more_locked_requests_than_a_helper_takes_are_refused() -> None:
    (fault,) = faults(
        requests=[REQUEST, replace(REQUEST, id="s")], pairs=[LOCK, replace(LOCK, request_id="s")]
    )
    assert "the helper takes 1 and 2 are locked" in str(fault)


def test_more_locked_minutes_than_a_helper_gives_are_refused() -> None:
    (fault,) = faults(
        helpers=[replace(HELPER, max_requests=2, minutes_per_week=100)],
        requests=[REQUEST, replace(REQUEST, id="s")],
        pairs=[LOCK, replace(LOCK, request_id="s", minutes=41)],
    )
    assert "take 101 minutes a week; expected at most 100" in str(fault)


def test_locked_pairs_that_are_possible_stand() -> None:
    helper = replace(HELPER, max_requests=2, minutes_per_week=100)
    pairs = [LOCK, replace(LOCK, request_id="s", minutes=40)]
    problem = build_problem(helpers=[helper], requests=[REQUEST, replace(REQUEST, id="s")], pairs=pairs)
    assert len(problem.pairs) == 2


def at_ten(name: str, weekday: int = 0) -> Request:
    """A visit that can only be at ten."""
    return replace(REQUEST, id=name, windows=(Window(weekday, 600, 660),))


def test_locked_pairs_that_do_not_fit_into_one_week_are_refused_with_the_row_that_is_too_much() -> None:
    requests = [at_ten("r"), at_ten("s", weekday=1), at_ten("t")]
    pairs = [replace(LOCK, request_id=request.id) for request in requests]
    helper = replace(HELPER, max_requests=3)
    (fault,) = faults(helpers=[helper], requests=requests, pairs=pairs, rows=[4, 3, 2])
    assert (fault.file, fault.row, fault.column) == ("pairs.csv", 2, "relation")
    assert "helper h and request t: locked, but its visits find no time beside those of r, s" in str(fault)


@pytest.mark.parametrize(("way_min", "fits"), [(60, True), (61, False)])
def test_the_way_between_locked_requests_counts_in_its_direction(way_min: int, fits: bool) -> None:
    requests = [at_ten("r"), replace(REQUEST, id="s", windows=(Window(0, 720, 780),))]
    pairs = [replace(LOCK, request_id=request.id) for request in requests]
    given: dict[str, Any] = {
        "helpers": [replace(HELPER, max_requests=2)],
        "requests": requests,
        "pairs": pairs,
        "policy": Policy(travel=Travel.MATRIX),
        "travel_min": np.array([[0, way_min], [1440, 0]], dtype=np.int32),
    }
    if fits:
        assert build_problem(**given).pairs == tuple(pairs)
    else:
        with pytest.raises(InputError, match="find no time beside those of r"):
            build_problem(**given)


def test_locked_pairs_without_times_always_fit_into_one_week() -> None:
    pairs = [LOCK, replace(LOCK, request_id="s")]
    requests = [replace(REQUEST, visit_minutes=1440), replace(REQUEST, id="s", visit_minutes=1440)]
    helper = replace(HELPER, max_requests=2)
    assert build_problem(helpers=[helper], requests=requests, pairs=pairs).pairs == tuple(pairs)
