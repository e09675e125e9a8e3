"""What the caller said about single pairs, as arrays to look up in bulk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matching.pairing.columns import Bools, Columns, Ints
from matching.pairing.problem import Pair, Problem, Relation

FAMILIAR = frozenset({Relation.KNOWS, Relation.WISHED})


@dataclass(frozen=True)
class ListedPairs:
    """Listed pairs, sorted by request, then helper, and one more row that stands for "not listed".

    Attributes:
        keys: `request * helpers + helper`, ascending; the last one is greater than any real pair's.
        helper, request: indices, without the last row.
        score, minutes: what was given; `has_score` and `has_minutes` tell whether anything was.
        locked, blocked, familiar, proposed: relations; familiar is `knows` or `wished`.
    """

    n_helpers: int
    keys: Ints
    score: Ints
    has_score: Bools
    minutes: Ints
    has_minutes: Bools
    locked: Bools
    blocked: Bools
    familiar: Bools
    proposed: Bools

    @property
    def helper(self) -> Ints:
        """Index of each listed pair's helper."""
        return self.keys[:-1] % max(self.n_helpers, 1)

    @property
    def request(self) -> Ints:
        """Index of each listed pair's request."""
        return self.keys[:-1] // max(self.n_helpers, 1)

    def find(self, helper: Ints, request: Ints) -> Ints:
        """Return the row of each pair; -1, the row of "not listed", for the others."""
        keys = request * self.n_helpers + helper
        rows = np.searchsorted(self.keys, keys)
        return np.where(self.keys[rows] == keys, rows, -1)

    def minutes_of(self, columns: Columns, row: Ints, request: Ints) -> Ints:
        """Return minutes a week of pairs: given in their `row`, else what the visits of the request take."""
        return np.where(self.has_minutes[row], self.minutes[row], columns.requests.minutes[request])


def listed_pairs(problem: Problem) -> ListedPairs:
    """Turn `problem.pairs` into arrays."""
    helpers = {helper.id: index for index, helper in enumerate(problem.helpers)}
    requests = {request.id: index for index, request in enumerate(problem.requests)}
    n_helpers = len(helpers)
    numbers = (requests[pair.request_id] * n_helpers + helpers[pair.helper_id] for pair in problem.pairs)
    keys = np.fromiter(numbers, dtype=np.int64, count=len(problem.pairs))
    order = np.argsort(keys, kind="stable")
    not_listed = Pair(helper_id="", request_id="")
    pairs = [*(problem.pairs[place] for place in order.tolist()), not_listed]
    return columns_of_pairs(n_helpers, np.append(keys[order], len(requests) * n_helpers + 1), pairs)


def columns_of_pairs(n_helpers: int, keys: Ints, pairs: Sequence[Pair]) -> ListedPairs:
    """Return pairs in their order as columns; the last one stands for "not listed"."""
    number_of: dict[frozenset[Relation], int] = {}
    numbers = (number_of.setdefault(pair.relations, len(number_of)) for pair in pairs)
    said = np.fromiter(numbers, dtype=np.int64, count=len(pairs))

    def related(*relations: Relation) -> Bools:
        """Whether a pair has one of these relations; there are few different sets of them."""
        return np.array([not one.isdisjoint(relations) for one in number_of], dtype=np.bool_)[said]

    return ListedPairs(
        n_helpers=n_helpers,
        keys=keys,
        score=np.array([pair.score or 0 for pair in pairs], dtype=np.int64),
        has_score=np.array([pair.score is not None for pair in pairs], dtype=np.bool_),
        minutes=np.array([pair.minutes or 0 for pair in pairs], dtype=np.int64),
        has_minutes=np.array([pair.minutes is not None for pair in pairs], dtype=np.bool_),
        locked=related(Relation.LOCKED),
        blocked=related(Relation.BLOCKED),
        familiar=related(*FAMILIAR),
        proposed=related(Relation.PROPOSED),
    )
