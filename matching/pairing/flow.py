"""Matching without times as a min-cost flow: prices to start from, and who would help whom."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matching.pairing.compiled import kernel
from matching.pairing.parts import Part
from matching.pairing.weeks import Bools, Ints

_SOURCE, _SINK = 0, 1


@dataclass(frozen=True)
class FlowStart:
    """What the flow says.

    Attributes:
        prices: y_r >= 0 for each request of the part, in points.
        chosen: True for the options that the flow uses; those of one helper need not fit into the week.
    """

    prices: npt.NDArray[np.float64]
    chosen: Bools


@dataclass(frozen=True)
class _Arcs:
    """Arcs of the flow as columns; those of the free pairs come first."""

    tail: Ints
    head: Ints
    capacity: Ints
    cost: Ints


def solve_flow(part: Part) -> FlowStart:
    """Solve the match without times and minutes to optimality.

    Source to helper: one arc for each further request, dearer by the load each time (convex, so that the
    cheap ones fill first); helper to request: one arc a pair; request to sink: the helpers still needed.
    Locked pairs are taken out beforehand.
    """
    first_of_pair = _first_of_each_pair(part)
    free = np.flatnonzero(first_of_pair & ~part.weeks.locked)
    locked = np.flatnonzero(first_of_pair & part.weeks.locked)
    left = part.needed - np.bincount(part.weeks.request[locked], minlength=len(part.request))
    arcs = _arcs(part, free, left)
    flows = _flows(arcs, int(left.sum()))
    chosen = np.zeros(len(part), dtype=np.bool_)
    chosen[free[flows[: len(free)] > 0]] = True
    return FlowStart(_prices(arcs, flows, part), chosen)


def _first_of_each_pair(part: Part) -> Bools:
    """True for each option but further times of the same pair."""
    request, owner = part.weeks.request, owners(part)
    first = np.ones(len(part), dtype=np.bool_)
    first[1:] = (request[1:] != request[:-1]) | (owner[1:] != owner[:-1])
    return first


def owners(part: Part) -> Ints:
    """Return the week of every option."""
    return np.repeat(np.arange(len(part.helper)), np.diff(part.weeks.first))


def _arcs(part: Part, free: Ints, left: Ints) -> _Arcs:
    n_weeks = len(part.helper)
    helper_node = 2 + np.arange(n_weeks)
    request_node = 2 + n_weeks + np.arange(len(left))
    week, held = _shares(part)
    source, sink = np.array([_SOURCE]), np.array([_SINK])
    tail = [helper_node[owners(part)[free]], source.repeat(len(week)), request_node, source]
    head = [request_node[part.weeks.request[free]], helper_node[week], sink.repeat(len(left)), sink]
    capacity = [np.ones(len(free) + len(week), dtype=np.int64), left, left.sum(keepdims=True)]
    cost = [-part.weeks.points[free], part.weeks.load * held, np.zeros(len(left) + 1, dtype=np.int64)]
    return _Arcs(*(np.concatenate(column).astype(np.int64) for column in (tail, head, capacity, cost)))


def _shares(part: Part) -> tuple[Ints, Ints]:
    """Week, and requests held before, of each further request a helper can take."""
    most = np.minimum(part.weeks.room, np.diff(part.weeks.first))
    more = np.maximum(most - part.weeks.musts, 0)
    week = np.repeat(np.arange(len(part.helper)), more)
    number = np.arange(len(week)) - np.repeat(np.cumsum(more) - more, more)
    return week, number + part.weeks.musts[week]


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


def _prices(arcs: _Arcs, flows: Ints, part: Part) -> npt.NDArray[np.float64]:
    """Dual prices of the requests: how much nearer to the sink than the request itself the sink lies."""
    n_weeks = len(part.helper)
    distance = _residual_distances(arcs, flows, 2 + n_weeks + len(part.request))
    prices: npt.NDArray[np.float64] = np.maximum(0.0, distance[_SINK] - distance[2 + n_weeks :])
    return prices


def _residual_distances(arcs: _Arcs, flows: Ints, n_nodes: int) -> Ints:
    """Shortest distances in the residual network; an optimal flow leaves no negative cycle, so they exist."""
    forward, backward = flows < arcs.capacity, flows > 0
    tail = np.concatenate([arcs.tail[forward], arcs.head[backward]])
    head = np.concatenate([arcs.head[forward], arcs.tail[backward]])
    cost = np.concatenate([arcs.cost[forward], -arcs.cost[backward]])
    by_tail = np.argsort(tail, kind="stable")
    first = np.searchsorted(tail[by_tail], np.arange(n_nodes + 1)).astype(np.int64)
    distance = np.zeros(n_nodes, dtype=np.int64)
    _shorten(first, head[by_tail], cost[by_tail], distance)
    return distance


@kernel
def _shorten(first: Ints, head: Ints, cost: Ints, distance: Ints) -> None:
    """Bellman and Ford's labels, corrected in the order of a queue (Moore 1959)."""
    n = len(distance)
    queue = np.arange(n)
    waits = np.ones(n, np.bool_)
    begin, size = 0, n
    while size:
        node = queue[begin]
        begin = (begin + 1) % n
        size -= 1
        waits[node] = False
        for arc in range(first[node], first[node + 1]):
            shorter = distance[node] + cost[arc]
            if shorter < distance[head[arc]]:
                distance[head[arc]] = shorter
                if not waits[head[arc]]:
                    waits[head[arc]] = True
                    queue[(begin + size) % n] = head[arc]
                    size += 1
