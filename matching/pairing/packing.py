"""Times for the visits of one helper's week: whether requests fit together, and when each visit starts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from matching.pairing.problem import Window

Stretch = tuple[int, int]
Plan = tuple[int, ...]
Start = tuple[int, int]
TravelTimes = Callable[[int, int], int]

STEP_LIMIT = 20_000


class _GaveUpError(Exception):
    """The steps allowed for one plan are used up."""


@dataclass(frozen=True, slots=True)
class Option:
    """One possible pair, as its helper sees it.

    Attributes:
        request: index into `Problem.requests`.
        points: value of the request plus score of the pair.
        minutes: what it takes of the helper's minutes a week.
        visits: visits a week, each of `visit_minutes`.
        starts: by weekday, the stretches of allowed starts on the grid, as (first, last) minute of the day,
            both included; None when neither side has windows, so that nothing enters the calendar.
    """

    request: int
    points: int
    minutes: int
    visits: int
    visit_minutes: int
    starts: Mapping[int, tuple[Stretch, ...]] | None
    locked: bool = False


def start_stretches(
    windows: Sequence[Window], *, visit_minutes: int, grid_minutes: int
) -> dict[int, tuple[Stretch, ...]]:
    """Return by weekday the first and last start (both included) of a visit in each of the joined windows."""
    by_day: dict[int, tuple[Stretch, ...]] = {}
    for window in windows:
        first = -(-window.start_min // grid_minutes) * grid_minutes
        last = (window.end_min - visit_minutes) // grid_minutes * grid_minutes
        if first <= last:
            by_day[window.weekday] = (*by_day.get(window.weekday, ()), (first, last))
    return by_day


class WeekPacker:
    """Packs plans of one helper; a plan is a sorted tuple of positions in `options`.

    What was found is remembered, because a search asks for the same days again and again.

    Attributes:
        gave_up_on: plans for which the steps did not suffice; `fits` calls them unfit, which is on the
            safe side for an answer, but not for a bound.
    """

    def __init__(
        self,
        options: Sequence[Option],
        *,
        grid_minutes: int,
        travel: TravelTimes,
        step_limit: int = STEP_LIMIT,
    ) -> None:
        self.options = options
        self.gave_up_on: set[Plan] = set()
        self._grid_minutes = grid_minutes
        self._travel = travel
        self._step_limit = step_limit
        self._steps_left = step_limit
        self._weeks: dict[Plan, dict[int, Plan] | None] = {}
        self._days: dict[tuple[int, Plan], tuple[Start, ...] | None] = {}

    def with_options(self, options: Sequence[Option]) -> WeekPacker:
        """Return a new packer with the same rules for other options."""
        return WeekPacker(
            options, grid_minutes=self._grid_minutes, travel=self._travel, step_limit=self._step_limit
        )

    def fits(self, plan: Plan) -> bool:
        """Whether all visits of the plan find a time."""
        if plan not in self._weeks:
            self._weeks[plan] = self._pack(plan)
        return self._weeks[plan] is not None

    def starts(self, plan: Plan) -> dict[int, tuple[Start, ...]]:
        """Return (weekday, start minute) of every visit, by position; only for a plan that fits."""
        if not self.fits(plan):
            raise ValueError(f"no times for plan {plan}")
        found: dict[int, list[Start]] = {position: [] for position in plan}
        for weekday, members in sorted((self._weeks[plan] or {}).items()):
            for position, start_min in self._day(weekday, members) or ():
                found[position].append((weekday, start_min))
        return {position: tuple(starts) for position, starts in found.items()}

    def _pack(self, plan: Plan) -> dict[int, Plan] | None:
        self._steps_left = self._step_limit
        timed = [position for position in plan if self.options[position].starts is not None]
        # The request with the fewest spare days first: it has the least choice.
        timed.sort(key=lambda position: (self._spare_days(position), position))
        try:
            return self._place(tuple(timed), {})
        except _GaveUpError:
            self.gave_up_on.add(plan)
            return None

    def _spare_days(self, position: int) -> int:
        option = self.options[position]
        return len(option.starts or ()) - option.visits

    def _place(self, waiting: Plan, days: dict[int, Plan]) -> dict[int, Plan] | None:
        """Give weekdays to the waiting requests, on top of those already in `days`."""
        if not waiting:
            return days
        self._count_step()
        for grown in self._days_with(waiting[0], days):
            found = self._place(waiting[1:], grown)
            if found is not None:
                return found
        return None

    def _days_with(self, position: int, days: dict[int, Plan]) -> Iterator[dict[int, Plan]]:
        """Yield the days grown by one request, for every set of weekdays that can take it."""
        option = self.options[position]
        grown = {day: tuple(sorted((*days.get(day, ()), position))) for day in option.starts or ()}
        possible = ((day, members) for day, members in grown.items() if self._day(day, members) is not None)
        if option.visits == 1:
            # One day after the other: the first one mostly does.
            yield from (days | {weekday: members} for weekday, members in possible)
        else:
            yield from (days | dict(chosen) for chosen in combinations(possible, option.visits))

    def _day(self, weekday: int, members: Plan) -> tuple[Start, ...] | None:
        """Return (position, start minute) in order of time, or None when the day cannot hold them all."""
        key = (weekday, members)
        if key not in self._days:
            by_deadline = sorted(
                members, key=lambda position: (self._stretches(position, weekday)[-1], position)
            )
            self._days[key] = self._sequence(weekday, (), tuple(by_deadline))
        return self._days[key]

    def _stretches(self, position: int, weekday: int) -> tuple[Stretch, ...]:
        return (self.options[position].starts or {})[weekday]

    def _sequence(self, weekday: int, placed: tuple[Start, ...], waiting: Plan) -> tuple[Start, ...] | None:
        """Try every order, each visit as early as it can be.

        Nothing is lost by starting early: in any day that works, moving the visits forward one after the
        other, in their order, never makes room smaller for a later one.
        """
        if not waiting:
            return placed
        self._count_step()
        nexts = [(position, self._earliest(weekday, position, placed)) for position in waiting]
        if any(start_min is None for _, start_min in nexts):
            return None  # whatever comes before it, this visit only starts later
        for position, start_min in nexts:
            rest = tuple(other for other in waiting if other != position)
            found = self._sequence(weekday, (*placed, (position, start_min or 0)), rest)
            if found is not None:
                return found
        return None

    def _earliest(self, weekday: int, position: int, placed: tuple[Start, ...]) -> int | None:
        free_from = max((self._arrival(before, position) for before in placed), default=0)
        on_grid = -(-free_from // self._grid_minutes) * self._grid_minutes
        for first, last in self._stretches(position, weekday):
            start_min = max(first, on_grid)
            if start_min <= last:
                return start_min
        return None

    def _arrival(self, before: Start, position: int) -> int:
        earlier = self.options[before[0]]
        travel_min = self._travel(earlier.request, self.options[position].request)
        return before[1] + earlier.visit_minutes + travel_min

    def _count_step(self) -> None:
        self._steps_left -= 1
        if self._steps_left < 0:
            raise _GaveUpError
