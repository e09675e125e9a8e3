"""Problems small enough for brute force in which every rule and every kind of points can be met at once."""

from hypothesis import assume
from hypothesis import strategies as st

from matching.errors import InputError
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

_HOUR = 60
_SKILLS = ("garden", "driving")
# One to three kilometres apart; at walking speed such a way takes a quarter of an hour or more.
_PLACES = st.sampled_from((51.50, 51.50, 51.51, 51.53, None))
_RELATIONS = st.sampled_from((Relation.LOCKED, Relation.BLOCKED, Relation.KNOWS, Relation.WISHED))


@st.composite
def _windows(draw: st.DrawFn, at_most: int) -> tuple[Window, ...]:
    found = []
    for _ in range(draw(st.integers(0, at_most))):
        start = draw(st.integers(8, 11))
        length = draw(st.integers(1, 3))
        found.append(Window(draw(st.integers(0, 2)), start * _HOUR, (start + length) * _HOUR))
    return tuple(found)


@st.composite
def _helpers(draw: st.DrawFn, number: int) -> Helper:
    latitude = draw(_PLACES)
    return Helper(
        id=f"h{number}",
        latitude=latitude,
        longitude=None if latitude is None else 7.46,
        max_distance_m=draw(st.sampled_from((None, None, 1500.0))),
        max_requests=draw(st.integers(0, 3)),
        minutes_per_week=draw(st.sampled_from((None, None, 60, 150))),
        skills={skill: draw(st.integers(1, 3)) for skill in _SKILLS if draw(st.integers(0, 3))},
        languages=draw(st.frozensets(st.sampled_from(("de", "tr")))),
        kind=draw(st.sampled_from((HelperKind.VOLUNTEER, HelperKind.VOLUNTEER, HelperKind.STUDENT))),
        checks=draw(st.sampled_from((frozenset({"conduct"}), frozenset[str]()))),
        windows=draw(_windows(3)),
        last_engaged_days=draw(st.sampled_from((None, 0, 30))),
    )


@st.composite
def _requests(draw: st.DrawFn, number: int) -> Request:
    latitude, visit_minutes = draw(_PLACES), draw(st.sampled_from((30, 60, 90)))
    together = draw(st.integers(0, 3)) == 0
    spots = st.tuples(st.integers(0, 2), st.sampled_from((8, 10)))
    met = draw(st.lists(spots, min_size=1, max_size=3, unique=True)) if together else ()
    windows = tuple(Window(day, hour * _HOUR, hour * _HOUR + visit_minutes) for day, hour in met)
    return Request(
        id=f"r{number}",
        latitude=latitude,
        longitude=None if latitude is None else 7.46,
        skills=draw(st.frozensets(st.sampled_from(_SKILLS), max_size=1)),
        wished_skills=draw(st.frozensets(st.sampled_from(_SKILLS), max_size=1)),
        languages=draw(st.frozensets(st.sampled_from(("tr",)))),
        kinds=draw(st.sampled_from((frozenset(), frozenset(), frozenset({HelperKind.VOLUNTEER})))),
        checks=draw(st.sampled_from((frozenset(), frozenset(), frozenset({"conduct"})))),
        helpers_needed=draw(st.integers(1, 2)),
        together=together,
        visits_per_week=draw(st.sampled_from((1, 1, 2))),
        visit_minutes=visit_minutes,
        remote=draw(st.integers(0, 3)) == 0,
        priority=draw(st.integers(0, 4)),
        waiting_days=draw(st.sampled_from((0, 20, 90))),
        value=draw(st.sampled_from((None, None, 0, 30))),
        max_distance_m=draw(st.sampled_from((None, None, 2000.0))),
        windows=windows or draw(_windows(2)),
    )


@st.composite
def wide_problems(draw: st.DrawFn) -> Problem:
    """Up to three helpers and four requests, with scores computed or given, below 0 too."""
    helpers = [draw(_helpers(number)) for number in range(draw(st.integers(1, 3)))]
    requests = [draw(_requests(number)) for number in range(draw(st.integers(1, 4)))]
    pairs = [
        Pair(
            helper_id=helper.id,
            request_id=request.id,
            relations=frozenset({draw(_RELATIONS)}) if draw(st.booleans()) else frozenset(),
            score=draw(st.sampled_from((None, None, -40, 25))),
            minutes=draw(st.sampled_from((None, None, 0, 100))),
        )
        for helper in helpers
        for request in requests
        if draw(st.integers(0, 2)) == 0
    ]
    policy = Policy(
        grid_minutes=draw(st.sampled_from((30, 60))),
        travel=draw(st.sampled_from((Travel.NONE, Travel.BEELINE))),
        speed_kmh=draw(st.sampled_from((4.0, 15.0))),
        only_listed_pairs=draw(st.integers(0, 3)) == 0,
        weights=Weights(
            served=draw(st.sampled_from((50, 10_000))), load=draw(st.sampled_from((None, 0, 300)))
        ),
    )
    try:
        return build_problem(helpers=helpers, requests=requests, pairs=pairs, policy=policy)
    except InputError:
        assume(condition=False)
        raise
