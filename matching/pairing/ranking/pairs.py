"""Pairs that break no hard rule, found for one request or one helper, and their points."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from matching.distance import GREATEST_CURVATURE_M, LEAST_CURVATURE_M, distances_m
from matching.pairing import rules, scoring
from matching.pairing.columns import Columns, Floats, Ints
from matching.pairing.left_out import pair_reasons
from matching.pairing.listed import ListedPairs, columns_of_pairs
from matching.pairing.problem import Helper, Pair, Problem, Request

# Rounding moves a chord of the unit sphere by up to this much.
_CHORD_SLACK = 1e-7
_NOT_LISTED = Pair(helper_id="", request_id="")


@dataclass(frozen=True)
class Pairs:
    """Some pairs of a town; all arrays have length n.

    Attributes:
        helper, request: rows of the town.
        chord: between the two on the unit sphere, NaN when a place is unknown.
        row: of the pair in `said`, -1 where nothing is said of it.
        said: what the caller said of single pairs.
    """

    helper: Ints
    request: Ints
    chord: Floats
    row: Ints
    said: tuple[Pair, ...]

    @cached_property
    def listed(self) -> ListedPairs:
        """`said` as columns, with a last row for pairs of which nothing is said; the keys are empty."""
        return columns_of_pairs(0, np.zeros(0, dtype=np.int64), [*self.said, _NOT_LISTED])

    def __len__(self) -> int:
        return len(self.helper)

    def take(self, places: Ints) -> Pairs:
        """Return the pairs at these places."""
        return replace(
            self,
            helper=self.helper[places],
            request=self.request[places],
            chord=self.chord[places],
            row=self.row[places],
        )

    def least_m(self) -> Floats:
        """Return metres that no way is shorter than; NaN when unknown."""
        return _along_sphere(self.chord - _CHORD_SLACK) * LEAST_CURVATURE_M

    def most_m(self) -> Floats:
        """Return metres that no way is longer than; NaN when unknown."""
        return _along_sphere(self.chord + _CHORD_SLACK) * GREATEST_CURVATURE_M


def _along_sphere(chord: Floats) -> Floats:
    angle: Floats = 2 * np.arcsin(np.clip(chord / 2, 0, 1))
    return angle


@dataclass(frozen=True)
class Points:
    """Points of pairs: `score` has shape (n,), `parts` (n, parts), all 0 where the score was given."""

    score: Ints
    parts: npt.NDArray[np.int32]


def points_of(columns: Columns, losses: Ints, pairs: Pairs, distance_m: Floats) -> Points:
    """Return what pairs are worth, exactly as `scoring` counts it."""
    listed, row = pairs.listed, pairs.row
    parts = scoring.score_parts(
        columns,
        helper=pairs.helper,
        request=pairs.request,
        distance_m=distance_m,
        familiar=listed.familiar[row],
        proposed=listed.proposed[row],
        losses=losses,
    )
    given = listed.has_score[row]
    parts[given] = 0
    return Points(np.where(given, listed.score[row], parts.sum(axis=1, dtype=np.int64)), parts)


def ways_m(columns: Columns, pairs: Pairs) -> Floats:
    """Return the geodesic of each pair in metres; NaN when a place is unknown."""
    return distances_m(columns.helpers.places[pairs.helper], columns.requests.places[pairs.request])


def near_enough(columns: Columns, pairs: Pairs, distance_m: Floats) -> Pairs:
    """Return the pairs whose way is within the limits of both, when it counts at all."""
    beyond = rules.too_far(columns, pairs.helper, pairs.request, distance_m)
    return pairs.take(np.flatnonzero(~beyond)) if beyond.any() else pairs


def listed_possible(
    policy_only: Problem, said: Iterable[tuple[Pair, Helper, Request]]
) -> list[tuple[Pair, Helper, Request]]:
    """Return the listed pairs that break no rule.

    Args:
        policy_only: a problem with the policy; nobody of it is looked at.
        said: pairs with their records.
    """
    return [
        (pair, helper, request)
        for pair, helper, request in said
        if not pair_reasons(policy_only, helper, request, pair)
    ]


def with_listed(pairs: tuple[Ints, Ints, Floats], listed: Sequence[tuple[Pair, int, int, float]]) -> Pairs:
    """Put pairs that nothing is said of together with listed ones, given as (pair, rows, chord)."""
    helper, request, chord = pairs
    return Pairs(
        helper=np.append(helper, np.array([one[1] for one in listed], dtype=np.int64)),
        request=np.append(request, np.array([one[2] for one in listed], dtype=np.int64)),
        chord=np.append(chord, np.array([one[3] for one in listed], dtype=np.float64)),
        row=np.append(np.full(len(helper), -1), np.arange(len(listed))),
        said=tuple(pair for pair, _, _, _ in listed),
    )


def together(several: Sequence[Pairs]) -> Pairs:
    """Return all pairs of several; there must be one at least."""
    starts = np.cumsum([0, *(len(pairs.said) for pairs in several)]).tolist()
    rows = [
        np.where(pairs.row < 0, -1, pairs.row + start)
        for pairs, start in zip(several, starts[:-1], strict=True)
    ]
    return Pairs(
        helper=np.concatenate([pairs.helper for pairs in several]),
        request=np.concatenate([pairs.request for pairs in several]),
        chord=np.concatenate([pairs.chord for pairs in several]),
        row=np.concatenate(rows),
        said=tuple(pair for pairs in several for pair in pairs.said),
    )


def parts_by_name(parts: npt.NDArray[np.int32], score: int, *, is_given: bool) -> Mapping[str, int]:
    """Return the parts of one pair as an answer carries them."""
    if is_given:
        return {"given": score}
    return dict(zip(scoring.PART_NAMES, parts.tolist(), strict=True))


def minutes_of(request: Request, pair: Pair | None) -> int:
    """Minutes a week the request takes of the helper of a listed pair, or of any helper."""
    if pair is not None and pair.minutes is not None:
        return pair.minutes
    return request.visits_per_week * request.visit_minutes
