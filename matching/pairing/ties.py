"""Deciding between equal answers: who has waited longest first, then the smaller id."""

from __future__ import annotations

from collections.abc import Sequence

from matching.pairing.problem import Request


def tie_bonus(requests: Sequence[Request]) -> list[float]:
    """Return extra points for each request, more for whoever goes first.

    All of them together stay below one point, so among answers in whole points they decide only ties.

    Args:
        requests: those of a part.
    """
    last_first = sorted(
        range(len(requests)), key=lambda i: (-requests[i].waiting_days, requests[i].id), reverse=True
    )
    rank = [0] * len(requests)
    for place, index in enumerate(last_first, start=1):
        rank[index] = place
    total = 1 + sum(r * request.helpers_needed for r, request in zip(rank, requests, strict=True))
    return [r / total for r in rank]
