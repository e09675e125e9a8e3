"""Iterated local search: push a request into another plan, mend what that breaks, keep what is better."""

from __future__ import annotations

import numpy as np
from numba import njit

from matching.pairing.knapsack.chains import best_entry, improve_request, settle
from matching.pairing.knapsack.plans_at_work import fits, flip, go_back


@njit(cache=True, nogil=True)
def improve_some(pairs, plans, order, place, at_most, depth):  # type: ignore[no-untyped-def]
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
    return place[1] >= len(order)


@njit(cache=True, nogil=True)
def fill(pairs, plans, order):  # type: ignore[no-untyped-def]
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


@njit(cache=True, nogil=True)
def wander(pairs, plans, seed, steps, tolerance, depth):  # type: ignore[no-untyped-def]
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
        if now > best + 1e-7:  # noqa: PLR2004 - dust of sums
            best = now
            best_chosen[:] = plans.chosen
    adopt(pairs, plans, best_chosen)
    return best


@njit(cache=True, nogil=True)
def adopt(pairs, plans, chosen):  # type: ignore[no-untyped-def]
    """Turn the plans into the chosen ones."""
    for wish in (False, True):
        for pair in range(len(chosen)):
            if plans.chosen[pair] != chosen[pair] and chosen[pair] == wish:
                plans.trail[-1] = 0
                flip(pairs, plans, pair)


@njit(cache=True, nogil=True)
def _chance(seed):  # type: ignore[no-untyped-def]
    """Return the next number in 0..1 of a linear congruential generator (Knuth's MMIX)."""
    seed[0] = seed[0] * np.uint64(6364136223846793005) + np.uint64(1442695040888963407)
    return float(seed[0] >> np.uint64(11)) / 9007199254740992.0


@njit(cache=True, nogil=True)
def _disturb(pairs, plans, seed, depth):  # type: ignore[no-untyped-def]
    """Push one request into a plan of chance, and find places for all it pushes out."""
    touched = np.empty(16, np.int64)
    pair = pairs.near[int(_chance(seed) * len(pairs.near))]
    if plans.chosen[pair]:
        return 0.0
    request, helper = pairs.request[pair], pairs.helper[pair]
    count, gain = 1, 0.0
    touched[0] = request
    if plans.places_left[request] == 0:
        gain += _withdraw(pairs, plans, request)
    if plans.places_left[request] == 0:
        return gain
    while not fits(pairs, plans, pair):
        other = _any_of(pairs, plans, helper, seed)
        if other < 0:
            break
        gain += flip(pairs, plans, other)
        if count < len(touched):
            touched[count] = pairs.request[other]
            count += 1
    if fits(pairs, plans, pair):
        gain += flip(pairs, plans, pair)
    for place in range(count - 1, -1, -1):
        while plans.places_left[touched[place]] > 0:
            found = settle(pairs, plans, touched[place], 0.0, depth, -1)
            if found <= 0:
                break
            gain += found
    for place in range(count):
        gain += improve_request(pairs, plans, touched[place], depth)
    return gain


@njit(cache=True, nogil=True)
def _withdraw(pairs, plans, request):  # type: ignore[no-untyped-def]
    """Take the request out of the plan where it is worth least; return the points gained."""
    worst, worst_pair = np.inf, -1
    for place in range(pairs.near_starts[request], pairs.near_starts[request + 1]):
        pair = pairs.near[place]
        if plans.chosen[pair] and pairs.worth[pair] < worst:
            worst, worst_pair = pairs.worth[pair], pair
    return flip(pairs, plans, worst_pair) if worst_pair >= 0 else 0.0


@njit(cache=True, nogil=True)
def _any_of(pairs, plans, helper, seed):  # type: ignore[no-untyped-def]
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
