"""A few helpers and requests cut out of a town as a problem of their own, points included.

Scores are given, because some parts of a score count the whole town; so nothing but the pairs named is
possible, and what is worth a point in the town is worth a point here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import TypeVar

import numpy as np

from matching.distance import distances_m
from matching.pairing.candidates import Candidates
from matching.pairing.columns import columns_of
from matching.pairing.listed import listed_pairs
from matching.pairing.problem import Helper, Pair, Policy, Problem, Relation, Request, Travel
from matching.pairing.ranking.small_part import Offer, TravelMin, travel_matrix
from matching.pairing.scoring import PART_NAMES
from matching.pairing.together import lacks_company

Person = TypeVar("Person", Helper, Request)


def small_town(offers: Iterable[Offer], policy: Policy, travel_min: TravelMin) -> tuple[Problem, Candidates]:
    """Return the problem made of these pairs, each once, and those of them that find their company.

    Args:
        offers: pairs that break no rule.
        policy: of the town.
        travel_min: minutes from one request to another, asked where the policy has a matrix.
    """
    offers = sorted(offers, key=lambda one: (one.request.id, one.helper.id))
    helpers, requests = _each_once(one.helper for one in offers), _each_once(one.request for one in offers)
    problem = Problem(
        helpers=helpers,
        requests=requests,
        pairs=tuple(_pair(one) for one in offers),
        policy=_listed_only(policy),
        travel_min=travel_matrix(requests, travel_min) if policy.travel is Travel.MATRIX else None,
    )
    return problem, _candidates(problem, offers)


def _each_once(people: Iterable[Person]) -> tuple[Person, ...]:
    return tuple(sorted({person.id: person for person in people}.values(), key=attrgetter("id")))


def _pair(offer: Offer) -> Pair:
    return Pair(
        helper_id=offer.helper.id,
        request_id=offer.request.id,
        relations=frozenset({Relation.LOCKED}) if offer.is_locked else frozenset(),
        score=offer.score,
        minutes=offer.minutes,
    )


def _listed_only(policy: Policy) -> Policy:
    """Return the policy for given scores; the load cost stays what it was."""
    return replace(policy, only_listed_pairs=True, weights=replace(policy.weights, load=policy.load_weight))


def _candidates(problem: Problem, offers: Sequence[Offer]) -> Candidates:
    helper = {one.id: row for row, one in enumerate(problem.helpers)}
    request = {one.id: row for row, one in enumerate(problem.requests)}
    columns = columns_of(problem)
    helpers = np.array([helper[one.helper.id] for one in offers], dtype=np.int64)
    requests = np.array([request[one.request.id] for one in offers], dtype=np.int64)
    possible = np.flatnonzero(~lacks_company(columns, helpers, requests))
    helpers, requests = helpers[possible], requests[possible]
    offers, count = [offers[place] for place in possible.tolist()], len(possible)
    return Candidates(
        helper=helpers.astype(np.int32),
        request=requests.astype(np.int32),
        score=np.array([one.score for one in offers], dtype=np.int64),
        minutes=np.array([one.minutes for one in offers], dtype=np.int32),
        distance_m=distances_m(columns.helpers.places[helpers], columns.requests.places[requests]),
        parts=np.zeros((count, len(PART_NAMES)), dtype=np.int32),
        given=np.ones(count, dtype=np.bool_),
        locked=np.array([one.is_locked for one in offers], dtype=np.bool_),
        columns=columns,
        listed=listed_pairs(problem),
    )
