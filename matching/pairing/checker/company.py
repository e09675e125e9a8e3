"""Requests that want several helpers at once: at which starts enough of them could meet.

A start of such a request counts for a helper only if it belongs to a set of starts, one for each visit of the
week and on different days, at all of which this helper and enough others are free. Every answer keeps to
that, so a bound over the starts that count is a bound over all answers, and a lower one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from matching.pairing.checker.possible import Possible
from matching.pairing.checker.visits import is_inside
from matching.pairing.problem import Helper, Problem, Request

Start = tuple[int, int]  # weekday, minutes after midnight
# Sets of starts looked at for one request. Beyond them every start counts for everybody who is free then.
MOST_SETS = 100_000


def wants_company(request: Request) -> bool:
    """Whether several helpers must come at the same times."""
    return request.together and request.helpers_needed > 1


class Company:
    """For each request that wants company, who can be there at which start; helpers as bits of a number."""

    def __init__(self, problem: Problem, possible: Possible) -> None:
        self._problem = problem
        self._meetings = {
            number: _meetings(request, self._free(request, possible))
            for number, request in enumerate(problem.requests)
            if wants_company(request)
        }

    def starts(self, request: int, helper: int) -> dict[int, tuple[Start, ...]] | None:
        """First and last start (the same) by weekday for this helper; None for requests without company."""
        if request not in self._meetings:
            return None
        days: dict[int, tuple[Start, ...]] = {}
        for (day, start_min), helpers in sorted(self._meetings[request].items()):
            if helpers >> helper & 1:
                days[day] = (*days.get(day, ()), (start_min, start_min))
        return days

    def _free(self, request: Request, possible: Possible) -> Mapping[Start, int]:
        """Who of the possible helpers is free at each start of the request."""
        free: dict[Start, int] = dict.fromkeys(_starts(request, self._problem.policy.grid_minutes), 0)
        for number in possible.helpers_for(request)[0].tolist():
            helper = self._problem.helpers[number]
            if _has_minutes(helper, possible.minutes(request, number)):
                for start in free:
                    free[start] |= is_inside(*start, request.visit_minutes, helper.windows) << number
        return free


def _has_minutes(helper: Helper, minutes: int) -> bool:
    return helper.minutes_per_week is None or minutes <= helper.minutes_per_week


def _starts(request: Request, grid: int) -> list[Start]:
    """The windows of such a request are one visit long, so each has one start, or none on the grid."""
    return [(w.weekday, w.start_min) for w in request.windows if w.start_min % grid == 0]


def _meetings(request: Request, free: Mapping[Start, int]) -> Mapping[Start, int]:
    """For each start, the helpers for whom it counts."""
    found: defaultdict[Start, int] = defaultdict(int)
    everybody = (1 << max((helpers.bit_length() for helpers in free.values()), default=0)) - 1
    days = sorted({day for day, _ in free})
    for looked_at, (starts, helpers) in enumerate(_sets(request, free, days, everybody)):
        if looked_at >= MOST_SETS:
            return free
        for start in starts:
            found[start] |= helpers
    return found


def _sets(
    request: Request, free: Mapping[Start, int], days: Sequence[int], able: int, visits: int = 0
) -> Iterator[tuple[tuple[Start, ...], int]]:
    """Each set of starts at which enough of `able` can be, with those who can; `visits` are placed already.

    Sets that are given up on the way count as one without helpers, so that the search stays short.
    """
    if able.bit_count() < request.helpers_needed:
        yield (), 0
        return
    if visits == request.visits_per_week:
        yield (), able
        return
    for place, day in enumerate(days):
        for start, helpers in free.items():
            if start[0] == day:
                rest = _sets(request, free, days[place + 1 :], able & helpers, visits + 1)
                yield from (((start, *others), all_of_them) for others, all_of_them in rest)
