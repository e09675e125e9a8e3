"""Diving: round the linear program step by step, solving it again after each step."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from matching.pairing.budget import Budget
from matching.pairing.generation import Growing
from matching.pairing.master import Master
from matching.pairing.parts import Part
from matching.pairing.weeks import Ints

Shares = npt.NDArray[np.float64]

_WHOLE = 1e-6
# So many of the open plans are fixed at once, at least one.
_AT_ONCE = 0.1
# Rounds of new plans after each step.
_ROUNDS = 6


def dive(part: Part, growing: Growing, budget: Budget) -> Iterator[Shares]:
    """Fix the plans with the largest shares, solve again, and so on until all shares are whole.

    A plan is fixed only while its requests have places left, so the program stays solvable. After each step
    it grows by plans that go with those fixed. It cannot be used for prices afterwards.

    Args:
        part: helpers and requests.
        growing: the program.
        budget: asked before each step.

    Yields:
        Shares of the plans after each step, the last time all whole unless the budget was up before.
    """
    left = part.needed.copy()
    is_fixed = np.zeros(0, dtype=np.bool_)
    taken: list[int] = []
    while not budget.is_up():
        if growing.refine(budget, fixed=taken, rounds=_ROUNDS) is None:
            break
        shares = growing.master.shares()
        is_fixed = np.append(is_fixed, np.zeros(len(shares) - len(is_fixed), dtype=np.bool_))
        is_fixed[taken] = True
        unfixed = np.flatnonzero((shares > _WHOLE) & ~is_fixed)
        yield shares
        if (shares[unfixed] > 1 - _WHOLE).all():
            break
        taken = _largest_that_fit(part, growing.master, shares, unfixed, left)


def _largest_that_fit(part: Part, master: Master, shares: Shares, unfixed: Ints, left: Ints) -> list[int]:
    """Take whole plans, and some of the others by falling share; `left` is brought up to date."""
    parted = int((shares[unfixed] < 1 - _WHOLE).sum())
    at_most = len(unfixed) - parted + max(1, int(parted * _AT_ONCE))
    weeks: set[int] = set()
    taken: list[int] = []
    for number in unfixed[np.lexsort((unfixed, -shares[unfixed]))].tolist():
        week = master.plans.week[number]
        requests = part.weeks.request[list(master.plans.plan[number])]
        if len(taken) < at_most and week not in weeks and (left[requests] > 0).all():
            weeks.add(week)
            taken.append(number)
            left[requests] -= 1
    return taken
