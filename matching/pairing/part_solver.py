"""Solving one part: flow, column generation, whole numbers, bound."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from matching.pairing.bound import UNITS_PER_POINT
from matching.pairing.budget import Budget
from matching.pairing.finish import Chosen, finish, lacks_together, points_of
from matching.pairing.flow import solve_flow
from matching.pairing.generation import Generated, Report, generate
from matching.pairing.knapsack.solving import KnapsackAnswer, solve_knapsack_part, suits
from matching.pairing.packing import write_starts
from matching.pairing.parts import Part
from matching.pairing.plans import Plan
from matching.pairing.prices import Coming, special_prices
from matching.pairing.pricing import bare_plans
from matching.pairing.weeks import Ints

# The last step, whole numbers, gets at least the rest of the time.
_SHARE_OF_GENERATION = 0.6


class LocksContradictError(Exception):
    """Locked pairs cannot all be in an answer: the week of `helper`, or the company for `request`."""

    def __init__(self, *, helper: Sequence[int] = (), request: Sequence[int] = ()) -> None:
        self.helper, self.request = tuple(helper), tuple(request)
        super().__init__(self.helper, self.request)

    def __reduce__(self) -> tuple[partial[LocksContradictError], tuple[()]]:
        """Travel between processes."""
        return partial(LocksContradictError, helper=self.helper, request=self.request), ()


@dataclass(frozen=True)
class PartAnswer:
    """Answer of one part, helpers and requests by their index in the problem.

    Attributes:
        request: those of the part, shape (requests,).
        pairs: rows (helper, request), shape (n, 2).
        starts: minute of the day of the visit on each weekday, -1 for none, shape (n, 7).
        objective: points.
        bound_units: bound in `bound.UNITS_PER_POINT`.
        price_units: price of each request, shape (requests,), in the same units.
        meeting_prices: what helpers pay at some times of requests for several together, instead.
    """

    request: Ints
    pairs: Ints
    starts: Ints
    objective: int
    bound_units: int
    price_units: Ints
    meeting_prices: Mapping[Coming, int] = field(default_factory=dict)


def solve_part(part: Part, *, gap: float, budget: Budget, report: Report, threads: int = 1) -> PartAnswer:
    """Solve one part as well as the budget allows.

    Args:
        part: helpers and requests that share nobody with others.
        gap: relative gap that is good enough.
        budget: for the whole part; the bound is true even when it is used up at once.
        report: called now and then with objective and bound.
        threads: that work side by side.

    Raises:
        LocksContradictError: locked pairs cannot all be in the answer.
    """
    if suits(part):
        plain = solve_knapsack_part(
            part, gap=gap, budget=budget, report=report, units_per_point=UNITS_PER_POINT
        )
        return _plain_answer(part, plain)
    _refuse_unfit_locks(part)
    start = solve_flow(part)
    generated = generate(
        part, start, gap=gap, budget=budget.share(_SHARE_OF_GENERATION), report=report, threads=threads
    )
    chosen = finish(part, generated, gap=gap, budget=budget)
    lonely = lacks_together(part, chosen)
    if lonely:
        raise LocksContradictError(request=part.request[lonely].tolist())
    return _answer(part, chosen, generated)


def _plain_answer(part: Part, answer: KnapsackAnswer) -> PartAnswer:
    week = np.searchsorted(part.weeks.first, answer.options, side="right") - 1
    request = part.request[part.weeks.request[answer.options]]
    return PartAnswer(
        request=part.request,
        pairs=np.stack([part.helper[week], request], axis=1),
        starts=np.full((len(week), 7), -1, dtype=np.int64),
        objective=answer.objective,
        bound_units=answer.bound_units,
        price_units=answer.price_units,
    )


def _answer(part: Part, chosen: Chosen, generated: Generated) -> PartAnswer:
    prices = generated.growing.prices
    week = [week for week, plan in chosen.items() for _ in plan]
    options = [option for plan in chosen.values() for option in plan]
    starts = [starts_of(part, plan) for plan in chosen.values() if plan]
    return PartAnswer(
        request=part.request,
        pairs=np.stack([part.helper[week], part.request[part.weeks.request[options]]], axis=1)
        if options
        else np.zeros((0, 2), dtype=np.int64),
        starts=np.concatenate([np.zeros((0, 7), dtype=np.int64), *starts]),
        objective=points_of(part, chosen),
        bound_units=generated.bound_units,
        price_units=prices.request,
        meeting_prices=special_prices(part, prices),
    )


def starts_of(part: Part, plan: Plan) -> Ints:
    """Return the start minute of every visit of a plan by weekday, -1 for none, shape (options, 7)."""
    starts = np.full((len(plan), 7), -1, dtype=np.int64)
    if not write_starts(part.weeks, part.ways, np.array(plan, dtype=np.int64), len(plan), starts):
        raise RuntimeError(f"no times for plan {plan}")
    return starts


def _refuse_unfit_locks(part: Part) -> None:
    """Make sure that each helper has a week with everything that is locked to them."""
    found = bare_plans(part, 1)
    unfit = part.helper[(part.weeks.musts > 0) & found.exact & (found.count == 0)]
    if len(unfit):
        raise LocksContradictError(helper=unfit.tolist())
