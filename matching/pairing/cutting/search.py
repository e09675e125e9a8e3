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
from matching.pairing.cutting.town_prices import PartPrices, TownPrices
from matching.pairing.executors import Task
from matching.pairing.part_solver import PartAnswer, solve_part
from matching.pairing.weeks import Ints

# Pieces of later cuts, and blocks of requests, are smaller: what is left to gain lies along borders.
_SMALLER = 4
# A piece is solved to this share of the gap that is good enough for the whole, first and later: along its
# borders the first answer will not last.
_FIRST_GAP, _LATER_GAP = 0.5, 0.3
# A piece that loses less than this share of that gap is left as it is.
_PAYS_FROM = 0.6


class Cutting:
    """An answer of a whole town that gets better cut by cut.

    Attributes:
        held: rows of the town in the answer; before the first cut, those of the flow, which knows no times.
        starts: of their visits, shape (held, 7).
        prices: those with the lowest bound so far.
        bound_units: this bound, in `bound.UNITS_PER_POINT`.
    """

    def __init__(self, town: Town, *, gap: float, size: int, run: Run, budget: Budget) -> None:
        self.town, self._gap, self._size = town, gap, size
        self._run, self._budget = run, budget
        self._places = places_of(town.candidates, town.rows, town.helper)
        self._size_later = max(1, size // _SMALLER)
        self._proof = Proof(town, cut(self._places, size=self._size_later, turn=0), run)
        start = begin(town)
        self.held: Ints = np.flatnonzero(start.chosen)
        self.starts: Ints = np.zeros((len(self.held), 7), dtype=np.int64)
        self.prices = TownPrices(price_units(start.prices))
        self._most = self._proof.most(self.prices, budget)
        self.bound_units = self._bound(self.prices, self._most)
        self._unsettled = np.ones(len(town.request), dtype=np.bool_)
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
            price_units=self.prices.units,
            meeting_prices=self.prices.all_special(),
        )

    def settle(self) -> None:
        """Settle prices block by block: first of requests between pieces, then of all, along new lines."""
        town, prices = self.town, self.prices
        for wave in waves_of(
            town, self._places, self._unsettled, size=self._size_later, turn=1 + self._sweeps
        ):
            tasks = [
                Task(partial(settling, town, block, prices, self._gap), len(block.week)) for block in wave
            ]
            for block, settled in zip(wave, self._run(tasks, budget=self._budget), strict=True):
                prices = prices.with_part(town, block.asked, settled)
        self._sweeps += 1
        self._unsettled[:] = True
        self._keep_if_lower(prices)

    def _keep_if_lower(self, prices: TownPrices) -> None:
        most = self._proof.most(prices, self._budget)
        bound = self._bound(prices, most)
        if bound < self.bound_units:
            self.prices, self._most, self.bound_units = prices, most, bound

    def _bound(self, prices: TownPrices, most: Ints) -> int:
        # As Python's numbers, which never overflow.
        paid = zip(self.town.needed.tolist(), prices.units.tolist(), strict=True)
        bound: int = sum(needed * price for needed, price in paid) + sum(most.tolist())
        return bound

    def turn(self) -> None:
        """Cut along new lines, and solve all pieces at first, later those that lose too much."""
        town = self.town
        size = self._size_later if self._turns else self._size
        piece = cut(self._places, size=size, turn=self._turns)
        piece = together_stay(town, piece, self.held if self._turns else np.flatnonzero(town.locked))
        lost, worth = self._lost(), town.worth(self.held)
        shares = [
            share
            for share in share_out(town, piece, self.held)
            if not self._turns or self._pays(int(lost[share.week].sum()), int(worth[share.week].sum()))
        ]
        gap = self._gap * (_LATER_GAP if self._turns else _FIRST_GAP)
        tasks = [Task(partial(_piece_work, town, share, gap), len(share.rows)) for share in shares]
        answers = self._run(tasks, budget=self._budget)
        self._take(shares, answers, worth)
        if not self._turns:
            self._learn(piece, shares, answers)
        self._turns += 1

    def _pays(self, lost: int, worth: int) -> bool:
        """Whether so much is lost that a piece is worth solving."""
        return lost > self._gap * _PAYS_FROM * UNITS_PER_POINT * max(1, worth)

    def _lost(self) -> Ints:
        """What the answer loses against the bound, at each helper, in units; all of it adds up to the gap.

        A helper loses what their best week is worth more, at the prices, than the week they have. What is
        paid for a place that nobody takes is lost at the request's first helper.
        """
        town = self.town
        asked = town.asked[self.held]
        net = town.worth(self.held) * UNITS_PER_POINT - town.sums(self.held, self.prices.units[asked])
        lost = self._most - net
        places = town.needed - np.bincount(asked, minlength=len(town.request))
        first = town.week[np.searchsorted(town.asked, np.arange(len(town.request)))]
        np.add.at(lost, first, places * self.prices.units)
        return lost

    def _learn(self, piece: Ints, shares: Sequence[Share], answers: Sequence[PartAnswer]) -> None:
        """Take the prices of pieces for all requests that nobody from another piece could serve."""
        town, prices = self.town, self.prices
        of_rows = piece[town.week]
        begins = np.searchsorted(town.asked, np.arange(len(town.request)))
        self._unsettled = np.minimum.reduceat(of_rows, begins) < np.maximum.reduceat(of_rows, begins)
        for share, answer in zip(shares, answers, strict=True):
            own = ~self._unsettled[share.asked]
            learned = PartPrices(answer.price_units[own], answer.meeting_prices)
            prices = prices.with_part(town, share.asked[own], learned)
        self._keep_if_lower(prices)

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
