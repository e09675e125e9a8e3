"""A whole answer from what the helpers choose at given prices."""

from __future__ import annotations

import numpy as np
from numba import njit

from matching.pairing.knapsack.branches import OPEN, TAKEN


@njit(cache=True, nogil=True)
def rounded(pairs, branch, picked, answer):  # type: ignore[no-untyped-def]
    """Keep for each request its best choices, then give what is left the best free places.

    Args:
        branch: pairs taken there are in the answer, pairs out are not.
        picked: what each helper would choose.
        answer: becomes the pairs of the answer.

    Returns:
        What the answer is worth.
    """
    answer[:] = branch.state == TAKEN
    width, room, held = branch.width.copy(), branch.room.copy(), branch.held.copy()
    total = branch.taken_worth[0]
    for is_choice in (True, False):
        for request in range(len(branch.needed)):
            first, end = pairs.request_starts[request], pairs.request_starts[request + 1]
            served = (answer[pairs.by_request[first:end]] & (branch.state[pairs.by_request[first:end]] == OPEN)).sum()
            for _ in range(branch.needed[request] - served):
                gain, pair = _best_free(pairs, branch, request, picked, is_choice, answer, width, room, held)
                if gain <= 0:
                    break
                helper = pairs.helper[pair]
                answer[pair] = True
                width[helper] -= pairs.minutes[pair]
                room[helper] -= 1
                held[helper] += 1
                total += gain
    return total


@njit(cache=True, nogil=True)
def _best_free(pairs, branch, request, picked, is_choice, answer, width, room, held):  # type: ignore[no-untyped-def] # noqa: PLR0917
    """Return the gain and number of the request's best pair that still fits, among the choices or all."""
    best, best_pair = 0.0, -1
    for place in range(pairs.request_starts[request], pairs.request_starts[request + 1]):
        pair = pairs.by_request[place]
        helper = pairs.helper[pair]
        if branch.state[pair] != OPEN or answer[pair] or (is_choice and not picked[pair]):
            continue
        gain = pairs.worth[pair] - pairs.load * held[helper]
        if width[helper] >= pairs.minutes[pair] and room[helper] > 0 and gain > best:
            best, best_pair = gain, pair
    return best, best_pair
