"""The plans of all helpers while they are being changed, with a trail of the changes to go back along."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from matching.pairing.compiled import inner_kernel
from matching.pairing.knapsack.plain_part import Bools, Floats, Ints, PlainPart

# Changes of one disturbance: all requests of one helper pushed out, and chains for some of them.
_SPARE_TRAIL = 1_000


class Pairs(NamedTuple):
    """The pairs of a part as the kernels of the search want them.

    Attributes:
        starts, request, minutes, width, room, load: see `PlainPart`.
        helper: of each pair.
        worth: points and tie bonus of each pair.
        most: the highest worth among the pairs of each request.
        near_starts, near: for each request its pairs worth trying, most promising first.
    """

    starts: Ints
    request: Ints
    helper: Ints
    worth: Floats
    minutes: Ints
    width: Ints
    room: Ints
    load: float
    most: Floats
    near_starts: Ints
    near: Ints


class PlansAtWork(NamedTuple):
    """Which pairs are chosen, and what that leaves.

    Attributes:
        chosen: of each pair whether it is in a plan.
        minutes_left: of each helper; `held`: its requests.
        places_left: helpers each request still needs.
        trail: pairs flipped so far, oldest first; `trail[-1]` is how many there are.
    """

    chosen: Bools
    minutes_left: Ints
    held: Ints
    places_left: Ints
    trail: Ints


def pairs_for_search(plain: PlainPart, prices: npt.NDArray[np.float64], most_near: int) -> Pairs:
    """Return the pairs with the `most_near` most promising of each request.

    A pair promises much when its points less the price of its request are many for the minutes it takes.
    """
    worth = plain.points + plain.bonus[plain.request]
    most = np.zeros(len(plain.needed))
    np.maximum.at(most, plain.request, worth)
    order = np.lexsort((np.arange(len(worth)), unlikely(plain, prices), plain.request))
    rank = np.arange(len(order)) - np.searchsorted(plain.request[order], plain.request[order])
    near = order[rank < most_near]
    return Pairs(
        starts=plain.starts,
        request=plain.request,
        helper=plain.helper,
        worth=worth,
        minutes=plain.minutes,
        width=plain.width,
        room=plain.room,
        load=float(plain.load),
        most=most,
        near_starts=np.searchsorted(plain.request[near], np.arange(len(most) + 1)).astype(np.int64),
        near=near,
    )


def unlikely(plain: PlainPart, prices: Floats) -> Floats:
    """Return how far each pair lies below the point where its helper's minutes are well spent."""
    gains = plain.points - prices[plain.request]
    worst = np.zeros(len(gains))
    for helper in range(len(plain.room)):
        own = slice(plain.starts[helper], plain.starts[helper + 1])
        worst[own] = plain.minutes[own] * _minute_price(gains[own], plain.minutes[own], plain.width[helper])
    below: Floats = worst - gains
    return below


def _minute_price(gains: Floats, minutes: Ints, width: int) -> float:
    """Gain per minute of the last pair that fits when the best ones by the minute go first."""
    ratio = gains / np.maximum(minutes, 1)
    order = np.argsort(-ratio, kind="stable")
    beyond = np.flatnonzero(np.cumsum(minutes[order]) > width)
    return max(0.0, float(ratio[order[beyond[0]]])) if len(beyond) else 0.0


def empty_plans(plain: PlainPart) -> PlansAtWork:
    """Return plans without any pair."""
    return PlansAtWork(
        chosen=np.zeros(len(plain.request), dtype=np.bool_),
        minutes_left=plain.width.copy(),
        held=np.zeros(len(plain.room), dtype=np.int64),
        places_left=plain.needed.copy(),
        trail=np.zeros(len(plain.request) + _SPARE_TRAIL, dtype=np.int64),
    )


@inner_kernel
def fits(pairs: Pairs, plans: PlansAtWork, pair: int) -> bool:
    """Whether the helper can take the request besides what it holds."""
    helper = pairs.helper[pair]
    return (
        not plans.chosen[pair]
        and plans.minutes_left[helper] >= pairs.minutes[pair]
        and plans.held[helper] < pairs.room[helper]
    )


@inner_kernel
def flip(pairs: Pairs, plans: PlansAtWork, pair: int) -> float:
    """Put the pair into its helper's plan, or take it out; return the points gained."""
    helper = pairs.helper[pair]
    sign = -1 if plans.chosen[pair] else 1
    plans.chosen[pair] = sign > 0
    plans.minutes_left[helper] -= sign * pairs.minutes[pair]
    plans.places_left[pairs.request[pair]] -= sign
    before = plans.held[helper]
    plans.held[helper] = before + sign
    plans.trail[plans.trail[-1]] = pair
    plans.trail[-1] += 1
    gain: float = sign * pairs.worth[pair] - pairs.load * (before if sign > 0 else 1 - before)
    return gain


@inner_kernel
def go_back(pairs: Pairs, plans: PlansAtWork, mark: int) -> None:
    """Undo all changes since the trail was `mark` long."""
    while plans.trail[-1] > mark:
        pair = plans.trail[plans.trail[-1] - 1]
        flip(pairs, plans, pair)
        plans.trail[-1] -= 2
