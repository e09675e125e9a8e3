"""Helpers locked to a request that is open at several meetings: a week for each way to choose among them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Sequence
from itertools import product
from math import prod
from typing import Protocol

import numpy as np

from matching.pairing.checker.asked import Bools, Ints

# With more ways than this a lock is left out: its helper may then do without, which only adds plans.
MOST_WAYS = 256


class _Pairs(Protocol):
    """What is looked at here; see `options.Pairs`."""

    @property
    def helper(self) -> Ints: ...
    @property
    def request(self) -> Ints: ...
    @property
    def locked(self) -> Bools: ...


def weeks_with_locks(pairs: _Pairs, meeting: Container[int], helpers: int) -> tuple[Ints, Ints, Ints, Bools]:
    """Deal the pairs out to weeks: one a helper, and more where a lock leaves a choice.

    Args:
        pairs: with one row for every meeting a pair is open at.
        meeting: the rows that are meetings.
        helpers: how many there are.

    Returns:
        The rows of all weeks, the week of each, the helper of each week, and True for each row of `pairs`
        that is no longer locked.
    """
    rows, week = [np.arange(len(pairs.helper))], [pairs.helper]
    owner, freed = list(range(helpers)), np.zeros(len(pairs.helper), dtype=np.bool_)
    left_out: list[int] = []
    for helper, choices in _choices(pairs, meeting).items():
        if prod(map(len, choices)) > MOST_WAYS:
            freed[[row for choice in choices for row in choice]] = True
            continue
        first, *others = product(*choices)
        open_rows = {row for choice in choices for row in choice}
        left_out.extend(open_rows - set(first))
        kept = [row for row in np.flatnonzero(pairs.helper == helper).tolist() if row not in open_rows]
        for way in others:
            rows.append(np.array([*kept, *way], dtype=np.int64))
            week.append(np.full(len(kept) + len(way), len(owner), dtype=np.int64))
            owner.append(helper)
    stays = ~np.isin(rows[0], left_out)
    rows[0], week[0] = rows[0][stays], week[0][stays]
    return np.concatenate(rows), np.concatenate(week), np.array(owner, dtype=np.int64), freed


def _choices(pairs: _Pairs, meeting: Container[int]) -> dict[int, list[Sequence[int]]]:
    """By helper, the rows of each locked request that is open at several meetings."""
    found: defaultdict[int, defaultdict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for row in np.flatnonzero(pairs.locked).tolist():
        if row in meeting:
            found[int(pairs.helper[row])][int(pairs.request[row])].append(row)
    several = {helper: [r for r in of.values() if len(r) > 1] for helper, of in found.items()}
    return {helper: list(choices) for helper, choices in several.items() if choices}
