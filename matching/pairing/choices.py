"""What the last step chooses from: week plans, with agreed times where helpers come together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, islice, product

from matching.pairing.packing import Option, Plan, Start, WeekPacker
from matching.pairing.plans import HelperWeek

Starts = tuple[Start, ...]

# More ways to agree on times than this are left out for one plan.
_VARIANTS_A_PLAN = 24


@dataclass(frozen=True, slots=True)
class Choice:
    """One week plan of one helper.

    Attributes:
        week: index of the helper's week.
        requests: indices of the requests it serves.
        agreed: (request index, starts of its visits) for each request whose helpers come together.
    """

    week: int
    plan: Plan
    points: int
    requests: tuple[int, ...]
    agreed: tuple[tuple[int, Starts], ...] = ()


def choices_of(index: int, week: HelperWeek, plan: Plan, together: Sequence[bool]) -> Iterator[Choice]:
    """Yield the plan once for every way to fix the times of its requests that want helpers together.

    Args:
        index: of the week.
        week: the helper.
        plan: fits into the week; doing nothing is no choice.
        together: for each request, whether its helpers come together.
    """
    points, requests = week.points(plan), week.requests(plan)
    shared = [position for position in plan if together[week.options[position].request]]
    variants = product(*(_possible_starts(week.options[position]) for position in shared))
    for variant in islice(variants, _VARIANTS_A_PLAN if plan else 0):
        fixed = dict(zip(shared, variant, strict=True))
        if not shared or _with_fixed(week, fixed).fits(plan):
            agreed = tuple((week.options[position].request, starts) for position, starts in fixed.items())
            yield Choice(index, plan, points, requests, agreed)


def choice_starts(week: HelperWeek, choice: Choice) -> dict[int, Starts]:
    """Return the starts of all visits of a choice by request index; empty ones where nothing has a time."""
    position_of = {week.options[position].request: position for position in choice.plan}
    fixed = {position_of[request]: starts for request, starts in choice.agreed}
    packer = _with_fixed(week, fixed) if fixed else week.packer
    found = packer.starts(choice.plan)
    return {week.options[position].request: starts for position, starts in found.items()}


def _possible_starts(option: Option) -> Iterator[Starts]:
    """Yield every set of starts on different days; the windows of such a request are one visit long."""
    moments = [
        (day, first) for day, stretches in sorted((option.starts or {}).items()) for first, _ in stretches
    ]
    for starts in combinations(moments, option.visits if option.starts is not None else 0):
        if len({day for day, _ in starts}) == len(starts):
            yield starts


def _with_fixed(week: HelperWeek, fixed: dict[int, Starts]) -> WeekPacker:
    """Return a packer in which some options can only start at the given times."""
    options = list(week.options)
    for position, starts in fixed.items():
        only = {day: ((start_min, start_min),) for day, start_min in starts}
        options[position] = replace(options[position], starts=only if starts else None)
    return week.packer.with_options(options)
