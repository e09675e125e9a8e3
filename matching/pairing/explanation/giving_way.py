"""Which of a helper's own requests would have to give way to another one, their times staying as they are."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from matching.pairing.explanation.diaries import Diaries
from matching.pairing.problem import MINUTES_PER_DAY, Problem, Relation

Requests = frozenset[int]

NOBODY: Requests = frozenset()
# Of a helper with more requests than this, only single ones and the cheapest lot are looked at.
MOST_PAIRED = 8


@dataclass(frozen=True, slots=True)
class _Need:
    """What must become free.

    Attributes:
        requests: how many of the helper's requests must go, whatever they are.
        minutes: how many minutes a week they must take together.
        days: by weekday, for each start what stands in its way; None when no times are kept.
        visits: on so many of the days a start must be clear.
    """

    requests: int
    minutes: float
    days: Sequence[Collection[Requests]] | None
    visits: int


class GivingWay:
    """Finds the smallest sets of a helper's requests without which another would fit."""

    def __init__(self, problem: Problem, diaries: Diaries) -> None:
        self._problem, self._diaries = problem, diaries
        helpers = {helper.id: index for index, helper in enumerate(problem.helpers)}
        requests = {request.id: index for index, request in enumerate(problem.requests)}
        self._locked = {
            (helpers[pair.helper_id], requests[pair.request_id])
            for pair in problem.pairs
            if Relation.LOCKED in pair.relations
        }

    def sets(
        self, helper: int, request: int, *, moments: Sequence[int], costs: Mapping[int, float] | None = None
    ) -> tuple[Requests, ...]:
        """Return sets of the helper's requests that could give way; none contains another, small ones first.

        Args:
            helper: index of a helper who does not serve the request.
            request: index of the request that is to find room.
            moments: when its visits may start, ascending.
            costs: what it costs to give up each of the helper's requests; of large sets a cheap one is
                returned. None takes them as they come.

        Returns:
            `(NOBODY,)` when there is room already, nothing when locked pairs leave none.
        """
        own = [other for other in self._diaries.serves[helper] if (helper, other) not in self._locked]
        if costs is not None:
            own.sort(key=lambda other: (costs[other], other))
        need = self._need(helper, request, moments)
        found: list[Requests] = []
        for chosen in _small_sets(own):
            if not any(smaller <= chosen for smaller in found) and self._suffices(helper, chosen, need):
                found.append(chosen)
        return tuple(found) or self._one_large_set(helper, own, need)

    def _need(self, helper: int, request: int, moments: Sequence[int]) -> _Need:
        diaries = self._diaries
        requests = max(0, 1 - int(diaries.spare_requests[helper]))
        minutes = diaries.minutes(helper, request) - float(diaries.spare_minutes[helper])
        visits = self._problem.requests[request].visits_per_week
        if diaries.is_timeless(helper, request):
            return _Need(requests, minutes, None, visits)
        return _Need(requests, minutes, self._in_the_way(helper, request, moments), visits)

    def _in_the_way(
        self, helper: int, request: int, moments: Sequence[int]
    ) -> Sequence[Collection[Requests]]:
        """For each weekday that could be cleared, what stands in the way of each start."""
        days: dict[int, set[Requests]] = {}
        for moment, others in self._diaries.clashes(helper, request, moments):
            if not others or not any((helper, other) in self._locked for other in others):
                days.setdefault(moment // MINUTES_PER_DAY, set()).add(frozenset(others))
        return [{NOBODY} if NOBODY in day else day for day in days.values()]

    def _suffices(self, helper: int, chosen: Requests, need: _Need) -> bool:
        if len(chosen) < need.requests:
            return False
        if need.minutes > 0 and sum(self._diaries.minutes(helper, other) for other in chosen) < need.minutes:
            return False
        if need.days is None:
            return True
        return sum(any(others <= chosen for others in day) for day in need.days) >= need.visits

    def _one_large_set(self, helper: int, own: Sequence[int], need: _Need) -> tuple[Requests, ...]:
        """Everything unlocked gives way; then, the dearest first, whoever can stay does."""
        chosen = frozenset(own)
        if not self._suffices(helper, chosen, need):
            return ()
        for other in reversed(own):
            if self._suffices(helper, chosen - {other}, need):
                chosen -= {other}
        return (chosen,)


def _small_sets(own: Sequence[int]) -> Iterator[Requests]:
    yield NOBODY
    yield from (frozenset({other}) for other in own)
    if len(own) <= MOST_PAIRED:
        yield from (frozenset(pair) for pair in combinations(own, 2))
