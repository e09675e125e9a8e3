"""The search tree: is there an answer worth the target? Branches are bounded by prices and followed in depth.

Asking for a target close to the bound lets the bound decide most pairs at once; if there is no such answer,
the next lower target is asked for (Posta, Ferland and Michelon 2012, An exact method with variable fixing for
solving the generalized assignment problem).
"""

from __future__ import annotations

import numpy as np

from matching.pairing.compiled import inner_kernel, kernel
from matching.pairing.knapsack.branches import (
    OPEN,
    OUT,
    Branch,
    PairColumns,
    branch_at,
    can_take,
    copy_down,
    take,
)
from matching.pairing.knapsack.plain_part import Bools, Floats, Ints
from matching.pairing.knapsack.rounding import rounded
from matching.pairing.knapsack.tightening import tighten
from matching.pairing.knapsack.volume import lower_bound

FOUND, NONE, UNDECIDED = 1, 0, -1
# Rows of `place`: level of the branch to look at next, branches looked at, 1 if some were cut off unsolved.
LEVEL, COUNT, CUT_OFF = range(3)

_STEPS = 30
_ROUNDS = 8
# While this share of the open pairs is decided in a round, another round is worth its time.
_WORTH_ANOTHER = 0.05
_HALF = 0.5


@kernel
def search_tree(  # noqa: PLR0917 - kernels take no keywords
    pairs: PairColumns,
    tree: Branch,
    target: float,
    most_branches: int,
    place: Ints,
    best: Floats,
    answer: Bools,
) -> int:
    """Look for an answer worth the target, going on where `place` says.

    Args:
        target: worth, less what floating-point sums may lose.
        most_branches: to look at in this call.
        place: shape (3,), see above; zeros to begin.
        best: shape (1,): what `answer` is worth; minus infinity to begin.
        answer: becomes the pairs of the best answer met, even if it falls short of the target.

    Returns:
        FOUND; NONE if there is no such answer; UNDECIDED if there are branches left or some were cut off.
    """
    picked = np.zeros(len(pairs.request), np.bool_)
    trial = np.zeros(len(pairs.request), np.bool_)
    for _ in range(most_branches):
        if place[LEVEL] < 0:
            break
        place[COUNT] += 1
        branch = branch_at(tree, place[LEVEL])
        is_open = _bound_branch(pairs, branch, target, picked)
        worth = rounded(pairs, branch, picked, trial) if is_open else -np.inf
        if worth > best[0]:
            best[0] = worth
            answer[:] = trial
            if worth >= target:
                return FOUND
        pair = _pair_to_decide(branch) if is_open else -1
        if pair >= 0 and place[LEVEL] + 1 < len(tree.room):
            _part_ways(pairs, tree, place, pair)
        else:
            place[CUT_OFF] = max(place[CUT_OFF], 1 if pair >= 0 else 0)
            place[LEVEL] -= 1
    return NONE if place[LEVEL] < 0 and place[CUT_OFF] == 0 else UNDECIDED


@inner_kernel
def _bound_branch(pairs: PairColumns, branch: Branch, target: float, picked: Bools) -> bool:
    """Lower the bound and decide pairs by it in turn; False when nothing worth the target is left."""
    for _ in range(_ROUNDS):
        # Points are whole numbers, so a point below is where a bound that decides something lies.
        bound = lower_bound(pairs, branch, target, target - 1.0, _STEPS, picked)
        if bound < target:
            return False
        left = np.count_nonzero(branch.state == OPEN)
        decided = tighten(pairs, branch, bound, target)
        if decided < 0:
            return False
        if decided < _WORTH_ANOTHER * left:
            break
    return True


@inner_kernel
def _pair_to_decide(branch: Branch) -> int:
    """Return the open pair whose share is nearest to a half, -1 when none is open."""
    best, best_pair = -1.0, -1
    for pair in range(len(branch.state)):
        doubt = min(branch.share[pair], 1.0 - branch.share[pair])
        if branch.state[pair] == OPEN and doubt > best:
            best, best_pair = doubt, pair
    return best_pair


@inner_kernel
def _part_ways(pairs: PairColumns, tree: Branch, place: Ints, pair: int) -> None:
    """Go down the likelier way; the other one is left at this level for later."""
    level = place[LEVEL]
    copy_down(tree, level)
    is_likely = tree.share[level, pair] >= _HALF
    for_it, against_it = (level + 1, level) if is_likely else (level, level + 1)
    if can_take(pairs, branch_at(tree, for_it), pair):
        take(pairs, branch_at(tree, for_it), pair)
    tree.state[against_it, pair] = OUT
    place[LEVEL] += 1
