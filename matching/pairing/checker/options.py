"""What each helper could take at given prices, as columns, helper after helper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from matching.pairing.checker.asked import Bools, Floats, Ints
from matching.pairing.checker.company import Company, Start
from matching.pairing.checker.points import Points
from matching.pairing.checker.possible import Possible
from matching.pairing.checker.ways import Ways
from matching.pairing.problem import Problem, Relation, Request


@dataclass(frozen=True, slots=True)
class Options:
    """Requests worth more than their price, and locked ones; by helper, the locked first, the best next.

    A request that is open to a helper at several meetings stands there once for each of them.

    Attributes:
        helper, request: numbers in the problem, shape (n,).
        gain: value and score less the price, in points.
        minutes: of the helper's minutes a week.
        kind: requests of one kind are alike in place and times.
        first: where the options of each helper begin, shape (helpers + 1,).
        first_agreed: where the starts of each option begin in `agreed`, shape (n + 1,); all others have none.
        agreed: rows (weekday, start) for requests that want company.
    """

    helper: Ints
    request: Ints
    gain: Floats
    minutes: Ints
    locked: Bools
    kind: Ints
    first: Ints
    first_agreed: Ints
    agreed: Ints

    def of(self, helper: int) -> slice:
        """Return where the options of a helper stand."""
        return slice(int(self.first[helper]), int(self.first[helper + 1]))


@dataclass(frozen=True, slots=True)
class _Pairs:
    """The columns of `Options` that belong to pairs, in any order, and the starts at which company meets."""

    helper: Ints
    request: Ints
    gain: Floats
    minutes: Ints
    locked: Bools

    def rows(self, rows: Ints) -> _Pairs:
        """Return some of the rows, or some twice."""
        return _Pairs(
            self.helper[rows], self.request[rows], self.gain[rows], self.minutes[rows], self.locked[rows]
        )


def priced_options(
    problem: Problem, prices: Mapping[str, float], points: Points, possible: Possible
) -> Options:
    """Return what is worth its price, by the rules of pairs and of company; other times are left out."""
    pairs = _worth_their_price(problem, prices, points, possible)
    rows, starts = _meetings(Company(problem, possible), pairs)
    pairs = pairs.rows(rows)
    order = np.lexsort((pairs.request, -pairs.gain, ~pairs.locked, pairs.helper))
    pairs, starts = pairs.rows(order), [starts[place] for place in order.tolist()]
    kinds = np.array(Ways(problem).kinds, dtype=np.int64)
    return Options(
        helper=pairs.helper,
        request=pairs.request,
        gain=pairs.gain,
        minutes=pairs.minutes,
        locked=pairs.locked,
        kind=kinds[pairs.request],
        first=np.searchsorted(pairs.helper, np.arange(len(problem.helpers) + 1)).astype(np.int64),
        first_agreed=np.cumsum([0, *map(len, starts)], dtype=np.int64),
        agreed=np.array([start for mine in starts for start in mine], dtype=np.int64).reshape(-1, 2),
    )


def _worth_their_price(
    problem: Problem, prices: Mapping[str, float], points: Points, possible: Possible
) -> _Pairs:
    found = [
        _of_request(possible, number, request, points.value_of(request) - prices[request.id], points)
        for number, request in enumerate(problem.requests)
    ]
    nothing = np.zeros(0, dtype=np.int64)
    columns = [(nothing, nothing, np.zeros(0), nothing, np.zeros(0, dtype=np.bool_)), *found]
    return _Pairs(*(np.concatenate(column) for column in zip(*columns, strict=True)))


def _of_request(
    possible: Possible, number: int, request: Request, net: float, points: Points
) -> tuple[Ints, Ints, Floats, Ints, Bools]:
    """Return the columns of `_Pairs` for one request; `net` is its value less its price."""
    listed = possible.listed(request)
    helpers, metres = possible.helpers_for(request)
    gains: Floats = (points.scores(request, helpers, metres) + net).astype(np.float64)
    held = [helper for helper, pair in listed.items() if Relation.LOCKED in pair.relations]
    locked: Bools = np.isin(helpers, held)
    wanted = (gains > 0) | locked
    helpers = helpers[wanted]
    minutes: Ints = np.full(len(helpers), request.visits_per_week * request.visit_minutes, dtype=np.int64)
    for place, helper in enumerate(helpers.tolist() if listed else ()):
        minutes[place] = possible.minutes(request, helper)
    numbers: Ints = np.full(len(helpers), number, dtype=np.int64)
    return helpers, numbers, gains[wanted], minutes, locked[wanted]


def _meetings(company: Company, pairs: _Pairs) -> tuple[Ints, list[tuple[Start, ...]]]:
    """Return the row of each pair once for every set of starts it is open at, and these sets; () for any."""
    rows, starts = [], []
    for row, (helper, request) in enumerate(zip(pairs.helper.tolist(), pairs.request.tolist(), strict=True)):
        mine = company.starts(request, helper)
        for way in ((),) if mine is None else mine:
            rows.append(row)
            starts.append(way)
    return np.array(rows, dtype=np.int64), starts
