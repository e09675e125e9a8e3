"""Arrays in groups."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from matching.pairing.weeks import Ints


def grouped(group: Ints) -> Iterator[Ints]:
    """Yield the places, ascending, at which each number from 0 to the largest stands."""
    order = np.argsort(group, kind="stable")
    ends = np.searchsorted(group[order], np.arange(int(group.max(initial=-1)) + 2))
    for begin, end in zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True):
        yield order[begin:end]


def runs(begin: Ints, end: Ints) -> Ints:
    """Return all whole numbers of several half-open runs, one run after the other."""
    size = end - begin
    numbers: Ints = np.arange(int(size.sum())) + np.repeat(begin - np.cumsum(size) + size, size)
    return numbers
