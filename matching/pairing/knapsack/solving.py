"""Solving a part without times in which minutes bind: prices, a first answer, the tree, the bound."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from matching.pairing.budget import Budget
from matching.pairing.knapsack.bound import bound_units, price_units
from matching.pairing.knapsack.first_answer import filled, improved
from matching.pairing.knapsack.hamlet import hamlet
from matching.pairing.knapsack.plain_part import Bools, Floats, Ints, PlainPart, plain_part
from matching.pairing.knapsack.prices import FOUND, NONE, UNDECIDED, Question, Relaxed, dust_of, relax
from matching.pairing.knapsack.start import start_prices
from matching.pairing.parts import Part
from matching.pairing.weeks import NO_LIMIT

Report = Callable[[float, float], None]

_SHARE_OF_START = 0.3
_LONG_S = 1e6
# Branches looked at for one target before the next, lower one is tried, and for all targets together.
_BRANCHES = 200
_BRANCHES_IN_ALL = 20_000
# Questions kept to be gone on with, where they stopped.
_OPEN_QUESTIONS = 3
_BRANCHES_FOR_TIES = 400


@dataclass(frozen=True)
class KnapsackAnswer:
    """Answer of a part.

    Attributes:
        options: rows in `Part.weeks` of the pairs chosen, ascending.
        objective: points.
        bound_units: bound in the unit asked for; no answer has more.
        price_units: price of each request, shape (requests,).
    """

    options: Ints
    objective: int
    bound_units: int
    price_units: Ints


def suits(part: Part) -> bool:
    """Whether the part has no times, asks nobody to come together, and minutes can bind."""
    weeks = part.weeks
    if weeks.timed.any() or (weeks.time >= 0).any() or len(weeks.request) == 0:
        return False
    asked = np.add.reduceat(weeks.minutes.astype(np.int64), weeks.first[:-1])
    return bool(((weeks.most_minutes < NO_LIMIT) & (asked > weeks.most_minutes)).any())


def solve_knapsack_part(
    part: Part, *, gap: float, budget: Budget, report: Report, units_per_point: int
) -> KnapsackAnswer:
    """Solve a part that suits, as well as the budget and a limit on branches allow.

    Args:
        part: see `suits`; every helper in it has an option.
        gap: relative gap that is good enough to leave out the long search.
        budget: the bound is true even when it is used up at once. The seconds in which loops are compiled,
            in the first match after an installation, do not count.
        report: called now and then with objective and bound.
        units_per_point: unit of prices and bound, a power of 2.
    """
    before = budget.clock()
    warm_up()
    later = replace(budget, deadline=budget.deadline + budget.clock() - before)
    return _solve(plain_part(part), gap=gap, budget=later, report=report, units_per_point=units_per_point)


@cache
def warm_up() -> None:
    """Compile the loops of this solver, or load them from the disk; once a process."""
    budget = Budget(_LONG_S, lambda: 0.0)
    _solve(hamlet(), gap=0.0, budget=budget, report=lambda *_: None, units_per_point=1 << 20)


def _solve(
    plain: PlainPart, *, gap: float, budget: Budget, report: Report, units_per_point: int
) -> KnapsackAnswer:
    search = _Search(plain, gap, budget, report)
    search.begin()
    search.close_in()
    search.decide_ties()
    units = price_units(plain, search.relaxed.prices, units_per_point)
    options = np.sort(np.concatenate([plain.locked, plain.option[search.chosen]]))
    return KnapsackAnswer(
        options, plain.objective(search.chosen), bound_units(plain, units, units_per_point), units
    )


class _Search:
    """The best answer so far, and how much better another one might be."""

    relaxed: Relaxed
    chosen: Bools

    def __init__(self, plain: PlainPart, gap: float, budget: Budget, report: Report) -> None:
        self._plain = plain
        self._gap = gap
        self._budget = budget
        self._report = report
        self._points = plain.points.astype(np.float64)
        self._questions: dict[int, Question] = {}

    def begin(self) -> None:
        """Find prices and a first answer."""
        prices = start_prices(self._plain, self._budget.share(_SHARE_OF_START))
        self.chosen = filled(self._plain, prices, np.zeros(len(self._points)))
        target = float(self._worth())
        self.relaxed = relax(self._plain, self._points, prices, target=target, budget=self._budget)
        rounded = filled(self._plain, self.relaxed.prices, self.relaxed.share.astype(np.float64))
        self._adopt(improved(self._plain, self.relaxed.prices, rounded, budget=self._budget))

    def close_in(self) -> None:
        """Ask for answers from the bound downwards.

        A target that cannot be decided makes the next step twice as long; an answer found makes it shorter.
        """
        highest = math.floor(self.relaxed.bound + dust_of(self._points))
        step, branches, left = 1, _BRANCHES, _BRANCHES_IN_ALL
        while self._worth() < highest and left > 0 and not self._budget.is_up():
            target = max(self._worth() + 1, highest - step + 1)
            left -= branches
            result = self._ask(target, branches)
            if result == FOUND:
                step = max(1, step // 2)
            elif result == NONE:
                highest, step = target - 1, 1
            elif target > self._worth() + 1:
                step *= 2
            elif self._is_good_enough():
                break
            else:
                step, branches = 1, 2 * branches

    def decide_ties(self) -> None:
        """Look for an answer of the same points whose requests go first among equals."""
        worth = self._points + self._plain.bonus[self._plain.request]
        least = float(self._plain.bonus.min(initial=1.0))
        if least < 10 * dust_of(worth) or self._all_served():
            return
        relaxed = Relaxed(self._plain, worth, self.relaxed.prices, self.relaxed.share, self.relaxed.bound)
        for _ in range(len(self._plain.needed)):
            found = self._worth() + float(self._bonus(self.chosen))
            question = Question(relaxed, found + least / 2)
            if self._budget.is_up() or question.ask(_BRANCHES_FOR_TIES, self._budget) != FOUND:
                break
            self.chosen = question.answer()

    def _ask(self, target: int, branches: int) -> int:
        question = self._questions.pop(target, None) or Question(self.relaxed, float(target))
        result = question.ask(branches, self._budget)
        self._adopt(improved(self._plain, self.relaxed.prices, question.answer(), budget=self._budget))
        if result == UNDECIDED and len(self._questions) < _OPEN_QUESTIONS:
            self._questions[target] = question
        return result

    def _adopt(self, chosen: Bools) -> None:
        """Keep the answer if it is better."""
        if self._plain.objective(chosen) > self._plain.objective(self.chosen):
            self.chosen = chosen
        self._report(
            float(self._plain.objective(self.chosen)), self.relaxed.bound + self._plain.locked_points
        )

    def _worth(self) -> int:
        """Points of the best answer without the locked pairs."""
        return self._plain.objective(self.chosen) - self._plain.locked_points

    def _bonus(self, chosen: Bools) -> Floats:
        bonus: Floats = self._plain.bonus[self._plain.request[chosen]].sum()
        return bonus

    def _all_served(self) -> bool:
        served = np.bincount(self._plain.request[self.chosen], minlength=len(self._plain.needed))
        return bool((served == self._plain.needed).all())

    def _is_good_enough(self) -> bool:
        objective = self._plain.objective(self.chosen)
        bound = self.relaxed.bound + self._plain.locked_points
        return bound - objective <= self._gap * max(1.0, abs(objective))
