"""The growing program against another solver, after every kind of change."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.random import Generator, default_rng
from scipy.optimize import linprog

from matching.pairing.budget import Budget
from matching.pairing.linear_program import Entries, Floats, LinearProgram

AMPLE = Budget(1e6, lambda: 0.0)


class Town:
    """A program of small whole numbers, and the same as a dense table for the other solver."""

    def __init__(self, seed: int) -> None:
        self.random: Generator = default_rng(seed)
        self.most = self.random.integers(1, 4, size=4).astype(np.float64)
        self.least = np.full(4, -np.inf)
        self.table, self.worth = np.zeros((4, 0)), np.zeros(0)
        self.low, self.high = np.zeros(0), np.zeros(0)
        self.program = LinearProgram(self.least.copy(), self.most.copy())

    def add_columns(self, count: int) -> None:
        block = self.random.integers(0, 2, size=(len(self.most), count)).astype(np.float64)
        # A row of the first four in every column, so that none can grow for ever.
        block[self.random.integers(0, 4, size=count), np.arange(count)] = 1
        worth = self.random.integers(-2, 30, size=count).astype(np.float64)
        self.program.add_columns(worth, entries_of(block, column=len(self.worth)))
        self.table, self.worth = np.hstack([self.table, block]), np.concatenate([self.worth, worth])
        self.low = np.concatenate([self.low, np.zeros(count)])
        self.high = np.concatenate([self.high, np.full(count, np.inf)])

    def add_rows(self, count: int) -> None:
        block = self.random.integers(-1, 2, size=(count, len(self.worth))).astype(np.float64)
        self.program.add_rows(np.zeros(count), entries_of(block, row=len(self.most)))
        self.table = np.vstack([self.table, block])
        self.most = np.concatenate([self.most, np.zeros(count)])
        self.least = np.concatenate([self.least, np.full(count, -np.inf)])

    def best(self) -> float | None:
        """Optimum by HiGHS; None without one."""
        equal = self.least == self.most
        found = linprog(
            -self.worth,
            A_ub=self.table[~equal],
            b_ub=self.most[~equal],
            A_eq=self.table[equal] if equal.any() else None,
            b_eq=self.most[equal] if equal.any() else None,
            bounds=list(zip(self.low.tolist(), self.high.tolist(), strict=True)),
        )
        return None if found.fun is None else -float(found.fun)

    def compare(self, *, after_rows: bool) -> None:
        best = self.best()
        assert self.program.solve(AMPLE, after_rows=after_rows) == (best is not None)
        if best is not None:
            assert self.program.objective == pytest.approx(best, abs=1e-6)
            assert self.worth @ self.program.shares == pytest.approx(best, abs=1e-6)
            assert self.proven() == pytest.approx(best, abs=1e-6)

    def proven(self) -> float:
        """What the prices prove: their rows, and what columns may gain beyond them."""
        assert (self.program.prices[self.least < self.most] >= -1e-9).all()
        gain = self.worth - self.program.prices @ self.table
        at = np.where(gain > 1e-7, self.high, self.low)
        return float(self.program.prices @ self.most + gain @ np.where(np.abs(gain) > 1e-7, at, 0.0))


def entries_of(block: Floats, *, row: int = 0, column: int = 0) -> Entries:
    rows, columns = np.nonzero(block)
    return rows + row, columns + column, block[rows, columns]


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10_000))
def test_every_change_leaves_the_optimum_of_another_solver(seed: int) -> None:
    town = Town(seed)
    town.add_columns(6)
    town.compare(after_rows=False)
    town.add_columns(5)
    town.compare(after_rows=False)
    town.add_rows(2)
    town.compare(after_rows=True)
    town.add_columns(4)
    town.worth = town.worth + 1
    town.program.set_worth(town.worth)
    town.compare(after_rows=False)
    # Closed and added to at one time: the solver learns of both together.
    town.add_columns(2)
    closed = np.array([0, 7, 15])
    town.high[closed] = 0
    town.program.close(closed)
    town.compare(after_rows=True)
    town.least[1] = town.most[1]
    town.program.demand(np.array([1]))
    town.compare(after_rows=True)
    town.low[16] = 1
    town.program.fix(np.array([16]))
    town.compare(after_rows=True)


@pytest.mark.parametrize("left_s", [0.0, 30.0])
def test_without_columns_there_is_nothing_to_gain(left_s: float) -> None:
    program = LinearProgram(np.full(2, -np.inf), np.ones(2))
    assert program.solve(Budget(left_s, lambda: 0.0), after_rows=False) is True
    assert program.objective == 0
    assert program.shares.tolist() == []


def test_a_program_that_is_stopped_has_no_optimum() -> None:
    size = 1_500
    block = default_rng(1).integers(0, 2, size=(size, size)).astype(np.float64)
    program = LinearProgram(np.full(size, -np.inf), np.full(size, 50.0))
    program.add_columns(np.arange(size, dtype=np.float64), entries_of(block))
    asked = iter(range(1_000_000))
    assert program.solve(Budget(1e6, lambda: 0.0, lambda: next(asked) > 1), after_rows=False) is False
