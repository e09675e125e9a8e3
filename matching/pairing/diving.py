"""Diving: round the linear program step by step, solving it again after each step."""

from __future__ import annotations

from collections.abc import Sequence

from matching.pairing.budget import Budget
from matching.pairing.master import Master

_WHOLE = 1e-6
# So many of the open columns are fixed at once, at least one.
_AT_ONCE = 0.1


def dive(master: Master, shares: list[float], budget: Budget) -> list[float]:
    """Fix the columns with the largest shares, solve again, and so on until all shares are whole.

    A column is fixed only while its requests have places left, so the program stays solvable. The master
    cannot be used for prices afterwards.

    Args:
        master: the program.
        shares: of its columns in the last optimum; columns that came later are not in it.
        budget: asked before each step.

    Returns:
        Shares of the columns; not all whole if the budget was up before.
    """
    left = master.free_places()
    fixed: set[int] = set()
    while not budget.is_up():
        unfixed = [number for number, share in enumerate(shares) if share > _WHOLE and number not in fixed]
        if all(shares[number] > 1 - _WHOLE for number in unfixed):
            break
        taken = _largest_that_fit(master, shares, unfixed, left)
        fixed.update(taken)
        for number in taken:
            master.fix(number)
        if master.solve(budget.seconds_left()) is None:
            break
        shares = master.shares()
    return shares


def _largest_that_fit(
    master: Master, shares: Sequence[float], unfixed: Sequence[int], left: list[int]
) -> list[int]:
    """Take whole columns, and some of the others by falling share; `left` is brought up to date."""
    parted = sum(shares[number] < 1 - _WHOLE for number in unfixed)
    whole = len(unfixed) - parted
    at_most = whole + max(1, int(parted * _AT_ONCE))
    weeks: set[int] = set()
    taken: list[int] = []
    for number in sorted(unfixed, key=lambda number: (-shares[number], number)):
        column = master.columns[number]
        fits = column.week not in weeks and all(left[request] > 0 for request in column.free_requests)
        if fits and len(taken) < at_most:
            weeks.add(column.week)
            taken.append(number)
            for request in column.free_requests:
                left[request] -= 1
    return taken
