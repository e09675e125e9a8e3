"""Points of possible pairs, looked up one at a time."""

from __future__ import annotations

import numpy as np

from matching.pairing import scoring
from matching.pairing.candidates import Candidates
from matching.pairing.columns import Ints
from matching.pairing.problem import Problem


class PairPoints:
    """Value and score of possible pairs.

    Attributes:
        load: points that each further request of one helper costs, see `Weights.load`.
    """

    def __init__(self, problem: Problem, candidates: Candidates) -> None:
        self.load = problem.policy.load_weight
        self._candidates = candidates
        self._values = scoring.value(problem).tolist()
        self._n_helpers = len(problem.helpers)
        # Pairs are sorted by request, then helper, so this key ascends.
        self._keys: Ints = candidates.request.astype(np.int64) * self._n_helpers + candidates.helper
        self._best_first: dict[int, Ints] = {}
        self._known: dict[tuple[int, int], int] = {}

    def of(self, helper: int, request: int) -> int:
        """Value of the request plus score of a possible pair."""
        pair = (helper, request)
        if pair not in self._known:
            place = int(np.searchsorted(self._keys, request * self._n_helpers + helper))
            self._known[pair] = int(self._values[request]) + int(self._candidates.score[place])
        return self._known[pair]

    def best_first(self, request: int) -> Ints:
        """Places in `candidates` of all who could serve the request, best score first, then by helper."""
        if request not in self._best_first:
            span = self._candidates.of_request(request)
            order = np.lexsort((self._candidates.helper[span], -self._candidates.score[span]))
            self._best_first[request] = (order + span.start).astype(np.int64)
        return self._best_first[request]
