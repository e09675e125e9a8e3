"""The possible pairs of a problem: those that break no hard rule, with their points.

Requests that ask for the same skills, checks, kinds and visit length form a group: who is able to serve
them is found once a group, who of those lives near enough by a search tree, and who is free by comparing
bits. So the work grows with the pairs that are nearly possible, not with helpers times requests.
`left_out.py` says why any other pair is not possible.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property, partial

import numpy as np
import numpy.typing as npt

from matching.distance import distances_m, furthest_chord, pairs_in_reach
from matching.pairing import rules, scoring
from matching.pairing.columns import Bools, Columns, Floats, Ints, columns_of
from matching.pairing.listed import ListedPairs, listed_pairs
from matching.pairing.problem import Problem
from matching.pairing.together import lacks_company

# Pairs looked at together: enough to keep numpy busy, few enough for 100 MB.
_PAIRS_AT_ONCE = 2_000_000
# Helper, request and distance in metres of each pair.
_Found = tuple[Ints, Ints, Floats]
# Groups of helpers by how far they go; fewer than so many helpers are one group.
_LIMIT_GROUPS, _FEW_HELPERS = 4, 1_000
# Requests asked, before the search, how many helpers are near.
_REQUESTS_ASKED = 64


@dataclass(frozen=True)
class Candidates:
    """Every possible pair, sorted by request index, then helper index; all arrays have length n.

    Attributes:
        helper: index into `problem.helpers`.
        request: index into `problem.requests`.
        score: points of the pair, without the value of the request; may be negative.
        minutes: minutes a week the request takes of this helper.
        distance_m: geodesic metres, NaN when a place is unknown.
        parts: points by `scoring.PART_NAMES`, shape (n, parts); all 0 where `given`.
        given: True where the caller gave the score.
        locked: True where the pair must be in the answer.
        columns, listed: the problem as columns, kept for later questions about pairs left out.
    """

    helper: npt.NDArray[np.int32]
    request: npt.NDArray[np.int32]
    score: npt.NDArray[np.int64]
    minutes: npt.NDArray[np.int32]
    distance_m: npt.NDArray[np.float64]
    parts: npt.NDArray[np.int32]
    given: npt.NDArray[np.bool_]
    locked: npt.NDArray[np.bool_]
    columns: Columns = field(repr=False, compare=False)
    listed: ListedPairs = field(repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.helper)

    def of_request(self, request: int) -> slice:
        """Return where the pairs of the request stand, ascending by helper."""
        return slice(int(self._request_ends[request]), int(self._request_ends[request + 1]))

    def of_helper(self, helper: int) -> npt.NDArray[np.int64]:
        """Return where the pairs of the helper stand, ascending by request."""
        return self._by_helper[self._helper_ends[helper] : self._helper_ends[helper + 1]]

    @cached_property
    def values(self) -> Ints:
        """Points for one helper serving each request of the problem, without the score of the pair."""
        return scoring.value(self.columns.problem)

    @cached_property
    def _request_ends(self) -> Ints:
        return _ends(self.request, len(self.columns.problem.requests))

    @cached_property
    def _helper_ends(self) -> Ints:
        return _ends(self.helper[self._by_helper], len(self.columns.problem.helpers))

    @cached_property
    def _by_helper(self) -> Ints:
        return np.argsort(self.helper, kind="stable").astype(np.int64)


def _ends(ascending: npt.NDArray[np.int32], owners: int) -> Ints:
    return np.searchsorted(ascending, np.arange(owners + 1)).astype(np.int64)


def find_candidates(problem: Problem, *, workers: int = 1) -> Candidates:
    """Return every pair that breaks no hard rule, with distance and points.

    A hard rule is broken when the pair is blocked, or not listed though only listed pairs are allowed;
    when the helper lacks a needed skill or check, or is of a kind not allowed; when the way is longer
    than either side allows, or a place is unknown (remote requests and `only_listed_pairs` need no
    place); when the visits of a week do not fit on as many different days into the times both have; when
    they take more minutes than the helper gives; when the helper takes no request at all; when helpers
    must come together and at every time that suits this one, fewer possible helpers than needed are free.
    Whether several requests fit one helper together is the solver's matter.

    Args:
        problem: checked input (`build_problem`).
        workers: threads that look at pairs side by side; the pairs are the same.
    """
    columns = columns_of(problem)
    listed = listed_pairs(problem)
    found = _side_by_side(partial(_possible, columns, listed), _nearly_possible(columns, listed), workers)
    helper, request, distance_m = _joined(found)
    order = np.lexsort((helper, request))
    order = order[~lacks_company(columns, helper[order], request[order])]
    return _scored(columns, listed, helper[order], request[order], distance_m[order])


def _side_by_side(
    look: Callable[..., _Found], near: Iterator[tuple[Ints, Ints]], workers: int
) -> list[_Found]:
    """Look at portions of pairs in threads; no more of them are made beforehand than are looked at next."""
    found: list[_Found] = []
    with ThreadPoolExecutor(workers) as threads:
        while portions := list(itertools.islice(near, 2 * workers)):
            found += threads.map(look, *zip(*portions, strict=True))
    return found


def _joined(found: list[_Found]) -> _Found:
    nothing = np.zeros(0, dtype=np.int64)
    helper = np.concatenate([nothing, *(part[0] for part in found)])
    request = np.concatenate([nothing, *(part[1] for part in found)])
    return helper, request, np.concatenate([np.zeros(0), *(part[2] for part in found)])


def _nearly_possible(columns: Columns, listed: ListedPairs) -> Iterator[tuple[Ints, Ints]]:
    """Yield (helper, request) arrays with every pair whose skills, checks, kind and rough distance suit."""
    of_group = _listed_by_request(columns, listed) if columns.policy.only_listed_pairs else None
    for group in _groups(columns.problem):
        able = _able_helpers(columns, int(group[0]))
        if of_group is None:
            yield from _near_pairs(columns, np.flatnonzero(able), group)
        else:
            rows = np.concatenate([of_group[request] for request in group])
            rows = rows[able[listed.helper[rows]]]
            yield listed.helper[rows], listed.request[rows]


def _listed_by_request(columns: Columns, listed: ListedPairs) -> list[Ints]:
    """Rows of `listed` for each request; they are sorted by request already."""
    ends = np.searchsorted(listed.request, np.arange(len(columns.problem.requests) + 1))
    return [np.arange(start, end) for start, end in itertools.pairwise(ends)]


def _groups(problem: Problem) -> list[Ints]:
    """Indices of requests that are alike in skills, checks, kinds and visit length."""
    groups: dict[object, list[int]] = {}
    for index, request in enumerate(problem.requests):
        alike = (request.skills, request.checks, request.kinds, request.visit_minutes)
        groups.setdefault(alike, []).append(index)
    return [np.array(group, dtype=np.int64) for group in groups.values()]


def _able_helpers(columns: Columns, request: int) -> Bools:
    unable = rules.lacks_skill(columns, request) | rules.lacks_check(columns, request)
    return ~(unable | rules.of_other_kind(columns, request) | rules.takes_nothing(columns))


def _near_pairs(columns: Columns, able: Ints, group: Ints) -> Iterator[tuple[Ints, Ints]]:
    """Yield pairs of able helpers and the group's requests, those who must meet being roughly in reach."""
    present = rules.needs_presence(columns)[group]
    at_home = able[columns.helpers.has_place[able]]
    meeting = group[present & columns.requests.has_place[group]]
    for helpers in _by_limit(columns, at_home):
        for requests in _portions(meeting, _typical_pairs(columns, helpers, meeting)):
            yield _roughly_in_reach(columns, helpers, requests)
    for requests in _portions(group[~present], len(able)):
        yield np.tile(able, len(requests)), np.repeat(requests, len(able))


def _by_limit(columns: Columns, helpers: Ints) -> list[Ints]:
    """Cut helpers into groups that go about as far, so that few are looked at beyond their own limit."""
    groups = _LIMIT_GROUPS if len(helpers) > _FEW_HELPERS else 1
    order = helpers[np.argsort(columns.helpers.limit_m[helpers], kind="stable")]
    return [group for group in np.array_split(order, groups) if len(group)]


def _typical_pairs(columns: Columns, helpers: Ints, requests: Ints) -> int:
    """Helpers roughly in reach of a request, on the average of some requests."""
    if not len(requests) or len(helpers) <= _FEW_HELPERS:
        return len(helpers)
    some = requests[:: max(1, len(requests) // _REQUESTS_ASKED)]
    return 1 + len(_roughly_in_reach(columns, helpers, some)[0]) // len(some)


def _portions(requests: Ints, pairs_each: int) -> Iterator[Ints]:
    """Cut the requests so that a portion makes about `_PAIRS_AT_ONCE` pairs at most."""
    size = max(1, _PAIRS_AT_ONCE // max(1, pairs_each))
    for start in range(0, len(requests) if pairs_each else 0, size):
        yield requests[start : start + size]


def _roughly_in_reach(columns: Columns, helpers: Ints, requests: Ints) -> tuple[Ints, Ints]:
    """Return every pair within the limits of both sides, and few that are a little beyond."""
    furthest_m = min(columns.helpers.limit_m[helpers].max(), columns.requests.limit_m[requests].max())
    i, j, chord = pairs_in_reach(
        columns.helpers.vectors[helpers],
        columns.requests.vectors[requests],
        chord=float(furthest_chord(furthest_m)),
    )
    helper, request = helpers[i], requests[j]
    near = chord <= furthest_chord(rules.limit_m(columns, helper, request))
    return helper[near], request[near]


def _possible(columns: Columns, listed: ListedPairs, helper: Ints, request: Ints) -> _Found:
    """Keep the pairs that break none of the rules `_nearly_possible` leaves open; add their distance."""
    row = listed.find(helper, request)
    minutes = listed.minutes_of(columns, row, request)
    keep = ~(listed.blocked[row] | rules.takes_too_long(columns, helper, minutes))
    helper, request = helper[keep], request[keep]
    # The geodesic is the dearest step, so it comes last.
    keep = ~(rules.not_free(columns, helper, request) | rules.lacks_place(columns, helper, request))
    helper, request = helper[keep], request[keep]
    distance_m = distances_m(columns.helpers.places[helper], columns.requests.places[request])
    keep = ~rules.too_far(columns, helper, request, distance_m)
    return helper[keep], request[keep], distance_m[keep]


def _scored(
    columns: Columns, listed: ListedPairs, helper: Ints, request: Ints, distance_m: Floats
) -> Candidates:
    row = listed.find(helper, request)
    given = listed.has_score[row]
    parts = scoring.score_parts(
        columns,
        helper=helper,
        request=request,
        distance_m=distance_m,
        familiar=listed.familiar[row],
        proposed=listed.proposed[row],
    )
    parts[given] = 0
    return Candidates(
        helper=helper.astype(np.int32),
        request=request.astype(np.int32),
        score=np.where(given, listed.score[row], parts.sum(axis=1, dtype=np.int64)),
        minutes=listed.minutes_of(columns, row, request).astype(np.int32),
        distance_m=distance_m,
        parts=parts,
        given=given,
        locked=listed.locked[row],
        columns=columns,
        listed=listed,
    )
