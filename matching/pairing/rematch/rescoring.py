"""Score and parts of standing pairs, counted anew where the town has changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from matching.pairing.answer import Assignment
from matching.pairing.problem import Pair
from matching.pairing.ranking.index import ProblemIndex
from matching.pairing.ranking.pairs import Pairs, parts_by_name, points_of, ways_m


def rescored(index: ProblemIndex, items: Sequence[Assignment]) -> list[Assignment]:
    """Return pairs of the town with the points they have now, in the same order."""
    pairs = _pairs(index, items)
    ways = ways_m(index.columns, pairs)
    points = points_of(index.columns, index.losses(), pairs, ways)
    given = pairs.listed.has_score[pairs.row].tolist()
    return [
        replace(
            item,
            score=score,
            parts=parts_by_name(parts, score, is_given=is_given),
            distance_m=None if np.isnan(way_m) else way_m,
        )
        for item, score, parts, is_given, way_m in zip(
            items, points.score.tolist(), points.parts, given, ways.tolist(), strict=True
        )
    ]


def _pairs(index: ProblemIndex, items: Sequence[Assignment]) -> Pairs:
    said: list[Pair] = []
    rows = []
    for item in items:
        pair = index.listed(item.helper_id, item.request_id)
        rows.append(-1 if pair is None else len(said))
        said += [] if pair is None else [pair]
    return Pairs(
        helper=np.array([index.helpers.row_of[item.helper_id] for item in items], dtype=np.int64),
        request=np.array([index.requests.row_of[item.request_id] for item in items], dtype=np.int64),
        chord=np.full(len(items), np.nan),
        row=np.array(rows, dtype=np.int64),
        said=tuple(said),
    )
