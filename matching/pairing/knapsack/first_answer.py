"""A good answer quickly: the most promising pairs first, then local search."""

from __future__ import annotations

import numpy as np

from matching.pairing.budget import Budget
from matching.pairing.knapsack.plain_part import Bools, Floats, PlainPart
from matching.pairing.knapsack.plans_at_work import empty_plans, pairs_for_search, unlikely
from matching.pairing.knapsack.search import adopt, fill, improve_some

# Pairs of a request that are tried, the most promising ones.
_NEAR = 10
# Others that may be pushed out in a row: first one, which is quick, then two.
_DEPTHS = (1, 2)
_SWEEPS = 20
_AT_ONCE = 50


def filled(plain: PlainPart, prices: Floats, share: Floats) -> Bools:
    """Return which pairs are in an answer made of the pairs with the largest shares and those that still fit.

    Args:
        plain: the part.
        prices: of the requests; they decide between pairs of the same share.
        share: of each pair, 0..1.
    """
    pairs, plans = pairs_for_search(plain, prices, _NEAR), empty_plans(plain)
    fill(pairs, plans, np.lexsort((unlikely(plain, prices), -share)))
    return plans.chosen


def improved(plain: PlainPart, prices: Floats, chosen: Bools, *, budget: Budget) -> Bools:
    """Return an answer that no ejection chain improves, not worse than the chosen one."""
    pairs, plans = pairs_for_search(plain, prices, _NEAR), empty_plans(plain)
    adopt(pairs, plans, chosen)
    fill(pairs, plans, np.argsort(unlikely(plain, prices), kind="stable"))
    order = np.argsort(-prices, kind="stable")
    for depth in _DEPTHS:
        place = np.zeros(2, dtype=np.int64)
        for _ in range(0, _SWEEPS * len(order), _AT_ONCE):
            if budget.is_up() or improve_some(pairs, plans, order, place, _AT_ONCE, depth):
                break
    return plans.chosen
