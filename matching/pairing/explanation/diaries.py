"""What an answer leaves free: requests, minutes and times of each helper, other visits staying put."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from matching.pairing.answer import Answer, Visit
from matching.pairing.problem import MINUTES_PER_DAY, Helper, Problem, Window
from matching.pairing.travel import TravelBetween
from matching.periods import common_starts

Ints = npt.NDArray[np.int64]
Visits = tuple[Visit, ...]
# One change after another asks for the times of the same few people.
PAIRS_REMEMBERED = 4_096


class Diaries:
    """The weeks of all helpers as an answer fills them; helpers and requests by their index in the problem.

    Attributes:
        spare_requests: how many more requests each helper takes.
        spare_minutes: how many more minutes a week; infinity for no limit.
        served_by: the helpers of each request.
        serves: the requests of each helper, with their visits.
        pair_starts: when a visit of a request suits a helper, by the two indices, whatever else is agreed.
    """

    def __init__(self, problem: Problem, answer: Answer) -> None:
        self._problem, self._travel_min = problem, TravelBetween(problem)
        helpers = {helper.id: index for index, helper in enumerate(problem.helpers)}
        requests = {request.id: index for index, request in enumerate(problem.requests)}
        self._minutes = {
            (helpers[pair.helper_id], requests[pair.request_id]): pair.minutes
            for pair in problem.pairs
            if pair.minutes is not None
        }
        capacities = [helper.max_requests for helper in problem.helpers]
        self.spare_requests: Ints = np.array(capacities, dtype=np.int64)
        limits = [np.inf if h.minutes_per_week is None else h.minutes_per_week for h in problem.helpers]
        self.spare_minutes = np.array(limits, dtype=np.float64)
        self.served_by: dict[int, set[int]] = defaultdict(set)
        self.serves: dict[int, dict[int, Visits]] = defaultdict(dict)
        self.pair_starts = lru_cache(maxsize=PAIRS_REMEMBERED)(self._pair_starts)
        for item in answer.assignments:
            self.book(helpers[item.helper_id], requests[item.request_id], item.visits)

    def book(self, helper: int, request: int, visits: Iterable[Visit]) -> None:
        """Let the helper take the request at these times."""
        self.served_by[request].add(helper)
        self.serves[helper][request] = tuple(visits)
        self.spare_requests[helper] -= 1
        self.spare_minutes[helper] -= self.minutes(helper, request)

    def cancel(self, helper: int, request: int) -> Visits:
        """Take the request from the helper again; return the times it had."""
        self.served_by[request].remove(helper)
        self.spare_requests[helper] += 1
        self.spare_minutes[helper] += self.minutes(helper, request)
        return self.serves[helper].pop(request)

    def minutes(self, helper: int, request: int) -> int:
        """Minutes a week the request takes of the helper."""
        asked = self._problem.requests[request]
        return self._minutes.get((helper, request), asked.visits_per_week * asked.visit_minutes)

    def has_room(self, helper: int, request: int) -> bool:
        """Whether the helper has a request and enough minutes left."""
        enough = self.spare_minutes[helper] >= self.minutes(helper, request)
        return bool(enough and self.spare_requests[helper] > 0)

    def is_timeless(self, helper: int, request: int) -> bool:
        """Whether neither side gave times, so that nothing enters the calendar."""
        return not (self._problem.helpers[helper].windows or self._problem.requests[request].windows)

    def fits(self, helper: int, request: int) -> bool:
        """Whether all visits of the request find a time beside what the helper already does."""
        if self.is_timeless(helper, request):
            return True
        moments = self.free_among(helper, request, self.pair_starts(helper, request))
        days = {moment // MINUTES_PER_DAY for moment in moments}
        return len(days) >= self._problem.requests[request].visits_per_week

    def free_starts(self, helper: int, request: int, windows: Sequence[Window]) -> list[int]:
        """Moments of the week at which a visit can start if the request named `windows` (empty: any time)."""
        mine: Helper = self._problem.helpers[helper]
        return self.free_among(helper, request, self.starts(request, mine.windows, windows))

    def starts(self, request: int, ours: Sequence[Window], theirs: Sequence[Window]) -> tuple[int, ...]:
        """Moments at which a visit of the request's length suits both windows, whatever else is agreed."""
        visit_minutes = self._problem.requests[request].visit_minutes
        grid_minutes = self._problem.policy.grid_minutes
        return common_starts(ours, theirs, visit_minutes=visit_minutes, grid_minutes=grid_minutes)

    def _pair_starts(self, helper: int, request: int) -> tuple[int, ...]:
        ours, theirs = self._problem.helpers[helper].windows, self._problem.requests[request].windows
        return self.starts(request, ours, theirs)

    def free_among(self, helper: int, request: int, moments: Iterable[int]) -> list[int]:
        """Those of the moments (ascending) at which a visit keeps clear of all that the helper does."""
        free = list(moments)
        for first, last, _ in self._taken(helper, request):
            del free[bisect_right(free, first) : bisect_left(free, last)]
        return free

    def clashes(self, helper: int, request: int, moments: Sequence[int]) -> Iterator[tuple[int, set[int]]]:
        """Yield each of the moments (ascending) with the helper's own requests that a visit would meet."""
        met: dict[int, set[int]] = {}
        for first, last, other in self._taken(helper, request):
            for moment in moments[bisect_right(moments, first) : bisect_left(moments, last)]:
                met.setdefault(moment, set()).add(other)
        return ((moment, met.get(moment, set())) for moment in moments)

    def _taken(self, helper: int, request: int) -> list[tuple[int, int, int]]:
        """Open intervals of the week in which no visit of the request can start, and the request each is for.

        They end with the day, however long the way: travel counts between visits of one day only.
        """
        visit_minutes = self._problem.requests[request].visit_minutes
        found = []
        for other, visits in self.serves[helper].items():
            there_min, back_min = self._travel_min(other, request), self._travel_min(request, other)
            for visit in visits:
                day = visit.weekday * MINUTES_PER_DAY
                first = max(-1, visit.start_min - visit_minutes - back_min)
                last = min(MINUTES_PER_DAY, visit.end_min + there_min)
                found.append((day + first, day + last, other))
        return found
