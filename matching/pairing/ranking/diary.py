"""What each helper already does, and when a further visit could start beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from matching.distance import distance_m, travel_minutes
from matching.pairing.answer import Visit
from matching.pairing.problem import Helper, Problem, Request, Travel
from matching.periods import ANY_TIME, intersect_windows


@dataclass(frozen=True, slots=True, order=True)
class StartTimes:
    """Moments of a weekday (0 is Monday) at which a visit can start, in minutes after midnight.

    Attributes:
        first_min, last_min: both included; between them every multiple of the grid.
    """

    weekday: int
    first_min: int
    last_min: int


@dataclass(frozen=True, slots=True)
class Booking:
    """A request that a helper takes, with its visits (none when neither side named times)."""

    request: Request
    visits: tuple[Visit, ...]
    minutes: int


class Diary:
    """The bookings of all helpers, by id."""

    def __init__(self, problem: Problem) -> None:
        self._policy, self._matrix = problem.policy, problem.travel_min
        self._place_in_matrix = {request.id: place for place, request in enumerate(problem.requests)}
        self._booked: dict[str, dict[str, Booking]] = defaultdict(dict)

    def book(self, helper_id: str, booking: Booking) -> None:
        """Let the helper take a request; an earlier booking of the two is replaced."""
        self._booked[helper_id][booking.request.id] = booking

    def unbook(self, helper_id: str, request_id: str) -> None:
        """Take a request off the helper.

        Raises:
            KeyError: the helper does not have it.
        """
        del self._booked[helper_id][request_id]

    def bookings(self, helper_id: str, *, but: str = "") -> Sequence[Booking]:
        """Return what the helper does, leaving out one request."""
        booked = self._booked.get(helper_id, {})
        return [booking for request_id, booking in booked.items() if request_id != but]

    def has_room(self, helper: Helper, request: Request, minutes: int) -> bool:
        """Whether the helper has one more request of so many minutes a week left."""
        bookings = self.bookings(helper.id, but=request.id)
        taken = sum(booking.minutes for booking in bookings)
        enough = helper.minutes_per_week is None or taken + minutes <= helper.minutes_per_week
        return enough and len(bookings) < helper.max_requests

    def start_times(self, helper: Helper, request: Request) -> tuple[StartTimes, ...]:
        """Return when a visit to the request could start beside what the helper does, sorted."""
        free: Sequence[StartTimes] = start_times(helper, request, self._policy.grid_minutes)
        for booking in self.bookings(helper.id, but=request.id) if free else ():
            for visit in booking.visits:
                free = [one for one in self._cut(free, visit, booking.request, request) if _is_some(one)]
        return tuple(sorted(free))

    def _cut(
        self, stretches: Sequence[StartTimes], visit: Visit, other: Request, request: Request
    ) -> Iterator[StartTimes]:
        """Leave out the starts at which the helper would not get from one visit to the other in time."""
        latest_before = visit.start_min - request.visit_minutes - self.travel_min(request, other)
        earliest_after = visit.end_min + self.travel_min(other, request)
        for one in stretches:
            if one.weekday != visit.weekday:
                yield one
            else:
                grid = self._policy.grid_minutes
                yield _on_grid(one.weekday, one.first_min, min(one.last_min, latest_before), grid)
                yield _on_grid(one.weekday, max(one.first_min, earliest_after), one.last_min, grid)

    def travel_min(self, earlier: Request, later: Request) -> int:
        """Return whole minutes from one request to another.

        A request that the matrix of travel times does not know is reached by the straight line, as one
        without a row in travel_times.csv.
        """
        if self._policy.travel is Travel.NONE or earlier.remote or later.remote:
            return 0
        places = self._place_in_matrix.get(earlier.id), self._place_in_matrix.get(later.id)
        if self._matrix is not None and places[0] is not None and places[1] is not None:
            return int(self._matrix[places])
        here, there = _place(earlier), _place(later)
        if here is None or there is None:
            return 0
        metres = distance_m(here, there)
        return travel_minutes(metres, detour=self._policy.detour, speed_kmh=self._policy.speed_kmh)


def start_times(helper: Helper, request: Request, grid_minutes: int) -> tuple[StartTimes, ...]:
    """Return when a visit could start if the helper did nothing else; empty when neither side named times."""
    if not helper.windows and not request.windows:
        return ()
    stretches = (
        _on_grid(window.weekday, window.start_min, window.end_min - request.visit_minutes, grid_minutes)
        for window in intersect_windows(helper.windows or ANY_TIME, request.windows or ANY_TIME)
    )
    return tuple(one for one in stretches if _is_some(one))


def _on_grid(weekday: int, from_min: int, to_min: int, grid_minutes: int) -> StartTimes:
    """Return the starts on the grid in a period, both ends included; there may be none."""
    first, last = -(-from_min // grid_minutes), to_min // grid_minutes
    return StartTimes(weekday, first * grid_minutes, last * grid_minutes)


def _is_some(times: StartTimes) -> bool:
    return times.first_min <= times.last_min


def days_of(times: Sequence[StartTimes]) -> int:
    """On how many weekdays a visit can start."""
    return len({one.weekday for one in times})


def _place(request: Request) -> tuple[float, float] | None:
    if request.latitude is None or request.longitude is None:
        return None
    return request.latitude, request.longitude
