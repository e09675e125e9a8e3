"""Cutting a town into pieces of helpers who live near each other."""

from __future__ import annotations

import math

import numpy as np

from matching.pairing.candidates import Candidates
from matching.pairing.columns import Floats
from matching.pairing.weeks import Ints

# Turned so far from one cut to the next, lines never fall together.
_TURN = math.pi * (3 - math.sqrt(5)) / 2
# Where the first line of a cut runs, as a share of the helpers; later lines run through the middle.
_FIRST_LINES = (0.5, 0.35, 0.62)


def places_of(candidates: Candidates, rows: Ints, helpers: Ints) -> Floats:
    """Return where helpers stand on a flat map, in radians, shape (helpers, 2).

    Whoever has no place stands where the requests are that they could serve, or else in the middle.
    """
    columns = candidates.columns
    place = columns.helpers.places[helpers]
    middle = _mean(columns.requests.places)
    number = np.searchsorted(helpers, candidates.helper[rows])
    of_rows = columns.requests.places[candidates.request[rows]]
    known = ~np.isnan(of_rows[:, 0])
    counts = np.bincount(number[known], minlength=len(helpers))
    for axis in range(2):
        sums = np.bincount(number[known], weights=of_rows[known, axis], minlength=len(helpers))
        near = np.where(counts > 0, sums / np.maximum(counts, 1), middle[axis])
        place[:, axis] = np.where(np.isnan(place[:, axis]), near, place[:, axis])
    latitude, longitude = np.radians(place).T
    return np.stack([longitude * math.cos(math.radians(middle[0])), latitude], axis=1)


def _mean(places: Floats) -> Floats:
    known = places[~np.isnan(places[:, 0])]
    return known.mean(axis=0) if len(known) else np.zeros(2)


def cut(places: Floats, *, size: int, turn: int) -> Ints:
    """Return the piece of each place, numbered from 0: halved until no piece has more than `size` places.

    Args:
        places: on a flat map, shape (n, 2).
        size: places in a piece at most, 1 or more.
        turn: 0, 1, 2 ...: each cuts along other lines.
    """
    angle = turn * _TURN
    rotation = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    # On a grid of about a millimetre, so that no rounding of another machine decides.
    turned = np.round(places @ rotation * 1e10)
    piece = np.zeros(len(places), dtype=np.int64)
    number = 0
    open_ends = [(np.arange(len(places)), _FIRST_LINES[turn % len(_FIRST_LINES)])]
    while open_ends:
        members, share = open_ends.pop()
        if len(members) <= size:
            piece[members], number = number, number + 1
            continue
        open_ends += [(half, 0.5) for half in reversed(_halves(turned, members, share))]
    return piece


def _halves(places: Floats, members: Ints, share: float) -> tuple[Ints, Ints]:
    """Cut across the longer side; both halves have members."""
    own = places[members]
    axis = int(np.argmax(own.max(axis=0) - own.min(axis=0)))
    order = members[np.lexsort((members, own[:, 1 - axis], own[:, axis]))]
    line = min(len(order) - 1, max(1, round(len(order) * share)))
    return order[:line], order[line:]
