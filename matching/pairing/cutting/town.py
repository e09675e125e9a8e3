"""A connected part that is to be cut, as arrays over its possible pairs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matching.pairing.candidates import Candidates
from matching.pairing.cutting.groups import runs
from matching.pairing.together import asks_for_company
from matching.pairing.weeks import Bools, Ints


@dataclass(frozen=True)
class Town:
    """A connected part that is cut.

    Attributes:
        rows: of the candidates, ascending, so by request, then helper.
        helper, request: those of the rows, in the problem, ascending.
        week, asked: of each row, as an index into `helper` and `request`, shape (rows,).
        needed: helpers of each request, shape (requests,), like the next.
        together: True where they come at the same times.
        locked: True for the rows that must be in the answer.
        points: value of the request plus score of the pair, shape (rows,).
    """

    candidates: Candidates
    rows: Ints
    helper: Ints
    request: Ints
    week: Ints
    asked: Ints
    needed: Ints
    together: Bools
    locked: Bools
    points: Ints

    @property
    def load(self) -> int:
        """Points of the load cost (`Weights.load`)."""
        return self.candidates.columns.policy.load_weight

    @cached_property
    def by_week(self) -> tuple[Ints, Ints]:
        """Rows of the town by week, and where each week's begin, shape (weeks + 1,)."""
        order = np.argsort(self.week, kind="stable")
        first = np.searchsorted(self.week[order], np.arange(len(self.helper) + 1))
        return order, first.astype(np.int64)

    def rows_of(self, weeks: Ints) -> Ints:
        """Return all rows, as rows of the candidates, of some weeks."""
        order, first = self.by_week
        rows: Ints = self.rows[order[runs(first[weeks], first[weeks + 1])]]
        return rows

    def find(self, pairs: Ints) -> Ints:
        """Return the row, counted in the town, of each pair (helper, request) of the problem."""
        n_helpers = len(self.candidates.columns.problem.helpers)
        keys = self.request[self.asked] * n_helpers + self.helper[self.week]
        return np.searchsorted(keys, pairs[:, 1] * n_helpers + pairs[:, 0]).astype(np.int64)

    def worth(self, held: Ints) -> Ints:
        """Return the points of each week for the rows it holds, load included, shape (weeks,)."""
        count = np.bincount(self.week[held], minlength=len(self.helper))
        return self.sums(held, self.points[held]) - self.load * (count * (count - 1) // 2)

    def sums(self, held: Ints, values: Ints) -> Ints:
        """Add up a number of each held row by week, without rounding, shape (weeks,)."""
        sums = np.zeros(len(self.helper), dtype=np.int64)
        np.add.at(sums, self.week[held], values)
        return sums


def town_of(candidates: Candidates, rows: Ints) -> Town:
    """Return a connected part, given as rows of the candidates, as a town."""
    rows = np.sort(rows)
    problem = candidates.columns.problem
    helper, week = np.unique(candidates.helper[rows], return_inverse=True)
    request, asked = np.unique(candidates.request[rows], return_inverse=True)
    people = [problem.requests[index] for index in request.tolist()]
    return Town(
        candidates=candidates,
        rows=rows,
        helper=helper.astype(np.int64),
        request=request.astype(np.int64),
        week=week.astype(np.int64),
        asked=asked.astype(np.int64),
        needed=np.array([one.helpers_needed for one in people], dtype=np.int64),
        together=np.array([asks_for_company(one) for one in people], dtype=np.bool_),
        locked=candidates.locked[rows],
        points=candidates.values[request][asked] + candidates.score[rows],
    )
