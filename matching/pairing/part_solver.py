"""Solving one connected part: flow, column generation, whole numbers, bound."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matching.errors import Fault, InputError
from matching.pairing.answer import Visit
from matching.pairing.bound import bound_units, price_units
from matching.pairing.budget import Budget
from matching.pairing.choices import Choice, choice_starts
from matching.pairing.choosing import Chooser
from matching.pairing.finish import finish, lacks_together
from matching.pairing.flow import solve_flow
from matching.pairing.generation import Report, generate
from matching.pairing.packing import Start
from matching.pairing.plans import HelperWeek, helper_weeks
from matching.pairing.problem import Request
from matching.pairing.split import Part
from matching.pairing.ties import tie_bonus

# The last steps, whole numbers and bound, get at least the rest of the time.
_SHARE_OF_GENERATION = 0.6
_SHARE_OF_BOUND = 0.5
_EXPECTED = "locked pairs only where all helpers_needed can come at the same times"


@dataclass(frozen=True, slots=True)
class ServedPair:
    """One helper chosen for one request of a part, with the times of all visits."""

    helper_id: str
    request_id: str
    visits: tuple[Visit, ...]


@dataclass(frozen=True, slots=True)
class PartAnswer:
    """Answer of one part.

    Attributes:
        objective: points.
        bound_units: bound in `bound.UNITS_PER_POINT`.
        price_units: price of each request of the part, in the same units.
    """

    pairs: tuple[ServedPair, ...]
    objective: int
    bound_units: int
    price_units: tuple[int, ...]


def solve_part(part: Part, *, gap: float, budget: Budget, report: Report) -> PartAnswer:
    """Solve one part as well as the budget allows.

    Args:
        part: helpers and requests that share nobody with others.
        gap: relative gap that is good enough.
        budget: for the whole part; the bound is true even when it is used up at once.
        report: called now and then with objective and bound.

    Raises:
        InputError: locked pairs cannot all be in the answer.
    """
    weeks = helper_weeks(part.problem, part.pairs)
    chooser = _chooser(part, weeks)
    start = solve_flow(weeks, np.array(chooser.needed, dtype=np.int64))
    generated = generate(
        weeks,
        chooser.needed,
        chooser.bonus,
        start=start,
        budget=budget.share(_SHARE_OF_GENERATION),
        report=report,
    )
    units = price_units(generated.prices)
    bound = bound_units(weeks, chooser.needed, units, budget.share(_SHARE_OF_BOUND))
    choices = finish(chooser, generated, gap=gap, budget=budget)
    _refuse_lonely_locks(part.problem.requests, lacks_together(chooser, choices))
    pairs = tuple(pair for choice in choices for pair in _served(part, weeks[choice.week], choice))
    return PartAnswer(pairs, sum(choice.points for choice in choices), bound, tuple(units))


def _chooser(part: Part, weeks: Sequence[HelperWeek]) -> Chooser:
    requests = part.problem.requests
    return Chooser(
        weeks=weeks,
        needed=[request.helpers_needed for request in requests],
        together=[request.together and request.helpers_needed > 1 for request in requests],
        bonus=tie_bonus(requests),
        seed=part.problem.policy.seed,
    )


def _served(part: Part, week: HelperWeek, choice: Choice) -> list[ServedPair]:
    starts = choice_starts(week, choice)
    helper_id = part.problem.helpers[week.helper].id
    return [
        ServedPair(helper_id, request.id, _visits(request, starts[index]))
        for index in choice.requests
        for request in [part.problem.requests[index]]
    ]


def _visits(request: Request, starts: Sequence[Start]) -> tuple[Visit, ...]:
    minutes = request.visit_minutes
    return tuple(Visit(day, start_min, start_min + minutes) for day, start_min in sorted(starts))


def _refuse_lonely_locks(requests: Sequence[Request], lacking: Sequence[int]) -> None:
    faults = [
        Fault("pairs.csv", 0, "relation", f"not all helpers found for {requests[index].id}", _EXPECTED)
        for index in lacking
    ]
    if faults:
        raise InputError(faults)
