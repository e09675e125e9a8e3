"""Small made-up problems for property tests: few people, coarse times, every rule in play."""

from collections.abc import Sequence

from hypothesis import strategies as st

from matching.pairing.checks import build_problem
from matching.pairing.problem import (
    Helper,
    HelperKind,
    Pair,
    Policy,
    Problem,
    Relation,
    Request,
    Travel,
    Weights,
    Window,
)

SKILLS = ("garden", "shopping", "driving")
LANGUAGES = ("de", "tr")
CHECKS = ("conduct",)
# Metres apart, some of them on one spot, so that limits are met exactly and missed narrowly.
LATITUDES = st.sampled_from((51.500, 51.500001, 51.509, 51.55, None))


@st.composite
def windows(draw: st.DrawFn, *, step_min: int = 30, at_most: int = 4) -> tuple[Window, ...]:
    """Windows that may touch or overlap, on three days."""
    found = []
    for _ in range(draw(st.integers(0, at_most))):
        start = draw(st.integers(0, 1440 // step_min - 1))
        end = draw(st.integers(start + 1, min(start + 8, 1440 // step_min)))
        found.append(Window(draw(st.integers(0, 2)), start * step_min, end * step_min))
    return tuple(found)


@st.composite
def helpers(draw: st.DrawFn, number: int) -> Helper:
    """One helper; `number` makes the id."""
    latitude = draw(LATITUDES)
    return Helper(
        id=f"h{number}",
        latitude=latitude,
        longitude=None if latitude is None else 7.46,
        max_distance_m=draw(st.sampled_from((None, 0.0, 1002.0, 5000.0))),
        max_requests=draw(st.integers(0, 3)),
        minutes_per_week=draw(st.sampled_from((None, 60, 240))),
        skills=draw(st.dictionaries(st.sampled_from(SKILLS), st.integers(1, 3))),
        languages=draw(st.frozensets(st.sampled_from(LANGUAGES))),
        kind=draw(st.sampled_from(HelperKind)),
        checks=draw(st.frozensets(st.sampled_from(CHECKS))),
        windows=draw(windows()),
        last_engaged_days=draw(st.sampled_from((None, 0, 7, 400))),
    )


@st.composite
def requests(draw: st.DrawFn, number: int) -> Request:
    """One request; `number` makes the id."""
    latitude = draw(LATITUDES)
    return Request(
        id=f"r{number}",
        latitude=latitude,
        longitude=None if latitude is None else 7.46,
        skills=draw(st.frozensets(st.sampled_from(SKILLS), max_size=2)),
        wished_skills=draw(st.frozensets(st.sampled_from(SKILLS), max_size=1)),
        languages=draw(st.frozensets(st.sampled_from(LANGUAGES), max_size=1)),
        kinds=draw(st.frozensets(st.sampled_from(HelperKind), max_size=2)),
        checks=draw(st.frozensets(st.sampled_from(CHECKS))),
        helpers_needed=draw(st.integers(1, 2)),
        visits_per_week=draw(st.integers(1, 3)),
        visit_minutes=draw(st.sampled_from((30, 45, 60, 90))),
        remote=draw(st.booleans()),
        priority=draw(st.integers(0, 4)),
        waiting_days=draw(st.integers(0, 90)),
        value=draw(st.sampled_from((None, None, 5000))),
        max_distance_m=draw(st.sampled_from((None, 1000.0, 1002.0))),
        windows=draw(windows()),
    )


@st.composite
def pairs(draw: st.DrawFn, helper_ids: Sequence[str], request_ids: Sequence[str]) -> list[Pair]:
    """Some pairs, none of them locked, so that nothing is contradictory."""
    free = (Relation.BLOCKED, Relation.KNOWS, Relation.WISHED, Relation.PROPOSED)
    return [
        Pair(
            helper_id=helper_id,
            request_id=request_id,
            relations=draw(st.frozensets(st.sampled_from(free))),
            score=draw(st.sampled_from((None, None, -70, 300))),
            minutes=draw(st.sampled_from((None, None, 20, 250))),
        )
        for helper_id in helper_ids
        for request_id in request_ids
        if draw(st.integers(0, 3)) == 0
    ]


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    """Grids that fit the windows and grids that do not."""
    return Policy(
        grid_minutes=draw(st.sampled_from((5, 15, 30, 40, 360))),
        travel=draw(st.sampled_from((Travel.NONE, Travel.BEELINE))),
        only_listed_pairs=draw(st.booleans()),
        weights=Weights(idle_days_at_most=draw(st.sampled_from((7, 180)))),
    )


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """A whole problem of up to four helpers and four requests."""
    some_helpers = [draw(helpers(number)) for number in range(draw(st.integers(0, 4)))]
    some_requests = [draw(requests(number)) for number in range(draw(st.integers(0, 4)))]
    helper_ids, request_ids = [one.id for one in some_helpers], [one.id for one in some_requests]
    return build_problem(
        helpers=some_helpers,
        requests=some_requests,
        pairs=draw(pairs(helper_ids, request_ids)),
        policy=draw(policies()),
    )
