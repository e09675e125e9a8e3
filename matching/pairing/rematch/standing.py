"""The pairs that stand, by helper and by request."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from matching.pairing.answer import Assignment

PairId = tuple[str, str]


def pair_id(item: Assignment) -> PairId:
    """Return (helper id, request id)."""
    return item.helper_id, item.request_id


class Standing:
    """Who goes to whom at present.

    Attributes:
        pairs: assignments by (helper id, request id).
        serves: requests of each helper, by id; `served_by` helpers of each request.
    """

    def __init__(self, assignments: Iterable[Assignment] = ()) -> None:
        self.pairs: dict[PairId, Assignment] = {}
        self.serves: defaultdict[str, set[str]] = defaultdict(set)
        self.served_by: defaultdict[str, set[str]] = defaultdict(set)
        for item in assignments:
            self.put(item)

    def put(self, item: Assignment) -> None:
        """Let a pair stand, in place of the same pair at other times."""
        self.pairs[pair_id(item)] = item
        self.serves[item.helper_id].add(item.request_id)
        self.served_by[item.request_id].add(item.helper_id)

    def drop(self, pair: PairId) -> Assignment:
        """Take a pair off and return it."""
        self.serves[pair[0]].discard(pair[1])
        self.served_by[pair[1]].discard(pair[0])
        return self.pairs.pop(pair)

    def copy(self) -> Standing:
        """Return the same pairs, to be changed apart."""
        return Standing(self.pairs.values())

    def of_helper(self, helper_id: str) -> list[Assignment]:
        """Return what a helper does, by request id."""
        return [self.pairs[helper_id, request_id] for request_id in sorted(self.serves.get(helper_id, ()))]

    def sorted(self) -> tuple[Assignment, ...]:
        """Return all pairs by request id, then helper id, as an answer has them."""
        return tuple(self.pairs[pair] for pair in sorted(self.pairs, key=lambda pair: (pair[1], pair[0])))

    def points(self, values: Mapping[str, int], load_weight: int) -> int:
        """Return value (by request id) and score of all pairs less the load, in points."""
        gained = sum(values[request_id] + item.score for (_, request_id), item in self.pairs.items())
        load = sum(len(week) * (len(week) - 1) // 2 for week in self.serves.values())
        return gained - load_weight * load
