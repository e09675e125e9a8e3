"""The master program against another solver's optimum, and its prices against duality."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from scipy.optimize import linprog

from matching.pairing.budget import Budget
from matching.pairing.master import Master
from matching.pairing.parts import Part
from matching.pairing.plans import Plans
from matching.pairing.problem import Problem
from tests.matching.brute_force import most_points
from tests.matching.tiny_parts import best_worth, plans_of, tiny_parts, whole_part, worth_of
from tests.matching.tiny_problems import tiny_problems

AMPLE = Budget(1e6, lambda: 0.0)


def all_plans(part: Part) -> Plans:
    plans = Plans(part)
    for week in range(len(part.helper)):
        for plan in plans_of(part, week):
            plans.add(week, plan)
    return plans


def best_share(part: Part, plans: Plans) -> float | None:
    """Optimum of the same linear program by HiGHS; None when it has no answer."""
    points = [worth_of(part.weeks.points, part.weeks.load, plan) for plan in plans.plan]
    rows = np.zeros((len(part.request), len(plans)))
    weeks = np.zeros((len(part.helper), len(plans)))
    for number, (week, plan) in enumerate(zip(plans.week, plans.plan, strict=True)):
        weeks[week, number] = 1
        rows[part.weeks.request[list(plan)], number] = 1
    must = part.weeks.musts > 0
    found = linprog(
        -np.array(points, dtype=np.float64),
        A_ub=np.vstack([rows, weeks[~must]]),
        b_ub=np.concatenate([part.needed, np.ones((~must).sum())]),
        A_eq=weeks[must] if must.any() else None,
        b_eq=np.ones(must.sum()) if must.any() else None,
    )
    return None if found.fun is None else -float(found.fun)


@settings(deadline=None, max_examples=40)
@given(tiny_parts())
def test_the_optimum_is_that_of_another_solver(part: Part) -> None:
    plans = all_plans(part)
    best = best_share(part, plans) if len(plans) else None
    answer = Master(part, plans).solve(AMPLE)
    if best is None:
        assert answer is None or part.weeks.musts.sum() == 0
        return
    assert answer is not None
    assert answer.objective == pytest.approx(best, abs=1e-6)


@settings(deadline=None, max_examples=40)
@given(tiny_parts(locks=False))
def test_prices_and_best_plans_prove_the_optimum(part: Part) -> None:
    answer = Master(part, all_plans(part)).solve(AMPLE)
    assert answer is not None
    units = np.round(answer.prices * 1000).astype(np.int64)
    gains = part.weeks.points * 1000 - units[part.weeks.request]
    thousandth = part.weeks._replace(load=part.weeks.load * 1000)
    fine = type(part)(**{**vars(part), "weeks": thousandth})
    most = [best_worth(fine, gains, week) or 0 for week in range(len(part.helper))]
    bound = (sum(most) + int((part.needed * units).sum())) / 1000
    assert bound == pytest.approx(answer.objective, abs=0.05)


@settings(deadline=None, max_examples=40)
@given(tiny_problems(locks=False))
def test_who_knows_of_meetings_hopes_for_less_but_never_too_little(problem: Problem) -> None:
    best = most_points(problem)
    part = whole_part(problem)
    assume(len(part) > 0)
    master = Master(part, all_plans(part))
    apart = master.solve(AMPLE)
    master.meet()
    together = master.solve(AMPLE)
    assert apart is not None
    assert together is not None
    assert best is not None
    assert best - 1e-6 <= together.objective <= apart.objective + 1e-6


@settings(deadline=None, max_examples=20)
@given(tiny_parts(together=False, locks=False))
def test_a_fixed_plan_is_wholly_in_the_optimum(part: Part) -> None:
    plans = all_plans(part)
    master = Master(part, plans)
    first, fixed = master.solve(AMPLE), len(plans) - 1
    assert first is not None
    answer = master.solve(AMPLE, fixed=[fixed])
    assert answer is not None
    assert master.shares()[fixed] == pytest.approx(1)
    assert answer.objective <= first.objective + 1e-6
