"""Why a request stays without help, as a code with values; sentences are made elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from matching.pairing.candidates import Candidates
from matching.pairing.columns import Ints
from matching.pairing.explanation.barriers import Barriers, Stage
from matching.pairing.explanation.diaries import Diaries
from matching.pairing.problem import MINUTES_PER_DAY, Problem, Request
from matching.periods import common_starts

Values = Mapping[str, str | int | float]


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
            partly_served: served, needed. Lists are joined by ";".
    """

    code: UnmatchedReason
    values: Values


_CODE_OF_STAGE = {
    Stage.LISTED: UnmatchedReason.BLOCKED_OR_NOT_LISTED,
    Stage.SKILL: UnmatchedReason.NO_SKILL_IN_REACH,
    Stage.DISTANCE: UnmatchedReason.NO_SKILL_IN_REACH,
    Stage.KIND: UnmatchedReason.KIND_NOT_ALLOWED,
    Stage.CHECK: UnmatchedReason.CHECKS_MISSING,
    Stage.TIME: UnmatchedReason.NOBODY_FREE_THEN,
    Stage.ROOM: UnmatchedReason.ALL_FULL,
}


def reason_for(
    problem: Problem, candidates: Candidates, diaries: Diaries, barriers: Barriers, request: int
) -> Reason:
    """Say why a request lacks helpers: the rule at which those fail who come nearest to helping."""
    asked = problem.requests[request]
    served = diaries.served_by[request]
    if served:
        values = {"served": len(served), "needed": asked.helpers_needed}
        return Reason(UnmatchedReason.PARTLY_SERVED, values)
    if _place_counts(problem, asked) and asked.latitude is None:
        return Reason(UnmatchedReason.PLACE_UNKNOWN, {})
    possible = candidates.helper[candidates.of_request(request)].astype(np.int64)
    least = asked.helpers_needed if asked.together else 1
    if len(possible) >= least:
        return _why_not_chosen(diaries, barriers, possible)
    return _why_impossible(asked, barriers, problem.policy.grid_minutes)


def _place_counts(problem: Problem, asked: Request) -> bool:
    return not asked.remote and not problem.policy.only_listed_pairs


def _why_not_chosen(diaries: Diaries, barriers: Barriers, possible: Ints) -> Reason:
    has_room = diaries.spare_requests[possible] > 0
    has_room &= diaries.spare_minutes[possible] >= barriers.minutes[possible]
    if not has_room.any():
        return Reason(UnmatchedReason.ALL_FULL, {"helpers": len(possible)})
    values = {"helpers": len(possible), "with_room": int(has_room.sum())}
    return Reason(UnmatchedReason.OUTWEIGHED, values)


def _why_impossible(asked: Request, barriers: Barriers, grid_minutes: int) -> Reason:
    stages = barriers.stages()
    if asked.together:
        # They break no rule alone, but are never free at the same times as enough others.
        stages = np.where(stages == Stage.NOTHING, Stage.TIME, stages)
    stages = stages[stages != Stage.NOTHING]
    stage = Stage(int(stages.max())) if len(stages) else Stage.SKILL
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
    able = ~barriers.broken[Stage.SKILL] & ~barriers.broken[Stage.LISTED]
    values: dict[str, str | int | float] = {
        "skills": ";".join(sorted(asked.skills)),
        "helpers_with_skill": int(able.sum()),
    }
    ways_m = barriers.distance_m[able & ~np.isnan(barriers.distance_m)]
    if len(ways_m):
        values["nearest_km"] = round(float(ways_m.min()) / 1000, 1)
    return values
