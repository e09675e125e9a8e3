"""Travel times between requests, written a second time from the rules."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from matching.pairing.checker.rules import WGS84
from matching.pairing.problem import Policy, Problem, Travel

Ints = npt.NDArray[np.int64]

# A distance that is a whole number of minutes up to rounding must not cost one minute more.
MINUTE_TOLERANCE = 1e-9


def minutes_a_metre(policy: Policy) -> float:
    """Return how long a metre of the straight line takes."""
    return policy.detour * 60 / (policy.speed_kmh * 1000)


class Ways:
    """Whole minutes between a visit and a later one on the same day; requests by their number.

    Attributes:
        kinds: a number for each request; those with the same number are alike in place and times, so that any
            of them can take the place of another in a timetable.
    """

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        places = [(request.latitude, request.longitude) for request in problem.requests]
        known = [(np.nan, np.nan) if None in place else place for place in places]
        self._places = np.array(known, dtype=np.float64).reshape(-1, 2)
        self._remote = np.array([request.remote for request in problem.requests], dtype=np.bool_)
        self.kinds = self._same_kinds()
        self._seen: dict[tuple[int, int], int] = {}

    def _same_kinds(self) -> list[int]:
        known: dict[object, int] = {}
        by_matrix = self._problem.policy.travel is Travel.MATRIX
        return [
            known.setdefault(
                number
                if by_matrix
                else (r.latitude, r.longitude, r.remote, r.windows, r.visit_minutes, r.visits_per_week),
                number,
            )
            for number, r in enumerate(self._problem.requests)
        ]

    def minutes(self, first: int, then: int) -> int:
        """Minutes of one way, remembered."""
        key = (first, then)
        if key not in self._seen:
            self._seen[key] = int(self.table(np.array([first]), np.array([then]))[0])
        return self._seen[key]

    def table(self, firsts: Ints, thens: Ints) -> Ints:
        """Minutes of many ways, one for each entry of both arrays."""
        policy = self._problem.policy
        minutes = np.zeros(len(firsts), dtype=np.int64)
        present = ~(self._remote[firsts] | self._remote[thens])
        if policy.travel is Travel.MATRIX and self._problem.travel_min is not None:
            minutes[present] = self._problem.travel_min[firsts[present], thens[present]]
        if policy.travel is Travel.BEELINE:
            start, end = self._places[firsts], self._places[thens]
            known = present & ~np.isnan(start).any(axis=1) & ~np.isnan(end).any(axis=1)
            start, end = start[known], end[known]
            metres = WGS84.inv(start[:, 1], start[:, 0], end[:, 1], end[:, 0])[2]
            exact = metres * minutes_a_metre(policy)
            minutes[known] = np.ceil(exact - MINUTE_TOLERANCE).astype(np.int64)
        return minutes
