"""Whole plans from the linear program: against the best of all answers, and by hand."""

import numpy as np
from hypothesis import assume, given, settings

from matching.pairing.bound import UNITS_PER_POINT
from matching.pairing.budget import Budget
from matching.pairing.checks import build_problem
from matching.pairing.executors import silent
from matching.pairing.finish import Chosen, finish, lacks_together, points_of
from matching.pairing.flow import solve_flow
from matching.pairing.generation import generate
from matching.pairing.parts import Part
from matching.pairing.problem import Helper, Pair, Problem, Relation, Request, Window
from tests.matching.brute_force import most_points
from tests.matching.tiny_parts import is_packable, keeps_limits, whole_part
from tests.matching.tiny_problems import tiny_problems

AMPLE = Budget(1e6, lambda: 0.0)
USED_UP = Budget(0.0, lambda: 1.0)


def finished(part: Part, budget: Budget = AMPLE) -> Chosen:
    generated = generate(part, solve_flow(part), gap=0.0, budget=budget, report=silent)
    return finish(part, generated, gap=0.0, budget=budget)


def assert_keeps_rules(part: Part, chosen: Chosen) -> None:
    options = [option for plan in chosen.values() for option in plan]
    served = np.bincount(part.weeks.request[options], minlength=len(part.request))
    assert (served <= part.needed).all()
    assert lacks_together(part, chosen) == []
    for week in range(len(part.helper)):
        plan = chosen.get(week, ())
        assert keeps_limits(part, week, plan)
        assert len(plan) <= part.weeks.room[week]
        assert is_packable(part, plan)


@settings(deadline=None, max_examples=60)
@given(tiny_problems())
def test_nothing_is_better_than_what_is_chosen(problem: Problem) -> None:
    best = most_points(problem)
    assume(best is not None)
    part = whole_part(problem)
    chosen = finished(part)
    assert_keeps_rules(part, chosen)
    assert points_of(part, chosen) == best


@settings(deadline=None, max_examples=40)
@given(tiny_problems(locks=False))
def test_without_time_the_rules_are_kept_all_the_same(problem: Problem) -> None:
    part = whole_part(problem)
    chosen = finished(part, USED_UP)
    assert_keeps_rules(part, chosen)
    generated = generate(part, solve_flow(part), gap=0.0, budget=USED_UP, report=silent)
    assert points_of(part, chosen) * UNITS_PER_POINT <= generated.bound_units


def outing(*hours: tuple[int, ...], locked: tuple[int, ...] = ()) -> Part:
    """A request for two at once; each helper is free for an hour at the named hours of Monday."""
    spots = sorted({hour for mine in hours for hour in mine})
    request = Request(
        id="r",
        latitude=51.5,
        longitude=7.4,
        helpers_needed=2,
        together=True,
        windows=tuple(Window(0, hour * 60, hour * 60 + 60) for hour in spots),
    )
    helpers = [
        Helper(
            id=f"h{number}",
            latitude=51.5,
            longitude=7.4,
            windows=tuple(Window(0, hour * 60, hour * 60 + 60) for hour in mine),
        )
        for number, mine in enumerate(hours)
    ]
    pairs = [
        Pair(helper_id=f"h{number}", request_id="r", relations=frozenset({Relation.LOCKED}))
        for number in locked
    ]
    return whole_part(build_problem(helpers=helpers, requests=[request], pairs=pairs))


def test_helpers_come_together_at_one_time_or_not_at_all() -> None:
    both = outing((8, 10), (10, 12))
    chosen = finished(both)
    assert [len(plan) for _, plan in sorted(chosen.items())] == [1, 1]
    assert len({int(both.weeks.time[option]) for plan in chosen.values() for option in plan}) == 1


def test_a_locked_helper_gets_company() -> None:
    part = outing((8, 10), (10,), (8,), locked=(0,))
    chosen = finished(part)
    assert 0 in {week for week, plan in chosen.items() if plan}
    assert lacks_together(part, chosen) == []
    assert sum(len(plan) for plan in chosen.values()) == 2


def test_who_lacks_company_is_named() -> None:
    part = outing((8, 10), (8, 10))
    eight, ten = (int(option) for option in range(2))
    assert lacks_together(part, {}) == []
    assert lacks_together(part, {0: (eight,)}) == [0]
    assert lacks_together(part, {0: (eight,), 1: (2 + ten,)}) == [0], "one comes at eight, one at ten"
    assert lacks_together(part, {0: (eight,), 1: (2,)}) == []
