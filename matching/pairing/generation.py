"""Column generation: prices of the requests and the plans worth choosing from (Gilmore and Gomory 1961)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from matching.pairing.bound import UNITS_PER_POINT, bound_units, most_of_weeks, price_units
from matching.pairing.budget import Budget
from matching.pairing.company import goes_with, least_plans
from matching.pairing.filling import fill_up
from matching.pairing.flow import FlowStart
from matching.pairing.master import LpAnswer, Master
from matching.pairing.parts import Part
from matching.pairing.plan_search import EVERYTHING
from matching.pairing.plans import Plans
from matching.pairing.prices import Prices, meeting_prices, plain_prices
from matching.pairing.pricing import NOTHING, Priced, Question, bare_plans, best_plans, gains_of
from matching.pairing.relaxation import relaxed_worth
from matching.pairing.ties import tie_bonus
from matching.pairing.weeks import Ints

# Several plans a helper and round: fewer rounds, a little larger programs.
PLANS_A_ROUND = 5
# While the prices are being found, a search that takes longer than this is not worth its time.
_NODE_LIMIT = 20_000
# A plan has to be better than those known by more than the program's own rounding, in units.
_DUST = 64
_RELATIVE_END = 1e-9
# Before the rows for meetings come, which change the prices again, this is near enough.
_END_BEFORE_MEETINGS = 5e-4
# The prices may take this share of the gap that is good enough; whole numbers get the rest.
_SHARE_OF_GAP = 0.2

Report = Callable[[float, float], None]


@dataclass(frozen=True)
class Generated:
    """What column generation hands on.

    Attributes:
        growing: the plans and the linear program over them; `growing.prices` are those with the lowest bound,
            in `bound.UNITS_PER_POINT`.
        most: worth of each helper's best plan at these prices, or a worth that is not below it.
        bound_units: the bound, in the same units.
    """

    growing: Growing
    most: Ints
    bound_units: int


def generate(
    part: Part, start: FlowStart, *, gap: float, budget: Budget, report: Report, threads: int = 1
) -> Generated:
    """Find plans and prices until the linear program is near enough to the bound, or the budget is up.

    Args:
        part: helpers and requests.
        start: answer of the flow.
        gap: relative gap of the whole answer that is good enough.
        budget: asked before each round.
        report: called after each round with the objective of the program and the best bound.
        threads: that search for plans side by side.
    """
    growing = Growing(part, Plans(part), threads, near_enough=max(_RELATIVE_END, _SHARE_OF_GAP * gap))
    growing.begin(start)
    if part.together.any():
        _grow(growing, max(growing.near_enough, _END_BEFORE_MEETINGS), budget, report)
        growing.master.meet()
    _grow(growing, growing.near_enough, budget, report)
    if budget.is_up():
        return Generated(growing, growing.most, growing.bound_units)
    most = most_of_weeks(part, growing.prices, budget, threads=growing.threads)
    return Generated(growing, most, bound_units(part, growing.prices, most))


def _grow(growing: Growing, end: float, budget: Budget, report: Report) -> None:
    while not budget.is_up() and growing.improve(budget, end):
        report(growing.objective, growing.bound_units / UNITS_PER_POINT)


class Growing:
    """A master program that grows.

    Attributes:
        plans: found so far, in the order they were found.
        master: the linear program over them.
        first: plans by week that the flow began with; they go together.
        objective: of its last optimum, in points.
        prices, most, bound_units: the best prices so far, what no plan of each helper exceeds at them, and
            their bound.
        threads: that search for plans side by side.
        near_enough: steps that gain less than this share of the objective are left out.
    """

    def __init__(self, part: Part, plans: Plans, threads: int, *, near_enough: float) -> None:
        self.plans, self.threads, self.near_enough = plans, threads, near_enough
        self.master = Master(part, plans)
        self.first: dict[int, tuple[int, ...]] = {}
        self.objective = 0.0
        self.prices = plain_prices(part, np.zeros(len(part.request), dtype=np.int64))
        self.most: Ints = np.zeros(len(part.helper), dtype=np.int64)
        self.bound_units = 0
        self._part = part
        self._bonus = np.zeros(len(part.request))
        self._units_per_point = UNITS_PER_POINT
        self._done = np.zeros(len(part.helper), dtype=np.bool_)
        self._is_open = np.ones(0, dtype=np.bool_)

    def begin(self, start: FlowStart) -> None:
        """Take the flow's prices, the best plans at these prices, and what fits of the flow's answer."""
        self.prices = plain_prices(self._part, price_units(start.prices))
        found, self.most = self._search(self.prices.option)
        self.bound_units = bound_units(self._part, self.prices, self.most)
        self.plans.add_found(found)
        # Without these the program may have no answer: plans with more than is locked may not go together.
        self.plans.add_found(bare_plans(self._part, PLANS_A_ROUND))
        self.first = _fitting(self._part, start)
        for week, plan in self.first.items():
            self.plans.add(week, plan)

    def narrow(self, part: Part) -> None:
        """Go on in a part with more locked and less allowed; the prices prove nothing from here on."""
        self._part = part
        for week, plan in least_plans(part).items():
            self.plans.add(week, plan)
        self._is_open = goes_with(part, self.plans.table())
        self.master.narrow(part.weeks.musts, self._is_open)

    def improve(self, budget: Budget, end: float) -> bool:
        """Solve the program and add plans that could improve it; False when that is not worth it any more.

        Args:
            budget: time that is left.
            end: relative distance between program and bound that is near enough.
        """
        answer = self.master.solve(budget)
        if answer is None:
            return False
        self.objective = answer.objective
        prices = self._prices_of(answer)
        before = len(self.plans)
        if self.master.meetings is not None:
            # Prices of meetings swing; halfway to the best ones they settle sooner (Wentges 1997).
            self._try(prices.halfway(self.prices, self._part))
        self._try(prices)
        return len(self.plans) > before and not self._is_near(end)

    def _try(self, prices: Prices) -> None:
        """Add the best plans at these prices; keep the prices if they prove more."""
        found, most = self._search(prices.option)
        bound = bound_units(self._part, prices, most)
        if bound < self.bound_units:
            self.bound_units, self.prices, self.most = bound, prices, most
        self.plans.add_found(found)

    def _prices_of(self, answer: LpAnswer) -> Prices:
        units = price_units(answer.prices)
        if self.master.meetings is None:
            return plain_prices(self._part, units)
        more, special = self.master.meetings.surcharges()
        option = units[self._part.weeks.request] + np.round(more * UNITS_PER_POINT).astype(np.int64)
        return meeting_prices(self._part, units, option, special)

    def prefer(self) -> None:
        """Let a bonus of less than a point decide between equal plans from now on; prices and bound stay."""
        self._bonus = tie_bonus(self._part)
        self._units_per_point = _finest_units(self._part)
        self.master.prefer(self._bonus)

    def refine(self, budget: Budget, *, fixed: Sequence[int], rounds: int) -> LpAnswer | None:
        """Solve the program with more plans fixed, then with plans that go with them; None if time is up.

        Args:
            budget: time that is left.
            fixed: plans, by number, that are wholly in this and every further optimum.
            rounds: how often plans are added at most.
        """
        self._done[[self.plans.week[number] for number in fixed]] = True
        answer = self.master.solve(budget, fixed=fixed)
        for _ in range(rounds):
            if answer is None or budget.is_up():
                break
            found, _ = self._search(self._fine_prices(answer), self._units_per_point)
            if self.plans.add_found(found) == 0:
                break
            before, answer = answer.objective, self.master.solve(budget)
            if answer is not None and answer.objective <= before + self.near_enough * abs(before):
                break
        return answer

    def _fine_prices(self, answer: LpAnswer) -> Ints:
        """Prices of the options, less the bonus, in the finest units."""
        net = (answer.prices - self._bonus)[self._part.weeks.request]
        if self.master.meetings is not None:
            net += self.master.meetings.surcharges()[0]
        return np.round(net * self._units_per_point).astype(np.int64)

    def _search(self, option_prices: Ints, units_per_point: int = UNITS_PER_POINT) -> tuple[Priced, Ints]:
        """Return the best new plans at these prices, and for each week a worth that no plan exceeds."""
        part = self._part
        gains, load = gains_of(part, option_prices, units_per_point), part.weeks.load * units_per_point
        table = self.plans.table()
        worth = table.worth(option_prices, units_per_point)
        worth[: len(self._is_open)][~self._is_open] = NOTHING
        known = table.best_of_weeks(worth, part)
        # In the first round everything helps: the program has nothing yet to choose from.
        floor = known + _DUST if len(table) else np.full(len(known), NOTHING)
        floor[self._done] = EVERYTHING
        question = Question(gains, load, PLANS_A_ROUND, floor, _NODE_LIMIT)
        priced = best_plans(part, question, threads=self.threads)
        most = priced.best(floor)
        vague = np.flatnonzero(~priced.exact)
        most[vague] = relaxed_worth(part, gains, load, vague)
        return priced, most

    def _is_near(self, end: float) -> bool:
        bound = self.bound_units / UNITS_PER_POINT
        return bound - self.objective <= end * abs(self.objective)


def _fitting(part: Part, start: FlowStart) -> dict[int, tuple[int, ...]]:
    """As much of the flow's answer as fits into each week, for helpers to whom nothing is locked."""
    unlimited = np.full(len(part.request), len(part.helper))
    bound_weeks = np.repeat(part.weeks.musts > 0, np.diff(part.weeks.first))
    # The flow knows nothing of meetings: it would send one helper without the others.
    alone = ~part.together[part.weeks.request]
    return fill_up(part, {}, unlimited, start.chosen & alone & ~bound_weeks)


def _finest_units(part: Part) -> int:
    """Units a point so fine that the smallest bonus counts, and so few that no sum of a plan overflows."""
    largest = int(np.abs(part.weeks.points).max(initial=1)) + part.weeks.load * int(
        part.weeks.room.max(initial=1)
    )
    bits = 60 - (largest * int(part.weeks.room.max(initial=1))).bit_length()
    return int(1 << max(0, min(40, bits)))
