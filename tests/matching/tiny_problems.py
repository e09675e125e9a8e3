"""Problems of a few people and hours in which times, travel, minutes, locks and coming together collide."""

import numpy as np
from hypothesis import assume
from hypothesis import strategies as st

from matching.errors import InputError
from matching.pairing.checks import build_problem
from matching.pairing.problem import Helper, Pair, Policy, Problem, Relation, Request, Travel, Weights, Window

_HOUR = 60


@st.composite
def _windows(draw: st.DrawFn, least: int = 0) -> tuple[Window, ...]:
    found = []
    for _ in range(draw(st.integers(least, 3))):
        start = draw(st.integers(8, 12))
        found.append(
            Window(draw(st.integers(0, 2)), start * _HOUR, (start + draw(st.integers(1, 4))) * _HOUR)
        )
    return tuple(found)


@st.composite
def _visit_windows(draw: st.DrawFn, visit_minutes: int) -> tuple[Window, ...]:
    """Windows of exactly one visit that do not touch, as coming together asks."""
    spots = draw(
        st.lists(st.tuples(st.integers(0, 2), st.sampled_from((8, 11))), min_size=1, max_size=3, unique=True)
    )
    return tuple(Window(day, hour * _HOUR, hour * _HOUR + visit_minutes) for day, hour in spots)


@st.composite
def _helpers(draw: st.DrawFn, number: int) -> Helper:
    return Helper(
        id=f"h{number}",
        latitude=51.5,
        longitude=7.46,
        max_requests=draw(st.integers(1, 4)),
        minutes_per_week=draw(st.sampled_from((None, None, 120, 200))),
        windows=draw(_windows()),
    )


@st.composite
def _requests(draw: st.DrawFn, number: int, *, together: bool) -> Request:
    visit_minutes = draw(st.sampled_from((45, 60, 120)))
    together = together and draw(st.booleans())
    return Request(
        id=f"r{number}",
        latitude=51.5,
        longitude=7.46,
        helpers_needed=draw(st.integers(1, 3)) if together else draw(st.sampled_from((1, 1, 2))),
        together=together,
        visits_per_week=draw(st.sampled_from((1, 1, 2))),
        visit_minutes=visit_minutes,
        remote=draw(st.booleans()),
        waiting_days=draw(st.sampled_from((0, 70, 80))),
        value=draw(st.integers(0, 50)),
        windows=draw(_visit_windows(visit_minutes) if together else _windows()),
    )


@st.composite
def tiny_problems(draw: st.DrawFn, *, together: bool = True, locks: bool = True) -> Problem:
    """A problem that brute force can solve; points are small whole numbers, so ties are common."""
    some_helpers = [draw(_helpers(number)) for number in range(draw(st.integers(1, 3)))]
    some_requests = [draw(_requests(number, together=together)) for number in range(draw(st.integers(1, 4)))]
    relations = st.sampled_from((frozenset(), frozenset({Relation.LOCKED})) if locks else (frozenset(),))
    pairs = [
        Pair(
            helper_id=helper.id,
            request_id=request.id,
            score=draw(st.integers(-20, 30)),
            minutes=draw(st.sampled_from((None, None, 100))),
            relations=draw(relations) if draw(st.integers(0, 7)) == 0 else frozenset(),
        )
        for helper in some_helpers
        for request in some_requests
        if draw(st.integers(0, 9)) > 0
    ]
    count = len(some_requests)
    minutes = draw(st.lists(st.sampled_from((0, 15, 60, 90)), min_size=count * count, max_size=count * count))
    travel = draw(st.sampled_from((Travel.NONE, Travel.MATRIX)))
    policy = Policy(
        grid_minutes=draw(st.sampled_from((30, 60))),
        travel=travel,
        only_listed_pairs=True,
        weights=Weights(load=draw(st.sampled_from((0, 3, 40)))),
    )
    try:
        return build_problem(
            helpers=some_helpers,
            requests=some_requests,
            pairs=pairs,
            policy=policy,
            travel_min=np.array(minutes, dtype=np.int32).reshape(count, count)
            if travel is Travel.MATRIX
            else None,
        )
    except InputError:
        assume(condition=False)
        raise
