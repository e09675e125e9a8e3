"""Who would help whom in a whole town if there were no times: where cutting begins."""

from __future__ import annotations

import numpy as np

from matching.pairing.cutting.town import Town
from matching.pairing.flow import FlowStart, solve_flow
from matching.pairing.parts import Part
from matching.pairing.travel import ways_of
from matching.pairing.weeks import NO_LIMIT, Ints, Weeks


def begin(town: Town) -> FlowStart:
    """Return the flow's prices, in points, and True for the rows that it uses or that are locked."""
    order, first = town.by_week
    start = solve_flow(_timeless(town, order, first))
    chosen = np.zeros(len(order), dtype=np.bool_)
    chosen[order] = start.chosen
    return FlowStart(start.prices, chosen | town.locked)


def _timeless(town: Town, order: Ints, first: Ints) -> Part:
    """The town as a part in which nothing has times."""
    n = len(order)
    capacity = town.candidates.columns.helpers.capacity[town.helper]
    locked = town.locked[order]
    weeks = Weeks(
        first=first,
        request=town.asked[order].astype(np.int32),
        points=town.points[order],
        minutes=np.zeros(n, dtype=np.int32),
        visits=np.ones(n, dtype=np.int8),
        visit_minutes=np.zeros(n, dtype=np.int16),
        time=np.full(n, -1, dtype=np.int32),
        timed=np.zeros(n, dtype=np.bool_),
        locked=locked,
        spare_days=np.zeros(n, dtype=np.int8),
        stretch_first=np.zeros(1, dtype=np.int64),
        stretch_from=np.zeros(0, dtype=np.int16),
        stretch_to=np.zeros(0, dtype=np.int16),
        room=capacity,
        most_minutes=np.full(len(capacity), NO_LIMIT),
        musts=np.bincount(town.week[town.locked], minlength=len(capacity)),
        load=town.load,
        grid_minutes=1,
    )
    return Part(
        helper=town.helper,
        request=town.request,
        needed=town.needed,
        together=np.zeros(len(town.request), dtype=np.bool_),
        rank=np.ones(len(town.request), dtype=np.int64),
        weeks=weeks,
        ways=ways_of(town.candidates.columns.problem, town.request[:0]),
        seed=1,
    )
