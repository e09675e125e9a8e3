"""The nearest fix: the smallest single change after which somebody with room could help, tried out before it is told.

Kinds are tried from what costs people least to what costs most, and the first that works is told:

1. `other_time`: the person in need takes one more time at which a helper in reach is free;
2. `more_distance`: a helper (or the request) accepts a longer way, at most twice as long or 5 km more;
3. `more_capacity`: a helper who has enough to do takes one more request;
4. `check_needed`: a helper who lacks one check gets it;
5. `recruit`: a new helper with these skills is found in this district.

Each candidate for a fix breaks exactly the one rule that the change lifts, and the visits fit beside what the helper
already does.
"""  # noqa: E501 - the first line is the sentence

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from matching.pairing.columns import Bools, Ints
from matching.pairing.explanation.barriers import Barriers, Stage
from matching.pairing.explanation.diaries import Diaries
from matching.pairing.explanation.reasons import Values, days_named
from matching.pairing.problem import MINUTES_PER_DAY, Problem, Request, Window

MINUTES_PER_WEEK = 7 * MINUTES_PER_DAY
# Helpers tried for one fix, the best first: enough to find one, few enough for thousands of requests.
HELPERS_TRIED = 12
LONGEST_WAY = 2.0
LONGER_BY_M = 5_000.0


class FixKind(StrEnum):
    """What would have to change."""

    OTHER_TIME = "other_time"
    MORE_DISTANCE = "more_distance"
    MORE_CAPACITY = "more_capacity"
    CHECK_NEEDED = "check_needed"
    RECRUIT = "recruit"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Fix:
    """One change.

    Attributes:
        values: by kind
            other_time: helper_id, weekday (0 is Monday), start_min, end_min;
            more_distance: helper_id, needed_km, limit_km, side ("helper" or "request" sets the limit);
            more_capacity: helper_id, max_requests (now);
            check_needed: helper_id, check;
            recruit: skills (joined by ";"), district, helpers (how many; all where they come together).
    """

    kind: FixKind
    values: Values


NO_FIX = Fix(FixKind.NONE, {})


class FixFinder:
    """Looks for the nearest fix of one request after another."""

    def __init__(self, problem: Problem, diaries: Diaries) -> None:
        self._problem, self._diaries = problem, diaries

    def nearest(self, request: int, barriers: Barriers) -> Fix:
        """The first kind of fix that works; `NO_FIX` when no single change would do."""
        asked = self._problem.requests[request]
        others = self._others(request)
        finders: tuple[Callable[[int, Barriers, Bools], Fix | None], ...]
        finders = (self._other_time, self._more_distance, self._more_capacity, self._check_needed)
        alone = asked.helpers_needed - len(self._diaries.served_by[request]) == 1 or not asked.together
        for find in finders if alone else ():
            fix = find(request, barriers, others)
            if fix is not None:
                return fix
        return self._recruit(request, asked, barriers, others)

    def _others(self, request: int) -> Bools:
        others = np.ones(len(self._problem.helpers), dtype=np.bool_)
        others[list(self._diaries.served_by[request])] = False
        return others

    def _has_room(self, barriers: Barriers) -> Bools:
        room: Bools = (self._diaries.spare_requests > 0) & self._has_minutes(barriers)
        return room

    def _has_minutes(self, barriers: Barriers) -> Bools:
        enough: Bools = self._diaries.spare_minutes >= barriers.minutes
        return enough

    def _nearest_first(self, chosen: Bools, barriers: Barriers) -> Iterator[int]:
        helpers: Ints = np.flatnonzero(chosen)
        way_m = np.nan_to_num(barriers.distance_m[helpers], nan=np.inf)
        yield from helpers[np.lexsort((helpers, way_m))][:HELPERS_TRIED].tolist()

    def _other_time(self, request: int, barriers: Barriers, others: Bools) -> Fix | None:
        asked = self._problem.requests[request]
        if not asked.windows or asked.together:
            return None
        in_reach = ~np.delete(barriers.broken, Stage.TIME, axis=0).any(axis=0)
        found = [
            (shift_min, way, self._problem.helpers[helper].id, moment)
            for way, helper in enumerate(
                self._nearest_first(in_reach & others & self._has_room(barriers), barriers)
            )
            for shift_min, moment in self._one_more_time(helper, request, asked)
        ]
        if not found:
            return None
        _, _, helper_id, moment = min(found)
        weekday, start_min = divmod(moment, MINUTES_PER_DAY)
        return Fix(
            FixKind.OTHER_TIME,
            {
                "helper_id": helper_id,
                "weekday": weekday,
                "start_min": start_min,
                "end_min": start_min + asked.visit_minutes,
            },
        )

    def _one_more_time(self, helper: int, request: int, asked: Request) -> Iterator[tuple[int, int]]:
        """The time nearest to what was asked, as (minutes away, moment), if one more time is enough."""
        if not self._problem.helpers[helper].windows:
            return
        agreed = {
            moment // MINUTES_PER_DAY for moment in self._diaries.free_starts(helper, request, asked.windows)
        }
        if len(agreed) != asked.visits_per_week - 1:
            return
        anytime = self._diaries.free_starts(helper, request, ())
        extra = [moment for moment in anytime if moment // MINUTES_PER_DAY not in agreed]
        if extra:
            yield min((_minutes_away(moment, asked), moment) for moment in extra)

    def _more_distance(self, request: int, barriers: Barriers, others: Bools) -> Fix | None:
        chosen = barriers.only(Stage.DISTANCE) & ~np.isnan(barriers.distance_m)
        for helper in self._nearest_first(chosen & others & self._has_room(barriers), barriers):
            fix = self._longer_way(helper, request, float(barriers.distance_m[helper]))
            if fix is not None and self._diaries.fits(helper, request):
                return fix
        return None

    def _longer_way(self, helper: int, request: int, way_m: float) -> Fix | None:
        """The change of one limit, None when both are too short or the way is out of proportion."""
        mine, theirs = self._problem.helpers[helper], self._problem.requests[request]
        sides = (("helper", mine.max_distance_m), ("request", theirs.max_distance_m))
        short = [(side, limit_m) for side, limit_m in sides if limit_m is not None and limit_m < way_m]
        if len(short) != 1:
            return None
        side, limit_m = short[0]
        if way_m > max(limit_m * LONGEST_WAY, limit_m + LONGER_BY_M):
            return None
        values: dict[str, str | int | float] = {
            "helper_id": mine.id,
            "needed_km": math.ceil(way_m / 100) / 10,
            "limit_km": round(limit_m / 1000, 1),
            "side": side,
        }
        return Fix(FixKind.MORE_DISTANCE, values)

    def _more_capacity(self, request: int, barriers: Barriers, others: Bools) -> Fix | None:
        possible = ~barriers.broken.any(axis=0) & (self._diaries.spare_requests <= 0)
        for helper in self._nearest_first(possible & others & self._has_minutes(barriers), barriers):
            if self._diaries.fits(helper, request):
                mine = self._problem.helpers[helper]
                return Fix(FixKind.MORE_CAPACITY, {"helper_id": mine.id, "max_requests": mine.max_requests})
        return None

    def _check_needed(self, request: int, barriers: Barriers, others: Bools) -> Fix | None:
        one_lacking = barriers.only(Stage.CHECK) & (barriers.checks_lacking == 1)
        for helper in self._nearest_first(one_lacking & others & self._has_room(barriers), barriers):
            if self._diaries.fits(helper, request):
                mine, theirs = self._problem.helpers[helper], self._problem.requests[request]
                check = next(iter(theirs.checks - mine.checks))
                return Fix(FixKind.CHECK_NEEDED, {"helper_id": mine.id, "check": check})
        return None

    def _recruit(self, request: int, asked: Request, barriers: Barriers, others: Bools) -> Fix:
        if not self._anybody_could_serve(asked):
            return NO_FIX
        could_come = ~barriers.broken.any(axis=0) & others & self._has_room(barriers)
        helpers = () if asked.together else self._nearest_first(could_come, barriers)
        # Somebody could come today: the request is worth less than it costs, a new helper changes nothing.
        if any(self._diaries.fits(helper, request) for helper in helpers):
            return NO_FIX
        return Fix(
            FixKind.RECRUIT,
            {
                "skills": ";".join(sorted(asked.skills)),
                "district": asked.district,
                "helpers": asked.helpers_needed if asked.together else 1,
            },
        )

    def _anybody_could_serve(self, asked: Request) -> bool:
        """Whether somebody next door, free at any time, could: place known, enough days in the times."""
        policy = self._problem.policy
        if asked.latitude is None and not asked.remote and not policy.only_listed_pairs:
            return False
        return days_named(asked, policy.grid_minutes) >= asked.visits_per_week


def _minutes_away(moment: int, asked: Request) -> int:
    """Minutes between a visit's start and the nearest wished window, also across the end of the week."""
    return min(_minutes_between(moment, asked.visit_minutes, window) for window in asked.windows)


def _minutes_between(moment: int, visit_minutes: int, window: Window) -> int:
    first = window.weekday * MINUTES_PER_DAY + window.start_min
    last = max(first, window.weekday * MINUTES_PER_DAY + window.end_min - visit_minutes)
    if first <= moment <= last:
        return 0
    return min((first - moment) % MINUTES_PER_WEEK, (moment - last) % MINUTES_PER_WEEK)
