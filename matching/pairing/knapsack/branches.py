"""Branches of the search tree: which pairs are decided, what limits that leaves, and the prices there."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from matching.pairing.compiled import inner_kernel, kernel
from matching.pairing.knapsack.plain_part import Bools, Floats, Ints, PlainPart
from matching.pairing.knapsack.pricing import best_plan

# Bytes that the branches on the way down may take; a tree of many pairs is cut off at less depth.
_MOST_BYTES = 150_000_000
_DEEPEST = 400

OUT, OPEN, TAKEN = 0, 1, 2


class PairColumns(NamedTuple):
    """The pairs, as they are in the whole tree; see `PlainPart`.

    Attributes:
        worth: points, or points and tie bonus, of each pair.
        least_price: of each request.
        by_request: the pairs sorted by request, those of request r from `request_starts[r]` on.
    """

    starts: Ints
    request: Ints
    helper: Ints
    worth: Floats
    minutes: Ints
    least_price: Floats
    load: float
    request_starts: Ints
    by_request: Ints


class Branch(NamedTuple):
    """One branch, or all on the way down when the arrays have one more dimension in front.

    Attributes:
        state: of each pair: OUT, OPEN or TAKEN.
        share: of each pair, 0..1: how often helpers choose it at prices like these.
        width: minutes each helper has left beyond the pairs taken; `room`, `held`: likewise requests.
        needed: helpers each request needs beyond the pairs taken.
        prices: those with the lowest bound so far.
        taken_worth: of all pairs taken, less their load cost; shape (1,).
    """

    state: npt.NDArray[np.int8]
    share: npt.NDArray[np.float32]
    width: Ints
    room: Ints
    held: Ints
    needed: Ints
    prices: Floats
    taken_worth: Floats


def pair_columns(plain: PlainPart, worth: Floats) -> PairColumns:
    """Return the columns with such a worth of each pair."""
    by_request = np.lexsort((plain.helper, plain.request))
    return PairColumns(
        starts=plain.starts,
        request=plain.request,
        helper=plain.helper,
        worth=worth,
        minutes=plain.minutes,
        least_price=plain.least_price.astype(np.float64),
        load=float(plain.load),
        request_starts=np.searchsorted(plain.request[by_request], np.arange(len(plain.needed) + 1)).astype(
            np.int64
        ),
        by_request=by_request,
    )


def whole_tree(plain: PlainPart, prices: Floats, share: npt.NDArray[np.float32]) -> Branch:
    """Return room for all branches on the way down, the first one with every pair open."""
    depth = max(1, min(_DEEPEST, len(plain.request) + 1, _MOST_BYTES // (5 * len(plain.request) + 1)))
    root = (
        np.full(len(plain.request), OPEN, dtype=np.int8),
        share,
        plain.width,
        plain.room,
        np.zeros(len(plain.room), dtype=np.int64),
        plain.needed,
        np.maximum(prices, plain.least_price),
        np.zeros(1),
    )
    rows = [np.zeros((depth, *column.shape), column.dtype) for column in root]
    for row, column in zip(rows, root, strict=True):
        row[0] = column
    return Branch(*rows)


@kernel
def branch_at(tree: Branch, level: int) -> Branch:
    """Return one branch on the way down."""
    return Branch(
        tree.state[level],
        tree.share[level],
        tree.width[level],
        tree.room[level],
        tree.held[level],
        tree.needed[level],
        tree.prices[level],
        tree.taken_worth[level],
    )


@inner_kernel
def copy_down(tree: Branch, level: int) -> None:
    """Make the branch one level further down like this one."""
    tree.state[level + 1] = tree.state[level]
    tree.share[level + 1] = tree.share[level]
    tree.width[level + 1] = tree.width[level]
    tree.room[level + 1] = tree.room[level]
    tree.held[level + 1] = tree.held[level]
    tree.needed[level + 1] = tree.needed[level]
    tree.prices[level + 1] = tree.prices[level]
    tree.taken_worth[level + 1] = tree.taken_worth[level]


@inner_kernel
def can_take(pairs: PairColumns, branch: Branch, pair: int) -> bool:
    """Whether an open pair keeps to the limits."""
    helper = pairs.helper[pair]
    is_asked = branch.state[pair] == OPEN and branch.needed[pairs.request[pair]] > 0
    return bool(is_asked and branch.room[helper] > 0 and branch.width[helper] >= pairs.minutes[pair])


@inner_kernel
def take(pairs: PairColumns, branch: Branch, pair: int) -> None:
    """Decide for a pair; pairs that no longer fit beside it are decided against."""
    helper, request = pairs.helper[pair], pairs.request[pair]
    branch.taken_worth[0] += pairs.worth[pair] - pairs.load * branch.held[helper]
    branch.state[pair] = TAKEN
    branch.width[helper] -= pairs.minutes[pair]
    branch.room[helper] -= 1
    branch.held[helper] += 1
    branch.needed[request] -= 1
    for other in range(pairs.starts[helper], pairs.starts[helper + 1]):
        if branch.state[other] == OPEN and not can_take(pairs, branch, other):
            branch.state[other] = OUT
    if branch.needed[request] == 0:
        for place in range(pairs.request_starts[request], pairs.request_starts[request + 1]):
            other = pairs.by_request[place]
            if branch.state[other] == OPEN:
                branch.state[other] = OUT


@inner_kernel
def gains_of(pairs: PairColumns, branch: Branch, helper: int, prices: Floats) -> Floats:
    """Return the gain of each pair of a helper at these prices, below 0 for those not open."""
    first, end = pairs.starts[helper], pairs.starts[helper + 1]
    gains = np.full(end - first, -1.0)
    already = pairs.load * branch.held[helper]
    for pair in range(first, end):
        if branch.state[pair] == OPEN:
            gains[pair - first] = pairs.worth[pair] - already - prices[pairs.request[pair]]
    return gains


@inner_kernel
def price_out(pairs: PairColumns, branch: Branch, prices: Floats, picked: Bools, served: Ints) -> float:
    """Let every helper choose a best plan at these prices.

    Args:
        picked: becomes True for each pair chosen.
        served: becomes the number of helpers that chose each request.

    Returns:
        A bound on what any answer of the branch is worth.
    """
    picked[:] = False
    served[:] = 0
    bound: float = branch.taken_worth[0]
    for request in range(len(prices)):
        bound += branch.needed[request] * prices[request]
    for helper in range(len(branch.room)):
        if branch.room[helper] == 0:
            continue
        first, end = pairs.starts[helper], pairs.starts[helper + 1]
        gains = gains_of(pairs, branch, helper, prices)
        plan = best_plan(
            gains, pairs.minutes[first:end], branch.width[helper], branch.room[helper], pairs.load
        )
        for position in plan:
            picked[first + position] = True
            served[pairs.request[first + position]] += 1
            bound += gains[position]
        bound -= pairs.load * (len(plan) * (len(plan) - 1) // 2)
    return bound
