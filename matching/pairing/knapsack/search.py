"""Local search: fill the plans by promise, then improve them request by request."""

from __future__ import annotations

from matching.pairing.compiled import kernel
from matching.pairing.knapsack.chains import improve_request
from matching.pairing.knapsack.plain_part import Bools, Ints
from matching.pairing.knapsack.plans_at_work import Pairs, PlansAtWork, fits, flip


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
def fill(pairs: Pairs, plans: PlansAtWork, order: Ints) -> None:
    """Put each pair in turn into its helper's plan if it fits and is worth something."""
    for pair in order:
        gain = pairs.worth[pair] - pairs.load * plans.held[pairs.helper[pair]]
        if gain > 0 and plans.places_left[pairs.request[pair]] > 0 and fits(pairs, plans, pair):
            plans.trail[-1] = 0
            flip(pairs, plans, pair)


@kernel
def adopt(pairs: Pairs, plans: PlansAtWork, chosen: Bools) -> None:
    """Turn the plans into the chosen ones."""
    for wish in (False, True):
        for pair in range(len(chosen)):
            if plans.chosen[pair] != chosen[pair] and chosen[pair] == wish:
                plans.trail[-1] = 0
                flip(pairs, plans, pair)
