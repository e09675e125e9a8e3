"""Whether a set of requests fits into the week of one helper, tried order by order.

Plain search with a memory, written for judging and not for speed: a day's visits are tried in every order,
each as early as its times allow, which for a fixed order finds a timetable if there is one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations

from matching.pairing.checker.visits import travel_minutes, whole_week
from matching.pairing.problem import Helper, Problem, Request

Starts = tuple[tuple[int, int], ...]  # first and last start of a visit, both included, minutes after midnight


class OutOfStepsError(Exception):
    """The search took more steps than it was given."""


@dataclass(slots=True)
class Steps:
    """A count of search steps that runs out, so that the same input always stops at the same place."""

    left: int

    def take(self) -> None:
        """Use one step.

        Raises:
            OutOfStepsError: none was left.
        """
        self.left -= 1
        if self.left < 0:
            raise OutOfStepsError


def visit_starts(problem: Problem, helper: Helper, request: Request) -> dict[int, Starts] | None:
    """When a visit may start, by weekday; None when neither side gave times."""
    if not helper.windows and not request.windows:
        return None
    grid = problem.policy.grid_minutes
    days: dict[int, list[tuple[int, int]]] = {}
    for mine in whole_week(helper.windows):
        for theirs in whole_week(request.windows):
            first = -(-max(mine.start_min, theirs.start_min) // grid) * grid
            last = (min(mine.end_min, theirs.end_min) - request.visit_minutes) // grid * grid
            if mine.weekday == theirs.weekday and first <= last:
                days.setdefault(mine.weekday, []).append((first, last))
    return {day: tuple(sorted(starts)) for day, starts in days.items()}


@dataclass(slots=True)
class Week:
    """The week of one helper and the requests (numbers in `problem.requests`) that may be put into it."""

    problem: Problem
    helper: Helper
    numbers: dict[str, int]
    steps: Steps
    _starts: dict[int, dict[int, Starts] | None] = field(default_factory=dict)
    _days_that_fit: dict[tuple[int, frozenset[int]], bool] = field(default_factory=dict)
    _travel: dict[tuple[int, int], int] = field(default_factory=dict)

    def starts(self, request: int) -> dict[int, Starts] | None:
        """`visit_starts` of a request, worked out once."""
        if request not in self._starts:
            self._starts[request] = visit_starts(self.problem, self.helper, self.problem.requests[request])
        return self._starts[request]

    def admits(self, request: int) -> bool:
        """Whether the visits of one request find as many different days as they need."""
        starts = self.starts(request)
        return starts is None or len(starts) >= self.problem.requests[request].visits_per_week

    def fits(self, chosen: tuple[int, ...]) -> bool:
        """Whether all visits of the chosen requests find a time.

        Raises:
            OutOfStepsError: the search took too long to tell.
        """
        timed = [request for request in chosen if self.starts(request) is not None]
        timed.sort(key=lambda request: (len(self.starts(request) or ()), request))
        return self._place(timed, {})

    def _place(self, waiting: list[int], days: dict[int, frozenset[int]]) -> bool:
        if not waiting:
            return True
        self.steps.take()
        request, later = waiting[0], waiting[1:]
        possible = self._possible_days(request, days)
        for picked in combinations(possible, self.problem.requests[request].visits_per_week):
            if self._place(later, {**days, **{day: possible[day] for day in picked}}):
                return True
        return False

    def _possible_days(self, request: int, days: dict[int, frozenset[int]]) -> dict[int, frozenset[int]]:
        possible = {}
        for day in self.starts(request) or ():
            visits = days.get(day, frozenset()) | {request}
            if self._day_fits(day, visits):
                possible[day] = visits
        return possible

    def _day_fits(self, day: int, visits: frozenset[int]) -> bool:
        key = (day, visits)
        if key not in self._days_that_fit:
            self._days_that_fit[key] = self._order(day, visits, ())
        return self._days_that_fit[key]

    def _order(self, day: int, waiting: frozenset[int], done: tuple[tuple[int, int], ...]) -> bool:
        """Try each of `waiting` next; `done` holds (request, end of its visit)."""
        if not waiting:
            return True
        self.steps.take()
        for request in sorted(waiting):
            start_min = self._earliest(day, request, done)
            if start_min is not None:
                end_min = start_min + self.problem.requests[request].visit_minutes
                if self._order(day, waiting - {request}, (*done, (request, end_min))):
                    return True
        return False

    def _earliest(self, day: int, request: int, done: tuple[tuple[int, int], ...]) -> int | None:
        ready_min = max((end_min + self._way(before, request) for before, end_min in done), default=0)
        grid = self.problem.policy.grid_minutes
        ready_min = -(-ready_min // grid) * grid
        starts = self.starts(request) or {}
        return min((max(first, ready_min) for first, last in starts[day] if ready_min <= last), default=None)

    def _way(self, before: int, then: int) -> int:
        if (before, then) not in self._travel:
            requests = self.problem.requests
            way_min = travel_minutes(self.problem, self.numbers, requests[before], requests[then])
            self._travel[before, then] = way_min
        return self._travel[before, then]
