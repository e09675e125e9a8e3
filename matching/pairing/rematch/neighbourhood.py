"""Who is near enough to what broke to be asked again: an alternating walk over requests and helpers.

The first ring are the best helpers for the open requests, and those from whom somebody freer could take over.
What they do at present may move to the helpers of the second ring, whose own pairs may move as well, but only
among those found so far.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from matching.pairing import rules
from matching.pairing.columns import Bools, Floats, Ints
from matching.pairing.ranking.finding import helpers_for_rows, requests_for
from matching.pairing.ranking.index import ProblemIndex
from matching.pairing.ranking.pairs import Pairs, Points, points_of, ways_m
from matching.pairing.rematch.standing import PairId, Standing


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a walk goes.

    Attributes:
        first, second: helpers asked for each open request, and for each request that may move.
        waiting: requests looked at for each helper who has become freer.
        is_deep: whether helpers of the second ring may give up what they do.
    """

    first: int
    second: int
    waiting: int
    is_deep: bool = True


@dataclass(frozen=True)
class Hood:
    """Helpers whose week may change, and requests that may get other helpers, by id, as they were found.

    Attributes:
        steady: helpers who keep all they do, and may take more.
    """

    helpers: dict[str, None] = field(default_factory=dict)
    requests: dict[str, None] = field(default_factory=dict)
    steady: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Could:
    """Pairs that break no rule, by rows of the town; `distance_m` is NaN where a place is unknown."""

    pairs: Pairs
    points: Points
    distance_m: Floats


@dataclass(frozen=True)
class Town:
    """The town that a walk goes through.

    Attributes:
        index: the town, with prices.
        standing: who goes to whom at present.
        may_move: says of a standing pair whether it may be moved.
    """

    index: ProblemIndex
    standing: Standing
    may_move: Callable[[PairId], bool]
    _known: dict[str, Could] = field(default_factory=dict)

    def places_left(self, request_id: str) -> int:
        """Return how many helpers a request lacks."""
        request = self.index.requests.people[self.index.requests.row_of[request_id]]
        return request.helpers_needed - len(self.standing.served_by.get(request_id, ()))

    def movable(self, helper_id: str) -> list[str]:
        """Return the requests that may be taken from a helper, by id."""
        served = sorted(self.standing.serves.get(helper_id, ()))
        return [request_id for request_id in served if self.may_move((helper_id, request_id))]

    def could_serve(self, request_id: str) -> Could:
        """Return everybody who breaks no rule of a request; remembered, because rings overlap."""
        if request_id not in self._known:
            self._known[request_id] = self.possible([request_id])
        return self._known[request_id]

    def possible(self, request_ids: Iterable[str], *, among: Ints | None = None) -> Could:
        """Return the pairs that break no rule, one request after the other; there must be one at least.

        Args:
            request_ids: of requests of the town.
            among: rows of helpers to look at, ascending; all when left out.
        """
        index, columns = self.index, self.index.columns
        rows = [index.requests.row_of[request_id] for request_id in request_ids]
        pairs = helpers_for_rows(index, rows, among=among)
        ways = ways_m(columns, pairs)
        places = np.flatnonzero(~rules.too_far(columns, pairs.helper, pairs.request, ways))
        pairs, ways = pairs.take(places), ways[places]
        return Could(pairs, points_of(columns, index.losses(), pairs, ways), ways)

    @cached_property
    def has_room(self) -> Bools:
        """Whether each helper, by row, takes more requests than now; minutes and times are not looked at."""
        taken = np.zeros(len(self.index.helpers.people), dtype=np.int64)
        for helper_id, served in self.standing.serves.items():
            row = self.index.helpers.row_of.get(helper_id)
            if row is not None:
                taken[row] = len(served)
        room: Bools = taken < self.index.columns.helpers.capacity
        return room

    @cached_property
    def _given_up(self) -> Floats:
        return np.where(self.has_room, 0.0, np.nan)

    def gives_up(self, rows: Ints) -> Floats:
        """Return what each of these helpers would lose least by taking something else, at the prices.

        Who has room loses nothing. Remembered, because rings overlap.
        """
        known = self._given_up
        for row in rows[np.isnan(known[rows])].tolist():
            helper_id = self.index.helpers.people[row].id
            gains = (self.gain((helper_id, request_id)) for request_id in self.movable(helper_id))
            known[row] = min(gains, default=np.inf)
        lost: Floats = known[rows]
        return lost

    def gain(self, pair: PairId) -> float:
        """Return value, score and price of a standing pair, added up."""
        return self.standing.pairs[pair].score + self.index.worth_of(pair[1])


def hood_of(town: Town, open_requests: Iterable[str], freer: Collection[str], reach: Reach) -> Hood:
    """Walk from the requests that lack a helper and from the helpers who have become freer.

    Args:
        town: the town.
        open_requests: by id.
        freer: helpers by id.
        reach: how far to go.
    """
    hood = Hood(dict.fromkeys(sorted(freer)), dict.fromkeys(sorted(open_requests)))
    for request_id in list(hood.requests):
        _add_helpers(town, hood, request_id, reach.first)
    for helper_id in sorted(freer):
        _add_worthwhile(town, hood, helper_id, reach)
    first_ring = list(hood.helpers)
    moving = dict.fromkeys(request_id for helper_id in first_ring for request_id in town.movable(helper_id))
    for request_id in moving:
        _add_helpers(town, hood, request_id, reach.second, only_with_room=not reach.is_deep)
    if not reach.is_deep:
        hood.steady.update(hood.helpers.keys() - set(first_ring))
    for helper_id in first_ring if not reach.is_deep else list(hood.helpers):
        hood.requests.update(dict.fromkeys(town.movable(helper_id)))
    return hood


def _add_helpers(
    town: Town, hood: Hood, request_id: str, at_most: int, *, only_with_room: bool = False
) -> None:
    """Add the helpers by whom the town gains most, as far as the prices tell."""
    could = town.could_serve(request_id)
    rows, score = could.pairs.helper, could.points.score
    if only_with_room:
        rows, score = rows[town.has_room[rows]], score[town.has_room[rows]]
    net = town.gives_up(rows) - score
    # Only those that are no worse than the last one wanted are put in order, with ids for equals.
    last = np.partition(net, at_most - 1)[at_most - 1] if len(net) > at_most else np.inf
    best = sorted((net[at], town.index.helpers.people[rows[at]].id) for at in np.flatnonzero(net <= last))
    hood.helpers.update(dict.fromkeys(helper_id for _, helper_id in best[:at_most]))


def _add_worthwhile(town: Town, hood: Hood, helper_id: str, reach: Reach) -> None:
    """Add what a freer helper could take, and those from whom: they may then take one who waits."""
    for request_id in _worth_most(town, helper_id, reach.waiting):
        hood.requests[request_id] = None
        if town.places_left(request_id) > 1:
            _add_helpers(town, hood, request_id, reach.first)
        for mate in sorted(town.standing.served_by.get(request_id, ())):
            if town.may_move((mate, request_id)) and mate not in hood.helpers:
                hood.helpers[mate] = None
                waiting = _worth_most(town, mate, reach.second, only_waiting=True)
                hood.requests.update(dict.fromkeys(waiting))


def _worth_most(town: Town, helper_id: str, at_most: int, *, only_waiting: bool = False) -> list[str]:
    """Return the requests a helper could take which are worth most beyond their price."""
    index = town.index
    pairs = requests_for(index, index.helpers.row_of[helper_id])
    found = [
        (-float(index.worth_more[row]), index.requests.people[row].id)
        for row in pairs.request.tolist()
        if not only_waiting or town.places_left(index.requests.people[row].id) > 0
    ]
    return [request_id for _, request_id in sorted(found)[:at_most]]
