"""Column generation: prices of the requests and the plans worth choosing from (Gilmore and Gomory 1961)."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from matching.pairing.budget import Budget
from matching.pairing.diving import dive
from matching.pairing.flow import FlowStart
from matching.pairing.master import Column, Master
from matching.pairing.packing import Plan
from matching.pairing.plans import HelperWeek
from matching.pairing.pricing import best_plans, relaxed_worth

# Several plans a helper and round: fewer rounds, a little larger programs.
PLANS_A_ROUND = 5
# While the prices are being found, a search that takes longer than this is not worth its time.
NODE_LIMIT = 5_000
# Plans that are better by less than this many points are dust from floating-point sums.
_DUST = 1e-6
_RELATIVE_END = 1e-9

Report = Callable[[float, float], None]


@dataclass(frozen=True, slots=True)
class Generated:
    """What column generation hands on.

    Attributes:
        columns: plans found, in the order they were found.
        shares: share of each column in the linear program, rounded as far as the budget allowed; empty when
            it was never solved.
        prices: those with the lowest bound.
    """

    columns: list[Column]
    shares: list[float]
    prices: list[float]


def generate(
    weeks: Sequence[HelperWeek],
    needed: Sequence[int],
    bonus: Sequence[float],
    *,
    start: FlowStart,
    budget: Budget,
    report: Report,
) -> Generated:
    """Find plans and prices until no plan improves the linear program, or the budget is up.

    Args:
        weeks: the helpers; their options' `request` indexes `needed` and `bonus`.
        needed: helpers needed by each request.
        bonus: less than a point in all; decides ties between answers once the prices are found.
        start: answer of the flow.
        budget: asked before each round.
        report: called after each round with the objective of the program and the best bound.
    """
    generation = _Generation(weeks, needed, start)
    while not budget.is_up() and generation.improve(budget):
        report(generation.objective, generation.bound)
    generation.prefer(bonus)
    while not budget.is_up() and generation.improve(budget):
        pass
    shares = dive(generation.master, generation.shares, budget)
    return Generated(generation.master.columns, shares, generation.prices)


class _Generation:
    def __init__(self, weeks: Sequence[HelperWeek], needed: Sequence[int], start: FlowStart) -> None:
        self.master = Master(weeks, needed)
        self.prices = start.prices.tolist()
        self.shares: list[float] = []
        self.objective = 0.0
        self._weeks = weeks
        self._needed = needed
        self._bonus: Sequence[float] | None = None
        for index, week in enumerate(weeks):
            if week.locked:
                self.master.add(index, week.locked)
        self.bound, _ = self._price(self.prices)
        for index, plan in enumerate(start.chosen):
            self.master.add(index, fitting_part(weeks[index], plan))

    def prefer(self, bonus: Sequence[float]) -> None:
        """Let the bonus decide between plans from now on; prices and bound stay as they are."""
        self._bonus = bonus
        self.master.prefer(bonus)

    def improve(self, budget: Budget) -> bool:
        """Solve the program and add plans that could improve it; False when there are none."""
        answer = self.master.solve(budget.seconds_left())
        if answer is None:
            return False
        self.shares = self.master.shares()
        if self._bonus is not None:
            net_prices = [price - bonus for price, bonus in zip(answer.prices, self._bonus, strict=True)]
            return self._price(net_prices)[1] > 0
        self.objective = answer.objective
        bound, added = self._price(answer.prices)
        if bound < self.bound:
            self.bound, self.prices = bound, answer.prices
        return added > 0 and not self._is_proven()

    def _is_proven(self) -> bool:
        return self.bound - self.objective <= _RELATIVE_END * abs(self.objective)

    def _price(self, prices: Sequence[float]) -> tuple[float, int]:
        """Return the bound at these prices and how many new plans joined the program."""
        bound = sum(count * price for count, price in zip(self._needed, prices, strict=True))
        added = 0
        for index, week in enumerate(self._weeks):
            worth, plans = self._best_plans(index, week, prices)
            bound += worth
            added += sum(self.master.add(index, plan) for plan in plans)
        return bound, added

    def _best_plans(self, index: int, week: HelperWeek, prices: Sequence[float]) -> tuple[float, list[Plan]]:
        """Return a worth that no plan of the helper exceeds, and plans that beat those known."""
        gains = week.gains(prices)
        known = self.master.best_known(index, prices)
        # In the first round everything helps: the program has nothing yet to choose from.
        more_than = known + _DUST if self.shares else -math.inf
        priced = best_plans(week, gains, keep=PLANS_A_ROUND, more_than=more_than, node_limit=NODE_LIMIT)
        worth = max([known, *(worth for worth, _ in priced.plans)])
        return worth if priced.exact else relaxed_worth(week, gains), [plan for _, plan in priced.plans]


def fitting_part(week: HelperWeek, wished: Plan) -> Plan:
    """Return as many of the wished options as fit into the week: the locked ones, then by falling points."""
    plan = week.locked
    by_points = sorted(wished, key=lambda position: (-week.options[position].points, position))
    for position in by_points:
        grown = tuple(sorted({*plan, position}))
        if week.allows(grown):
            plan = grown
    return plan
