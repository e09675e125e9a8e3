"""What the best week of each helper is worth at the prices: the part of the bound that belongs to helpers."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from matching.pairing.answer import MeetingPrice
from matching.pairing.bound import UNITS_PER_POINT, most_of_weeks
from matching.pairing.budget import Budget
from matching.pairing.candidates import Candidates, find_candidates
from matching.pairing.listed import listed_pairs
from matching.pairing.parts import Part, part_of
from matching.pairing.prices import Prices, plain_prices, with_special
from matching.pairing.problem import Problem, Request
from matching.pairing.ranking.costs import best_worth, net_worths, openings
from matching.pairing.ranking.index import ProblemIndex
from matching.pairing.ranking.small_part import small_part
from matching.pairing.scoring import PART_NAMES

# The search gives up by steps, not by time, so that the same town has the same bound.
_NO_LIMIT_S = 1e9


def worths_of_town(
    problem: Problem,
    prices: Mapping[str, float],
    meeting_prices: Sequence[MeetingPrice],
    candidates: Candidates | None = None,
) -> dict[str, int]:
    """Return the most that a week of each helper is worth, by helper id, in units; 0 for those not named.

    Args:
        problem: the town.
        prices: of requests in points; those left out cost nothing.
        meeting_prices: what helpers pay instead where they come together.
        candidates: possible pairs of a problem that differs in nothing but what is locked or proposed.
    """
    candidates = find_candidates(problem) if candidates is None else _as_listed(problem, candidates)
    if not len(candidates):
        return {}
    part = part_of(candidates, np.arange(len(candidates)))
    units = [
        round(prices.get(problem.requests[row].id, 0.0) * UNITS_PER_POINT) for row in part.request.tolist()
    ]
    budget = Budget(time.monotonic() + _NO_LIMIT_S, time.monotonic)
    plain = plain_prices(part, np.array(units, dtype=np.int64))
    most = most_of_weeks(part, _with_meetings(problem, part, plain, meeting_prices), budget)
    names = (problem.helpers[row].id for row in part.helper.tolist())
    return dict(zip(names, most.tolist(), strict=True))


def _as_listed(problem: Problem, candidates: Candidates) -> Candidates:
    """Return the possible pairs with the marks that the problem has on them."""
    listed = listed_pairs(problem)
    row = listed.find(candidates.helper.astype(np.int64), candidates.request.astype(np.int64))
    before = candidates.parts[:, PART_NAMES.index("stability")]
    now = problem.policy.weights.stability * listed.proposed[row]
    score = candidates.score + np.where(candidates.given, 0, now - before)
    return replace(candidates, score=score, locked=listed.locked[row], listed=listed)


def _with_meetings(
    problem: Problem, part: Part, plain: Prices, meeting_prices: Sequence[MeetingPrice]
) -> Prices:
    helpers = {problem.helpers[row].id: row for row in part.helper.tolist()}
    requests = {problem.requests[row].id: row for row in part.request.tolist()}
    special = {
        (helpers[one.helper_id], requests[one.request_id], one.starts): round(one.price * UNITS_PER_POINT)
        for one in meeting_prices
        if one.helper_id in helpers and one.request_id in requests
    }
    return with_special(part, plain, special)


def worths_of(index: ProblemIndex, helper_ids: Sequence[str]) -> dict[str, int]:
    """Return the same for some helpers of a town, looked at one by one.

    A request that wants its helpers together counts as if they could come alone, which can only be more.
    """
    worths = dict.fromkeys(helper_ids, 0)
    offers = openings(index, [index.helpers.row_of[helper_id] for helper_id in helper_ids])
    if offers:
        offers.sort(key=lambda one: (one.helper.id, one.request.id))
        part, ids = small_part(offers, index.policy, index.diary.travel_min)
        units = np.array([index.price_units(one) for one in ids], dtype=np.int64)
        gains = part.weeks.points * UNITS_PER_POINT - units[part.weeks.request]
        named = sorted({offer.helper.id for offer in offers})
        worths |= dict(zip(named, best_worth(part, gains)[1].tolist(), strict=True))
    return worths


def price_for(index: ProblemIndex, request: Request, worths: Mapping[str, int]) -> float:
    """Return the least price at which a new request makes no helper's best week worth more.

    So the bound of the town rises by this price for each helper needed, and by nothing else.

    Args:
        index: the town with the request among its own or not.
        request: the new one.
        worths: of each helper without it, in units.
    """
    units = max([0, *net_worths(index, request, worths)])
    return units / UNITS_PER_POINT
