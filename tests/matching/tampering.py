"""Answers made wrong on purpose, each with the faults of which one must be named."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from matching.pairing.answer import Answer, Assignment, Status, Visit
from matching.pairing.checker import CheckCode
from matching.pairing.problem import Problem
from matching.pairing.scoring import value

C = CheckCode
MINUTES_PER_DAY = 1440


@dataclass(frozen=True)
class Tampered:
    """One way to make an answer wrong."""

    how: str
    answer: Answer
    expected: frozenset[CheckCode]


def tampered(problem: Problem, answer: Answer) -> Iterator[Tampered]:
    """Yield an answer for every way that changes the truth."""
    yield from _numbers(answer)
    yield from _prices(answer)
    for place, item in enumerate(answer.assignments):
        rest = (*answer.assignments[:place], *answer.assignments[place + 1 :])
        yield from _assignments(problem, answer, item, rest)
        for how, other, expected in _changed(item):
            yield Tampered(how, replace(answer, assignments=(other, *rest)), frozenset(expected))


def _numbers(answer: Answer) -> Iterator[Tampered]:
    for more in (-1, 1, 1000):
        changed = replace(answer, objective=answer.objective + more)
        yield Tampered(f"objective by {more}", changed, frozenset({C.OBJECTIVE_WRONG}))
    # No bound below the objective of a valid answer is ever proven.
    low = replace(answer, bound=answer.objective - 1.0)
    yield Tampered("bound below the objective", low, frozenset({C.BOUND_TOO_LOW}))
    for bound in (math.nan, -math.inf):
        yield Tampered(f"bound {bound}", replace(answer, bound=bound), frozenset({C.BOUND_TOO_LOW}))
    high = max(1e12, 10 * abs(answer.bound))
    yield Tampered("bound raised", replace(answer, bound=high), frozenset({C.BOUND_TOO_HIGH}))
    upgraded = replace(answer, bound=answer.objective * 1.01 + 10, status=Status.OPTIMAL)
    yield Tampered("status upgraded", upgraded, frozenset({C.STATUS_TOO_GOOD}))


def _prices(answer: Answer) -> Iterator[Tampered]:
    for key in answer.prices:
        for price in (-1.0, math.nan, math.inf):
            changed = replace(answer, prices={**answer.prices, key: price})
            yield Tampered(f"price {price}", changed, frozenset({C.PRICE_NOT_ALLOWED}))
        fewer = {other: price for other, price in answer.prices.items() if other != key}
        yield Tampered("price left out", replace(answer, prices=fewer), frozenset({C.PRICE_MISSING}))
    more = {**answer.prices, "nobody": 0.0}
    yield Tampered("price of nobody", replace(answer, prices=more), frozenset({C.PRICE_UNKNOWN}))
    for place, one in enumerate(answer.meeting_prices):
        dear = replace(one, price=one.price + 1e9)
        rest = (*answer.meeting_prices[:place], *answer.meeting_prices[place + 1 :])
        changed = replace(answer, meeting_prices=(dear, *rest))
        yield Tampered("meeting made dear", changed, frozenset({C.MEETING_TOO_DEAR}))


def _assignments(
    problem: Problem, answer: Answer, item: Assignment, rest: tuple[Assignment, ...]
) -> Iterator[Tampered]:
    """Remove, double, or give to somebody else."""
    twice = replace(answer, assignments=(item, *answer.assignments))
    yield Tampered("assignment doubled", twice, frozenset({C.PAIR_TWICE}))
    if _worth(problem, item, rest):
        gone = replace(answer, assignments=rest)
        yield Tampered("assignment removed", gone, frozenset({C.OBJECTIVE_WRONG}))
    busy = {(one.helper_id, one.request_id) for one in answer.assignments}
    for helper in problem.helpers:
        added = replace(item, helper_id=helper.id)
        if (helper.id, item.request_id) not in busy and _worth(problem, added, answer.assignments):
            more = replace(answer, assignments=(*answer.assignments, added))
            yield Tampered("assignment added", more, frozenset({C.OBJECTIVE_WRONG, C.SCORE_WRONG}))
    for stranger, code in (
        (replace(item, helper_id="nobody"), C.UNKNOWN_HELPER),
        (replace(item, request_id="nobody"), C.UNKNOWN_REQUEST),
    ):
        yield Tampered(code, replace(answer, assignments=(stranger, *rest)), frozenset({code}))


def _worth(problem: Problem, item: Assignment, others: tuple[Assignment, ...]) -> int:
    """Points that an assignment says it adds to others."""
    values = dict(zip((request.id for request in problem.requests), value(problem).tolist(), strict=True))
    held = sum(other.helper_id == item.helper_id for other in others)
    return int(values[item.request_id]) + item.score - problem.policy.load_weight * held


def _changed(item: Assignment) -> Iterator[tuple[str, Assignment, set[CheckCode]]]:
    for more in (-1, 1):
        yield f"score by {more}", replace(item, score=item.score + more), {C.SCORE_WRONG}
    first, *others = item.parts
    parts = {**item.parts, first: item.parts[first] + 1}
    yield "a part of the score", replace(item, parts=parts), {C.PARTS_WRONG}
    if others:
        moved = {**parts, others[0]: parts[others[0]] - 1}
        yield "points between parts", replace(item, parts=moved), {C.PARTS_WRONG}
    away_m = 5.0 if item.distance_m is None else item.distance_m + 1
    yield "distance", replace(item, distance_m=away_m), {C.DISTANCE_WRONG}
    yield from _moved(item)


def _moved(item: Assignment) -> Iterator[tuple[str, Assignment, set[CheckCode]]]:
    """Visits at times that no rule allows, or in another number."""
    extra = Visit(6, 0, 30)
    yield "visit added", replace(item, visits=(*item.visits, extra)), {C.VISIT_COUNT}
    if not item.visits:
        return
    first, *rest = item.visits
    yield "visit left out", replace(item, visits=tuple(rest)), {C.VISIT_COUNT}
    length = first.end_min - first.start_min
    late = Visit(first.weekday, MINUTES_PER_DAY - length // 2, MINUTES_PER_DAY + length - length // 2)
    for how, visit, code in (
        (
            "visit off the grid",
            Visit(first.weekday, first.start_min + 1, first.end_min + 1),
            C.VISIT_OFF_GRID,
        ),
        ("visit longer", Visit(first.weekday, first.start_min, first.end_min + 30), C.VISIT_LENGTH),
        ("visit shorter", Visit(first.weekday, first.start_min, first.end_min - 15), C.VISIT_LENGTH),
        ("visit over midnight", late, C.OUTSIDE_REQUEST_TIMES),
    ):
        yield how, replace(item, visits=tuple(sorted((visit, *rest)))), {code}
    if rest:
        same = tuple(replace(visit, weekday=first.weekday) for visit in item.visits)
        yield "all on one day", replace(item, visits=same), {C.SAME_DAY_TWICE}
