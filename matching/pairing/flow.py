"""Matching without times as a min-cost flow: prices to start from, and who would help whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matching.pairing.packing import Plan
from matching.pairing.plans import HelperWeek

Ints = npt.NDArray[np.int64]

_SOURCE, _SINK = 0, 1


@dataclass(frozen=True)
class FlowStart:
    """What the flow says.

    Attributes:
        prices: y_r >= 0 for each request of the part, in points.
        chosen: for each week the positions of its options that the flow uses, locked ones included; they need
            not fit into the helper's week.
    """

    prices: npt.NDArray[np.float64]
    chosen: tuple[Plan, ...]


@dataclass(frozen=True)
class _Arcs:
    """Arcs of the flow as columns; the pair arcs come first."""

    tail: Ints
    head: Ints
    capacity: Ints
    cost: Ints


def solve_flow(weeks: Sequence[HelperWeek], needed: Ints) -> FlowStart:
    """Solve the match without times and minutes to optimality.

    Source to helper: one arc for each further request, dearer by the load each time (convex, so that the
    cheap ones fill first); helper to request: one arc a pair; request to sink: the helpers still needed.
    Locked pairs are taken out beforehand.

    Args:
        weeks: the helpers; their options' `request` indexes `needed`.
        needed: helpers needed by each request.
    """
    pairs = _free_pairs(weeks)
    left = needed.copy()
    for week in weeks:
        np.subtract.at(left, np.array(week.requests(week.locked), dtype=np.int64), 1)
    arcs = _arcs(weeks, pairs, left)
    flows = _flows(arcs, int(left.sum()))
    taken = flows[: len(pairs)] > 0
    chosen = [list(week.locked) for week in weeks]
    for index, position in pairs[taken, :2].tolist():
        chosen[index].append(position)
    return FlowStart(_prices(arcs, flows, len(weeks), left), tuple(tuple(sorted(plan)) for plan in chosen))


def _free_pairs(weeks: Sequence[HelperWeek]) -> Ints:
    """Rows (index of the week, position, request, points) of every pair that is not locked."""
    rows = [
        (index, position, option.request, option.points)
        for index, week in enumerate(weeks)
        for position, option in enumerate(week.options)
        if not option.locked
    ]
    return np.array(rows, dtype=np.int64).reshape(-1, 4)


def _arcs(weeks: Sequence[HelperWeek], pairs: Ints, left: Ints) -> _Arcs:
    helper_node = 2 + np.arange(len(weeks))
    request_node = 2 + len(weeks) + np.arange(len(left))
    shares = _shares(weeks)
    source, sink = np.array([_SOURCE]), np.array([_SINK])
    tail = [helper_node[pairs[:, 0]], source.repeat(len(shares)), request_node, source]
    head = [request_node[pairs[:, 2]], helper_node[shares[:, 0]], sink.repeat(len(left)), sink]
    capacity = [np.ones(len(pairs) + len(shares), dtype=np.int64), left, left.sum(keepdims=True)]
    cost = [-pairs[:, 3], shares[:, 1], np.zeros(len(left) + 1, dtype=np.int64)]
    return _Arcs(*(np.concatenate(column).astype(np.int64) for column in (tail, head, capacity, cost)))


def _shares(weeks: Sequence[HelperWeek]) -> Ints:
    """Rows (index of the week, load cost) for each further request a helper can take."""
    rows = [
        (index, week.load * held)
        for index, week in enumerate(weeks)
        for held in range(len(week.locked), min(week.room, len(week.options)))
    ]
    return np.array(rows, dtype=np.int64).reshape(-1, 2)


def _flows(arcs: _Arcs, supply: int) -> Ints:
    from ortools.graph.python import min_cost_flow  # `import matching` stays quick

    network = min_cost_flow.SimpleMinCostFlow()
    indices = network.add_arcs_with_capacity_and_unit_cost(
        arcs.tail.astype(np.int32), arcs.head.astype(np.int32), arcs.capacity, arcs.cost
    )
    network.set_nodes_supplies(np.array([_SOURCE, _SINK], dtype=np.int32), np.array([supply, -supply]))
    status = network.solve()
    if status != network.OPTIMAL:
        # The bypass from source to sink makes every input feasible.
        raise RuntimeError(f"min-cost flow ended with {status}")
    flows: Ints = np.asarray(network.flows(indices), dtype=np.int64)
    return flows


def _prices(arcs: _Arcs, flows: Ints, n_weeks: int, left: Ints) -> npt.NDArray[np.float64]:
    """Dual prices of the requests: how much nearer to the sink than the request itself the sink lies."""
    distance = _residual_distances(arcs, flows, 2 + n_weeks + len(left))
    prices: npt.NDArray[np.float64] = np.maximum(0.0, distance[_SINK] - distance[2 + n_weeks :])
    return prices


def _residual_distances(arcs: _Arcs, flows: Ints, n_nodes: int) -> Ints:
    """Shortest distances in the residual network by Bellman and Ford.

    They exist, because an optimal flow leaves no negative cycle.
    """
    forward, backward = flows < arcs.capacity, flows > 0
    tail = np.concatenate([arcs.tail[forward], arcs.head[backward]])
    head = np.concatenate([arcs.head[forward], arcs.tail[backward]])
    cost = np.concatenate([arcs.cost[forward], -arcs.cost[backward]])
    distance = np.zeros(n_nodes, dtype=np.int64)
    while True:
        shorter = distance.copy()
        np.minimum.at(shorter, head, distance[tail] + cost)
        if np.array_equal(shorter, distance):
            return distance
        distance = shorter
