"""Ejection chains: a request finds a place by pushing another one out, which finds a place in turn."""

from __future__ import annotations

import numpy as np

from matching.pairing.compiled import inner_kernel
from matching.pairing.knapsack.plain_part import Ints
from matching.pairing.knapsack.plans_at_work import Pairs, PlansAtWork, fits, flip, go_back

NOT_FOUND = -np.inf
_DUST = 1e-7
# Chains tried for one request before it is left where it is.
_MOST_PUSHES = 500
# Columns of a step: a request, who does not take it, and what was tried for it.
REQUEST, BARRED, PLACE, OTHER, MARK = range(5)


@inner_kernel
def best_entry(pairs: Pairs, plans: PlansAtWork, request: int, barred: int) -> tuple[float, int]:
    """Return the pair with which the request gains most without pushing anything out, -1 for none."""
    best, best_pair = NOT_FOUND, -1
    for place in range(pairs.near_starts[request], pairs.near_starts[request + 1]):
        pair = pairs.near[place]
        if pairs.helper[pair] != barred and fits(pairs, plans, pair):
            gain = pairs.worth[pair] - pairs.load * plans.held[pairs.helper[pair]]
            if gain > best:
                best, best_pair = gain, pair
    return best, best_pair


@inner_kernel
def settle(  # noqa: PLR0917 - kernels take no keywords
    pairs: Pairs, plans: PlansAtWork, request: int, more_than: float, depth: int, barred: int
) -> float:
    """Find the request a place, or leave it without, so that more than `more_than` is gained in all.

    A search in depth, without recursion: numba cannot load recursive functions from its cache.

    Args:
        depth: how many others may be pushed out, one after the other.
        barred: helper who does not take it (who has just pushed it out), -1 for none.

    Returns:
        The gain, with the plans changed; minus infinity, with the plans as they were.
    """
    steps = np.empty((depth + 2, 5), np.int64)
    gained = np.zeros(depth + 2)
    level = 0
    _begin(pairs, steps[0], request, barred)
    for _ in range(_MOST_PUSHES):
        step = steps[level]
        gain = _settle_directly(pairs, plans, step[REQUEST], more_than - gained[level], step[BARRED])
        if gain > NOT_FOUND:
            return float(gained[level] + gain)
        if level == depth:
            level = _one_up(pairs, plans, steps, level)
        while level >= 0 and not _next_push(pairs, plans, steps[level], more_than - gained[level]):
            level = _one_up(pairs, plans, steps, level)
        if level < 0:
            return NOT_FOUND
        step = steps[level]
        pair, other = pairs.near[step[PLACE]], step[OTHER]
        step[MARK] = plans.trail[-1]
        flip(pairs, plans, other)
        flip(pairs, plans, pair)
        gained[level + 1] = gained[level] + pairs.worth[pair] - pairs.worth[other]
        level += 1
        _begin(pairs, steps[level], pairs.request[other], pairs.helper[pair])
    while level > 0:
        level = _one_up(pairs, plans, steps, level)
    return NOT_FOUND


@inner_kernel
def _begin(pairs: Pairs, step: Ints, request: int, barred: int) -> None:
    step[REQUEST], step[BARRED] = request, barred
    step[PLACE], step[OTHER] = pairs.near_starts[request], -1


@inner_kernel
def _one_up(pairs: Pairs, plans: PlansAtWork, steps: Ints, level: int) -> int:
    """Give up at this level: undo what led to it, and return the level above, -1 at the top."""
    if level > 0:
        go_back(pairs, plans, steps[level - 1][MARK])
    return level - 1


@inner_kernel
def _settle_directly(pairs: Pairs, plans: PlansAtWork, request: int, more_than: float, barred: int) -> float:
    """Settle the request without pushing anything out; what it returns is as of `settle`."""
    gain, pair = best_entry(pairs, plans, request, barred)
    if gain > max(more_than, 0.0):
        return flip(pairs, plans, pair)
    return 0.0 if more_than < 0.0 else NOT_FOUND


@inner_kernel
def _next_push(pairs: Pairs, plans: PlansAtWork, step: Ints, more_than: float) -> bool:
    """Go on to the next pair of the request and the next other pair to push out for it; False at the end."""
    while step[PLACE] < pairs.near_starts[step[REQUEST] + 1]:
        pair = pairs.near[step[PLACE]]
        helper = pairs.helper[pair]
        if helper != step[BARRED] and not plans.chosen[pair]:
            step[OTHER] = max(step[OTHER] + 1, pairs.starts[helper])
            while step[OTHER] < pairs.starts[helper + 1]:
                exchange = pairs.worth[pair] - pairs.worth[step[OTHER]]
                if _is_worth_pushing(pairs, plans, pair, step[OTHER], more_than - exchange):
                    return True
                step[OTHER] += 1
        step[PLACE], step[OTHER] = step[PLACE] + 1, -1
    return False


@inner_kernel
def _is_worth_pushing(pairs: Pairs, plans: PlansAtWork, pair: int, other: int, more_than: float) -> bool:
    """Whether `other` makes room enough for the pair and could itself gain more than `more_than`."""
    if not plans.chosen[other] or pairs.most[pairs.request[other]] <= more_than:
        return False
    return bool(plans.minutes_left[pairs.helper[pair]] + pairs.minutes[other] >= pairs.minutes[pair])


@inner_kernel
def improve_request(pairs: Pairs, plans: PlansAtWork, request: int, depth: int) -> float:
    """Find the request a better place, or another one; return the points gained, 0 when there is none."""
    if plans.places_left[request] > 0:
        gain = settle(pairs, plans, request, _DUST, depth, -1)
        if gain > NOT_FOUND:
            return gain
    for place in range(pairs.near_starts[request], pairs.near_starts[request + 1]):
        pair = pairs.near[place]
        if plans.chosen[pair]:
            mark = plans.trail[-1]
            lost = flip(pairs, plans, pair)
            gain = settle(pairs, plans, request, _DUST - lost, depth, pairs.helper[pair])
            if gain > NOT_FOUND:
                return lost + gain
            go_back(pairs, plans, mark)
    return 0.0
