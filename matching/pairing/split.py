"""Connected parts of a problem: those that share nobody can be solved apart."""

from __future__ import annotations

import numpy as np

from matching.pairing.candidates import Candidates
from matching.pairing.weeks import Ints

# Small parts are solved together: starting a solver costs more than they do.
PAIRS_TOGETHER = 2_000


def split(candidates: Candidates) -> list[Ints]:
    """Return the rows of the candidates in each connected part, small neighbours in order put together."""
    if not len(candidates):
        return []
    part_of_pair = _bundled(_component_of_pair(candidates))
    order = np.argsort(part_of_pair, kind="stable")
    ends = np.flatnonzero(np.diff(part_of_pair[order])) + 1
    return np.split(order, ends)


def _component_of_pair(candidates: Candidates) -> Ints:
    """Number of the connected component of each pair."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    problem = candidates.columns.problem
    size = len(problem.helpers) + len(problem.requests)
    ends = (candidates.helper, len(problem.helpers) + candidates.request)
    edges = coo_array((np.ones(len(candidates), dtype=np.int8), ends), shape=(size, size))
    _, component = connected_components(edges, directed=False)
    return component[candidates.helper].astype(np.int64)


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
