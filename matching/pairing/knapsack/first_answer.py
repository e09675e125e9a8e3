"""A good answer quickly: best places first, then local search."""

from __future__ import annotations

import numpy as np

from matching.pairing.budget import Budget
from matching.pairing.knapsack.plain_part import Bools, Floats, PlainPart
from matching.pairing.knapsack.plans_at_work import empty_plans, pairs_for_search
from matching.pairing.knapsack.search import adopt, fill, improve_some, wander

# Pairs of a request that are tried, the most promising ones.
_NEAR = 10
# Others that may be pushed out in a row.
_DEPTH = 2
_SWEEPS = 20
_AT_ONCE = 200


def first_answer(plain: PlainPart, prices: Floats, budget: Budget) -> Bools:
    """Return which pairs are in an answer to begin with, shape (pairs,)."""
    nothing = np.zeros(len(plain.request), dtype=np.bool_)
    return improved(plain, prices, nothing, budget=budget)


def improved(plain: PlainPart, prices: Floats, chosen: Bools, *, budget: Budget) -> Bools:
    """Return an answer that no ejection chain improves, not worse than the chosen one."""
    pairs, plans = pairs_for_search(plain, prices, _NEAR), empty_plans(plain)
    adopt(pairs, plans, chosen)
    order = np.argsort(-prices, kind="stable")
    fill(pairs, plans, order)
    place = np.zeros(2, dtype=np.int64)
    for _ in range(0, _SWEEPS * len(order), _AT_ONCE):
        if budget.is_up() or improve_some(pairs, plans, order, place, _AT_ONCE, _DEPTH):
            break
    return plans.chosen


def wandered(
    plain: PlainPart, prices: Floats, chosen: Bools, *, seed: int, steps: int, tolerance: float
) -> Bools:
    """Return the best answer met while wandering about from the chosen one.

    Args:
        seed: the same one makes the same way.
        steps: disturbances tried.
        tolerance: points by which an answer on the way may be worse than the best one.
    """
    pairs, plans = pairs_for_search(plain, prices, _NEAR), empty_plans(plain)
    adopt(pairs, plans, chosen)
    wander(pairs, plans, np.array([seed], dtype=np.uint64), steps, tolerance, _DEPTH)
    return plans.chosen
