"""What each helper could take at given prices, as columns, week after week."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

import numpy as np

from matching.pairing.checker.asked import Bools, Floats, Ints
from matching.pairing.checker.company import Company, Start
from matching.pairing.checker.locked_ways import weeks_with_locks
from matching.pairing.checker.points import Points
from matching.pairing.checker.ways import Ways
from matching.pairing.problem import Problem, Relation, Request


@dataclass(frozen=True, slots=True)
class Pairs:
    """Possible pairs with their points; all columns of length n.

    Attributes:
        helper, request: numbers in the problem.
        gain: value and score, less the price once it is known, in points.
        minutes: of the helper's minutes a week.
    """

    helper: Ints
    request: Ints
    gain: Floats
    minutes: Ints
    locked: Bools

    def rows(self, rows: Ints) -> Pairs:
        """Return some of the rows, or some twice."""
        return Pairs(*(getattr(self, column.name)[rows] for column in fields(self)))


@dataclass(frozen=True, slots=True)
class Options:
    """Requests worth more than their price, and locked ones; by week, the locked first, the best next.

    A request that is open to a helper at several meetings stands there once for each of them. A helper has
    one week, or, if locked to such a request, one for each way to choose the meeting.

    Attributes:
        owner: number of the helper of each week; every helper has one.
        first: where the options of each week begin, shape (weeks + 1,).
        pairs: a row for each option.
        kind: requests of one kind are alike in place and times.
        first_agreed: where the starts of each option begin in `agreed`, shape (n + 1,); most have none.
        agreed: rows (weekday, start) for requests that want company.
    """

    owner: Ints
    first: Ints
    pairs: Pairs
    kind: Ints
    first_agreed: Ints
    agreed: Ints


@dataclass(frozen=True, slots=True)
class _Offers:
    """Pairs with the price they pay taken off; `starts` of those alone that want company, by row."""

    pairs: Pairs
    starts: Mapping[int, tuple[Start, ...]]


def priced_options(
    problem: Problem, prices: Mapping[str, float], points: Points, company: Company
) -> Options:
    """Return what is worth its price, by the rules of pairs and of company; other times are left out."""
    price = np.array([prices[request.id] for request in problem.requests], dtype=np.float64)
    offers = _offers(_worth_their_price(problem, price, points, company), company, price)
    rows, week, owner, freed = weeks_with_locks(offers.pairs, offers.starts, len(problem.helpers))
    locked = offers.pairs.locked & ~freed
    pairs = replace(offers.pairs, locked=locked).rows(rows)
    order = np.lexsort((pairs.request, -pairs.gain, ~pairs.locked, week))
    pairs, rows = pairs.rows(order), rows[order]
    counts, meets = np.zeros(len(rows), dtype=np.int64), np.flatnonzero(np.isin(rows, list(offers.starts)))
    starts = [offers.starts[row] for row in rows[meets].tolist()]
    counts[meets] = [len(mine) for mine in starts]
    kinds = np.array(Ways(problem).kinds, dtype=np.int64)
    return Options(
        owner=owner,
        first=np.searchsorted(week[order], np.arange(len(owner) + 1)).astype(np.int64),
        pairs=pairs,
        kind=kinds[pairs.request],
        first_agreed=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        agreed=np.array([start for mine in starts for start in mine], dtype=np.int64).reshape(-1, 2),
    )


def _worth_their_price(problem: Problem, price: Floats, points: Points, company: Company) -> Pairs:
    """Return the pairs worth more than the least that anybody pays, without any price taken off."""
    least = [company.least_price(number, paid) for number, paid in enumerate(price.tolist())]
    found = [
        _of_request(number, request, least[number], points) for number, request in enumerate(problem.requests)
    ]
    nothing = np.zeros(0, dtype=np.int64)
    columns = [(nothing, nothing, np.zeros(0), nothing, np.zeros(0, dtype=np.bool_)), *found]
    return Pairs(*(np.concatenate(column) for column in zip(*columns, strict=True)))


def _of_request(
    number: int, request: Request, least: float, points: Points
) -> tuple[Ints, Ints, Floats, Ints, Bools]:
    """Return the columns of `Pairs` for one request."""
    possible = points.possible
    listed = possible.listed(request)
    helpers, metres = possible.helpers_for(request)
    gains: Floats = (points.scores(request, helpers, metres) + points.value_of(request)).astype(np.float64)
    held = [helper for helper, pair in listed.items() if Relation.LOCKED in pair.relations]
    locked: Bools = np.isin(helpers, held) if held else np.zeros(len(helpers), dtype=np.bool_)
    wanted = (gains > least) | locked
    helpers = helpers[wanted]
    minutes: Ints = np.full(len(helpers), request.visits_per_week * request.visit_minutes, dtype=np.int64)
    for place, helper in enumerate(helpers.tolist() if listed else ()):
        minutes[place] = possible.minutes(request, helper)
    numbers: Ints = np.full(len(helpers), number, dtype=np.int64)
    return helpers, numbers, gains[wanted], minutes, locked[wanted]


def _offers(pairs: Pairs, company: Company, price: Floats) -> _Offers:
    """Take the prices off; pairs that want company stand there once for every way to meet."""
    asking = np.isin(pairs.request, list(company.meetings))
    alone = np.flatnonzero(~asking)
    rows, starts, paid = [], [], []
    for row in np.flatnonzero(asking).tolist():
        request = int(pairs.request[row])
        for way, cost in company.ways(request, int(pairs.helper[row]), float(price[request])) or ():
            rows.append(row)
            starts.append(way)
            paid.append(cost)
    found = pairs.rows(np.concatenate([alone, np.array(rows, dtype=np.int64)]))
    taken_off = np.concatenate([price[pairs.request[alone]], np.array(paid, dtype=np.float64)])
    found = replace(found, gain=found.gain - taken_off)
    kept = np.flatnonzero((found.gain > 0) | found.locked)
    starts_of = {
        place: starts[row - len(alone)] for place, row in enumerate(kept.tolist()) if row >= len(alone)
    }
    return _Offers(found.rows(kept), starts_of)
