"""Settling prices block by block: those of some requests at a time, all others standing still.

A block is some requests with every helper who could serve one of them. What these helpers could do elsewhere
is open to them at the prices of now. Then the linear program of the block gives the prices that lower the
bound of the whole town as far as prices of this block can (block coordinate descent on the Lagrangian dual).
Blocks that share a helper are settled one after the other, because each needs the other's prices; all others
side by side.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from matching.pairing.bound import UNITS_PER_POINT
from matching.pairing.budget import Budget
from matching.pairing.columns import Floats
from matching.pairing.cutting.ground import cut
from matching.pairing.cutting.groups import grouped, runs
from matching.pairing.cutting.town import Town
from matching.pairing.cutting.town_prices import PartPrices, TownPrices
from matching.pairing.flow import FlowStart
from matching.pairing.generation import generate
from matching.pairing.parts import Part, part_of
from matching.pairing.prices import Prices
from matching.pairing.weeks import Bools, Ints

Report = Callable[[float, float], None]
# A request that could be served from more pieces than this belongs to no block: its price stays.
_FEW_PIECES = 8


@dataclass(frozen=True)
class Block:
    """Requests whose prices are settled together.

    Attributes:
        asked: in the town, ascending.
        week: of every helper who could serve one of them, ascending.
    """

    asked: Ints
    week: Ints


def waves_of(town: Town, places: Floats, among: Bools, *, size: int, turn: int) -> list[list[Block]]:
    """Cut requests into blocks and return them in waves, within which none share a helper.

    Args:
        town: what is cut.
        places: of the helpers on a flat map, shape (weeks, 2).
        among: requests whose prices are to be settled, shape (requests,).
        size: requests in a block at most.
        turn: which lines to cut along.
    """
    block = _block_of_requests(town, places, among, size, turn)
    rows = np.flatnonzero(block[town.asked] >= 0)
    weeks_of = [np.unique(town.week[rows[own]]) for own in grouped(block[town.asked[rows]])]
    asked_of = [np.flatnonzero(block == number) for number in range(len(weeks_of))]
    blocks = [Block(asked, week) for asked, week in zip(asked_of, weeks_of, strict=True)]
    return [[blocks[number] for number in wave] for wave in _waves(len(town.helper), weeks_of)]


def _block_of_requests(town: Town, places: Floats, among: Bools, size: int, turn: int) -> Ints:
    """Number of each request's block, -1 for none; a request lies amidst its helpers."""
    pieces = cut(places, size=size, turn=0)
    spread = np.unique(town.asked * (int(pieces.max()) + 1) + pieces[town.week])
    few = np.bincount(spread // (int(pieces.max()) + 1), minlength=len(town.request)) <= _FEW_PIECES
    few &= among & ~town.candidates.columns.requests.remote[town.request]
    count = np.bincount(town.asked)
    sums = [np.bincount(town.asked, weights=places[town.week, axis]) / count for axis in range(2)]
    block = np.full(len(town.request), -1, dtype=np.int64)
    if few.any():
        block[few] = cut(np.stack(sums, axis=1)[few], size=size, turn=turn)
    return block


def _waves(n_weeks: int, weeks_of: list[Ints]) -> list[list[int]]:
    """Numbers of the blocks of each wave: every block in the first one without a neighbour."""
    from scipy.sparse import csr_array

    weeks = np.concatenate([np.zeros(0, dtype=np.int64), *weeks_of])
    number = np.repeat(np.arange(len(weeks_of)), [len(own) for own in weeks_of])
    inside = csr_array((np.ones(len(weeks)), (number, weeks)), shape=(len(weeks_of), n_weeks))
    neighbours = (inside @ inside.T).tolil().rows
    wave_of: list[int] = []
    for number_here in range(len(weeks_of)):
        taken = {wave_of[other] for other in neighbours[number_here] if other < number_here}
        wave_of.append(next(wave for wave in range(len(weeks_of)) if wave not in taken))
    return [own.tolist() for own in grouped(np.array(wave_of, dtype=np.int64))]


def settling(town: Town, block: Block, prices: TownPrices, gap: float) -> Callable[..., PartPrices]:
    """Return the work that settles a block at the prices of now; it travels, and returns the block's prices.

    Args:
        town: the whole.
        block: what is settled.
        prices: of every request of the town.
        gap: relative gap of the whole answer that is good enough.
    """
    inside = np.zeros(len(town.request), dtype=np.bool_)
    inside[block.asked] = True
    part = part_of(town.candidates, town.rows[_useful_rows(town, block, inside, prices)])
    asked = np.searchsorted(town.request, part.request)
    return partial(_settle, part, inside[asked], prices.for_part(town, part), gap)


def _useful_rows(town: Town, block: Block, inside: Bools, prices: TownPrices) -> Ints:
    """Rows into the block, and what may pay elsewhere at the prices of now."""
    order, first = town.by_week
    rows = order[runs(first[block.week], first[block.week + 1])]
    asked = town.asked[rows]
    pays = town.points[rows] * UNITS_PER_POINT > prices.units[asked]
    return rows[inside[asked] | pays | prices.has_special(town)[asked] | town.locked[rows]]


def _settle(
    part: Part, inside: Bools, known: PartPrices, gap: float, *, budget: Budget, **_as_all_work: Report
) -> PartPrices:
    block = _with_elsewhere(part, inside, known.of(part))
    start = FlowStart(
        np.where(inside, known.units / UNITS_PER_POINT, 0.0), np.zeros(len(part), dtype=np.bool_)
    )
    prices = generate(block, start, gap=gap, budget=budget, report=_unheard).growing.prices
    return PartPrices(prices.request[inside], {})


def _with_elsewhere(part: Part, inside: Bools, prices: Prices) -> Part:
    """Let requests elsewhere take everybody, for what that costs there, to the nearest point.

    All helpers of a request of the block pay the same: with prices for meetings its program took five times
    as long, and the bound of a town of 20,000 came down by 0.007 % more.
    """
    cost = np.where(inside[part.weeks.request], 0, np.round(prices.option / UNITS_PER_POINT))
    return replace(
        part,
        needed=np.where(inside, part.needed, len(part.helper)),
        together=np.zeros(len(part.request), dtype=np.bool_),
        weeks=part.weeks._replace(points=part.weeks.points - cost.astype(np.int64)),
    )


def _unheard(_objective: float, _bound: float) -> None:
    """The program of a block has no meaning for the whole."""
