"""Whether a set of requests fits into the week of one helper, tried order by order.

Plain search with a memory, written for judging and not for speed: a day's visits are tried in every order,
each as early as its times allow, which for a fixed order finds a timetable if there is one.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from matching.pairing.checker.company import Company
from matching.pairing.checker.visits import whole_week
from matching.pairing.checker.ways import Ways
from matching.pairing.problem import Problem, Window

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
            raise OutOfStepsError("the search has used its steps")


class Week:
    """The week of one helper and the requests (numbers in `problem.requests`) that may be put into it."""

    def __init__(self, problem: Problem, number: int, ways: Ways, company: Company) -> None:
        self.problem = problem
        self.helper = helper = problem.helpers[number]
        self._number, self._company = number, company
        self.ways = ways
        self.steps = Steps(0)
        self._own_times = whole_week(helper.windows)
        self._starts: dict[tuple[tuple[Window, ...], int], dict[int, Starts]] = {}
        self._starts_of: dict[int, dict[int, Starts] | None] = {}
        self._days_that_fit: dict[tuple[int, tuple[int, ...]], bool] = {}
        self._plans_that_fit: dict[tuple[int, ...], bool] = {}

    def starts(self, request: int) -> dict[int, Starts] | None:
        """When a visit may start, by weekday; None when neither side gave times."""
        if request not in self._starts_of:
            self._starts_of[request] = self._find_starts(request)
        return self._starts_of[request]

    def _find_starts(self, request: int) -> dict[int, Starts] | None:
        asked = self.problem.requests[request]
        if not self.helper.windows and not asked.windows:
            return None
        agreed = self._company.starts(request, self._number)
        if agreed is not None:
            return agreed
        key = (asked.windows, asked.visit_minutes)
        if key not in self._starts:
            self._starts[key] = self._visit_starts(*key)
        return self._starts[key]

    def _visit_starts(self, windows: tuple[Window, ...], visit_minutes: int) -> dict[int, Starts]:
        grid = self.problem.policy.grid_minutes
        days: dict[int, list[tuple[int, int]]] = {}
        for theirs in whole_week(windows):
            for mine in self._own_times:
                first = -(-max(mine.start_min, theirs.start_min) // grid) * grid
                last = (min(mine.end_min, theirs.end_min) - visit_minutes) // grid * grid
                if mine.weekday == theirs.weekday and first <= last:
                    days.setdefault(mine.weekday, []).append((first, last))
        return {day: tuple(sorted(starts)) for day, starts in days.items()}

    def admits(self, request: int) -> bool:
        """Whether the visits of one request find as many different days as they need."""
        starts = self.starts(request)
        return starts is None or len(starts) >= self.problem.requests[request].visits_per_week

    def fits(self, chosen: tuple[int, ...]) -> bool:
        """Whether all visits of the chosen requests find a time.

        Raises:
            OutOfStepsError: the search took too long to tell.
        """
        alike = tuple(sorted(self.ways.kinds[request] for request in chosen))
        if alike not in self._plans_that_fit:
            self._plans_that_fit[alike] = self._try(chosen)
        return self._plans_that_fit[alike]

    def _try(self, chosen: tuple[int, ...]) -> bool:
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
        key = (day, tuple(sorted(self.ways.kinds[request] for request in visits)))
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
        ready_min = max((end_min + self.ways.minutes(before, request) for before, end_min in done), default=0)
        grid = self.problem.policy.grid_minutes
        ready_min = -(-ready_min // grid) * grid
        starts = self.starts(request) or {}
        return min((max(first, ready_min) for first, last in starts[day] if ready_min <= last), default=None)
