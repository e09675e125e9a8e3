"""Parts of a problem that share nobody, so that each can be solved apart, here or by other processes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from matching.pairing.candidates import Candidates
from matching.pairing.problem import Problem

Ints = npt.NDArray[np.int64]
Result = TypeVar("Result")

# Small parts are solved together: starting a solver costs more than they do.
PAIRS_TOGETHER = 2_000


@dataclass(frozen=True)
class Part:
    """Helpers and requests that may be matched with each other only.

    Attributes:
        problem: only these helpers and requests, in the old order; pairs stand in `pairs`.
        pairs: rows (helper index, request index, score, minutes, 1 if locked else 0), shape (n, 5); indices
            into this part's `problem`.
    """

    problem: Problem
    pairs: Ints


def split(problem: Problem, candidates: Candidates) -> list[Part]:
    """Return the connected parts with at least one possible pair, small neighbours in order put together."""
    columns = (candidates.helper, candidates.request, candidates.score, candidates.minutes, candidates.locked)
    pairs = np.stack([column.astype(np.int64) for column in columns], axis=1).reshape(-1, 5)
    part_of_pair = _bundled(_component_of_pair(problem, pairs))
    order = np.argsort(part_of_pair, kind="stable")
    ends = np.flatnonzero(np.diff(part_of_pair[order])) + 1
    return [_part(problem, pairs[rows]) for rows in np.split(order, ends) if len(rows)]


def solve_parts(
    parts: Sequence[Part], solve_part: Callable[[Part], Result], *, workers: int
) -> Iterator[Result]:
    """Yield the result of each part in order; `solve_part` must be picklable for more than one worker."""
    if workers <= 1 or len(parts) <= 1:
        yield from map(solve_part, parts)
        return
    # "spawn": a fork would copy locks that other threads hold.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as executor:
        yield from executor.map(solve_part, parts)


def _component_of_pair(problem: Problem, pairs: Ints) -> Ints:
    """Number of the connected component of each pair."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    n_helpers, n_requests = len(problem.helpers), len(problem.requests)
    size = n_helpers + n_requests
    ends = (pairs[:, 0], n_helpers + pairs[:, 1])
    edges = coo_array((np.ones(len(pairs), dtype=np.int8), ends), shape=(size, size))
    _, component = connected_components(edges, directed=False)
    return component[pairs[:, 0]].astype(np.int64)


def _bundled(component: Ints) -> Ints:
    """Number the parts anew, so that a part is closed as soon as it has `PAIRS_TOGETHER` pairs."""
    names, first, inverse = np.unique(component, return_index=True, return_inverse=True)
    sizes = np.bincount(inverse)
    part_of_component = np.zeros(len(names), dtype=np.int64)
    part = filled = 0
    for index in np.argsort(first, kind="stable"):
        part_of_component[index] = part
        filled += int(sizes[index])
        if filled >= PAIRS_TOGETHER:
            part, filled = part + 1, 0
    return part_of_component[inverse]


def _part(problem: Problem, pairs: Ints) -> Part:
    helpers, helper_index = np.unique(pairs[:, 0], return_inverse=True)
    requests, request_index = np.unique(pairs[:, 1], return_inverse=True)
    travel_min = None if problem.travel_min is None else problem.travel_min[np.ix_(requests, requests)]
    own = replace(
        problem,
        helpers=tuple(problem.helpers[index] for index in helpers.tolist()),
        requests=tuple(problem.requests[index] for index in requests.tolist()),
        pairs=(),
        travel_min=travel_min,
    )
    return Part(own, np.column_stack([helper_index, request_index, pairs[:, 2:]]))
