"""Filling up weeks: what is added fits and pays, and nothing more would."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.pairing.filling import fill_up, places_left
from matching.pairing.parts import Part
from matching.pairing.plans import Plan
from matching.pairing.weeks import Bools
from tests.matching.tiny_parts import is_packable, options_of, plans_of, tiny_parts


@st.composite
def begun_weeks(draw: st.DrawFn) -> tuple[Part, dict[int, Plan], Bools]:
    """A part, a plan for some of its weeks, and the options that may be added."""
    part = draw(tiny_parts())
    begun: dict[int, Plan] = {}
    for week in range(len(part.helper)):
        plans = [
            plan for plan in plans_of(part, week) if (places_left(part, [*begun.values(), plan]) >= 0).all()
        ]
        is_begun = draw(st.booleans())
        if plans and is_begun:
            begun[week] = draw(st.sampled_from(plans))
    allowed = draw(st.lists(st.booleans(), min_size=len(part), max_size=len(part)))
    return part, begun, np.array(allowed, dtype=np.bool_)


@settings(deadline=None, max_examples=60)
@given(begun_weeks())
def test_what_is_added_fits_and_nothing_more_would(begun_part: tuple[Part, dict[int, Plan], Bools]) -> None:
    part, begun, allowed = begun_part
    places = places_left(part, begun.values())
    full = fill_up(part, begun, places, allowed)
    assert (places == places_left(part, full.values())).all()
    assert (places >= 0).all()
    for week in range(len(part.helper)):
        before, after = begun.get(week, ()), full.get(week, ())
        assert set(before) <= set(after)
        assert allowed[list(set(after) - set(before))].all()
        assert is_packable(part, after)
        assert len(after) <= part.weeks.room[week]
        assert part.weeks.minutes[list(after)].sum() <= part.weeks.most_minutes[week]
        assert not [
            option
            for option in options_of(part, week)
            if _could_join(part, week, option, after, allowed, places.tolist())
        ]


def _could_join(  # noqa: PLR0917
    part: Part, week: int, option: int, plan: Plan, allowed: Bools, places: list[int]
) -> bool:
    weeks, request = part.weeks, int(part.weeks.request[option])
    return (
        bool(allowed[option])
        and places[request] > 0
        and request not in weeks.request[list(plan)]
        and len(plan) < weeks.room[week]
        and weeks.points[option] > weeks.load * len(plan)
        and weeks.minutes[[*plan, option]].sum() <= weeks.most_minutes[week]
        and is_packable(part, (*plan, option))
    )


@settings(deadline=None, max_examples=20)
@given(tiny_parts())
def test_nobody_gets_anything_that_is_not_allowed(part: Part) -> None:
    assert fill_up(part, {}, part.needed.copy(), np.zeros(len(part), dtype=np.bool_)) == {}
