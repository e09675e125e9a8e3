"""Whole numbers from the linear program: one plan per helper, among those the prices do not rule out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matching.pairing.budget import Budget
from matching.pairing.choices import Choice
from matching.pairing.choosing import Chooser
from matching.pairing.generation import Generated
from matching.pairing.greedy import fill_up, take_in_order
from matching.pairing.master import Column
from matching.pairing.packing import Plan
from matching.pairing.pricing import best_plans, most_worth

# While plans are listed, a search that takes longer than this is not worth its time.
_NODE_LIMIT = 20_000
# Programs of more plans than this take longer to solve than they gain.
_PLANS_IN_ALL = 20_000
# Relative gap from which on an answer counts as optimal.
_OPTIMAL_GAP = 1e-6
# Outweighs any points, so that the best plan with one option comes out first.
_DECISIVE = 1e12


def finish(chooser: Chooser, generated: Generated, *, gap: float, budget: Budget) -> list[Choice]:
    """Choose one plan per helper.

    First round the shares of the linear program; then, as long as the gap is not closed, choose by
    mixed-integer programming among the plans found, and at last among all plans that could be part of a
    better answer (a plan whose worth at the prices stays further below the helper's best than the gap is
    wide cannot).

    Args:
        chooser: the helpers and what a choice has to keep to.
        generated: plans, shares and prices.
        gap: relative gap that is good enough to leave out the last, dear step.
        budget: asked before each step.

    Returns:
        Choices that keep to every rule, except that a locked request which wants its helpers together may
        be left without enough of them; see `lacks_together`.
    """
    finishing = _Finishing(chooser, generated)
    finishing.adopt(fill_up(chooser, take_in_order(chooser, finishing.by_share())))
    if finishing.gap() > _OPTIMAL_GAP and not budget.is_up():
        finishing.choose(finishing.found_plans(), budget)
    if finishing.gap() > max(gap, _OPTIMAL_GAP) and not budget.is_up():
        plans = finishing.near_plans(budget)
        if plans is not None:
            finishing.choose(plans, budget)
    return finishing.best


def lacks_together(chooser: Chooser, choices: Sequence[Choice]) -> list[int]:
    """Return the requests that want all helpers at the same times and have some, but not all so."""
    agreed = [agreement for choice in choices for agreement in choice.agreed]
    counts = {agreement: agreed.count(agreement) for agreement in agreed}
    return sorted({request for (request, _), count in counts.items() if count != chooser.needed[request]})


class _Finishing:
    """The best choices so far, and what the prices leave to choose from."""

    def __init__(self, chooser: Chooser, generated: Generated) -> None:
        self.best: list[Choice] = []
        self._chooser = chooser
        self._generated = generated
        self._gains = [week.gains(generated.prices) for week in chooser.weeks]
        self._most = [
            most_worth(week, gains, node_limit=_NODE_LIMIT)
            for week, gains in zip(chooser.weeks, self._gains, strict=True)
        ]
        paid = sum(count * price for count, price in zip(chooser.needed, generated.prices, strict=True))
        self._bound = paid + sum(self._most)
        self._points: float | None = None

    def gap(self) -> float:
        """Relative gap of the best choices; 1 while there are none that keep to the rules."""
        if self._points is None:
            return 1.0
        return (self._bound - self._points) / max(1.0, abs(self._points))

    def adopt(self, choices: list[Choice]) -> None:
        """Keep the choices if they are worth more than the best."""
        better = self._worth(choices) > self._worth(self.best) or not self.best
        if lacks_together(self._chooser, choices):
            self.best = self.best or choices
        elif better or self._points is None:
            self.best, self._points = choices, float(sum(choice.points for choice in choices))

    def choose(self, plans: Sequence[list[Plan]], budget: Budget) -> None:
        """Choose among plans of each week, and fill up what that leaves."""
        choices = [
            choice for index, of_week in enumerate(plans) for choice in self._chooser.variants(index, of_week)
        ]
        found = self._chooser.choose(choices, self.best, budget)
        if found is not None:
            self.adopt(found)
            self.adopt(fill_up(self._chooser, found))

    def by_share(self) -> Iterator[Choice]:
        """Yield the plans of the linear program, the largest share first, without requests that want
        helpers together.
        """  # noqa: D205 - one sentence
        generated = self._generated
        # Columns that came after the last optimum have no share; before the first, all are alike.
        shares = generated.shares or [1.0] * len(generated.columns)
        shared = zip(shares, generated.columns, strict=False)
        used = [(share, column) for share, column in shared if share > 0]
        used.sort(key=lambda item: (-item[0], -item[1].points, item[1].week, item[1].plan))
        for _, column in used:
            yield from self._chooser.variants(column.week, [self._apart(column)])[:1]

    def _apart(self, column: Column) -> Plan:
        """The plan without requests that want their helpers together, locked ones excepted."""
        week, together = self._chooser.weeks[column.week], self._chooser.together
        return tuple(
            position
            for position in column.plan
            if position in week.locked or not together[week.options[position].request]
        )

    def found_plans(self) -> list[list[Plan]]:
        """Return by week the plans of column generation that the prices do not rule out."""
        plans = self._always()
        slack = self._slack()
        for column in self._generated.columns:
            worth = column.points - sum(self._generated.prices[request] for request in column.requests)
            if worth >= self._most[column.week] - slack:
                plans[column.week].append(column.plan)
        return [list(dict.fromkeys(of_week)) for of_week in plans]

    def near_plans(self, budget: Budget) -> list[list[Plan]] | None:
        """Return by week all plans that the prices do not rule out; None if they are too many to list."""
        plans = self.found_plans()
        left = _PLANS_IN_ALL
        for index, (week, gains) in enumerate(zip(self._chooser.weeks, self._gains, strict=True)):
            floor = self._most[index] - self._slack()
            near = best_plans(week, gains, keep=left, more_than=floor, node_limit=_NODE_LIMIT)
            plans[index].extend(plan for _, plan in near.plans)
            left -= len(near.plans)
            if left <= 0 or not near.exact or budget.is_up():
                return None
        return [list(dict.fromkeys(of_week)) for of_week in plans]

    def _always(self) -> list[list[Plan]]:
        """Plans that are never left out: the best so far, the locked, and those for coming together."""
        plans: list[list[Plan]] = [[week.locked] if week.locked else [] for week in self._chooser.weeks]
        for choice in self.best:
            plans[choice.week].append(choice.plan)
        for index, week in enumerate(self._chooser.weeks):
            for position, option in enumerate(week.options):
                if self._chooser.together[option.request] and position not in week.locked:
                    plans[index].extend(self._with_option(index, position))
        return plans

    def _with_option(self, index: int, position: int) -> list[Plan]:
        """The best plan that contains an option, and the smallest."""
        week = self._chooser.weeks[index]
        gains = [gain + _DECISIVE * (other == position) for other, gain in enumerate(self._gains[index])]
        best = best_plans(week, gains, node_limit=_NODE_LIMIT).plans[0][1]
        smallest = tuple(sorted({*week.locked, position}))
        return [plan for plan in (best, smallest) if position in plan and week.allows(plan)]

    def _slack(self) -> float:
        """How far below the helper's best a plan may stay; a point more, so that ties stay in."""
        return float("inf") if self._points is None else self._bound - self._points + 1

    def _worth(self, choices: Sequence[Choice]) -> float:
        return sum(self._chooser.worth(choice) for choice in choices)
