"""A coordinator's desk without an engine: pairs are booked one after the other, and stay booked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from matching import Answer, Problem, Status, Visit
from matching.pairing.answer import Assignment
from matching.pairing.candidates import Candidates
from matching.pairing.explanation.diaries import Diaries
from matching.pairing.problem import MINUTES_PER_DAY
from matching.pairing.scoring import PART_NAMES, value

NOTHING = Answer(assignments=(), objective=0, bound=0.0, prices={}, status=Status.TIME_LIMIT, seconds=0.0)


@dataclass(frozen=True, slots=True)
class Served:
    """What a way of matching reached.

    Attributes:
        places: helpers found, over all requests.
        km: all ways together, one way, of those that are known.
        load_spread: standard deviation of the requests a helper has, over those with a possible pair.
        busiest: requests of the helper who has most.
    """

    objective: int
    places: int
    km: float
    load_spread: float
    busiest: int


class Desk:
    """Books pairs (places in `candidates`) as long as room, minutes and times allow; locked ones first."""

    def __init__(self, problem: Problem, candidates: Candidates) -> None:
        self.problem, self.candidates = problem, candidates
        self.diaries = Diaries(problem, NOTHING)
        self._booked: dict[int, tuple[Visit, ...]] = {}
        for request, places in self._locked().items():
            if not self.book(request, places):
                for place in places:
                    self.book(request, [place])

    def _locked(self) -> dict[int, list[int]]:
        places: dict[int, list[int]] = {}
        for place in np.flatnonzero(self.candidates.locked).tolist():
            places.setdefault(int(self.candidates.request[place]), []).append(place)
        return places

    def missing(self, request: int) -> int:
        """How many helpers the request lacks."""
        return self.problem.requests[request].helpers_needed - len(self.diaries.served_by[request])

    def free_places(self, request: int) -> list[int]:
        """Pairs of the request whose helper has room and is not booked for it."""
        span = self.candidates.of_request(request)
        return [place for place in range(span.start, span.stop) if self.is_free(place)]

    def is_free(self, place: int) -> bool:
        """Whether the helper of a pair has room and is not booked for its request; times are not asked."""
        helper, request = self.helper(place), int(self.candidates.request[place])
        return helper not in self.diaries.served_by[request] and self.diaries.has_room(helper, request)

    def helper(self, place: int) -> int:
        """Index of a pair's helper."""
        return int(self.candidates.helper[place])

    def book(self, request: int, places: Sequence[int]) -> bool:
        """Book the first times at which all these helpers are free; False if there are none."""
        helpers = [self.helper(place) for place in places]
        asked = self.problem.requests[request]
        timed = asked.windows or any(self.problem.helpers[helper].windows for helper in helpers)
        visits = tuple(self._first_visits(helpers, request)) if timed else ()
        if timed and len(visits) < asked.visits_per_week:
            return False
        for place, helper in zip(places, helpers, strict=True):
            self.diaries.book(helper, request, visits)
            self._booked[place] = visits
        return True

    def book_at(self, place: int, starts: Sequence[tuple[int, int]]) -> None:
        """Book a pair at known (weekday, minute) starts, unless it is booked already."""
        if place not in self._booked:
            minutes = self.problem.requests[int(self.candidates.request[place])].visit_minutes
            visits = tuple(Visit(day, start, start + minutes) for day, start in sorted(starts))
            self.diaries.book(self.helper(place), int(self.candidates.request[place]), visits)
            self._booked[place] = visits

    def _first_visits(self, helpers: Sequence[int], request: int) -> Iterator[Visit]:
        asked = self.problem.requests[request]
        starts = [set(self.diaries.free_starts(helper, request, asked.windows)) for helper in helpers]
        days: dict[int, int] = {}
        for moment in sorted(set.intersection(*starts)):
            days.setdefault(moment // MINUTES_PER_DAY, moment % MINUTES_PER_DAY)
        for weekday, start_min in list(days.items())[: asked.visits_per_week]:
            yield Visit(weekday, start_min, start_min + asked.visit_minutes)

    def answer(self) -> Answer:
        """Return what is booked as an answer without a proof."""
        assignments = [_assignment(self.candidates, place, visits) for place, visits in self._booked.items()]
        ordered = sorted(assignments, key=lambda item: (item.request_id, item.helper_id))
        reached = served(self.candidates, list(self._booked))
        return Answer(
            assignments=tuple(ordered),
            objective=reached.objective,
            bound=float("inf"),
            prices={},
            status=Status.TIME_LIMIT,
            seconds=0.0,
        )


def _assignment(candidates: Candidates, place: int, visits: tuple[Visit, ...]) -> Assignment:
    problem = candidates.columns.problem
    metres, score = float(candidates.distance_m[place]), int(candidates.score[place])
    parts = dict(zip(PART_NAMES, candidates.parts[place].tolist(), strict=True))
    return Assignment(
        helper_id=problem.helpers[int(candidates.helper[place])].id,
        request_id=problem.requests[int(candidates.request[place])].id,
        visits=visits,
        score=score,
        parts={"given": score} if candidates.given[place] else parts,
        distance_m=None if np.isnan(metres) else metres,
    )


def places_of(candidates: Candidates, answer: Answer) -> list[int]:
    """Return the places in `candidates` of an answer's pairs."""
    problem = candidates.columns.problem
    helper = {one.id: number for number, one in enumerate(problem.helpers)}
    request = {one.id: number for number, one in enumerate(problem.requests)}
    key = candidates.request.astype(np.int64) * len(helper) + candidates.helper
    wanted = [request[item.request_id] * len(helper) + helper[item.helper_id] for item in answer.assignments]
    places: list[int] = np.searchsorted(key, np.array(wanted, dtype=np.int64)).tolist()
    return places


def served(candidates: Candidates, chosen: Sequence[int]) -> Served:
    """Count what the chosen places of `candidates` are worth."""
    problem = candidates.columns.problem
    places = np.array(chosen, dtype=np.int64)
    loads = np.bincount(candidates.helper[places], minlength=len(problem.helpers))
    points = value(problem)[candidates.request[places]].sum() + candidates.score[places].sum()
    load_cost = problem.policy.load_weight * int((loads * (loads - 1) // 2).sum())
    able = loads[np.unique(candidates.helper)]
    return Served(
        objective=int(points) - load_cost,
        places=len(chosen),
        km=float(np.nansum(candidates.distance_m[places])) / 1000,
        load_spread=float(able.std()) if len(able) else 0.0,
        busiest=int(loads.max(initial=0)),
    )
