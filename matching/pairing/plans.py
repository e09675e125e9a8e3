"""The week of one helper: its options, its limits, and the packer that finds times."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter

import numpy as np
import numpy.typing as npt

from matching.distance import distance_m, travel_minutes
from matching.errors import Fault, InputError
from matching.pairing.packing import Option, Plan, Stretch, TravelTimes, WeekPacker, start_stretches
from matching.pairing.problem import Helper, Problem, Request, Travel
from matching.pairing.scoring import value
from matching.periods import ANY_TIME, DAYS_PER_WEEK, intersect_windows


@dataclass(frozen=True, slots=True)
class HelperWeek:
    """A helper with every request it could take.

    Attributes:
        helper: index into `Problem.helpers`.
        options: by request index.
        capacity: requests at most.
        most_minutes: minutes of visits a week at most; infinity for no limit.
        load: points of the load cost, see `Weights.load`.
        locked: positions of the locked options, ascending; every plan contains them.
        room: no plan has more requests than this (never above `capacity`).
    """

    helper: int
    options: tuple[Option, ...]
    capacity: int
    most_minutes: float
    load: int
    packer: WeekPacker
    locked: Plan
    room: int

    def load_cost(self, requests: int) -> int:
        """Points that a plan with so many requests costs."""
        return self.load * requests * (requests - 1) // 2

    def points(self, plan: Plan) -> int:
        """Points of a plan: value and score of its pairs minus the load cost."""
        return sum(self.options[position].points for position in plan) - self.load_cost(len(plan))

    def requests(self, plan: Plan) -> tuple[int, ...]:
        """Indices of the requests in a plan."""
        return tuple(self.options[position].request for position in plan)

    def allows(self, plan: Plan) -> bool:
        """Whether the plan keeps to capacity and minutes and all its visits find a time."""
        minutes = sum(self.options[position].minutes for position in plan)
        return len(plan) <= self.room and minutes <= self.most_minutes and self.packer.fits(plan)

    def gains(self, prices: Sequence[float]) -> list[float]:
        """Points of each option minus the price of its request."""
        return [option.points - prices[option.request] for option in self.options]

    def in_units(self, units_per_point: int) -> HelperWeek:
        """Return the same week with its load cost counted in parts of a point."""
        return replace(self, load=self.load * units_per_point)


class TravelBetween:
    """Minutes from one request to another for the policy of a problem; remembered once asked for."""

    def __init__(self, problem: Problem) -> None:
        self._policy = problem.policy
        self._matrix = problem.travel_min
        self._remote = [request.remote for request in problem.requests]
        self._places = [_place(request) for request in problem.requests]
        self._known: dict[tuple[int, int], int] = {}

    def __call__(self, earlier: int, later: int) -> int:
        """Return whole minutes; 0 when a request is remote, or a straight line lacks a place."""
        if self._policy.travel is Travel.NONE or self._remote[earlier] or self._remote[later]:
            return 0
        if self._matrix is not None:
            return int(self._matrix[earlier, later])
        here, there = self._places[earlier], self._places[later]
        if here is None or there is None:
            return 0
        key = (min(earlier, later), max(earlier, later))
        if key not in self._known:
            self._known[key] = self._beeline(here, there)
        return self._known[key]

    def _beeline(self, here: tuple[float, float], there: tuple[float, float]) -> int:
        metres = distance_m(here, there)
        return travel_minutes(metres, detour=self._policy.detour, speed_kmh=self._policy.speed_kmh)


def helper_weeks(problem: Problem, pairs: npt.NDArray[np.int64]) -> tuple[HelperWeek, ...]:
    """Return the week of every helper with at least one possible pair, by helper index.

    Args:
        problem: what is to be matched.
        pairs: rows (helper index, request index, score, minutes, 1 if locked else 0), shape (n, 5).

    Raises:
        InputError: the locked requests of a helper cannot all find a time.
    """
    travel = TravelBetween(problem)
    build = _OptionBuilder(problem)
    rows = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))].tolist()
    weeks = tuple(
        _helper_week(problem, index, [build.option(*row) for row in of_helper], travel)
        for index, of_helper in groupby(rows, key=itemgetter(0))
    )
    _refuse_unfit_locks(problem, weeks)
    return weeks


def _place(request: Request) -> tuple[float, float] | None:
    if request.latitude is None or request.longitude is None:
        return None
    return request.latitude, request.longitude


class _OptionBuilder:
    """Makes options; requests alike in windows and length share their starts with one helper."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._values = value(problem).tolist()
        alike: dict[object, int] = {}
        self._kind_of_time = [
            alike.setdefault((request.windows, request.visit_minutes), len(alike))
            for request in problem.requests
        ]
        self._helper_index = -1
        self._starts: dict[int, dict[int, tuple[Stretch, ...]]] = {}

    def option(self, helper_index: int, request_index: int, score: int, minutes: int, locked: int) -> Option:
        request = self._problem.requests[request_index]
        return Option(
            request=request_index,
            points=self._values[request_index] + score,
            minutes=minutes,
            visits=request.visits_per_week,
            visit_minutes=request.visit_minutes,
            starts=self._starts_of(helper_index, request_index),
            locked=bool(locked),
        )

    def _starts_of(self, helper_index: int, request_index: int) -> dict[int, tuple[Stretch, ...]] | None:
        helper, request = self._problem.helpers[helper_index], self._problem.requests[request_index]
        if not helper.windows and not request.windows:
            return None
        if helper_index != self._helper_index:
            self._helper_index, self._starts = helper_index, {}
        kind = self._kind_of_time[request_index]
        if kind not in self._starts:
            shared = intersect_windows(helper.windows or ANY_TIME, request.windows or ANY_TIME)
            grid_minutes = self._problem.policy.grid_minutes
            self._starts[kind] = start_stretches(
                shared, visit_minutes=request.visit_minutes, grid_minutes=grid_minutes
            )
        return self._starts[kind]


def _helper_week(problem: Problem, index: int, options: Sequence[Option], travel: TravelTimes) -> HelperWeek:
    helper, policy = problem.helpers[index], problem.policy
    most_minutes = math.inf if helper.minutes_per_week is None else helper.minutes_per_week
    return HelperWeek(
        helper=index,
        options=tuple(options),
        capacity=helper.max_requests,
        most_minutes=most_minutes,
        load=policy.load_weight,
        packer=WeekPacker(options, grid_minutes=policy.grid_minutes, travel=travel),
        locked=tuple(position for position, option in enumerate(options) if option.locked),
        room=_room(helper, options, policy.grid_minutes),
    )


def _room(helper: Helper, options: Sequence[Option], grid_minutes: int) -> int:
    room = helper.max_requests
    fewest_minutes = min(option.minutes for option in options)
    if helper.minutes_per_week is not None and fewest_minutes > 0:
        room = min(room, helper.minutes_per_week // fewest_minutes)
    if any(option.starts is None for option in options):
        return room
    return min(room, most_visits(options, grid_minutes) // min(option.visits for option in options))


def most_visits(options: Sequence[Option], grid_minutes: int) -> int:
    """Return how many visits of the shortest length a week could hold, travel left out."""
    shortest = min(option.visit_minutes for option in options)
    return sum(
        _most_starts(_stretches_on(weekday, options), shortest, grid_minutes)
        for weekday in range(DAYS_PER_WEEK)
    )


def _stretches_on(weekday: int, options: Sequence[Option]) -> Iterator[Stretch]:
    for option in options:
        yield from (option.starts or {}).get(weekday, ())


def _most_starts(stretches: Iterable[tuple[int, int]], apart_min: int, grid_minutes: int) -> int:
    """Most starts at least `apart_min` apart in the union of the stretches: always take the earliest."""
    count, free_from = 0, 0
    for first, last in sorted(stretches):
        on_grid = -(-free_from // grid_minutes) * grid_minutes
        start_min = max(first, on_grid)
        step = -(-apart_min // grid_minutes) * grid_minutes
        if start_min <= last:
            taken = (last - start_min) // step + 1
            count += taken
            free_from = start_min + (taken - 1) * step + apart_min
    return count


def _refuse_unfit_locks(problem: Problem, weeks: Sequence[HelperWeek]) -> None:
    faults = [
        Fault(
            "pairs.csv", 0, "relation", _locked_words(problem, week), "locked requests that fit into one week"
        )
        for week in weeks
        if not week.packer.fits(week.locked)
    ]
    if faults:
        raise InputError(faults)


def _locked_words(problem: Problem, week: HelperWeek) -> str:
    requests = ", ".join(problem.requests[index].id for index in week.requests(week.locked))
    return f"no times for all requests locked to {problem.helpers[week.helper].id}: {requests}"
