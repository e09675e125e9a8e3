"""Packing a week against trying all days and starts."""

from itertools import permutations, product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.pairing.checks import build_problem
from matching.pairing.packing import fits, pack, write_starts
from matching.pairing.parts import Part
from matching.pairing.plans import Plan
from matching.pairing.problem import Helper, Policy, Request, Travel, Window
from matching.pairing.sequencing import FITS, GAVE_UP, UNFIT, new_bench, sequence
from matching.pairing.weeks import Ints
from tests.matching.tiny_parts import (
    is_packable,
    options_of,
    starts_of_option,
    tiny_parts,
    travel_min,
    whole_part,
)


@st.composite
def parts_and_plans(draw: st.DrawFn) -> tuple[Part, Plan]:
    """Some options of one helper, in any order."""
    part = draw(tiny_parts())
    week = draw(st.integers(0, len(part.helper) - 1))
    options = draw(st.lists(st.sampled_from(list(options_of(part, week))), max_size=4, unique=True))
    return part, tuple(options)


@settings(deadline=None, max_examples=100)
@given(parts_and_plans())
def test_a_plan_fits_if_any_days_and_starts_do(part_and_plan: tuple[Part, Plan]) -> None:
    part, plan = part_and_plan
    assert fits(part.weeks, part.ways, plan) == is_packable(part, plan)


@settings(deadline=None, max_examples=60)
@given(parts_and_plans())
def test_the_starts_written_keep_to_every_rule(part_and_plan: tuple[Part, Plan]) -> None:
    part, plan = part_and_plan
    starts = np.zeros((len(plan), 7), dtype=np.int64)
    if not write_starts(part.weeks, part.ways, np.array(plan, dtype=np.int64), len(plan), starts):
        assert not is_packable(part, plan)
        assert (starts == -1).all()
        return
    for place, option in enumerate(plan):
        allowed = starts_of_option(part, option)
        days = np.flatnonzero(starts[place] >= 0).tolist()
        assert len(days) == (part.weeks.visits[option] if part.weeks.timed[option] else 0)
        assert all(starts[place, day] in allowed[day] for day in days)
    assert_apart(part, plan, starts)


def assert_apart(part: Part, plan: Plan, starts: Ints) -> None:
    """No two visits of a day overlap, the way between them included."""
    for (one, a), (other, b), day in product(enumerate(plan), enumerate(plan), range(7)):
        if one != other and 0 <= starts[one, day] <= starts[other, day]:
            way = travel_min(part, a, b)
            assert starts[one, day] + part.weeks.visit_minutes[a] + way <= starts[other, day]


@st.composite
def crowded_days(draw: st.DrawFn) -> Part:
    """One helper, one day, up to six short visits far apart: the order matters."""
    count = draw(st.integers(2, 6))
    hours = st.integers(8, 14)
    requests = []
    for number in range(count):
        begin = draw(hours)
        window = Window(0, begin * 60, (begin + draw(st.integers(1, 6))) * 60)
        requests.append(
            Request(id=f"r{number}", latitude=51.5, longitude=7.4, visit_minutes=30, windows=(window,))
        )
    ways = st.sampled_from((0, 5, 30, 70, 120))
    travel = np.array(draw(st.lists(ways, min_size=count**2, max_size=count**2)), dtype=np.int32)
    return whole_part(
        build_problem(
            helpers=[Helper(id="h", latitude=51.5, longitude=7.4, max_requests=9)],
            requests=requests,
            policy=Policy(travel=Travel.MATRIX, grid_minutes=15),
            travel_min=travel.reshape(count, count),
        )
    )


@settings(deadline=None, max_examples=60)
@given(crowded_days())
def test_a_day_works_if_any_order_does(part: Part) -> None:
    plan = tuple(options_of(part, 0))
    works = any(_goes_in_this_order(part, order) for order in permutations(plan))
    assert pack(part.weeks, part.ways, np.array(plan), len(plan), new_bench(len(plan))) == (
        FITS if works else UNFIT
    )


def _goes_in_this_order(part: Part, order: Plan) -> bool:
    ends: list[tuple[int, int]] = []
    for option in order:
        free_from = max((end + travel_min(part, before, option) for before, end in ends), default=0)
        starts = [start for start in starts_of_option(part, option)[0] if start >= free_from]
        if not starts:
            return False
        ends.append((option, starts[0] + int(part.weeks.visit_minutes[option])))
    return True


def test_who_has_no_steps_left_gives_up() -> None:
    window = (Window(0, 480, 720),)
    requests = [Request(id=f"r{n}", latitude=51.5, longitude=7.4, windows=window) for n in range(2)]
    part = whole_part(
        build_problem(
            helpers=[Helper(id="h", latitude=51.5, longitude=7.4, max_requests=2)], requests=requests
        )
    )
    bench = new_bench(2)
    bench.on_day[0, :2] = (0, 1)
    bench.steps[0] = 0
    assert sequence(part.weeks, part.ways, 0, 2, bench) == GAVE_UP
    bench.steps[0] = 2
    assert sequence(part.weeks, part.ways, 0, 2, bench) == FITS
    assert bench.begin[:2].tolist() == [480, 540]
