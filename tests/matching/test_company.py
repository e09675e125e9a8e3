"""Meetings: every way to come, and agreements in which all who are needed can come."""

import numpy as np
from hypothesis import given, settings

from matching.pairing.bound import UNITS_PER_POINT
from matching.pairing.budget import Budget
from matching.pairing.company import NEVER, Agreement, goes_with, least_plans, meetings_of
from matching.pairing.executors import silent
from matching.pairing.flow import solve_flow
from matching.pairing.generation import Generated, generate
from matching.pairing.parts import Part
from tests.matching.tiny_parts import is_packable, plans_of, tiny_parts, week_of, worth_of

AMPLE = Budget(1e6, lambda: 0.0)


def generated_for(part: Part) -> Generated:
    return generate(part, solve_flow(part), gap=0.0, budget=AMPLE, report=silent)


@settings(deadline=None, max_examples=40)
@given(tiny_parts())
def test_a_way_to_come_is_the_best_week_that_does(part: Part) -> None:
    generated = generated_for(part)
    prices, load = generated.growing.prices, part.weeks.load * UNITS_PER_POINT
    gains = part.weeks.points * UNITS_PER_POINT - prices.option
    for meeting in meetings_of(part, prices, generated.most):
        assert len(meeting.ways) >= part.needed[meeting.request]
        for way in meeting.ways:
            best = max(worth_of(gains, load, p) for p in plans_of(part, way.week) if way.option in p)
            assert way.option in way.plan
            assert worth_of(gains, load, way.plan) == best == generated.most[way.week] - way.loss
            assert way.cost == way.loss - prices.option[way.option]


@settings(deadline=None, max_examples=60)
@given(tiny_parts())
def test_whoever_agrees_can_come(part: Part) -> None:
    generated = generated_for(part)
    rows = generated.growing.master.meetings
    if rows is None:
        return
    agreement = Agreement(part, meetings_of(part, generated.growing.prices, generated.most))
    while agreement.grow(rows, 0.0):
        pass
    options = [option for mine in agreement.options.values() for option in mine]
    for request in agreement.served:
        team = [option for option in options if part.weeks.request[option] == request]
        assert len(team) == part.needed[request]
        assert len({int(part.weeks.time[option]) for option in team}) == 1
    for week, mine in agreement.options.items():
        assert is_packable(part, mine)
        assert all(week_of(part, option) == week for option in mine)
    _assert_final(part, agreement, options)


def _assert_final(part: Part, agreement: Agreement, options: list[int]) -> None:
    """In the last part those who agreed must come, and nobody comes to any other meeting."""
    final = agreement.part(is_final=True)
    meets = part.together[part.weeks.request]
    assert np.flatnonzero(final.weeks.locked & meets).tolist() == sorted(options)
    assert (final.weeks.points[meets & ~final.weeks.locked] == NEVER).all()
    assert (final.weeks.points[~meets] == part.weeks.points[~meets]).all()
    for week, plan in least_plans(final).items():
        assert set(agreement.options.get(week, ())) <= set(plan)
        assert len(plan) == final.weeks.musts[week]


@settings(deadline=None, max_examples=30)
@given(tiny_parts())
def test_plans_go_with_what_is_agreed_or_not(part: Part) -> None:
    growing = generated_for(part).growing
    table = growing.plans.table()
    for plan, goes in zip(growing.plans.plan, goes_with(part, table).tolist(), strict=True):
        week = week_of(part, plan[0]) if plan else None
        musts = 0 if week is None else int(part.weeks.musts[week])
        locked = int(part.weeks.locked[list(plan)].sum())
        assert goes == (locked == musts) or week is None
