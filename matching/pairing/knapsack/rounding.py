"""A whole answer from what the helpers choose at given prices."""

from __future__ import annotations

from matching.pairing.compiled import inner_kernel
from matching.pairing.knapsack.branches import OPEN, TAKEN, Branch, PairColumns
from matching.pairing.knapsack.plain_part import Bools, Ints


@inner_kernel
def rounded(pairs: PairColumns, branch: Branch, picked: Bools, answer: Bools) -> float:
    """Keep for each request its best choices, then give what is left the best free places.

    Args:
        pairs: columns of the tree.
        branch: pairs taken there are in the answer, pairs out are not.
        picked: what each helper would choose.
        answer: becomes the pairs of the answer.

    Returns:
        What the answer is worth.
    """
    answer[:] = branch.state == TAKEN
    limits = branch.width.copy(), branch.room.copy(), branch.held.copy()
    left = branch.needed.copy()
    total: float = branch.taken_worth[0]
    is_open = branch.state == OPEN
    for allowed in (is_open & picked, is_open):
        for request in range(len(left)):
            while left[request] > 0:
                gain, pair = _best_free(pairs, request, allowed, answer, limits)
                if gain <= 0:
                    break
                _enter(pairs, pair, answer, limits)
                left[request] -= 1
                total += gain
    return total


@inner_kernel
def _best_free(
    pairs: PairColumns, request: int, allowed: Bools, answer: Bools, limits: tuple[Ints, Ints, Ints]
) -> tuple[float, int]:
    """Return gain and number of the best allowed pair of a request that still fits; 0 and -1 for none."""
    width, room, held = limits
    best, best_pair = 0.0, -1
    for place in range(pairs.request_starts[request], pairs.request_starts[request + 1]):
        pair = pairs.by_request[place]
        helper = pairs.helper[pair]
        if allowed[pair] and not answer[pair] and width[helper] >= pairs.minutes[pair] and room[helper] > 0:
            gain = pairs.worth[pair] - pairs.load * held[helper]
            if gain > best:
                best, best_pair = gain, pair
    return best, best_pair


@inner_kernel
def _enter(pairs: PairColumns, pair: int, answer: Bools, limits: tuple[Ints, Ints, Ints]) -> None:
    width, room, held = limits
    helper = pairs.helper[pair]
    answer[pair] = True
    width[helper] -= pairs.minutes[pair]
    room[helper] -= 1
    held[helper] += 1
