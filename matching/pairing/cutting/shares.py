"""Who is matched in which piece: helpers by where they live, requests with the helpers they have."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from matching.pairing.cutting.groups import grouped
from matching.pairing.cutting.town import Town
from matching.pairing.parts import Part, part_of
from matching.pairing.weeks import Ints


@dataclass(frozen=True)
class Share:
    """What one piece has of a town.

    Attributes:
        week: of each helper in the piece, in the town, ascending.
        rows: of the town.
        asked: its requests, in the town, ascending.
        places: how many helpers the piece may send to each, shape (asked,).
    """

    week: Ints
    rows: Ints
    asked: Ints
    places: Ints

    def part(self, town: Town) -> Part:
        """Return the piece as a part to be solved."""
        return replace(part_of(town.candidates, town.rows[self.rows]), needed=self.places)


def share_out(town: Town, piece: Ints, held: Ints) -> list[Share]:
    """Return the share of each piece: all of its helpers, and no place of a request twice.

    A place that a held pair takes goes to the piece of that helper, so that the answer held can be given
    again; a free place goes where most of the request's possible helpers are.

    Args:
        town: what is cut.
        piece: of each week, as `together_stay` returns it.
        held: rows of the answer so far, those that are locked included.
    """
    pieces = int(piece.max()) + 1
    key_of_rows = town.asked * pieces + piece[town.week]
    keys, in_piece = np.unique(key_of_rows, return_counts=True)
    places = _places(town, keys, in_piece, np.searchsorted(keys, key_of_rows[held]), pieces)
    open_rows = np.flatnonzero(places[np.searchsorted(keys, key_of_rows)] > 0)
    open_keys = np.flatnonzero(places > 0)
    rows_of = [open_rows[own] for own in grouped(piece[town.week[open_rows]])]
    keys_of = [open_keys[own] for own in grouped(keys[open_keys] % pieces)]
    return [
        Share(np.unique(town.week[rows]), rows, keys[own] // pieces, places[own])
        for rows, own in zip(rows_of, keys_of, strict=True)
        if len(rows)
    ]


def _places(town: Town, keys: Ints, in_piece: Ints, held: Ints, pieces: int) -> Ints:
    """How many helpers each piece may send to each request.

    Args:
        town: what is cut.
        keys: request and piece as `request * pieces + piece`, ascending.
        in_piece: possible helpers of the request who are in the piece.
        held: entry of each pair held.
        pieces: see `keys`.
    """
    asked = keys // pieces
    taken = np.bincount(held, minlength=len(keys))
    left = town.needed - np.bincount(asked, weights=taken, minlength=len(town.needed)).astype(np.int64)
    # Helpers who come together stay together.
    weight = in_piece + np.where(town.together[asked] & (taken > 0), len(town.week), 0)
    order = np.lexsort((np.arange(len(keys)), -weight, asked))
    best = order[np.unique(asked[order], return_index=True)[1]]
    given = np.where(town.together[asked], 0, taken)
    given[best] += np.where(town.together[asked[best]], town.needed[asked[best]], left[asked[best]])
    return given


def together_stay(town: Town, piece: Ints, held: Ints) -> Ints:
    """Return the pieces changed so that helpers who come together are in one piece.

    Those are the helpers of each meeting of the answer so far; and where somebody is locked to a request that
    wants its helpers together, everybody who could come, because without company the lock could not hold.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    bound = np.unique(town.asked[np.flatnonzero(town.locked & town.together[town.asked])])
    meeting = np.flatnonzero(np.isin(town.asked, bound))
    rows = np.union1d(held[town.together[town.asked[held]]], meeting)
    n = len(town.helper)
    ends = (town.week[rows], n + town.asked[rows])
    size = n + len(town.request)
    edges = coo_array((np.ones(len(rows), dtype=np.int8), ends), shape=(size, size))
    _, group = connected_components(edges, directed=False)
    first = np.unique(group[:n], return_index=True)[1]
    return piece[first][np.searchsorted(group[:n][first], group[:n])]
