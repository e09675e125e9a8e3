"""Pairs of a town that break no hard rule but perhaps distance, found from either side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from matching.pairing.columns import Ints
from matching.pairing.problem import Helper, Pair, Request
from matching.pairing.ranking.asked import Asked
from matching.pairing.ranking.index import ProblemIndex
from matching.pairing.ranking.kernel import Side, possible_helpers, possible_requests
from matching.pairing.ranking.pairs import Pairs, listed_possible, together, with_listed
from matching.pairing.ranking.town_rows import Rows


def helpers_for(index: ProblemIndex, asked: Asked) -> Pairs:
    """Return the pairs of a request, whether the town has it or not; `request` is 0 in all."""
    return _helpers_for(index, asked.request, asked.side, 0, _searched(index, index.helpers))


def helpers_for_rows(index: ProblemIndex, requests: Sequence[int], *, among: Ints | None = None) -> Pairs:
    """Return the pairs of some requests of the town, one request after the other.

    Args:
        index: the town.
        requests: rows; one at least.
        among: rows of helpers to search, ascending; all when left out. Listed pairs are always looked at.
    """
    rows, side = _searched(index, index.helpers, among), index.request_side
    people = index.requests.people
    return together([_helpers_for(index, people[row], side, row, rows) for row in requests])


def _helpers_for(index: ProblemIndex, request: Request, side: Side, at: int, rows: Ints) -> Pairs:
    """Return the pairs of the request that stands at row `at` of `side`."""
    listed = index.said.of_request(request.id)
    grid = index.policy.grid_minutes
    helper, squares = possible_helpers(index.helper_side, side, rows, at, grid)
    is_new = ~np.isin(helper, index.helpers.named(listed)) if listed else np.ones(len(helper), dtype=np.bool_)
    found = helper[is_new], np.full(int(is_new.sum()), at), np.sqrt(squares[is_new])
    said = [
        (pair, index.helpers.people[row], request)
        for helper_id, pair in listed.items()
        if (row := index.helpers.row_of.get(helper_id)) is not None
    ]
    return with_listed(found, list(_listed(index, said, side, {request.id: at})))


def requests_for(index: ProblemIndex, helper_row: int) -> Pairs:
    """Return the pairs of a helper and the town's requests."""
    helper = index.helpers.people[helper_row]
    listed = index.said.of_helper(helper.id)
    rows, grid = _searched(index, index.requests), index.policy.grid_minutes
    request, squares = possible_requests(index.helper_side, index.request_side, helper_row, rows, grid)
    is_new = ~np.isin(request, index.requests.named(listed))
    found = np.full(int(is_new.sum()), helper_row), request[is_new], np.sqrt(squares[is_new])
    said = [
        (pair, helper, index.requests.people[row])
        for request_id, pair in listed.items()
        if (row := index.requests.row_of.get(request_id)) is not None
    ]
    return with_listed(found, list(_listed(index, said, index.request_side, index.requests.row_of)))


def _searched(index: ProblemIndex, side: Rows[Helper] | Rows[Request], among: Ints | None = None) -> Ints:
    """Return the rows to search for pairs of which nothing is said: nobody with listed pairs only."""
    rows = side.present() if among is None else among
    return rows[:0] if index.policy.only_listed_pairs else rows


def _listed(
    index: ProblemIndex,
    said: Sequence[tuple[Pair, Helper, Request]],
    requests: Side,
    request_row: Mapping[str, int],
) -> Iterator[tuple[Pair, int, int, float]]:
    """Yield those of the listed pairs that break no rule, with their rows and the chord between the two."""
    for pair, helper, request in listed_possible(index.columns.problem, said):
        mine, theirs = index.helpers.row_of[helper.id], request_row[request.id]
        chord = float(np.linalg.norm(index.helper_side.places[mine] - requests.places[theirs]))
        yield pair, mine, theirs, chord
