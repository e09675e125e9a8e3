"""Whole numbers from the linear program: one plan per helper, among those the prices do not rule out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from matching.pairing.bound import UNITS_PER_POINT
from matching.pairing.budget import Budget
from matching.pairing.choosing import choose
from matching.pairing.company import Agreement, least_plans, meetings_of
from matching.pairing.diving import dive
from matching.pairing.filling import fill_up, places_left
from matching.pairing.generation import Generated
from matching.pairing.parts import Part
from matching.pairing.plans import Plan, PlanTable
from matching.pairing.pricing import Question, best_plans, gains_of
from matching.pairing.ties import tie_bonus

# Programs of more plans than this take longer to solve than they gain.
_PLANS_IN_ALL = 20_000
# Plans listed of one week at most.
_PLANS_OF_A_WEEK = 1_000
# Relative gap from which on an answer counts as optimal.
OPTIMAL_GAP = 1e-6
# Helpers looked at for a meeting beyond those needed.
_SPARE_WAYS = 3

# Meetings are agreed on in this order: those that take place so far at least in the program, then all.
_LIKELY_ENOUGH = (0.6, 0.0)
# From this gap on, all at once is good enough, and takes half the time.
_LOOSE_GAP = 2e-4
# Rounds of new plans after the last of these steps; those before would change again.
_ROUNDS = 6

Chosen = Mapping[int, Plan]


def finish(part: Part, generated: Generated, *, gap: float, budget: Budget) -> Chosen:
    """Choose one plan per helper.

    First round the shares of the linear program; then, as long as the gap is not closed, choose by
    mixed-integer programming among the plans found, and at last among all plans that could be part of a
    better answer (a plan whose worth at the prices stays further below the helper's best than the gap is
    wide cannot).

    Args:
        part: helpers and requests.
        generated: plans and prices.
        gap: relative gap that is good enough to leave out the dear steps.
        budget: asked before each step.

    Returns:
        Plans by week that keep to every rule, except that a locked request which wants its helpers together
        may be left without enough of them; see `lacks_together`.
    """
    finishing = _Finishing(part, generated)
    finishing.round_program(gap, budget)
    if finishing.is_open(gap, budget):
        finishing.choose_from(finishing.found_plans(), budget)
    if finishing.is_open(gap, budget):
        near = finishing.near_plans()
        if near is not None:
            finishing.choose_from(near, budget)
    return finishing.best


def points_of(part: Part, chosen: Chosen) -> int:
    """Return the points of an answer."""
    return int(PlanTable.of(part, chosen, list(chosen.values())).points.sum())


def lacks_together(part: Part, chosen: Chosen) -> list[int]:
    """Return the requests that want all helpers at the same times and have some, or must, but not all so."""
    options = np.array([option for plan in chosen.values() for option in plan], dtype=np.int64)
    options = options[part.together[part.weeks.request[options]]]
    meeting, count = np.unique(
        np.stack([part.weeks.request[options], part.weeks.time[options]]), axis=1, return_counts=True
    )
    must = part.weeks.request[part.weeks.locked & part.together[part.weeks.request]]
    missing = np.setdiff1d(must, meeting[0])
    return sorted({*meeting[0, count != part.needed[meeting[0]]].tolist(), *missing.tolist()})


def _take_in_order(part: Part, ranked: Iterable[tuple[int, Plan]]) -> Chosen:
    """Take plans in the given order, one a week, as far as they go together.

    Places of what must be are kept free; a helper whose plans do not go together does just that.
    """
    least = least_plans(part)
    left, taken = places_left(part, least.values()), dict[int, Plan]()
    for week, plan in ranked:
        must = least.get(week, ())
        more = part.weeks.request[sorted(set(plan) - set(must))]
        if week not in taken and set(must) <= set(plan) and (left[more] > 0).all():
            taken[week] = plan
            left[more] -= 1
    return {**least, **taken}


class _Finishing:
    """The best plans so far, and what the prices leave to choose from."""

    def __init__(self, part: Part, generated: Generated) -> None:
        self.best: Chosen = {}
        self._generated = generated
        self._part = part
        self._bonus = tie_bonus(part)
        self._worth: float | None = None
        self._meetings = meetings_of(part, generated.growing.prices, generated.most)

    def is_open(self, gap: float, budget: Budget) -> bool:
        """Whether the gap is wider than wished, and there is time to do something about it."""
        return self.gap() > max(gap, OPTIMAL_GAP) and not budget.is_up()

    def gap(self) -> float:
        """Relative gap of the best plans; 1 while there are none that keep to the rules."""
        if self._worth is None:
            return 1.0
        points = points_of(self._part, self.best)
        return (self._generated.bound_units / UNITS_PER_POINT - points) / max(1.0, abs(points))

    def adopt(self, chosen: Chosen) -> None:
        """Keep the plans if they are worth more than the best, ties decided by the bonus."""
        worth = self._worth_of(chosen)
        if lacks_together(self._part, chosen):
            self.best = self.best or chosen
        elif self._worth is None or worth > self._worth:
            self.best, self._worth = chosen, worth

    def round_program(self, gap: float, budget: Budget) -> None:
        """Agree on meetings, let the program find plans that go with them, and round it step by step.

        Args:
            gap: relative gap that is good enough to leave out further steps.
            budget: asked before each step.
        """
        part, growing = self._part, self._generated.growing
        growing.prefer()
        if growing.master.meetings is not None:
            agreement = Agreement(part, self._meetings)
            for least in _LIKELY_ENOUGH if gap < _LOOSE_GAP else _LIKELY_ENOUGH[-1:]:
                if agreement.grow(growing.master.meetings, least) or least == 0:
                    part = agreement.part(is_final=least == 0)
                    growing.narrow(part)
                    growing.refine(budget, fixed=(), rounds=_ROUNDS if least == 0 else 0)
        self._adopt_filled(_take_in_order(part, growing.first.items()))
        for shares in dive(part, growing, budget):
            used = np.flatnonzero(shares > 0)
            order = used[np.lexsort((used, -shares[used]))].tolist()
            plans = growing.plans
            self._adopt_filled(
                _take_in_order(part, [(plans.week[number], plans.plan[number]) for number in order])
            )
            if not self.is_open(gap, budget):
                break

    def choose_from(self, plans: Sequence[tuple[int, Plan]], budget: Budget) -> None:
        """Choose among plans of each week, and fill up what that leaves."""
        found = choose(self._part, plans, self.best, budget)
        if found is not None:
            self.adopt(found)
            self._adopt_filled(found)

    def found_plans(self) -> list[tuple[int, Plan]]:
        """Return the plans of column generation that the prices do not rule out, and those for meetings."""
        plans, slack = self._generated.growing.plans, self._slack()
        worth = plans.table().worth(self._generated.growing.prices.option, UNITS_PER_POINT)
        loss = self._generated.most[plans.week] - worth
        near = np.flatnonzero(loss <= slack)
        near = near[np.argsort(loss[near], kind="stable")[:_PLANS_IN_ALL]].tolist()
        listed = [(plans.week[number], plans.plan[number]) for number in near]
        return list(dict.fromkeys([*self.best.items(), *self._to_meetings(slack), *listed]))

    def near_plans(self) -> list[tuple[int, Plan]] | None:
        """Return all plans that the prices do not rule out; None if they are too many to list."""
        part, generated = self._part, self._generated
        gains, load = (
            gains_of(part, generated.growing.prices.option, UNITS_PER_POINT),
            part.weeks.load * UNITS_PER_POINT,
        )
        floor = generated.most - self._slack()
        listed = self.found_plans()
        for week in range(len(part.helper)):
            question = Question(gains, load, _PLANS_OF_A_WEEK, floor)
            near = best_plans(part, question, weeks=slice(week, week + 1))
            if not near.exact[0] or near.count[0] == _PLANS_OF_A_WEEK or len(listed) > _PLANS_IN_ALL:
                return None
            for place in range(int(near.count[0])):
                listed.append((week, tuple(sorted(near.plan[0, place, : near.size[0, place]].tolist()))))
        return list(dict.fromkeys(listed))

    def _to_meetings(self, slack: int) -> list[tuple[int, Plan]]:
        """Weeks with each meeting of the helpers who could come at the least loss, and with no other."""
        return [
            (way.week, way.plan)
            for meeting in self._meetings
            for way in meeting.ways[: int(self._part.needed[meeting.request]) + _SPARE_WAYS]
            if way.loss <= slack
        ]

    def _adopt_filled(self, chosen: Chosen) -> None:
        part = self._part
        allowed = ~part.together[part.weeks.request]
        self.adopt(fill_up(part, chosen, places_left(part, chosen.values()), allowed))

    def _slack(self) -> int:
        """How far below the helper's best a plan may stay; a point more, so that ties stay in."""
        if self._worth is None:
            return 1 << 60
        points = points_of(self._part, self.best)
        return self._generated.bound_units - (points - 1) * UNITS_PER_POINT

    def _worth_of(self, chosen: Chosen) -> float:
        table = PlanTable.of(self._part, chosen, list(chosen.values()))
        return float(table.points.sum()) + float(self._bonus[table.request].sum())
