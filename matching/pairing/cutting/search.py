"""A whole town's answer, which gets better cut by cut, and its bound, which gets lower."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from matching.pairing.bound import UNITS_PER_POINT, price_units
from matching.pairing.budget import Budget
from matching.pairing.cutting.blocks import settling, waves_of
from matching.pairing.cutting.ground import cut, places_of
from matching.pairing.cutting.proof import Proof, Run
from matching.pairing.cutting.shares import Share, share_out, together_stay
from matching.pairing.cutting.start import begin
from matching.pairing.cutting.town import Town
from matching.pairing.executors import Task
from matching.pairing.part_solver import PartAnswer, solve_part
from matching.pairing.weeks import Ints

# Settling prices before there is any answer may take so much of the time left.
_BEFORE_FIRST_CUT = 0.4
# A piece is solved to this share of the gap that is good enough for the whole.
_PIECE_GAP = 0.3


class Cutting:
    """An answer of a whole town that gets better cut by cut.

    Attributes:
        held: rows of the town in the answer; before the first cut, those of the flow, which knows no times.
        starts: of their visits, shape (held, 7).
        units: price of each request, in `bound.UNITS_PER_POINT`: those with the lowest bound so far.
        bound_units: this bound.
    """

    def __init__(self, town: Town, *, gap: float, size: int, run: Run, budget: Budget) -> None:
        self.town, self._gap, self._size = town, gap, size
        self._run, self._budget = run, budget
        self._places = places_of(town.candidates, town.rows, town.helper)
        self._proof = Proof(town, cut(self._places, size=size, turn=0), run)
        start = begin(town)
        self.held: Ints = np.flatnonzero(start.chosen)
        self.starts: Ints = np.zeros((len(self.held), 7), dtype=np.int64)
        self.units = price_units(start.prices)
        self._most = self._proof.most(self.units, budget)
        self.bound_units = self._bound(self.units, self._most)
        self._sweeps = self._turns = 0

    @property
    def is_begun(self) -> bool:
        """Whether there is an answer yet."""
        return self._turns > 0

    @property
    def objective(self) -> int:
        """Points of the answer."""
        return int(self.town.worth(self.held).sum())

    @property
    def gap(self) -> float:
        """Relative gap of the answer; 1 before the first cut."""
        points = self.objective
        return (self.bound_units / UNITS_PER_POINT - points) / max(1.0, abs(points)) if self._turns else 1.0

    def answer(self) -> PartAnswer:
        """Return what was found."""
        town = self.town
        pairs = np.stack([town.helper[town.week[self.held]], town.request[town.asked[self.held]]], axis=1)
        return PartAnswer(
            request=town.request,
            pairs=pairs,
            starts=self.starts,
            objective=self.objective,
            bound_units=self.bound_units,
            price_units=self.units,
        )

    def settle(self) -> None:
        """Settle the prices of all requests, block by block, along new lines."""
        waves = waves_of(self.town, self._places, size=self._size, turn=self._sweeps)
        self._sweeps += 1
        units, pairs = self.units.copy(), [np.zeros((0, 2), dtype=np.int64)]
        budget = self._budget if self._turns else self._budget.share(_BEFORE_FIRST_CUT)
        for wave in waves:
            known = units.copy()
            tasks = [
                Task(partial(settling, self.town, block, known, self._gap), len(block.week)) for block in wave
            ]
            for block, settled in zip(wave, self._run(tasks, budget=budget), strict=True):
                units[block.asked] = settled.units
                pairs.append(settled.pairs)
        if not self._turns:
            self._follow(np.concatenate(pairs))
        most = self._proof.most(units, self._budget)
        if self._bound(units, most) < self.bound_units:
            self.units, self._most, self.bound_units = units, most, self._bound(units, most)

    def _bound(self, units: Ints, most: Ints) -> int:
        # As Python's numbers, which never overflow.
        paid = zip(self.town.needed.tolist(), units.tolist(), strict=True)
        bound: int = sum(needed * price for needed, price in paid) + sum(most.tolist())
        return bound

    def _follow(self, pairs: Ints) -> None:
        """Let requests go, in the first cut, with those who serve them in the program of their block."""
        town, rows = self.town, self.town.find(pairs)
        known = np.zeros(len(town.request), dtype=np.bool_)
        known[town.asked[rows]] = True
        rows = np.union1d(rows, self.held[~known[town.asked[self.held]] | town.locked[self.held]])
        rows = rows[np.lexsort((rows, ~town.locked[rows], town.asked[rows]))]
        rank = np.arange(len(rows)) - np.searchsorted(town.asked[rows], town.asked[rows])
        self.held = np.sort(rows[rank < town.needed[town.asked[rows]]])

    def turn(self) -> None:
        """Cut along new lines, and solve all pieces at first, later those that lose too much."""
        town = self.town
        piece = cut(self._places, size=self._size, turn=self._turns)
        piece = together_stay(town, piece, self.held if self._turns else np.flatnonzero(town.locked))
        lost, worth = self._lost(), town.worth(self.held)
        shares = [
            share
            for share in share_out(town, piece, self.held)
            if not self._turns or self._pays(int(lost[share.week].sum()), int(worth[share.week].sum()))
        ]
        gap = self._gap * _PIECE_GAP
        tasks = [Task(partial(_piece_work, town, share, gap), len(share.rows)) for share in shares]
        self._take(shares, self._run(tasks, budget=self._budget), worth)
        self._turns += 1

    def _pays(self, lost: int, worth: int) -> bool:
        """Whether so much is lost that a piece is worth solving."""
        return lost > self._gap * _PIECE_GAP * UNITS_PER_POINT * max(1, worth)

    def _lost(self) -> Ints:
        """What the answer loses against the bound, at each helper, in units; all of it adds up to the gap.

        A helper loses what their best week is worth more, at the prices, than the week they have. What is
        paid for a place that nobody takes is lost at the request's first helper.
        """
        town = self.town
        asked = town.asked[self.held]
        net = town.worth(self.held) * UNITS_PER_POINT - town.sums(self.held, self.units[asked])
        lost = self._most - net
        places = town.needed - np.bincount(asked, minlength=len(town.request))
        first = town.week[np.searchsorted(town.asked, np.arange(len(town.request)))]
        np.add.at(lost, first, places * self.units)
        return lost

    def _take(self, shares: Sequence[Share], answers: Sequence[PartAnswer], worth: Ints) -> None:
        """Put the answers of pieces in the place of what was held there, where they are better."""
        renewed = np.full(len(self.town.helper), not self._turns)
        rows, starts = [], []
        for share, answer in zip(shares, answers, strict=True):
            if not self._turns or answer.objective > int(worth[share.week].sum()):
                renewed[share.week] = True
                rows.append(self.town.find(answer.pairs))
                starts.append(answer.starts)
        kept = ~renewed[self.town.week[self.held]]
        held = np.concatenate([self.held[kept], *rows])
        # The rows of the flow have no visits yet.
        before = self.starts if self._turns else np.zeros((len(kept), 7), dtype=np.int64)
        order = np.argsort(held)
        self.held = held[order]
        self.starts = np.concatenate([before[kept], *starts])[order]


def _piece_work(town: Town, share: Share, gap: float) -> Callable[..., PartAnswer]:
    return partial(solve_part, share.part(town), gap=gap)
