"""The choice by mixed-integer programming among all plans is the best answer."""

from hypothesis import assume, given, settings

from matching.pairing.budget import Budget
from matching.pairing.choosing import choose
from matching.pairing.finish import lacks_together, points_of
from matching.pairing.parts import Part
from matching.pairing.plans import Plan
from matching.pairing.problem import Problem
from tests.matching.brute_force import most_points
from tests.matching.tiny_parts import plans_of, whole_part
from tests.matching.tiny_problems import tiny_problems

AMPLE = Budget(1e6, lambda: 0.0)


def all_plans(part: Part) -> list[tuple[int, Plan]]:
    return [(week, plan) for week in range(len(part.helper)) for plan in plans_of(part, week)]


@settings(deadline=None, max_examples=60)
@given(tiny_problems())
def test_the_best_of_all_plans_are_chosen(problem: Problem) -> None:
    best = most_points(problem)
    assume(best is not None)
    part = whole_part(problem)
    plans = all_plans(part)
    chosen = choose(part, plans, {}, AMPLE)
    assert chosen is not None
    assert set(chosen.items()) <= set(plans)
    assert lacks_together(part, chosen) == []
    assert points_of(part, chosen) == best


@settings(deadline=None, max_examples=20)
@given(tiny_problems(together=False))
def test_a_hint_changes_nothing(problem: Problem) -> None:
    assume(most_points(problem) is not None)
    part = whole_part(problem)
    chosen = choose(part, all_plans(part), {}, AMPLE)
    assert chosen is not None
    hinted = choose(part, all_plans(part), chosen, AMPLE)
    assert hinted is not None
    assert points_of(part, hinted) == points_of(part, chosen)
