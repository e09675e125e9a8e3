"""What the caller said of single pairs, by both sides, ready for change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from operator import attrgetter

from matching.pairing.problem import Pair

_NOTHING: Mapping[str, Pair] = {}


class Said:
    """Pairs by helper and by request; at most one for each two."""

    def __init__(self, pairs: Iterable[Pair]) -> None:
        self._of_request: defaultdict[str, dict[str, Pair]] = defaultdict(dict)
        self._of_helper: defaultdict[str, dict[str, Pair]] = defaultdict(dict)
        for pair in pairs:
            self.put(pair)

    def put(self, pair: Pair) -> None:
        """Note a pair in place of anything noted of the two before."""
        self._of_request[pair.request_id][pair.helper_id] = pair
        self._of_helper[pair.helper_id][pair.request_id] = pair

    def of(self, helper_id: str, request_id: str) -> Pair | None:
        """Return what is noted of the two."""
        return self.of_request(request_id).get(helper_id)

    def of_request(self, request_id: str) -> Mapping[str, Pair]:
        """Return the pairs of a request by helper id."""
        return self._of_request.get(request_id, _NOTHING)

    def of_helper(self, helper_id: str) -> Mapping[str, Pair]:
        """Return the pairs of a helper by request id."""
        return self._of_helper.get(helper_id, _NOTHING)

    def all(self) -> list[Pair]:
        """Return all pairs by request id, then helper id."""
        every = (pair for pairs in self._of_request.values() for pair in pairs.values())
        return sorted(every, key=attrgetter("request_id", "helper_id"))
