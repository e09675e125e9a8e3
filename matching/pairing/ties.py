"""Deciding between equal answers: who has waited longest first, then the smaller id."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matching.pairing.problem import Request

# Objectives of CP-SAT are 64-bit; half of that leaves room for sums.
_LARGEST_OBJECTIVE = 1 << 62


@dataclass(frozen=True, slots=True)
class Ties:
    """Small extra points that never outweigh one whole point, taken together.

    Attributes:
        extra: extra of each request, more for whoever goes first.
        per_point: so many extras are worth one point.
    """

    extra: tuple[int, ...]
    per_point: int

    def bonus(self) -> list[float]:
        """Return the extras in points."""
        return [extra / self.per_point for extra in self.extra]


def ties_of(requests: Sequence[Request], *, most_points: int) -> Ties:
    """Rank the requests: longest waiting first, then by id.

    Args:
        requests: those of a part.
        most_points: no answer has more points; where extras and points together would not fit into 64
            bits, there are no extras.
    """
    order = sorted(range(len(requests)), key=lambda index: (-requests[index].waiting_days, requests[index].id))
    extra = [0] * len(requests)
    for rank, index in enumerate(order):
        extra[index] = len(requests) - rank
    per_point = 1 + sum(e * request.helpers_needed for e, request in zip(extra, requests, strict=True))
    if per_point * max(1, most_points) >= _LARGEST_OBJECTIVE:
        return Ties((0,) * len(requests), 1)
    return Ties(tuple(extra), per_point)
