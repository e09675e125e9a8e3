"""The best plans of a helper against all plans there are."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.pairing.checks import build_problem
from matching.pairing.parts import Part
from matching.pairing.plan_search import EVERYTHING
from matching.pairing.plans import Plan
from matching.pairing.pricing import NOTHING, Priced, Question, best_plans, best_with, gains_of
from matching.pairing.problem import Helper, Request
from matching.pairing.weeks import Ints
from tests.matching.tiny_parts import keeps_limits, plans_of, priced_parts, week_of, whole_part, worth_of

PricedPart = tuple[Part, Ints]


def plans_found(priced: Priced, row: int) -> list[tuple[int, Plan]]:
    """Worth and options of the plans of one row, the best first."""
    found = [
        (
            int(priced.worth[row, place]),
            tuple(sorted(priced.plan[row, place, : priced.size[row, place]].tolist())),
        )
        for place in range(int(priced.count[row]))
    ]
    return sorted(found, reverse=True)


def asked(part: Part, gains: Ints, keep: int, more_than: int = NOTHING) -> Question:
    return Question(gains, part.weeks.load, keep, np.full(len(part.helper), more_than))


@settings(deadline=None, max_examples=40)
@given(priced_parts(), st.integers(1, 4))
def test_the_best_plans_are_found(priced_part: PricedPart, keep: int) -> None:
    part, gains = priced_part
    priced = best_plans(part, asked(part, gains, keep))
    for week in range(len(part.helper)):
        # An option that gains nothing is never worth its place, so plans with one are not looked for.
        free = [p for p in plans_of(part, week) if all(gains[o] > 0 or part.weeks.locked[o] for o in p)]
        worths = sorted((worth_of(gains, part.weeks.load, plan) for plan in free), reverse=True)
        found = plans_found(priced, week)
        assert [worth for worth, _ in found] == worths[:keep]
        assert len({plan for _, plan in found}) == len(found)
        assert all(plan in free and worth_of(gains, part.weeks.load, plan) == worth for worth, plan in found)
    assert priced.exact.all()


@settings(deadline=None, max_examples=25)
@given(priced_parts(), st.integers(-20, 120))
def test_only_better_plans_than_asked_for_are_found(priced_part: PricedPart, floor: int) -> None:
    part, gains = priced_part
    everything = best_plans(part, asked(part, gains, 50))
    some = best_plans(part, asked(part, gains, 50, floor))
    for week in range(len(part.helper)):
        assert plans_found(some, week) == [one for one in plans_found(everything, week) if one[0] > floor]
    nothing = best_plans(part, asked(part, gains, 3, EVERYTHING))
    assert (nothing.count == 0).all()
    assert nothing.exact.all()


@settings(deadline=None, max_examples=40)
@given(priced_parts())
def test_the_best_plan_with_an_option_is_found(priced_part: PricedPart) -> None:
    part, gains = priced_part
    options, before = np.arange(len(part)), gains.copy()
    priced = best_with(part, asked(part, gains, 1), options)
    for option in options.tolist():
        week = week_of(part, option)
        worths = [worth_of(gains, part.weeks.load, plan) for plan in plans_of(part, week) if option in plan]
        found = plans_found(priced, option)
        assert [worth for worth, _ in found] == ([max(worths)] if worths else [])
        assert all(option in plan and keeps_limits(part, week, plan) for _, plan in found)
    assert (gains == before).all()


@settings(deadline=None, max_examples=30)
@given(priced_parts())
def test_who_may_not_look_at_all_plans_says_so(priced_part: PricedPart) -> None:
    part, gains = priced_part
    question = Question(gains, part.weeks.load, 50, np.full(len(part.helper), NOTHING), node_limit=1)
    hurried, patient = best_plans(part, question), best_plans(part, asked(part, gains, 50))
    for week in range(len(part.helper)):
        assert set(plans_found(hurried, week)) <= set(plans_found(patient, week))
        assert not hurried.exact[week] or plans_found(hurried, week) == plans_found(patient, week)


def street(count: int) -> Part:
    """So many helpers in a row, each in reach of two or three requests."""
    return whole_part(
        build_problem(
            helpers=[
                Helper(
                    id=f"h{n:04}",
                    latitude=51 + n / 100,
                    longitude=7.4,
                    max_distance_m=1500,
                    max_requests=1 + n % 2,
                )
                for n in range(count)
            ],
            requests=[
                Request(id=f"r{n:04}", latitude=51 + n / 100, longitude=7.4, priority=n % 4)
                for n in range(count)
            ],
        )
    )


def test_some_weeks_and_threads_give_what_all_weeks_give() -> None:
    part = street(600)
    question = asked(part, part.weeks.points, 2)
    alone, shared = best_plans(part, question), best_plans(part, question, threads=2)
    some = best_plans(part, question, weeks=slice(250, 300))
    assert [plans_found(alone, week) for week in range(600)] == [
        plans_found(shared, week) for week in range(600)
    ]
    assert [plans_found(some, row) for row in range(50)] == [
        plans_found(alone, week) for week in range(250, 300)
    ]


@settings(deadline=None, max_examples=30)
@given(priced_parts())
def test_the_best_of_what_is_found_stands_in_for_less(priced_part: PricedPart) -> None:
    part, gains = priced_part
    priced = best_plans(part, asked(part, gains, 3))
    otherwise = np.full(len(part.helper), 10)
    best = [max([10, *(worth for worth, _ in plans_found(priced, week))]) for week in range(len(part.helper))]
    assert priced.best(otherwise).tolist() == best


@settings(deadline=None, max_examples=20)
@given(priced_parts())
def test_a_gain_is_points_less_price(priced_part: PricedPart) -> None:
    part, gains = priced_part
    assert (gains_of(part, 8 * (part.weeks.points - gains), 8) == 8 * gains).all()
