"""Prices by the volume algorithm: subgradient steps that remember (Barahona and Anbil 2000)."""

from __future__ import annotations

import numpy as np

from matching.pairing.compiled import inner_kernel, kernel
from matching.pairing.knapsack.branches import OPEN, Branch, PairColumns, price_out
from matching.pairing.knapsack.plain_part import Bools, Floats, Ints

# The last choice enters the shares with a weight between a tenth of this and this.
_HEAVIEST = 0.3
_LIGHTEST = 0.02
_LIGHTER = 0.98
# Step lengths: half as wide again after a success is too bold, after failures they shrink.
_WIDER, _WIDEST = 1.1, 1.5
_NARROWER, _FAILURES = 0.7, 5
_EVEN = 1e-9


@kernel
def lower_bound(  # noqa: PLR0917 - kernels take no keywords
    pairs: PairColumns, branch: Branch, target: float, aim: float, steps: int, picked: Bools
) -> float:
    """Lower the bound of the branch by better prices; stop as soon as it is below the target.

    Args:
        target: worth in question.
        aim: below the target; the first step would bring the bound there if it were linear in the prices.
        steps: at most.
        picked: becomes the choice at the best prices found.

    Returns:
        The lowest bound; `branch.prices` and `branch.share` are what belongs to it.
    """
    served = np.zeros(len(branch.needed), np.int64)
    choice = np.zeros(len(picked), np.bool_)
    best = price_out(pairs, branch, branch.prices, picked, served)
    _blend(branch, picked, _HEAVIEST)
    boldness, heaviest, failures = 1.0, _HEAVIEST, 0
    for _ in range(steps):
        lack = _lack(pairs, branch)
        length = _product(lack, lack)
        if best < target or length < _EVEN:
            break
        prices = _stepped(pairs, branch, lack, boldness * (best - aim) / length)
        bound = price_out(pairs, branch, prices, choice, served)
        _blend(branch, choice, _weight(branch.needed, served, lack, heaviest))
        if bound < best:
            best, failures, boldness = bound, 0, min(_WIDEST, boldness * _WIDER)
            branch.prices[:] = prices
            picked[:] = choice
            continue
        failures += 1
        heaviest = max(_LIGHTEST, heaviest * _LIGHTER)
        if failures == _FAILURES:
            failures, boldness = 0, boldness * _NARROWER
    return best


@inner_kernel
def _blend(branch: Branch, choice: Bools, weight: float) -> None:
    for pair in range(len(choice)):
        share = branch.share[pair] * (1.0 - weight) + (weight if choice[pair] else 0.0)
        branch.share[pair] = share if branch.state[pair] == OPEN else 0.0


@inner_kernel
def _lack(pairs: PairColumns, branch: Branch) -> Floats:
    """Return how many helpers each request lacks by the shares; 0 where its price cannot fall any more."""
    lack = branch.needed.astype(np.float64)
    for pair in range(len(branch.share)):
        lack[pairs.request[pair]] -= branch.share[pair]
    for request in range(len(lack)):
        is_lowest = branch.prices[request] <= pairs.least_price[request]
        if branch.needed[request] == 0 or (is_lowest and lack[request] > 0):
            lack[request] = 0.0
    return lack


@inner_kernel
def _stepped(pairs: PairColumns, branch: Branch, lack: Floats, length: float) -> Floats:
    """Return the branch's prices, lower where helpers are lacking and higher where there are too many."""
    prices = np.empty(len(lack))
    for request in range(len(lack)):
        prices[request] = max(pairs.least_price[request], branch.prices[request] - length * lack[request])
    return prices


@inner_kernel
def _product(one: Floats, other: Floats) -> float:
    total = 0.0
    for row in range(len(one)):
        total += one[row] * other[row]
    return total


@inner_kernel
def _weight(needed: Ints, served: Ints, lack: Floats, heaviest: float) -> float:
    """Return the weight of the last choice which brings the blend nearest to a lack of nothing."""
    apart = np.empty(len(lack))
    for request in range(len(lack)):
        apart[request] = lack[request] - needed[request] + served[request]
    length = _product(apart, apart)
    best = _product(lack, apart) / length if length > 0 else heaviest
    return max(heaviest / 10, min(heaviest, best))
