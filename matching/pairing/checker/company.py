"""Requests that want several helpers at once: at which starts enough of them could meet, and what they pay.

A helper can come to such a request only at a *meeting*: a set of starts, one for each visit of the week and
on different days, at all of which this helper and enough others are free. Every answer keeps to that, so a
bound over meetings is a bound over all answers, and a lower one. `prices.py` says what a meeting may cost.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from matching.pairing.answer import MeetingPrice
from matching.pairing.checker.possible import Possible
from matching.pairing.checker.visits import is_inside
from matching.pairing.problem import Helper, Problem, Request

Start = tuple[int, int]  # weekday, minutes after midnight
Meeting = tuple[Start, ...]
Meetings = Mapping[Meeting, int]  # who can be there, as bits of a number
# Sets of starts looked at for one request. Beyond them each start by itself is open to all who are free then.
MOST_SETS = 100_000
# Meetings of one helper with one request told apart; of more, all starts are open in any combination.
MOST_MEETINGS = 200


def wants_company(request: Request) -> bool:
    """Whether several helpers must come at the same times."""
    return request.together and request.helpers_needed > 1


class Company:
    """For each request that wants company, its meetings with the helpers who can be there.

    Attributes:
        meetings: by number of the request.
        prices: by number of the request, what a helper (number) pays for a meeting where that is not the
            price of the request.
    """

    def __init__(self, problem: Problem, possible: Possible, prices: Sequence[MeetingPrice] = ()) -> None:
        grid = problem.policy.grid_minutes
        self.meetings = {
            number: _meetings(request, _free_helpers(problem.helpers, request, possible, grid))
            for number, request in enumerate(problem.requests)
            if wants_company(request)
        }
        self._visits = {number: problem.requests[number].visits_per_week for number in self.meetings}
        self.prices: defaultdict[int, dict[tuple[int, Meeting], float]] = defaultdict(dict)
        helpers = {helper.id: number for number, helper in enumerate(problem.helpers)}
        requests = {request.id: number for number, request in enumerate(problem.requests)}
        for one in prices:
            key = (helpers[one.helper_id], one.starts)
            self.prices[requests[one.request_id]][key] = one.price

    def least_price(self, request: int, price: float) -> float:
        """The lowest price that anybody pays for a request whose price is `price`."""
        return min((price, *self.prices[request].values())) if request in self.prices else price

    def ways(self, request: int, helper: int, price: float) -> list[tuple[Meeting, float]] | None:
        """Sets of starts from one of which all visits of this pair are taken, each with what it costs.

        Returns:
            None for a request that wants no company; no set when the helper can be at no meeting.
        """
        if request not in self.meetings:
            return None
        mine = [meeting for meeting, able in self.meetings[request].items() if able >> helper & 1]
        costs_alike = request not in self.prices
        are_whole = all(len(meeting) == self._visits[request] for meeting in mine)
        if are_whole and len(mine) <= MOST_MEETINGS and not (costs_alike and self._visits[request] == 1):
            paid = self.prices.get(request, {})
            return [(meeting, paid.get((helper, meeting), price)) for meeting in mine]
        everything = tuple(sorted({start for meeting in mine for start in meeting}))
        return [(everything, self.least_price(request, price))] if everything else []


def _free_helpers(
    helpers: Sequence[Helper], request: Request, possible: Possible, grid: int
) -> Mapping[Start, int]:
    """Who of the possible helpers is free at each start of the request, as bits of a number."""
    free = dict.fromkeys(_starts(request, grid), 0)
    for number in possible.helpers_for(request)[0].tolist():
        helper = helpers[number]
        if _has_minutes(helper, possible.minutes(request, number)):
            for start in free:
                free[start] |= is_inside(*start, request.visit_minutes, helper.windows) << number
    return free


def _has_minutes(helper: Helper, minutes: int) -> bool:
    return helper.minutes_per_week is None or minutes <= helper.minutes_per_week


def _starts(request: Request, grid: int) -> list[Start]:
    """The windows of such a request are one visit long, so each has one start, or none on the grid."""
    return [(w.weekday, w.start_min) for w in request.windows if w.start_min % grid == 0]


def _meetings(request: Request, free: Mapping[Start, int]) -> Meetings:
    everybody = (1 << max((able.bit_length() for able in free.values()), default=0)) - 1
    days = sorted({day for day, _ in free})
    found = list(islice(_sets(request, free, days, everybody), MOST_SETS + 1))
    if len(found) > MOST_SETS:
        return {(start,): able for start, able in free.items()}
    return {starts: able for starts, able in found if able}


def _sets(
    request: Request, free: Mapping[Start, int], days: Sequence[int], able: int, visits: int = 0
) -> Iterator[tuple[Meeting, int]]:
    """Each set of starts at which enough of `able` can be, with those who can; `visits` are placed already.

    What is given up on the way counts as one set without helpers, so that the search stays short.
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
