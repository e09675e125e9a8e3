"""A few helpers with a few requests each, straight as the arrays that the search for best weeks reads.

`parts.part_of` makes the same arrays for a whole town at once, which for a handful of pairs would cost more
than the search itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np
import numpy.typing as npt

from matching.pairing.parts import Part
from matching.pairing.problem import Helper, Policy, Problem, Request, Travel
from matching.pairing.ranking.diary import StartTimes, days_of
from matching.pairing.room import most_requests
from matching.pairing.scoring import value_of
from matching.pairing.travel import ways_of
from matching.pairing.weeks import NO_LIMIT, Ints, Weeks
from matching.periods import DAYS_PER_WEEK

TravelMin = Callable[[Request, Request], int]


@dataclass(frozen=True, slots=True)
class Offer:
    """A helper who could take a request.

    Attributes:
        score: points of the pair without the value of the request.
        minutes: what it takes of the helper's minutes a week.
    """

    helper: Helper
    request: Request
    score: int
    minutes: int
    is_locked: bool = False


@dataclass(frozen=True, slots=True)
class TimedOffer(Offer):
    """An offer with the times when its visits could start if the helper did nothing else.

    Attributes:
        starts: empty when neither side named times.
    """

    starts: tuple[StartTimes, ...] = ()


def small_part(offers: Sequence[TimedOffer], policy: Policy, travel_min: TravelMin) -> tuple[Part, list[str]]:
    """Return a part made of these pairs, each once, and the ids of its requests in its order.

    Whoever comes to a request, comes alone: `helpers_needed` and `together` play no role for single weeks.

    Args:
        offers: sorted by helper id, then request id.
        policy: of the town.
        travel_min: minutes from one request to another, asked where the policy has a matrix.
    """
    requests = {offer.request.id: offer.request for offer in offers}
    ids = sorted(requests)
    asked = Problem(helpers=(), requests=tuple(requests[one] for one in ids), policy=policy)
    if policy.travel is Travel.MATRIX:
        asked = replace(asked, travel_min=travel_matrix(asked.requests, travel_min))
    count = len(ids)
    part = Part(
        helper=np.arange(len({offer.helper.id for offer in offers})),
        request=np.arange(count),
        needed=np.ones(count, dtype=np.int64),
        together=np.zeros(count, dtype=np.bool_),
        rank=np.arange(1, count + 1),
        weeks=_weeks(offers, {one: row for row, one in enumerate(ids)}, policy),
        ways=ways_of(asked, np.arange(count)),
        seed=policy.seed,
    )
    return part, ids


def travel_matrix(requests: Sequence[Request], travel_min: TravelMin) -> npt.NDArray[np.int32]:
    """Return minutes from each request to each other one, shape (n, n)."""
    rows = [[travel_min(earlier, later) for later in requests] for earlier in requests]
    return np.array(rows, dtype=np.int32).reshape(len(requests), len(requests))


def _weeks(offers: Sequence[TimedOffer], request_row: dict[str, int], policy: Policy) -> Weeks:
    firsts = [place for place in range(len(offers)) if not place or _is_next_helper(offers, place)]
    helpers = [offers[place].helper for place in firsts]
    locked = [offer.is_locked for offer in offers]
    first = np.array([*firsts, len(offers)], dtype=np.int64)
    spare_days = [days_of(offer.starts) - offer.request.visits_per_week for offer in offers]
    stretches = _stretches(offers)
    weeks = Weeks(
        first=first,
        request=np.array([request_row[offer.request.id] for offer in offers], dtype=np.int32),
        points=np.array([_points(offer, policy) for offer in offers], dtype=np.int64),
        minutes=np.array([offer.minutes for offer in offers], dtype=np.int32),
        visits=np.array([offer.request.visits_per_week for offer in offers], dtype=np.int8),
        visit_minutes=np.array([offer.request.visit_minutes for offer in offers], dtype=np.int16),
        time=np.full(len(offers), -1, dtype=np.int32),
        timed=np.array([bool(one.helper.windows or one.request.windows) for one in offers], dtype=np.bool_),
        locked=np.array(locked, dtype=np.bool_),
        spare_days=np.array(spare_days, dtype=np.int8),
        stretch_first=stretches[0],
        stretch_from=stretches[1],
        stretch_to=stretches[2],
        room=np.array([helper.max_requests for helper in helpers], dtype=np.int64),
        most_minutes=np.array([_most_minutes(helper) for helper in helpers], dtype=np.int64),
        musts=np.add.reduceat(np.array(locked, dtype=np.int64), first[:-1]),
        load=policy.load_weight,
        grid_minutes=policy.grid_minutes,
    )
    return weeks._replace(room=most_requests(weeks))


def _points(offer: Offer, policy: Policy) -> int:
    return value_of(offer.request, policy.weights) + offer.score


def _is_next_helper(offers: Sequence[Offer], place: int) -> bool:
    return offers[place].helper.id != offers[place - 1].helper.id


def _most_minutes(helper: Helper) -> int:
    return NO_LIMIT if helper.minutes_per_week is None else helper.minutes_per_week


def _stretches(offers: Sequence[TimedOffer]) -> tuple[Ints, npt.NDArray[np.int16], npt.NDArray[np.int16]]:
    """Where the stretches of each offer and weekday begin, and first and last start of each stretch."""
    counts = np.zeros(len(offers) * DAYS_PER_WEEK + 1, dtype=np.int64)
    for place, offer in enumerate(offers):
        for one in offer.starts:
            counts[place * DAYS_PER_WEEK + one.weekday + 1] += 1
    every = list(chain.from_iterable(offer.starts for offer in offers))
    begins = np.array([one.first_min for one in every], dtype=np.int16)
    ends = np.array([one.last_min for one in every], dtype=np.int16)
    return np.cumsum(counts), begins, ends
