"""Iterated local search: push a request into another plan, mend what that breaks, keep what is better."""

from __future__ import annotations

import numpy as np

from matching.pairing.compiled import inner_kernel, kernel
from matching.pairing.knapsack.chains import best_entry, improve_request, settle
from matching.pairing.knapsack.plain_part import Bools, Ints, Seed
from matching.pairing.knapsack.plans_at_work import Pairs, PlansAtWork, fits, flip, go_back


@kernel
def improve_some(  # noqa: PLR0917 - kernels take no keywords
    pairs: Pairs, plans: PlansAtWork, order: Ints, place: Ints, at_most: int, depth: int
) -> bool:
    """Improve the next `at_most` requests in the order; True once none of them all can be improved.

    Args:
        place: shape (2,), zeros to begin: where to go on, and how many in a row could not be improved.
    """
    for _ in range(at_most):
        if place[1] >= len(order):
            break
        plans.trail[-1] = 0
        gain = improve_request(pairs, plans, order[place[0]], depth)
        place[0] = (place[0] + 1) % len(order)
        place[1] = 0 if gain > 0 else place[1] + 1
    return bool(place[1] >= len(order))


@kernel
def fill(pairs: Pairs, plans: PlansAtWork, order: Ints) -> float:
    """Give every request in turn the best places that are free; return the points gained."""
    total = 0.0
    for request in order:
        while plans.places_left[request] > 0:
            gain, pair = best_entry(pairs, plans, request, -1)
            if gain <= 0:
                break
            plans.trail[-1] = 0
            total += flip(pairs, plans, pair)
    return total


@kernel
def wander(  # noqa: PLR0917 - kernels take no keywords
    pairs: Pairs, plans: PlansAtWork, seed: Seed, steps: int, tolerance: float, depth: int
) -> float:
    """Try `steps` disturbances; the plans end as the best ones met.

    Args:
        seed: shape (1,), unsigned; goes on from call to call.
        tolerance: points by which the plans may be worse than the best ones and still be kept.

    Returns:
        The points gained.
    """
    best, now = 0.0, 0.0
    best_chosen = plans.chosen.copy()
    for _ in range(steps):
        plans.trail[-1] = 0
        gain = _disturb(pairs, plans, seed, depth)
        if now + gain < best - tolerance * _chance(seed):
            go_back(pairs, plans, 0)
            continue
        now += gain
        if now > best + 1e-7:
            best = now
            best_chosen[:] = plans.chosen
    adopt(pairs, plans, best_chosen)
    return best


@kernel
def adopt(pairs: Pairs, plans: PlansAtWork, chosen: Bools) -> None:
    """Turn the plans into the chosen ones."""
    for wish in (False, True):
        for pair in range(len(chosen)):
            if plans.chosen[pair] != chosen[pair] and chosen[pair] == wish:
                plans.trail[-1] = 0
                flip(pairs, plans, pair)


@inner_kernel
def _chance(seed: Seed) -> float:
    """Return the next number in 0..1 of a linear congruential generator (Knuth's MMIX)."""
    seed[0] = seed[0] * np.uint64(6364136223846793005) + np.uint64(1442695040888963407)
    return float(seed[0] >> np.uint64(11)) / 9007199254740992.0


@inner_kernel
def _disturb(pairs: Pairs, plans: PlansAtWork, seed: Seed, depth: int) -> float:
    """Push one request into a plan of chance, and find places for all it pushes out."""
    pair = pairs.near[int(_chance(seed) * len(pairs.near))]
    if plans.chosen[pair]:
        return 0.0
    request = pairs.request[pair]
    gain = _withdraw(pairs, plans, request) if plans.places_left[request] == 0 else 0.0
    if plans.places_left[request] == 0:
        return gain
    before = plans.trail[-1]
    gain += _make_room(pairs, plans, pair, seed)
    pushed = pairs.request[plans.trail[before : plans.trail[-1]]]
    if fits(pairs, plans, pair):
        gain += flip(pairs, plans, pair)
    for homeless in pushed:
        gain += _settle_all(pairs, plans, homeless, depth)
    gain += improve_request(pairs, plans, request, depth)
    for homeless in pushed:
        gain += improve_request(pairs, plans, homeless, depth)
    return gain


@inner_kernel
def _make_room(pairs: Pairs, plans: PlansAtWork, pair: int, seed: Seed) -> float:
    """Push requests of chance out until the pair fits; return the points gained."""
    gain = 0.0
    while not fits(pairs, plans, pair):
        other = _any_of(pairs, plans, pairs.helper[pair], seed)
        if other < 0:
            break
        gain += flip(pairs, plans, other)
    return gain


@inner_kernel
def _settle_all(pairs: Pairs, plans: PlansAtWork, request: int, depth: int) -> float:
    gain = 0.0
    while plans.places_left[request] > 0:
        found = settle(pairs, plans, request, 0.0, depth, -1)
        if found <= 0:
            break
        gain += found
    return gain


@inner_kernel
def _withdraw(pairs: Pairs, plans: PlansAtWork, request: int) -> float:
    """Take the request out of the plan where it is worth least; return the points gained."""
    worst, worst_pair = np.inf, -1
    for place in range(pairs.near_starts[request], pairs.near_starts[request + 1]):
        pair = pairs.near[place]
        if plans.chosen[pair] and pairs.worth[pair] < worst:
            worst, worst_pair = pairs.worth[pair], pair
    return flip(pairs, plans, worst_pair) if worst_pair >= 0 else 0.0


@inner_kernel
def _any_of(pairs: Pairs, plans: PlansAtWork, helper: int, seed: Seed) -> int:
    """Return a pair of chance in the helper's plan, -1 for an empty one."""
    if plans.held[helper] == 0:
        return -1
    skip = int(_chance(seed) * plans.held[helper])
    for pair in range(pairs.starts[helper], pairs.starts[helper + 1]):
        if plans.chosen[pair]:
            if skip == 0:
                return pair
            skip -= 1
    return -1
