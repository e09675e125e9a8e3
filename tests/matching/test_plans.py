"""The list of plans found so far, and what its table adds up."""

import numpy as np
from hypothesis import given, settings

from matching.pairing.parts import Part
from matching.pairing.plans import Plans, PlanTable
from matching.pairing.pricing import NOTHING, Question, best_plans
from matching.pairing.weeks import Ints
from tests.matching.tiny_parts import plans_of, priced_parts, tiny_parts, worth_of

PricedPart = tuple[Part, Ints]


def listed(part: Part) -> list[tuple[int, tuple[int, ...]]]:
    return [(week, plan) for week in range(len(part.helper)) for plan in plans_of(part, week)]


@settings(deadline=None, max_examples=30)
@given(tiny_parts())
def test_each_plan_is_listed_once_in_the_order_it_came(part: Part) -> None:
    plans, rows = Plans(part), listed(part)
    assert [plans.add(week, reversed(plan)) for week, plan in rows] == [True] * len(rows)
    assert not any(plans.add(week, plan) for week, plan in rows)
    assert list(zip(plans.week, plans.plan, strict=True)) == rows
    assert len(plans) == len(plans.table()) == len(rows)


@settings(deadline=None, max_examples=30)
@given(priced_parts())
def test_what_a_search_found_is_added(priced_part: PricedPart) -> None:
    part, gains = priced_part
    plans = Plans(part)
    priced = best_plans(part, Question(gains, part.weeks.load, 3, np.full(len(part.helper), NOTHING)))
    assert plans.add_found(priced) == priced.count.sum() == len(plans)
    assert plans.add_found(priced) == 0
    assert all(plan in set(plans_of(part, week)) for week, plan in zip(plans.week, plans.plan, strict=True))


@settings(deadline=None, max_examples=30)
@given(priced_parts())
def test_the_table_knows_points_and_worth(priced_part: PricedPart) -> None:
    part, gains = priced_part
    rows = listed(part)
    table = PlanTable.of(part, [week for week, _ in rows], [plan for _, plan in rows])
    prices = part.weeks.points - gains
    worth = [worth_of(gains, part.weeks.load, plan) for _, plan in rows]
    assert table.points.tolist() == [worth_of(part.weeks.points, part.weeks.load, plan) for _, plan in rows]
    assert table.worth(prices, 1).tolist() == worth
    assert table.sums(np.ones(len(table.option), dtype=np.int64)).tolist() == [len(plan) for _, plan in rows]
    best = table.best_of_weeks(table.worth(prices, 1), part).tolist()
    for week, most in enumerate(best):
        assert most == max(
            [one for one, (of_week, _) in zip(worth, rows, strict=True) if of_week == week], default=NOTHING
        )
