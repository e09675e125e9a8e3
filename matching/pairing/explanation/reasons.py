"""Why a request stays without help, as a code with values; sentences are made elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from matching.pairing.candidates import Candidates
from matching.pairing.explanation.barriers import Barriers, Stage
from matching.pairing.explanation.diaries import Diaries
from matching.pairing.explanation.giving_way import GivingWay
from matching.pairing.explanation.points import PairPoints
from matching.pairing.problem import MINUTES_PER_DAY, Problem, Request
from matching.periods import common_starts

Values = Mapping[str, str | int | float]
# Of those who could come, the best by score are asked whom they serve instead.
HELPERS_ASKED = 6


class UnmatchedReason(StrEnum):
    """Why a request has fewer helpers than it needs."""

    NO_SKILL_IN_REACH = "no_skill_in_reach"
    NOBODY_FREE_THEN = "nobody_free_then"
    CHECKS_MISSING = "checks_missing"
    KIND_NOT_ALLOWED = "kind_not_allowed"
    ALL_FULL = "all_full"
    OUTWEIGHED = "outweighed"
    PLACE_UNKNOWN = "place_unknown"
    BLOCKED_OR_NOT_LISTED = "blocked_or_not_listed"
    PARTLY_SERVED = "partly_served"
    NOT_SETTLED = "not_settled"


@dataclass(frozen=True, slots=True)
class Reason:
    """A code and what belongs to it.

    Attributes:
        values: by code
            no_skill_in_reach: skills, helpers_with_skill, nearest_km (missing when nobody's way is known);
            nobody_free_then (visits a week, days whose times hold a visit; together, where several must be
            free at the same times: how many), checks_missing (checks), kind_not_allowed (kinds), all_full:
            helpers, the number of those who fail at this rule and at none before it;
            outweighed: helpers (who could come), with_room (of these, how many could take one more);
            not_settled (the search ended before it had settled everything: somebody is free): likewise;
            partly_served: served, needed. Lists are joined by ";".
        by: with all_full and outweighed, the requests of one helper that are served instead: those that
            would lose the fewest points of all that could give way; ids, ascending.
    """

    code: UnmatchedReason
    values: Values
    by: tuple[str, ...] = ()


_CODE_OF_STAGE = {
    Stage.LISTED: UnmatchedReason.BLOCKED_OR_NOT_LISTED,
    Stage.SKILL: UnmatchedReason.NO_SKILL_IN_REACH,
    Stage.DISTANCE: UnmatchedReason.NO_SKILL_IN_REACH,
    Stage.KIND: UnmatchedReason.KIND_NOT_ALLOWED,
    Stage.CHECK: UnmatchedReason.CHECKS_MISSING,
    Stage.TIME: UnmatchedReason.NOBODY_FREE_THEN,
    Stage.ROOM: UnmatchedReason.ALL_FULL,
}


class ReasonFinder:
    """Finds the reason of one waiting request after another."""

    def __init__(self, problem: Problem, candidates: Candidates, diaries: Diaries) -> None:
        self._problem, self._candidates, self._diaries = problem, candidates, diaries
        self._points = PairPoints(problem, candidates)
        self._giving_way = GivingWay(problem, diaries)

    def of(self, request: int, barriers: Barriers, *, is_anybody_free: bool) -> Reason:
        """Say why a request lacks helpers: the rule at which those fail who come nearest to helping.

        Args:
            is_anybody_free: whether somebody could come as things are, and it would be worth it.
        """
        asked = self._problem.requests[request]
        served = self._diaries.served_by[request]
        if served:
            values = {"served": len(served), "needed": asked.helpers_needed}
            return Reason(UnmatchedReason.PARTLY_SERVED, values)
        if self._place_counts(asked) and asked.latitude is None:
            return Reason(UnmatchedReason.PLACE_UNKNOWN, {})
        least = asked.helpers_needed if asked.together else 1
        span = self._candidates.of_request(request)
        if span.stop - span.start >= least:
            return self._why_not_chosen(request, is_anybody_free=is_anybody_free)
        return _why_impossible(asked, barriers, self._problem.policy.grid_minutes)

    def _place_counts(self, asked: Request) -> bool:
        return not asked.remote and not self._problem.policy.only_listed_pairs

    def _why_not_chosen(self, request: int, *, is_anybody_free: bool) -> Reason:
        span = self._candidates.of_request(request)
        possible = self._candidates.helper[span]
        has_room = self._diaries.spare_requests[possible] > 0
        has_room &= self._diaries.spare_minutes[possible] >= self._candidates.minutes[span]
        if not has_room.any():
            return Reason(UnmatchedReason.ALL_FULL, {"helpers": len(possible)}, self._served_instead(request))
        values = {"helpers": len(possible), "with_room": int(has_room.sum())}
        if is_anybody_free:
            return Reason(UnmatchedReason.NOT_SETTLED, values)
        return Reason(UnmatchedReason.OUTWEIGHED, values, self._served_instead(request))

    def _served_instead(self, request: int) -> tuple[str, ...]:
        """Ids of the requests that come before this one at the helper who would lose the least by it."""
        places = self._points.best_first(request)[:HELPERS_ASKED]
        ways = [
            way for helper in self._candidates.helper[places].tolist() for way in self._ways(helper, request)
        ]
        _, least = min(ways, default=(0, ()))
        return tuple(self._problem.requests[other].id for other in least)

    def _ways(self, helper: int, request: int) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Points lost, and the requests that would have to give way."""
        moments = self._diaries.pair_starts(helper, request)
        for way in self._giving_way.sets(helper, request, moments=moments):
            yield sum(self._points.of(helper, other) for other in way), tuple(sorted(way))


def _why_impossible(asked: Request, barriers: Barriers, grid_minutes: int) -> Reason:
    stages = barriers.stages()
    if asked.together:
        # They break no rule alone, but are never free at the same times as enough others.
        stages = np.where(stages == Stage.NOTHING, Stage.TIME, stages)
    stages = stages[stages != Stage.NOTHING]
    stage = Stage(max(stages.max(initial=0), barriers.best_beyond))
    code = _CODE_OF_STAGE[stage]
    if code is UnmatchedReason.NO_SKILL_IN_REACH:
        return Reason(code, _reach_values(asked, barriers))
    values: dict[str, str | int | float] = {"helpers": int((stages == stage).sum())}
    if stage is Stage.CHECK:
        values["checks"] = ";".join(sorted(asked.checks))
    if stage is Stage.TIME:
        values["visits"], values["days"] = asked.visits_per_week, days_named(asked, grid_minutes)
    if stage is Stage.TIME and asked.together:
        values["together"] = asked.helpers_needed
    if stage is Stage.KIND:
        values["kinds"] = ";".join(sorted(asked.kinds))
    return Reason(code, values)


def days_named(asked: Request, grid_minutes: int) -> int:
    """On how many weekdays the times of a request hold a whole visit."""
    moments = common_starts((), asked.windows, visit_minutes=asked.visit_minutes, grid_minutes=grid_minutes)
    return len({moment // MINUTES_PER_DAY for moment in moments})


def _reach_values(asked: Request, barriers: Barriers) -> Values:
    values: dict[str, str | int | float] = {
        "skills": ";".join(sorted(asked.skills)),
        "helpers_with_skill": barriers.with_skill,
    }
    if barriers.nearest_m is not None:
        values["nearest_km"] = round(barriers.nearest_m / 1000, 1)
    return values
