"""How people match without an engine: request after request, the best or the nearest helper who can."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from matching import Answer, Problem, Status, Visit
from matching.pairing.candidates import Candidates
from matching.pairing.explanation.diaries import Diaries
from matching.pairing.problem import MINUTES_PER_DAY
from matching.pairing.scoring import value

NOTHING = Answer(assignments=(), objective=0, bound=0.0, prices={}, status=Status.TIME_LIMIT, seconds=0.0)


@dataclass(frozen=True, slots=True)
class Served:
    """What a way of matching reached.

    Attributes:
        places: helpers found, over all requests.
        busiest: requests of the helper who has most.
    """

    objective: int
    places: int
    km: float
    busiest: int


def by_request(problem: Problem, candidates: Candidates, *, nearest: bool) -> Served:
    """Serve the most urgent and longest waiting first, by the best score or by the shortest way."""
    diaries, chosen = Diaries(problem, NOTHING), _locked(candidates)
    for place in chosen:
        helper, request = int(candidates.helper[place]), int(candidates.request[place])
        _book(problem, diaries, [helper], request)
    for request in _order(problem):
        chosen += _serve(problem, candidates, diaries, request, nearest=nearest)
    return served(problem, candidates, chosen)


def _locked(candidates: Candidates) -> list[int]:
    return [int(place) for place in np.flatnonzero(candidates.locked)]


def _order(problem: Problem) -> Sequence[int]:
    requests = problem.requests
    return sorted(
        range(len(requests)), key=lambda n: (-requests[n].priority, -requests[n].waiting_days, requests[n].id)
    )


def _serve(
    problem: Problem, candidates: Candidates, diaries: Diaries, request: int, *, nearest: bool
) -> list[int]:
    span = candidates.of_request(request)
    rank = candidates.distance_m[span] if nearest else -candidates.score[span]
    places = (np.lexsort((candidates.helper[span], rank)) + span.start).tolist()
    free = [
        place
        for place in places
        if int(candidates.helper[place]) not in diaries.served_by[request]
        and diaries.has_room(int(candidates.helper[place]), request)
    ]
    asked = problem.requests[request]
    missing = asked.helpers_needed - len(diaries.served_by[request])
    if asked.together and missing > 1:
        groups = combinations(free[: missing + 4], missing)
        return next((list(group) for group in groups if _try(problem, candidates, diaries, group)), [])
    taken: list[int] = []
    for place in free:
        if len(taken) < missing and _try(problem, candidates, diaries, (place,)):
            taken.append(place)
    return taken


def _try(problem: Problem, candidates: Candidates, diaries: Diaries, group: Sequence[int]) -> bool:
    helpers = [int(candidates.helper[place]) for place in group]
    return _book(problem, diaries, helpers, int(candidates.request[group[0]]))


def _book(problem: Problem, diaries: Diaries, helpers: Sequence[int], request: int) -> bool:
    """Book the first times at which all these helpers are free; False if there are none."""
    asked = problem.requests[request]
    timed = asked.windows or any(problem.helpers[helper].windows for helper in helpers)
    visits = tuple(_first_visits(problem, diaries, helpers, request)) if timed else ()
    if timed and len(visits) < asked.visits_per_week:
        return False
    for helper in helpers:
        diaries.book(helper, request, visits)
    return True


def _first_visits(
    problem: Problem, diaries: Diaries, helpers: Sequence[int], request: int
) -> Iterator[Visit]:
    asked = problem.requests[request]
    starts = [set(diaries.free_starts(helper, request, asked.windows)) for helper in helpers]
    days: dict[int, int] = {}
    for moment in sorted(set.intersection(*starts)):
        days.setdefault(moment // MINUTES_PER_DAY, moment % MINUTES_PER_DAY)
    for weekday, start_min in list(days.items())[: asked.visits_per_week]:
        yield Visit(weekday, start_min, start_min + asked.visit_minutes)


def served(problem: Problem, candidates: Candidates, chosen: Sequence[int]) -> Served:
    """Count what the chosen places of `candidates` are worth."""
    places = np.array(chosen, dtype=np.int64)
    loads = np.bincount(candidates.helper[places], minlength=1)
    points = value(problem)[candidates.request[places]].sum() + candidates.score[places].sum()
    load_cost = problem.policy.load_weight * int((loads * (loads - 1) // 2).sum())
    return Served(
        objective=int(points) - load_cost,
        places=len(chosen),
        km=float(np.nansum(candidates.distance_m[places])) / 1000,
        busiest=int(loads.max()),
    )
