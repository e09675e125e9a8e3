"""Deciding pairs by the bound: what would pull it below the target cannot be in an answer that is looked for.

Every pair is tried in and out of its helper's best plan (Posta, Ferland and Michelon 2012).
"""

from __future__ import annotations

import numpy as np

from matching.pairing.compiled import inner_kernel, kernel
from matching.pairing.knapsack.branches import OPEN, OUT, Branch, PairColumns, can_take, gains_of, take
from matching.pairing.knapsack.plain_part import Bools, Ints
from matching.pairing.knapsack.pricing import of, worth_with_and_without


@kernel
def tighten(pairs: PairColumns, branch: Branch, bound: float, target: float) -> int:
    """Decide every pair that the bound at the branch's prices decides.

    Returns:
        How many pairs were decided, one taken counting for several; -1 when nothing worth the target is left.
    """
    musts = np.zeros(len(branch.state), np.bool_)
    decided = 0
    for helper in range(len(branch.room)):
        first, end = pairs.starts[helper], pairs.starts[helper + 1]
        positions = _open_positions(branch, first, end)
        if len(positions) == 0:
            continue
        gains = of(gains_of(pairs, branch, helper, branch.prices), positions)
        minutes = of(pairs.minutes[first:end], positions)
        worth = worth_with_and_without(gains, minutes, branch.width[helper], branch.room[helper], pairs.load)
        for place in range(len(positions)):
            best = max(worth[0, place], worth[1, place])
            if bound - best + worth[0, place] < target:
                branch.state[first + positions[place]] = OUT
                decided += 1
            elif bound - best + worth[1, place] < target:
                musts[first + positions[place]] = True
    return _take_all(pairs, branch, musts, decided)


@inner_kernel
def _open_positions(branch: Branch, first: int, end: int) -> Ints:
    found = np.empty(end - first, np.int64)
    count = 0
    for pair in range(first, end):
        if branch.state[pair] == OPEN:
            found[count] = pair - first
            count += 1
    return found[:count]


@inner_kernel
def _take_all(pairs: PairColumns, branch: Branch, musts: Bools, decided: int) -> int:
    for pair in range(len(musts)):
        if musts[pair]:
            if not can_take(pairs, branch, pair):
                return -1
            take(pairs, branch, pair)
            decided += 10
    return decided
