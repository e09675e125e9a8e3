"""Locks that cannot hold any more: life has gone on since, and one old lock must not stop the whole match."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from matching import Helper, Pair, Problem, Relation, Request
from matching.pairing.checks.locks import pair_minutes
from matching.pairing.left_out import company_reasons, pair_reasons


def drop_impossible_locks(problem: Problem, pairs: Sequence[Pair]) -> list[Pair]:
    """Return `pairs` in the same order, without the locks that break a rule alone or are one too many.

    Args:
        problem: the same records, its pairs without locks.
    """
    keeper = _Keeper(problem)
    return [pair if Relation.LOCKED not in pair.relations else keeper.keep(pair) for pair in pairs]


def without_lock(pair: Pair) -> Pair:
    """Return the pair with everything that is known of it but the lock."""
    return replace(pair, relations=pair.relations - {Relation.LOCKED})


class _Keeper:
    """Keeps one lock after another as long as there is room for it."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._helpers: Mapping[str, Helper] = {helper.id: helper for helper in problem.helpers}
        self._requests: Mapping[str, Request] = {request.id: request for request in problem.requests}
        self._of_helper: Counter[str] = Counter()
        self._of_request: Counter[str] = Counter()
        self._minutes: Counter[str] = Counter()

    def keep(self, pair: Pair) -> Pair:
        helper, request = self._helpers[pair.helper_id], self._requests[pair.request_id]
        minutes = pair_minutes(pair, request)
        broken = pair_reasons(self._problem, helper, request, pair)
        broken = broken or company_reasons(self._problem, helper, request)
        if broken or not self._has_room(helper, request, minutes):
            return without_lock(pair)
        self._of_helper[helper.id] += 1
        self._of_request[request.id] += 1
        self._minutes[helper.id] += minutes
        return pair

    def _has_room(self, helper: Helper, request: Request, minutes: int) -> bool:
        limit = helper.minutes_per_week
        return (
            self._of_helper[helper.id] < helper.max_requests
            and self._of_request[request.id] < request.helpers_needed
            and (limit is None or self._minutes[helper.id] + minutes <= limit)
        )
