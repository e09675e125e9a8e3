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
from matching.pairing.flow import FlowStart
from matching.pairing.generation import Growing, generate
from matching.pairing.parts import Part, part_of
from matching.pairing.weeks import Bools, Ints

Report = Callable[[float, float], None]
# A request that could be served from more pieces than this belongs to no block: its price stays the flow's.
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


@dataclass(frozen=True)
class Settled:
    """What settling a block came to.

    Attributes:
        units: price of each of its requests.
        pairs: rows (helper, request) by index in the problem: who serves them in the linear program, the
            larger shares first as far as there are places.
    """

    units: Ints
    pairs: Ints


def waves_of(town: Town, places: Floats, *, size: int, turn: int) -> list[list[Block]]:
    """Cut the requests into blocks and return them in waves, within which none share a helper.

    Args:
        town: what is cut.
        places: of the helpers on a flat map, shape (weeks, 2).
        size: requests in a block at most.
        turn: which lines to cut along.
    """
    block = _block_of_requests(town, places, size, turn)
    rows = np.flatnonzero(block[town.asked] >= 0)
    weeks_of = [np.unique(town.week[rows[own]]) for own in grouped(block[town.asked[rows]])]
    asked_of = [np.flatnonzero(block == number) for number in range(len(weeks_of))]
    blocks = [Block(asked, week) for asked, week in zip(asked_of, weeks_of, strict=True)]
    return [[blocks[number] for number in wave] for wave in _waves(len(town.helper), weeks_of)]


def _block_of_requests(town: Town, places: Floats, size: int, turn: int) -> Ints:
    """Number of each request's block, -1 for none; a request lies amidst its helpers."""
    pieces = cut(places, size=size, turn=0)
    spread = np.unique(town.asked * (int(pieces.max()) + 1) + pieces[town.week])
    few = np.bincount(spread // (int(pieces.max()) + 1), minlength=len(town.request)) <= _FEW_PIECES
    few &= ~town.candidates.columns.requests.remote[town.request]
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


def settling(town: Town, block: Block, units: Ints, gap: float) -> Callable[..., Settled]:
    """Return the work that settles a block at the prices of now; it travels.

    Args:
        town: the whole.
        block: what is settled.
        units: price of every request of the town, in `bound.UNITS_PER_POINT`.
        gap: relative gap of the whole answer that is good enough.
    """
    inside = np.zeros(len(town.request), dtype=np.bool_)
    inside[block.asked] = True
    part = part_of(town.candidates, town.rows[_useful_rows(town, block, inside, units)])
    asked = np.searchsorted(town.request, part.request)
    block_part = _with_elsewhere(part, inside[asked], units[asked])
    return partial(_settle, block_part, inside[asked], units[asked], gap)


def _useful_rows(town: Town, block: Block, inside: Bools, units: Ints) -> Ints:
    """Rows into the block, and what pays elsewhere at the prices of now."""
    order, first = town.by_week
    rows = order[runs(first[block.week], first[block.week + 1])]
    asked = town.asked[rows]
    pays = town.points[rows] * UNITS_PER_POINT > units[asked]
    return rows[inside[asked] | pays | town.locked[rows]]


def _with_elsewhere(part: Part, inside: Bools, units: Ints) -> Part:
    """Let requests elsewhere take everybody, for their price, to the nearest point.

    All helpers of a request pay the same here: what helpers could do elsewhere has but one price each.
    """
    price = np.where(inside, 0, np.round(units / UNITS_PER_POINT)).astype(np.int64)
    return replace(
        part,
        needed=np.where(inside, part.needed, len(part.helper)),
        together=np.zeros(len(part.request), dtype=np.bool_),
        weeks=part.weeks._replace(points=part.weeks.points - price[part.weeks.request]),
    )


def _settle(
    part: Part, inside: Bools, units: Ints, gap: float, *, budget: Budget, **_as_all_work: Report
) -> Settled:
    prices = np.where(inside, units / UNITS_PER_POINT, 0.0)
    start = FlowStart(prices, np.zeros(len(part), dtype=np.bool_))
    generated = generate(part, start, gap=gap, budget=budget, report=_unheard)
    return Settled(generated.growing.prices.request[inside], _served(part, generated.growing, inside, budget))


def _served(part: Part, growing: Growing, inside: Bools, budget: Budget) -> Ints:
    """Pairs of the last program, larger shares first, as far as the requests of the block have places."""
    if growing.master.solve(budget) is None:
        return np.zeros((0, 2), dtype=np.int64)
    table = growing.plans.table()
    share = np.repeat(growing.master.shares(), np.diff(table.first))
    week = np.repeat(table.week, np.diff(table.first))
    used = np.flatnonzero((share > 0) & inside[table.request])
    keys, place = np.unique(np.stack([table.request[used], week[used]]), axis=1, return_inverse=True)
    shares = np.round(np.bincount(place.ravel(), weights=share[used]), 6)
    order = np.lexsort((keys[1], -shares, keys[0]))
    request = keys[0, order]
    rank = np.arange(len(order)) - np.searchsorted(request, request)
    kept = order[rank < part.needed[request]]
    return np.stack([part.helper[keys[1, kept]], part.request[keys[0, kept]]], axis=1)


def _unheard(_objective: float, _bound: float) -> None:
    """The program of a block has no meaning for the whole."""
