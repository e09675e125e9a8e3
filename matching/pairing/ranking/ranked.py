"""The best helpers for one request, with everything a coordinator wants to see before choosing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matching.pairing.problem import Helper, Request
from matching.pairing.ranking.asked import Asked
from matching.pairing.ranking.costs import costs_to_others
from matching.pairing.ranking.diary import StartTimes, days_of
from matching.pairing.ranking.finding import helpers_for
from matching.pairing.ranking.index import ProblemIndex
from matching.pairing.ranking.pairs import Pairs, minutes_of, near_enough, parts_by_name, points_of, ways_m

# Helpers whose way is measured together: more cost little, too few cost many calls.
_FIRST_LOOKED_AT = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What a helper already does of what is offered.

    Attributes:
        minutes_per_week: None for no limit.
    """

    requests: int
    max_requests: int
    minutes: int
    minutes_per_week: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedHelper:
    """A helper who breaks no rule of a request.

    Attributes:
        score: points of the pair; `parts` sums to it.
        parts: points by name of the part (`scoring.PART_NAMES`), or {"given": score}.
        distance_m: geodesic metres between the two; None when a place is unknown.
        free_times: when a visit could start beside what the helper does; empty when neither side named
            times (`is_free` tells then).
        is_free: the helper has a request and the minutes left, and `free_times` on enough different days.
        load: without this request.
        cost_to_others: points that the rest of the town loses at the prices if this helper takes the request
            (see `costs.py`), 0 or more; None when the index has no prices.
    """

    helper_id: str
    score: int
    parts: Mapping[str, int]
    distance_m: float | None
    free_times: tuple[StartTimes, ...]
    is_free: bool
    load: Load
    cost_to_others: float | None


@dataclass(frozen=True, slots=True)
class _Found:
    """A helper by row, as far as the order needs it; `parts` by number, all 0 if the score `is_given`."""

    row: int
    helper: Helper
    score: int
    parts: npt.NDArray[np.int32]
    is_given: bool
    distance_m: float


def rank_helpers(
    problem_index: ProblemIndex, request: Request, *, at_most: int = 10, only_free: bool = False
) -> tuple[RankedHelper, ...]:
    """Return the best helpers for one request: highest score first, then by id.

    Points are those `find_candidates` would give if the request were one of the problem, in place of one of
    the same id. Why somebody is not among them says `why_not`. Whether the others of a request that wants its
    helpers together can come at the same time is not looked at.

    Args:
        problem_index: the town.
        request: of the town or not; its windows joined.
        at_most: how many helpers to return.
        only_free: leave out helpers without room or time beside what they already do.
    """
    asked = problem_index.asked(request)
    best: list[_Found] = []
    for found, most_left in _by_falling_score(asked, problem_index):
        best += [one for one in found if not only_free or _is_free(problem_index, one.helper, request)]
        best.sort(key=lambda one: (-one.score, one.helper.id))
        del best[at_most:]
        if len(best) == at_most and best[-1].score > most_left:
            break
    return _told(problem_index, asked, best)


def _by_falling_score(asked: Asked, index: ProblemIndex) -> Iterator[tuple[list[_Found], float]]:
    """Yield helpers in portions, each with the most points any helper of a later portion can have.

    The way is what costs most to know exactly, so points are first counted as if everybody lived as near as
    the chord between the two allows.
    """
    pairs = helpers_for(index, asked)
    most = points_of(asked.columns, asked.losses, pairs, pairs.least_m()).score
    order = np.argsort(-most, kind="stable")
    start, size = 0, _FIRST_LOOKED_AT
    while start < len(order):
        chosen = order[start : start + size]
        start, size = start + size, size * 2
        most_left = float(most[order[start]]) if start < len(order) else -np.inf
        yield _measured(asked, index, pairs.take(chosen)), most_left


def _measured(asked: Asked, index: ProblemIndex, pairs: Pairs) -> list[_Found]:
    pairs = near_enough(asked.columns, pairs, ways_m(asked.columns, pairs))
    distance_m = ways_m(asked.columns, pairs)
    points = points_of(asked.columns, asked.losses, pairs, distance_m)
    given = pairs.listed.has_score[pairs.row].tolist()
    rows, scores, ways = pairs.helper.tolist(), points.score.tolist(), distance_m.tolist()
    return [
        _Found(row, index.helpers.people[row], score, parts, is_given, way_m)
        for row, score, parts, is_given, way_m in zip(rows, scores, points.parts, given, ways, strict=True)
    ]


def _is_free(index: ProblemIndex, helper: Helper, request: Request) -> bool:
    minutes = minutes_of(request, index.listed(helper.id, request.id))
    if not index.diary.has_room(helper, request, minutes):
        return False
    return _has_days(helper, request, index.diary.start_times(helper, request))


def _has_days(helper: Helper, request: Request, times: Sequence[StartTimes]) -> bool:
    is_timed = bool(helper.windows or request.windows)
    return not is_timed or days_of(times) >= request.visits_per_week


def _told(index: ProblemIndex, asked: Asked, best: Sequence[_Found]) -> tuple[RankedHelper, ...]:
    costs = costs_to_others(index, asked.request, [one.row for one in best])
    return tuple(_ranked(index, asked.request, one, cost) for one, cost in zip(best, costs, strict=True))


def _ranked(index: ProblemIndex, request: Request, one: _Found, cost: float | None) -> RankedHelper:
    times = index.diary.start_times(one.helper, request)
    minutes = minutes_of(request, index.listed(one.helper.id, request.id))
    has_room = index.diary.has_room(one.helper, request, minutes)
    return RankedHelper(
        helper_id=one.helper.id,
        score=one.score,
        parts=parts_by_name(one.parts, one.score, is_given=one.is_given),
        distance_m=None if np.isnan(one.distance_m) else one.distance_m,
        free_times=times,
        is_free=has_room and _has_days(one.helper, request, times),
        load=_load(index, one.helper, request),
        cost_to_others=cost,
    )


def _load(index: ProblemIndex, helper: Helper, request: Request) -> Load:
    bookings = index.diary.bookings(helper.id, but=request.id)
    return Load(
        requests=len(bookings),
        max_requests=helper.max_requests,
        minutes=sum(booking.minutes for booking in bookings),
        minutes_per_week=helper.minutes_per_week,
    )
