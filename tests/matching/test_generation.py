"""Column generation finds the optimum over all plans without listing them, and a true bound."""

import numpy as np
import pytest
from hypothesis import given, settings

from matching.pairing.bound import UNITS_PER_POINT, bound_units, most_of_weeks
from matching.pairing.budget import Budget
from matching.pairing.checks import build_problem
from matching.pairing.executors import silent
from matching.pairing.flow import FlowStart, solve_flow
from matching.pairing.generation import Generated, generate
from matching.pairing.master import Master
from matching.pairing.parts import Part
from matching.pairing.plans import Plans
from matching.pairing.problem import Helper, Pair, Problem, Relation, Request
from tests.matching.brute_force import most_points
from tests.matching.tiny_parts import is_packable, keeps_limits, plans_of, tiny_parts, whole_part
from tests.matching.tiny_problems import tiny_problems

AMPLE = Budget(1e6, lambda: 0.0)
USED_UP = Budget(0.0, lambda: 1.0)


def generated_for(part: Part, budget: Budget = AMPLE) -> Generated:
    return generate(part, solve_flow(part), gap=0.0, budget=budget, report=silent)


@settings(deadline=None, max_examples=50)
@given(tiny_parts(together=False, locks=False))
def test_the_program_ends_at_the_optimum_over_all_plans(part: Part) -> None:
    plans = Plans(part)
    for week in range(len(part.helper)):
        for plan in plans_of(part, week):
            plans.add(week, plan)
    everything = Master(part, plans).solve(AMPLE)
    generated = generated_for(part)
    assert everything is not None
    assert generated.growing.objective == pytest.approx(everything.objective, abs=1e-3)
    # At the best prices the bound is that optimum, but for the rounding of the prices.
    assert generated.bound_units / UNITS_PER_POINT == pytest.approx(everything.objective, abs=1e-2)


@settings(deadline=None, max_examples=50)
@given(tiny_problems())
def test_the_bound_is_true_and_that_of_its_prices(problem: Problem) -> None:
    part = whole_part(problem)
    best = most_points(problem)
    for budget in (AMPLE, USED_UP):
        generated = generated_for(part, budget)
        assert best is None or generated.bound_units >= best * UNITS_PER_POINT
        most = most_of_weeks(part, generated.growing.prices, AMPLE)
        assert generated.bound_units >= bound_units(part, generated.growing.prices, most)
        assert (generated.most >= most).all()


@settings(deadline=None, max_examples=30)
@given(tiny_parts())
def test_only_plans_that_keep_the_rules_are_found(part: Part) -> None:
    plans = generated_for(part).growing.plans
    for week, plan in zip(plans.week, plans.plan, strict=True):
        assert is_packable(part, plan)
        assert keeps_limits(part, week, plan)
        assert len(plan) <= part.weeks.room[week]


@settings(deadline=None, max_examples=20)
@given(tiny_parts())
def test_threads_change_nothing(part: Part) -> None:
    alone = generated_for(part).growing
    shared = generate(part, solve_flow(part), gap=0.0, budget=AMPLE, report=silent, threads=2).growing
    assert (alone.plans.week, alone.plans.plan) == (shared.plans.week, shared.plans.plan)
    assert np.array_equal(alone.prices.option, shared.prices.option)


def test_each_round_is_told() -> None:
    from matching.pairing.warming import hamlet

    told: list[tuple[float, float]] = []
    part = whole_part(hamlet())
    generated = generate(
        part,
        solve_flow(part),
        gap=0.0,
        budget=AMPLE,
        report=lambda objective, bound: told.append((objective, bound)),
    )
    assert told
    assert min(bound for _, bound in told) * UNITS_PER_POINT == pytest.approx(generated.bound_units)


def test_the_first_plans_of_locked_helpers_may_all_want_the_same_requests() -> None:
    wanted = [Request(id=f"wanted {n}", priority=n, latitude=51.5, longitude=7.4) for n in range(5)]
    homes = [Request(id=f"home {n}", latitude=51.5, longitude=7.4) for n in range(2)]
    helpers = [Helper(id=f"helper {n}", max_requests=4, latitude=51.5, longitude=7.4) for n in range(2)]
    locks = [
        Pair(helper_id=helper.id, request_id=home.id, relations=frozenset({Relation.LOCKED}))
        for helper, home in zip(helpers, homes, strict=True)
    ]
    part = whole_part(build_problem(helpers=helpers, requests=[*wanted, *homes], pairs=locks))
    nothing = FlowStart(prices=np.zeros(len(part.request)), chosen=np.zeros(len(part), dtype=np.bool_))
    generated = generate(part, nothing, gap=0.0, budget=AMPLE, report=silent)
    # All are served: each helper has room for the own home and three more.
    served = np.unique(
        part.weeks.request[np.concatenate([np.array(plan) for plan in generated.growing.plans.plan])]
    )
    assert len(served) == len(wanted) + len(homes)
    assert generated.growing.objective == pytest.approx(generated.bound_units / UNITS_PER_POINT, abs=1e-2)
