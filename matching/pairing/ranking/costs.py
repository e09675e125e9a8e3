"""What a choice costs the rest of the town, from the prices of an answer.

For a helper h with prices y (Lagrangian, see docs/matching.md)

    cost = best_h(y) - best_h(y, with r)
    best_h(y) = the most that a week plan of h is worth, each request by value + score - price, less load
    best_h(y, with r) = the same over the plans that contain the request r, its own points left out

It is 0 or more, because what is left of a plan without r is a plan as well, at no more load. It says by how
much the bound of all the others falls, and is an estimate of what they lose: where the prices prove the
answer to be best (gap 0) and no request asks for several helpers together, they lose that much or more;
otherwise that much less the gap. It can be far more where prices hide how few ways round there are.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from matching.pairing import rules
from matching.pairing.bound import UNITS_PER_POINT
from matching.pairing.columns import Ints
from matching.pairing.parts import Part
from matching.pairing.pricing import NOTHING, Question, best_plans
from matching.pairing.problem import Helper, Relation, Request
from matching.pairing.ranking.diary import start_times
from matching.pairing.ranking.finding import helpers_for, requests_for
from matching.pairing.ranking.index import ProblemIndex
from matching.pairing.ranking.pairs import Pairs, minutes_of, near_enough, points_of, together, ways_m
from matching.pairing.ranking.small_part import TimedOffer, small_part
from matching.pairing.relaxation import relaxed_worth

# More than any plan is worth: points add up to 2^33 at most where prices are exact.
_MUST = 1 << 56


def openings(index: ProblemIndex, rows: Sequence[int]) -> list[TimedOffer]:
    """Return the requests worth more to these helpers than their price, and those locked to them.

    They are remembered until the town or the prices change.
    """
    known = index.openings
    missing = [row for row in rows if row not in known]
    if missing:
        known.update(_openings(index, missing))
    return [offer for row in rows for offer in known[row]]


def _openings(index: ProblemIndex, rows: Sequence[int]) -> Mapping[int, list[TimedOffer]]:
    """Look through the whole town; ways are measured only where the chord leaves a gain."""
    columns, losses = index.columns, index.losses()
    pairs = together([requests_for(index, row) for row in rows])
    least_cost = _worth_more(index, pairs)
    most = points_of(columns, losses, pairs, pairs.least_m()).score + least_cost
    chosen = np.flatnonzero((most > 0) | pairs.listed.locked[pairs.row])
    pairs, least_cost = pairs.take(chosen), least_cost[chosen]
    distance_m = ways_m(columns, pairs)
    is_near = ~rules.too_far(columns, pairs.helper, pairs.request, distance_m)
    points = points_of(columns, losses, pairs, distance_m).score
    wanted = is_near & ((points + least_cost > 0) | pairs.listed.locked[pairs.row])
    found: dict[int, list[TimedOffer]] = {row: [] for row in rows}
    for place in np.flatnonzero(wanted).tolist():
        offer = _offer(index, pairs, place, int(points[place]))
        found[int(pairs.helper[place])].append(offer)
    return found


def _worth_more(index: ProblemIndex, pairs: Pairs) -> Ints:
    """Value less price of the request of each pair, rounded up to whole points."""
    worth = np.ceil(index.worth_more[pairs.request]).astype(np.int64)
    if index.discounts:
        rows = zip(pairs.helper.tolist(), pairs.request.tolist(), strict=True)
        worth += np.array([index.discount(*pair) for pair in rows], dtype=np.int64)
    return worth


def _offer(index: ProblemIndex, pairs: Pairs, place: int, score: int) -> TimedOffer:
    helper = index.helpers.people[int(pairs.helper[place])]
    request = index.requests.people[int(pairs.request[place])]
    pair = index.listed(helper.id, request.id)
    is_locked = pair is not None and Relation.LOCKED in pair.relations
    starts = start_times(helper, request, index.policy.grid_minutes)
    score += index.discounts.get((helper.id, request.id), 0)
    return TimedOffer(helper, request, score, minutes_of(request, pair), is_locked, starts)


def costs_to_others(index: ProblemIndex, request: Request, rows: Sequence[int]) -> list[float | None]:
    """Return what each of some helpers would cost the others by taking a request.

    Args:
        index: the town; without prices every cost is None.
        request: of the town or not.
        rows: of the helpers; the request must be possible for each of them.

    Returns:
        Points, 0 or more; infinity where the request does not fit beside what is locked to the helper.
    """
    if index.prices is None or not rows:
        return [None] * len(rows)
    others: dict[str, list[TimedOffer]] = {index.helpers.people[row].id: [] for row in rows}
    for offer in openings(index, rows):
        if offer.request.id != request.id:
            others[offer.helper.id].append(offer)
    helpers = [index.helpers.people[row] for row in rows]
    several = [helper for helper in helpers if helper.max_requests > 1]
    costs = _costs_of_weeks(index, request, several, others) if several else {}
    return [
        costs[one.id] if one.max_requests > 1 else _cost_of_the_only_one(index, others[one.id])
        for one in helpers
    ]


def _cost_of_the_only_one(index: ProblemIndex, others: Sequence[TimedOffer]) -> float:
    """What a helper who takes one request at most could have done instead."""
    if any(offer.is_locked for offer in others):
        return math.inf
    return max((offer.score + index.worth_of(offer.request.id) for offer in others), default=0.0)


def _costs_of_weeks(
    index: ProblemIndex,
    request: Request,
    helpers: Sequence[Helper],
    others: Mapping[str, Sequence[TimedOffer]],
) -> Mapping[str, float]:
    """Return the cost by helper id."""
    offers = [offer for helper in helpers for offer in (*others[helper.id], _asked(index, helper, request))]
    offers.sort(key=lambda one: (one.helper.id, one.request.id))
    part, ids = small_part(offers, index.policy, index.diary.travel_min)
    units = np.array([index.price_units(one) for one in ids], dtype=np.int64)
    falls = _falls(part, units, ids.index(request.id))
    return dict(zip(sorted(helper.id for helper in helpers), falls, strict=True))


def _asked(index: ProblemIndex, helper: Helper, request: Request) -> TimedOffer:
    minutes = minutes_of(request, index.listed(helper.id, request.id))
    starts = start_times(helper, request, index.policy.grid_minutes)
    return TimedOffer(helper, request, 0, minutes, starts=starts)


def _falls(part: Part, units: Ints, asked: int) -> list[float]:
    """By how much the best week of each helper falls if one request must be in it."""
    gains = part.weeks.points * UNITS_PER_POINT - units[part.weeks.request]
    is_asked = part.weeks.request == asked
    without, _ = best_worth(part, np.where(is_asked, -_MUST, gains))
    _, most_with = best_worth(part, np.where(is_asked, _MUST, gains))
    falls = np.maximum(0, without - (most_with - _MUST)) / UNITS_PER_POINT
    fits = (most_with > _MUST // 2).tolist()
    return [fall if it_fits else math.inf for fall, it_fits in zip(falls.tolist(), fits, strict=True)]


def best_worth(part: Part, gains: Ints) -> tuple[Ints, Ints]:
    """Return the worth of the best plan found of each helper, and a worth that no plan exceeds."""
    load = part.weeks.load * UNITS_PER_POINT
    nothing = np.full(len(part.helper), NOTHING)
    priced = best_plans(part, Question(gains, load, 1, nothing))
    found = priced.best(nothing)
    most = found.copy()
    left = np.flatnonzero(~priced.exact)
    if len(left):
        most[left] = relaxed_worth(part, gains, load, left)
    return found, most


def net_worths(index: ProblemIndex, request: Request, worths: Mapping[str, int]) -> list[int]:
    """Return for each possible helper what the request adds to the best week at no price, in units.

    Args:
        index: the town.
        request: of the town or not; what it costs in the town does not count.
        worths: of the best week of each helper without it, in units; 0 for those not named.
    """
    asked = index.asked(request)
    pairs = helpers_for(index, asked)
    pairs = near_enough(asked.columns, pairs, ways_m(asked.columns, pairs))
    if not len(pairs):
        return []
    points = points_of(asked.columns, asked.losses, pairs, ways_m(asked.columns, pairs)).score
    scores = dict(zip(pairs.helper.tolist(), points.tolist(), strict=True))
    others = [one for one in openings(index, list(scores)) if one.request.id != request.id]
    wanted = [
        replace(_asked(index, index.helpers.people[row], request), score=score)
        for row, score in scores.items()
    ]
    offers = sorted([*others, *wanted], key=lambda one: (one.helper.id, one.request.id))
    part, ids = small_part(offers, index.policy, index.diary.travel_min)
    is_asked = part.weeks.request == ids.index(request.id)
    units = np.array([0 if one == request.id else index.price_units(one) for one in ids], dtype=np.int64)
    gains = part.weeks.points * UNITS_PER_POINT - units[part.weeks.request]
    most_with = best_worth(part, np.where(is_asked, gains + _MUST, gains))[1] - _MUST
    named = sorted({offer.helper.id for offer in offers})
    return [most - worths.get(one, 0) for most, one in zip(most_with.tolist(), named, strict=True)]
