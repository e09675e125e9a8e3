"""What an answer leaves free: requests, minutes and times of each helper, other visits staying put."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from matching.pairing.answer import Answer, Visit
from matching.pairing.plans import TravelBetween
from matching.pairing.problem import MINUTES_PER_DAY, Helper, Problem, Window
from matching.periods import common_starts

Ints = npt.NDArray[np.int64]


class Diaries:
    """The weeks of all helpers as an answer fills them; helpers and requests by their index in the problem.

    Attributes:
        spare_requests: how many more requests each helper takes.
        spare_minutes: how many more minutes a week; infinity for no limit.
        served_by: the helpers of each request.
    """

    def __init__(self, problem: Problem, answer: Answer) -> None:
        self._problem, self._travel_min = problem, TravelBetween(problem)
        helpers = {helper.id: index for index, helper in enumerate(problem.helpers)}
        requests = {request.id: index for index, request in enumerate(problem.requests)}
        given = {(pair.helper_id, pair.request_id): pair.minutes for pair in problem.pairs}
        self._minutes = {
            (helpers[helper_id], requests[request_id]): minutes
            for (helper_id, request_id), minutes in given.items()
            if minutes is not None
        }
        capacities = [helper.max_requests for helper in problem.helpers]
        self.spare_requests: Ints = np.array(capacities, dtype=np.int64)
        limits = [np.inf if h.minutes_per_week is None else h.minutes_per_week for h in problem.helpers]
        self.spare_minutes = np.array(limits, dtype=np.float64)
        self.served_by: dict[int, set[int]] = defaultdict(set)
        self._visits: dict[tuple[int, int], list[tuple[Visit, int]]] = defaultdict(list)
        for item in answer.assignments:
            self.book(helpers[item.helper_id], requests[item.request_id], item.visits)

    def book(self, helper: int, request: int, visits: Iterable[Visit]) -> None:
        """Let the helper take the request at these times."""
        self.served_by[request].add(helper)
        self.spare_requests[helper] -= 1
        self.spare_minutes[helper] -= self.minutes(helper, request)
        for visit in visits:
            self._visits[helper, visit.weekday].append((visit, request))

    def minutes(self, helper: int, request: int) -> int:
        """Minutes a week the request takes of the helper."""
        asked = self._problem.requests[request]
        return self._minutes.get((helper, request), asked.visits_per_week * asked.visit_minutes)

    def has_room(self, helper: int, request: int) -> bool:
        """Whether the helper has a request and enough minutes left."""
        enough = self.spare_minutes[helper] >= self.minutes(helper, request)
        return bool(enough and self.spare_requests[helper] > 0)

    def fits(self, helper: int, request: int) -> bool:
        """Whether all visits of the request find a time beside what the helper already does."""
        mine, theirs = self._problem.helpers[helper], self._problem.requests[request]
        if not mine.windows and not theirs.windows:
            return True
        days = {moment // MINUTES_PER_DAY for moment in self.free_starts(helper, request, theirs.windows)}
        return len(days) >= theirs.visits_per_week

    def free_starts(self, helper: int, request: int, windows: Sequence[Window]) -> list[int]:
        """Moments of the week at which a visit can start if the request named `windows` (empty: any time)."""
        mine: Helper = self._problem.helpers[helper]
        visit_minutes = self._problem.requests[request].visit_minutes
        moments = common_starts(
            mine.windows, windows, visit_minutes=visit_minutes, grid_minutes=self._problem.policy.grid_minutes
        )
        return [moment for moment in moments if self._is_free(helper, request, moment, visit_minutes)]

    def _is_free(self, helper: int, request: int, moment: int, visit_minutes: int) -> bool:
        weekday, start_min = divmod(moment, MINUTES_PER_DAY)
        return all(
            visit.end_min + self._travel_min(other, request) <= start_min
            or start_min + visit_minutes + self._travel_min(request, other) <= visit.start_min
            for visit, other in self._visits[helper, weekday]
        )
