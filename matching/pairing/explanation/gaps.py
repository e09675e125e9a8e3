"""Where help is missing: who waits by district and skill, and what one more helper would be worth there.

The prices of an answer say it. One more helper who comes to request `r`, whose price is `y_r`, brings at
least `value_r - y_r` points (score left out): all of the value where nobody competes for the request. By the
duality of linear programs (Dantzig and Wolfe 1960) a helper who takes one request brings at most the greatest
`value_r - y_r` of all requests that they could take, plus the score and the gap of the answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from matching.pairing.answer import Answer
from matching.pairing.problem import Policy, Problem, Request
from matching.pairing.scoring import value_of

MINUTES_PER_HOUR = 60
# District and skill; None stands for all of them, "" for those who name none.
Cell = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class SupplyGap:
    """Requests of one district, or for one skill, or both, that lack helpers.

    Attributes:
        district: None for all districts; "" for requests without one. `skill` likewise.
        waiting: requests that lack at least one helper.
        helpers_missing: how many helpers they lack together.
        visit_hours: hours a week that those would spend with them.
        points: what it would bring to serve them all, at the prices of the answer.
        one_more: points that one more helper who takes one of those waiting brings at least, score left out;
            0 where only several who come together could help.
    """

    district: str | None
    skill: str | None
    waiting: int
    helpers_missing: int
    visit_hours: float
    points: float
    one_more: float

    @property
    def points_per_hour(self) -> float:
        """What an hour that is missing would bring on average; visits are never shorter than a minute."""
        return self.points / self.visit_hours


@dataclass(frozen=True, slots=True)
class SupplyGaps:
    """Where help is missing, the most points first, then by name.

    Attributes:
        cells: by district and skill. A request with several skills counts for each of them.
        districts, skills: by one of the two.
    """

    cells: tuple[SupplyGap, ...]
    districts: tuple[SupplyGap, ...]
    skills: tuple[SupplyGap, ...]


def supply_gaps(problem: Problem, answer: Answer, *, of: Collection[str] | None = None) -> SupplyGaps:
    """Say where help is missing.

    Args:
        problem: what was matched.
        answer: its answer; the prices are taken from it.
        of: ids of the requests asked about; None for all.
    """
    served = Counter(item.request_id for item in answer.assignments)
    needs = [
        _need(request, problem.policy, answer, served[request.id])
        for request in problem.requests
        if of is None or request.id in of
    ]
    return SupplyGaps(
        cells=_gaps(needs, lambda request: ((request.district, skill) for skill in _skills(request))),
        districts=_gaps(needs, lambda request: ((request.district, None),)),
        skills=_gaps(needs, lambda request: ((None, skill) for skill in _skills(request))),
    )


@dataclass(frozen=True, slots=True)
class _Need:
    """One request: helpers missing, and points that one more would bring."""

    request: Request
    missing: int
    worth: float

    @property
    def hours(self) -> float:
        """Hours a week of the helpers missing."""
        minutes = self.request.visits_per_week * self.request.visit_minutes
        return self.missing * minutes / MINUTES_PER_HOUR

    @property
    def one_is_enough(self) -> bool:
        """Whether one more helper can come alone; several who come together are of use only together."""
        return self.missing == 1 or not self.request.together


def _need(request: Request, policy: Policy, answer: Answer, served: int) -> _Need:
    worth = max(0.0, value_of(request, policy.weights) - answer.prices.get(request.id, 0.0))
    return _Need(request, max(0, request.helpers_needed - served), worth)


def _skills(request: Request) -> Iterable[str]:
    return sorted(request.skills) or [""]


def _gaps(needs: Iterable[_Need], cells_of: Callable[[Request], Iterable[Cell]]) -> tuple[SupplyGap, ...]:
    by_cell: dict[Cell, list[_Need]] = {}
    for need in needs:
        for cell in cells_of(need.request):
            by_cell.setdefault(cell, []).append(need)
    found = (_gap(*cell, in_cell) for cell, in_cell in by_cell.items() if any(n.missing for n in in_cell))
    return tuple(sorted(found, key=lambda gap: (-gap.points, gap.district or "", gap.skill or "")))


def _gap(district: str | None, skill: str | None, needs: Collection[_Need]) -> SupplyGap:
    waiting = [need for need in needs if need.missing]
    return SupplyGap(
        district=district,
        skill=skill,
        waiting=len(waiting),
        helpers_missing=sum(need.missing for need in waiting),
        visit_hours=sum(need.hours for need in waiting),
        points=sum(need.missing * need.worth for need in waiting),
        one_more=max((need.worth for need in waiting if need.one_is_enough), default=0.0),
    )
