"""Why a pair is not possible: codes and values, for people to put into words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from matching.distance import chords, distance_m, distances_m, furthest_chord, nearest_chord
from matching.pairing import rules
from matching.pairing.candidates import Candidates, find_candidates
from matching.pairing.columns import Bools, Columns, Ints
from matching.pairing.listed import ListedPairs
from matching.pairing.problem import MINUTES_PER_DAY, Helper, Pair, Problem, Relation, Request
from matching.pairing.together import asks_for_company
from matching.periods import common_starts

Value = int | float | tuple[str, ...]


class LeftOut(StrEnum):
    """The hard rule a pair breaks; the order is the one in which rules are asked."""

    BLOCKED = "blocked"
    NOT_LISTED = "not_listed"
    SKILL = "skill"
    CHECK = "check"
    KIND = "kind"
    DISTANCE = "distance"
    PLACE_UNKNOWN = "place_unknown"
    TIME = "time"
    FULL_MINUTES = "full_minutes"
    NO_CAPACITY = "no_capacity"
    NOT_TOGETHER = "not_together"


@dataclass(frozen=True, slots=True)
class Reason:
    """One broken rule with what there is to know about it.

    Attributes:
        values: by code: skill, check `missing` (the words); kind `allowed`; distance `distance_m` and
            `limit_m`; time `days_free` and `days_needed`; full_minutes `minutes` and `limit_minutes`;
            not_together `helpers_needed`; else empty.
    """

    code: LeftOut
    values: Mapping[str, Value]


def why_not(problem: Problem, helper_id: str, request_id: str) -> tuple[LeftOut, ...]:
    """Return the codes of every rule the pair breaks, in the order of `LeftOut`; empty if it is possible."""
    return tuple(reason.code for reason in reasons(problem, helper_id, request_id))


def reasons(problem: Problem, helper_id: str, request_id: str) -> tuple[Reason, ...]:
    """Return every rule the pair breaks, with values, in the order of `LeftOut`.

    Raises:
        KeyError: the problem has no such helper or request.
    """
    helper = {helper.id: helper for helper in problem.helpers}[helper_id]
    request = {request.id: request for request in problem.requests}[request_id]
    known = [pair for pair in problem.pairs if (pair.helper_id, pair.request_id) == (helper_id, request_id)]
    found = pair_reasons(problem, helper, request, known[0] if known else None)
    return found or company_reasons(problem, helper, request)


def company_reasons(problem: Problem, helper: Helper, request: Request) -> tuple[Reason, ...]:
    """Return `not_together` when too few others can be there at the times that suit this helper.

    Args:
        problem: for all its helpers.
        helper: breaks no other rule.
        request: any; most ask for no company.
    """
    if not asks_for_company(request) or helper.id in _possible_helpers(problem, request):
        return ()
    return (Reason(LeftOut.NOT_TOGETHER, {"helpers_needed": request.helpers_needed}),)


def _possible_helpers(problem: Problem, request: Request) -> frozenset[str]:
    """Ids of those who could come to one request; what is possible does not depend on other requests."""
    pairs = tuple(pair for pair in problem.pairs if pair.request_id == request.id)
    alone = replace(problem, requests=(request,), pairs=pairs, travel_min=None)
    return frozenset(problem.helpers[index].id for index in find_candidates(alone).helper.tolist())


def pair_reasons(problem: Problem, helper: Helper, request: Request, pair: Pair | None) -> tuple[Reason, ...]:
    """Return as `reasons` does, for records at hand, but for `not_together`, which depends on others.

    Args:
        problem: for its policy.
        pair: None when nothing is listed about the two.
    """
    found = (*_listing_reasons(problem, pair), *_ability_reasons(helper, request))
    return (
        *found,
        *_place_reasons(problem, helper, request),
        *_time_reasons(problem, helper, request),
        *_load_reasons(helper, request, pair),
    )


def _listing_reasons(problem: Problem, pair: Pair | None) -> Iterator[Reason]:
    if pair is not None and Relation.BLOCKED in pair.relations:
        yield Reason(LeftOut.BLOCKED, {})
    if pair is None and problem.policy.only_listed_pairs:
        yield Reason(LeftOut.NOT_LISTED, {})


def _ability_reasons(helper: Helper, request: Request) -> Iterator[Reason]:
    if skills := request.skills - helper.skills.keys():
        yield Reason(LeftOut.SKILL, {"missing": tuple(sorted(skills))})
    if checks := request.checks - helper.checks:
        yield Reason(LeftOut.CHECK, {"missing": tuple(sorted(checks))})
    if request.kinds and helper.kind not in request.kinds:
        yield Reason(LeftOut.KIND, {"allowed": tuple(sorted(request.kinds))})


def _place_reasons(problem: Problem, helper: Helper, request: Request) -> Iterator[Reason]:
    if request.remote or problem.policy.only_listed_pairs:
        return
    away_m = pair_distance_m(helper, request)
    if away_m is None:
        yield Reason(LeftOut.PLACE_UNKNOWN, {})
        return
    limits = [limit for limit in (helper.max_distance_m, request.max_distance_m) if limit is not None]
    if limits and away_m > min(limits):
        yield Reason(LeftOut.DISTANCE, {"distance_m": away_m, "limit_m": min(limits)})


def pair_distance_m(helper: Helper, request: Request) -> float | None:
    """Return geodesic metres between the two, or None when a place is unknown."""
    if helper.latitude is None or helper.longitude is None:
        return None
    if request.latitude is None or request.longitude is None:
        return None
    return distance_m((helper.latitude, helper.longitude), (request.latitude, request.longitude))


def _time_reasons(problem: Problem, helper: Helper, request: Request) -> Iterator[Reason]:
    if not helper.windows and not request.windows:
        return
    moments = common_starts(
        helper.windows,
        request.windows,
        visit_minutes=request.visit_minutes,
        grid_minutes=problem.policy.grid_minutes,
    )
    days_free = len({moment // MINUTES_PER_DAY for moment in moments})
    if days_free < request.visits_per_week:
        yield Reason(LeftOut.TIME, {"days_free": days_free, "days_needed": request.visits_per_week})


def _load_reasons(helper: Helper, request: Request, pair: Pair | None) -> Iterator[Reason]:
    minutes = request.visits_per_week * request.visit_minutes
    if pair is not None and pair.minutes is not None:
        minutes = pair.minutes
    if helper.minutes_per_week is not None and minutes > helper.minutes_per_week:
        yield Reason(LeftOut.FULL_MINUTES, {"minutes": minutes, "limit_minutes": helper.minutes_per_week})
    if helper.max_requests == 0:
        yield Reason(LeftOut.NO_CAPACITY, {})


def left_out_counts(problem: Problem, candidates: Candidates, request_index: int) -> Mapping[LeftOut, int]:
    """Count for one request the helpers that are not possible, by the first rule each one breaks.

    Args:
        problem: the problem the candidates were found for.
        candidates: from `find_candidates(problem)`.
        request_index: index into `problem.requests`.

    Returns:
        Codes with at least one helper, in the order of `LeftOut`; with the possible helpers they add up
        to all helpers.

    Raises:
        ValueError: the candidates were found for another problem.
    """
    if candidates.columns.problem is not problem:
        raise ValueError("the candidates belong to another problem")
    codes = first_broken_rule(candidates, request_index)
    counts = np.bincount(codes[codes >= 0], minlength=len(LeftOut))
    return {code: int(count) for code, count in zip(LeftOut, counts, strict=True) if count}


def first_broken_rule(candidates: Candidates, request_index: int) -> Ints:
    """Return for each helper the position in `LeftOut` of the first rule broken, -1 where none is."""
    asked = _Asked.of(candidates, request_index)
    broken = [rule(asked) for rule in _RULES.values()]
    first = np.argmax([*broken, np.ones(len(asked.helper), dtype=np.bool_)], axis=0)
    return np.where(first == len(broken), -1, first)


@dataclass(frozen=True, slots=True)
class _Asked:
    """One request beside every helper: index arrays of the same length, and the listed row of each pair."""

    candidates: Candidates
    columns: Columns
    listed: ListedPairs
    index: int
    helper: Ints
    request: Ints
    row: Ints

    @classmethod
    def of(cls, candidates: Candidates, index: int) -> _Asked:
        columns, listed = candidates.columns, candidates.listed
        helper = np.arange(len(columns.problem.helpers))
        request = np.full(len(helper), index)
        return cls(candidates, columns, listed, index, helper, request, listed.find(helper, request))


def _too_far(asked: _Asked) -> Bools:
    """As `rules.too_far`, with geodesics only where the straight line through the earth cannot tell."""
    columns, helper, request = asked.columns, asked.helper, asked.request
    limit_m = rules.limit_m(columns, helper, request)
    chord = chords(columns.helpers.vectors[helper], columns.requests.vectors[request])
    away_m = np.where(chord > furthest_chord(limit_m), np.inf, 0.0)
    doubtful = np.flatnonzero((chord > nearest_chord(limit_m)) & (chord <= furthest_chord(limit_m)))
    away_m[doubtful] = distances_m(
        columns.helpers.places[helper[doubtful]], columns.requests.places[request[doubtful]]
    )
    return rules.too_far(columns, helper, request, away_m)


def _not_possible(asked: _Asked) -> Bools:
    """Everybody who is no candidate: asked last, it is true for those alone whom no other rule leaves out."""
    impossible = np.ones(len(asked.helper), dtype=np.bool_)
    impossible[asked.candidates.helper[asked.candidates.of_request(asked.index)]] = False
    return impossible


_RULES: Mapping[LeftOut, Callable[[_Asked], Bools]] = {
    LeftOut.BLOCKED: lambda asked: asked.listed.blocked[asked.row],
    LeftOut.NOT_LISTED: lambda asked: (asked.row < 0) & asked.columns.policy.only_listed_pairs,
    LeftOut.SKILL: lambda asked: rules.lacks_skill(asked.columns, asked.index),
    LeftOut.CHECK: lambda asked: rules.lacks_check(asked.columns, asked.index),
    LeftOut.KIND: lambda asked: rules.of_other_kind(asked.columns, asked.index),
    LeftOut.DISTANCE: _too_far,
    LeftOut.PLACE_UNKNOWN: lambda asked: rules.lacks_place(asked.columns, asked.helper, asked.request),
    LeftOut.TIME: lambda asked: rules.not_free(asked.columns, asked.helper, asked.request),
    LeftOut.FULL_MINUTES: lambda asked: rules.takes_too_long(
        asked.columns, asked.helper, asked.listed.minutes_of(asked.columns, asked.row, asked.request)
    ),
    LeftOut.NO_CAPACITY: lambda asked: rules.takes_nothing(asked.columns),
    LeftOut.NOT_TOGETHER: _not_possible,
}
