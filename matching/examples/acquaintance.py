"""What is known of some pairs of an invented town."""

from __future__ import annotations

import numpy as np

from matching.examples.chance import Chance, Ints
from matching.pairing.candidates import Candidates
from matching.pairing.problem import Pair, Problem, Relation


def known_pairs(problem: Problem, candidates: Candidates, locked_share: float, chance: Chance) -> list[Pair]:
    """Say something about one possible pair of some requests; a helper is locked once at most."""
    request, helper = _one_pair_each(problem, candidates, chance)
    relation = _relations(len(request), locked_share, chance)
    locked: set[int] = set()
    pairs = []
    for asked, offers, said in zip(request.tolist(), helper.tolist(), relation, strict=True):
        if said is Relation.LOCKED and (offers in locked or problem.requests[asked].together):
            continue
        if said is Relation.LOCKED:
            locked.add(offers)
        if said is not None:
            ids = (problem.helpers[offers].id, problem.requests[asked].id)
            pairs.append(Pair(helper_id=ids[0], request_id=ids[1], relations=frozenset({said})))
    return pairs


def _one_pair_each(problem: Problem, candidates: Candidates, chance: Chance) -> tuple[Ints, Ints]:
    """Request and helper of one pair drawn for each request that has any."""
    first = np.searchsorted(candidates.request, np.arange(len(problem.requests) + 1))
    request = np.flatnonzero(np.diff(first))
    row = chance.whole(first[request], first[request + 1] - 1, len(request))
    return request, candidates.helper[row].astype(np.int64)


def _relations(n: int, locked_share: float, chance: Chance) -> list[Relation | None]:
    relations: list[Relation | None] = [None] * n
    shares = ((Relation.BLOCKED, 0.02), (Relation.WISHED, 0.03), (Relation.KNOWS, 0.05))
    for relation, share in (*shares, (Relation.LOCKED, locked_share)):
        for index in np.flatnonzero(chance.happens(share, n)).tolist():
            relations[index] = relation
    return relations
