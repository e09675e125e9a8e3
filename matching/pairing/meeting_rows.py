"""Rows of the master program for requests whose helpers come together."""

from __future__ import annotations

import numpy as np

from matching.pairing.linear_program import Entries, Floats
from matching.pairing.parts import Part
from matching.pairing.plans import PlanTable
from matching.pairing.weeks import Bools, Ints

_BEYOND = 1e-6


class MeetingRows:
    """At each of its times, nobody comes to a meeting more often than it takes place.

    By shares, a meeting takes place as often as all its helpers come together, divided by how many it needs:
    so `needed * coming_o <= sum of coming_p`, over the options p at the same time, for each option o. These
    are many rows, so only those are added that an optimum breaks. Requests to which somebody is locked have
    none: the others might have no plans yet that go with the lock.

    Attributes:
        held: how far each time takes place in the optimum just read, 0..1, shape (times,).
        coming: how far each option is taken in it, shape (options,); 0 without a time.
    """

    def __init__(self, part: Part, first_row: int) -> None:
        """Begin without rows.

        Args:
            part: helpers and requests.
            first_row: number of the first of these rows in the program; the others follow it.
        """
        weeks = part.weeks
        locked = np.unique(weeks.request[weeks.locked & (weeks.time >= 0)])
        self._is_spread: Bools = (weeks.time >= 0) & ~np.isin(weeks.request, locked)
        self.held: Floats = np.zeros(int(weeks.time.max(initial=-1)) + 1)
        self.coming: Floats = np.zeros(len(part))
        self._time: Ints = weeks.time.astype(np.int64)
        self._needed = np.zeros(len(self.held), dtype=np.int64)
        spread = np.flatnonzero(self._is_spread)
        self._needed[weeks.time[spread]] = part.needed[weeks.request[spread]]
        self._first_row = first_row
        # The option that each row is for, and what it cost in the optimum just read.
        self._rows: Ints = np.zeros(0, dtype=np.int64)
        self._prices: Floats = np.zeros(0)

    def enter(self, table: PlanTable, begin: int) -> Entries:
        """Return the entries of new plans, numbered from `begin`, in the rows there are."""
        return self._entries(table, begin, 0)

    def read(self, table: PlanTable, shares: Floats, prices: Floats) -> None:
        """Note an optimum: how far meetings take place, who comes, and what the rows cost.

        Args:
            table: all plans.
            shares: of each plan.
            prices: of all rows of the program.
        """
        self._prices = np.maximum(prices[self._first_row :], 0.0)
        of_entries = np.repeat(shares, np.diff(table.first))
        coming = np.bincount(table.option, of_entries, minlength=len(self.coming))
        self.coming = np.where(self._is_spread, coming, 0.0)
        spread = np.flatnonzero(self._is_spread)
        at_time = np.bincount(self._time[spread], self.coming[spread], minlength=len(self.held))
        self.held = at_time / np.maximum(self._needed, 1)

    def cut(self, table: PlanTable) -> tuple[int, Entries]:
        """Add the rows that the optimum just read breaks; return how many, and the plans' entries in them."""
        spread = np.flatnonzero(self._is_spread)
        broken = spread[self.coming[spread] > self.held[self._time[spread]] + _BEYOND]
        begin, self._rows = len(self._rows), np.concatenate([self._rows, broken])
        return len(broken), self._entries(table, 0, begin)

    def surcharges(self) -> tuple[Floats, Bools]:
        """Return what each option pays beyond the price of its request, and the times where anybody does."""
        rows = self._rows[: len(self._prices)]
        times = self._time[rows]
        shared = np.bincount(times, self._prices, minlength=len(self.held))
        more = np.zeros(len(self.coming))
        more[rows] = self._needed[times] * self._prices
        spread = np.flatnonzero(self._is_spread)
        more[spread] -= shared[self._time[spread]]
        return more, shared > 0

    def _entries(self, table: PlanTable, first_plan: int, first_row: int) -> Entries:
        """Return the entries of plans, numbered from `first_plan`, in the rows from `first_row` on."""
        rows = self._rows[first_row:]
        plan = np.repeat(np.arange(first_plan, first_plan + len(table)), np.diff(table.first))
        at, row = _of_one_time(self._time[table.option], self._time[rows])
        is_own = table.option[at] == rows[row]
        weight = np.where(is_own, self._needed[self._time[rows[row]]] - 1, -1)
        return self._first_row + first_row + row, plan[at], weight


def _of_one_time(left: Ints, right: Ints) -> tuple[Ints, Ints]:
    """Return all pairs of indices where `left` and `right` are the same; both shape (pairs,)."""
    order = np.argsort(right, kind="stable")
    begin = np.searchsorted(right[order], left, side="left")
    count = np.searchsorted(right[order], left, side="right") - begin
    of_left = np.repeat(np.arange(len(left)), count)
    nth = np.arange(len(of_left)) - np.repeat(np.cumsum(count) - count, count)
    return of_left, order[np.repeat(begin, count) + nth]
