"""The prices of a whole part, and whether an answer of a certain worth can still be there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matching.pairing.budget import Budget
from matching.pairing.knapsack.branches import (
    OUT,
    Branch,
    PairColumns,
    branch_at,
    pair_columns,
    whole_tree,
)
from matching.pairing.knapsack.plain_part import Bools, Floats, PlainPart
from matching.pairing.knapsack.tightening import tighten
from matching.pairing.knapsack.tree import FOUND, NONE, UNDECIDED, search_tree
from matching.pairing.knapsack.volume import lower_bound

_STEPS_AT_ONCE = 50
_MOST_ROUNDS = 40
# Points are whole numbers: a lower bound by less than this hardly ever decides anything.
_HOPELESS = 0.05
# Pairs times branches looked at before the budget is asked.
_WORK_AT_ONCE = 40_000
_DUST = 1e-11


@dataclass
class Relaxed:
    """What the helpers would choose at the best prices found.

    Attributes:
        bound: worth that no answer exceeds, without the locked pairs.
        share: how often each pair was chosen, 0..1.
    """

    plain: PlainPart
    worth: Floats
    prices: Floats
    share: npt.NDArray[np.float32]
    bound: float


def relax(plain: PlainPart, worth: Floats, prices: Floats, *, target: float, budget: Budget) -> Relaxed:
    """Lower the bound until it hardly falls any more.

    Args:
        plain: the part.
        worth: of each pair: points, or points and tie bonus.
        prices: to begin with.
        target: worth of an answer that is known.
        budget: asked now and then.
    """
    pairs = pair_columns(plain, worth)
    root = _root(plain, prices, np.zeros(len(worth), dtype=np.float32))
    picked = np.zeros(len(worth), dtype=np.bool_)
    bound = float(lower_bound(pairs, root, target, target, 0, picked))
    hope = bound - target
    for _ in range(_MOST_ROUNDS):
        if hope < _HOPELESS or budget.is_up():
            break
        before = bound
        bound = float(lower_bound(pairs, root, target, bound - hope, _STEPS_AT_ONCE, picked))
        # Steps too long for what there is to gain find nothing: the target may be far from the bound.
        hope = min(bound - target, hope / 8 if before - bound < hope / 8 else hope)
    return Relaxed(plain, worth, root.prices, root.share, bound)


def dust_of(worth: Floats) -> float:
    """Return how much floating-point sums of these may be off."""
    return 1e-9 + _DUST * float(np.abs(worth).sum())


def _root(plain: PlainPart, prices: Floats, share: npt.NDArray[np.float32]) -> Branch:
    root: Branch = branch_at(whole_tree(plain, prices, share), 0)
    return root


class Question:
    """Is there an answer worth the target? Asked bit by bit, as long as the time allows."""

    def __init__(self, relaxed: Relaxed, target: float) -> None:
        """Look only at pairs that the bound leaves open."""
        self._target = target - dust_of(relaxed.worth)
        self._size = len(relaxed.worth)
        self._result = UNDECIDED
        pairs, root = (
            pair_columns(relaxed.plain, relaxed.worth),
            _root(relaxed.plain, relaxed.prices, relaxed.share),
        )
        picked = np.zeros(self._size, dtype=np.bool_)
        bound = lower_bound(pairs, root, self._target, self._target, 0, picked)
        if bound < self._target or tighten(pairs, root, bound, self._target) < 0:
            self._result = NONE
        self._open = np.flatnonzero(root.state != OUT)
        kept = relaxed.plain.only(root.state != OUT)
        self._pairs: PairColumns = pair_columns(kept, relaxed.worth[self._open])
        self._tree = whole_tree(kept, relaxed.prices, relaxed.share[self._open])
        self._place = np.zeros(3, dtype=np.int64)
        self._best = np.full(1, -np.inf)
        self._answer = np.zeros(len(self._open), dtype=np.bool_)

    def ask(self, branches: int, budget: Budget) -> int:
        """Look at so many more branches; FOUND, NONE, or UNDECIDED."""
        at_once = 1 + _WORK_AT_ONCE // (1 + len(self._open))
        while branches > 0 and self._result == UNDECIDED and not budget.is_up():
            now = min(branches, at_once)
            branches -= now
            self._result = search_tree(
                self._pairs, self._tree, self._target, now, self._place, self._best, self._answer
            )
            if self._place[0] < 0:
                break
        return self._result

    def answer(self) -> Bools:
        """Return which pairs are in the best answer met, shape (pairs,); none at all when there is none."""
        chosen = np.zeros(self._size, dtype=np.bool_)
        chosen[self._open[self._answer]] = True
        return chosen


__all__ = ["FOUND", "NONE", "UNDECIDED", "Question", "Relaxed", "dust_of", "relax"]
