"""Locked pairs that no answer could hold are refused with the reason."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from matching.errors import Fault, InputError
from matching.pairing.checks import Rows, build_problem
from matching.pairing.problem import Helper, HelperKind, Pair, Relation, Request, Window

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
