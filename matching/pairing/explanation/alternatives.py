"""Who else could have come: the next-best helpers of each proposal, and what choosing them would cost."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from matching.pairing.answer import Answer, Assignment
from matching.pairing.candidates import Candidates
from matching.pairing.columns import Ints
from matching.pairing.explanation.changes import Change, ChangeTester
from matching.pairing.explanation.diaries import Diaries
from matching.pairing.problem import Problem

# Helpers with room whose times are looked at for one request, the best first.
FREE_TRIED = 12
# Helpers tried beyond those asked for, in the place of any who cannot be freed.
SPARE = 3


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another helper for a request.

    Attributes:
        score_difference: points more (or, below 0, fewer) than the proposed helper's.
        is_free: has room and time for it today, so that nothing else need change.
        cost: points that the whole town would lose by choosing this helper, 0 or more. The change was
            made and counted: who must give way goes to whoever is free, and waits where nobody is;
            everybody else stays as they are, so a wider change might cost less. An answer that is not
            proven best may hold changes that would even gain; they cost 0.
        is_exact: False when the helper has so many requests that `cost` is estimated from the prices.
        loses: ids of the requests that would lose their helper, ascending; where `is_exact` is False,
            that would have to look for another.
    """

    helper_id: str
    score: int
    score_difference: int
    distance_m: float | None
    is_free: bool
    cost: int
    is_exact: bool
    loses: tuple[str, ...]


def alternatives(
    problem: Problem,
    candidates: Candidates,
    answer: Answer,
    *,
    of: Sequence[Assignment] | None = None,
    at_most: int = 3,
) -> Mapping[tuple[str, str], tuple[Alternative, ...]]:
    """The next-best helpers of proposals by (helper id, request id): least cost first, then score, then id.

    Those with the best scores are tried, and the best of those who are free; a helper is left out who could
    only come if a locked pair broke, or, where several come together, at no time that suits the others.

    Args:
        of: the proposals asked about, some of `answer.assignments`; None for all of them.
    """
    finder = _Finder(problem, candidates, answer, at_most)
    return {
        (item.helper_id, item.request_id): finder.of(item)
        for item in (answer.assignments if of is None else of)
    }


class _Finder:
    """Finds the alternatives of one proposal after another."""

    def __init__(self, problem: Problem, candidates: Candidates, answer: Answer, at_most: int) -> None:
        self._problem, self._candidates, self._at_most = problem, candidates, at_most
        self._diaries = Diaries(problem, answer)
        prices = [answer.prices.get(request.id, 0.0) for request in problem.requests]
        self._tester = ChangeTester(problem, candidates, self._diaries, prices)
        self._helpers = {helper.id: index for index, helper in enumerate(problem.helpers)}
        self._requests = {request.id: index for index, request in enumerate(problem.requests)}
        self._pools: dict[int, list[int]] = {}

    def of(self, item: Assignment) -> tuple[Alternative, ...]:
        """The alternatives of a proposal."""
        old, request = self._helpers[item.helper_id], self._requests[item.request_id]
        if request not in self._pools:
            self._pools[request] = self._pool(request)
        tested = (self._tested(place, old, request, item.score) for place in self._pools[request])
        found = islice((each for each in tested if each is not None), self._at_most)
        return tuple(sorted(found, key=lambda each: (each.cost, -each.score, each.helper_id)))

    def _tested(self, place: int, old: int, request: int, proposed_score: int) -> Alternative | None:
        change = self._tester.replace(request, old=old, new=int(self._candidates.helper[place]))
        return None if change is None else self._alternative(place, proposed_score, change)

    def _pool(self, request: int) -> list[int]:
        """Places in `candidates` in the order of trial: the best by score, but soon one who is free."""
        order = self._tester.points.best_first(request)
        there = self._diaries.served_by[request]
        order = order[[helper not in there for helper in self._candidates.helper[order].tolist()]]
        best, rest = order[: self._at_most - 1].tolist(), order[self._at_most - 1 :]
        free = list(islice((p for p in self._with_room(rest) if self._is_free(p, request)), 1))
        others = [place for place in rest[: 1 + SPARE].tolist() if place not in free]
        return [*best, *free, *others][: self._at_most + SPARE]

    def _is_free(self, place: int, request: int) -> bool:
        helper = int(self._candidates.helper[place])
        return self._diaries.has_room(helper, request) and self._diaries.fits(helper, request)

    def _with_room(self, places: Ints) -> list[int]:
        helpers = self._candidates.helper[places]
        room = self._diaries.spare_requests[helpers] > 0
        room &= self._diaries.spare_minutes[helpers] >= self._candidates.minutes[places]
        found: list[int] = places[room][:FREE_TRIED].tolist()
        return found

    def _alternative(self, place: int, proposed_score: int, change: Change) -> Alternative:
        metres, score = float(self._candidates.distance_m[place]), int(self._candidates.score[place])
        return Alternative(
            helper_id=self._problem.helpers[int(self._candidates.helper[place])].id,
            score=score,
            score_difference=score - proposed_score,
            distance_m=None if np.isnan(metres) else metres,
            is_free=not change.gives_way,
            cost=max(0, math.ceil(-change.gain)),
            is_exact=change.is_tested,
            loses=tuple(self._problem.requests[other].id for other in change.loses),
        )
