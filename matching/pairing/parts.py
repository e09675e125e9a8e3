"""A part of a problem as arrays: what a search needs, and no more, so that it travels to other machines."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.pairing.candidates import Candidates
from matching.pairing.room import most_requests
from matching.pairing.stretches import PairTimes, stretches_of
from matching.pairing.together import Times, asks_for_company, together_times
from matching.pairing.travel import Ways, ways_of
from matching.pairing.weeks import NO_LIMIT, Bools, Ints, Weeks

# A request whose helpers could agree on more times than this is not spread out over them.
_MOST_TIMES = 64


@dataclass(frozen=True)
class Part:
    """Helpers and requests that are matched with each other only.

    Attributes:
        helper: index of each week's helper in the problem, ascending, shape (weeks,).
        request: index of each request in the problem, ascending, shape (requests,), like the next three.
        needed: helpers needed.
        together: True where they come at the same times, all or none. Each option of such a request stands
            for one of these times; where there are far too many of them, for all, and nobody is sent.
        rank: 1 for the request that goes last among equals, and so on: who has waited longest goes first,
            then the smaller id.
        weeks: `Weeks.request` indexes `request`.
        seed: of the solvers that draw numbers.
    """

    helper: Ints
    request: Ints
    needed: Ints
    together: Bools
    rank: Ints
    weeks: Weeks
    ways: Ways
    seed: int

    def __len__(self) -> int:
        """Return the number of options."""
        return len(self.weeks.request)


def part_of(candidates: Candidates, rows: Ints) -> Part:
    """Return the part made of some possible pairs, given as rows of `candidates`.

    Every pair of a request that asks for its helpers together must be among them.
    """
    problem = candidates.columns.problem
    rows = rows[np.lexsort((candidates.request[rows], candidates.helper[rows]))]
    helper = np.unique(candidates.helper[rows]).astype(np.int64)
    request = np.unique(candidates.request[rows]).astype(np.int64)
    asked = [problem.requests[index] for index in request.tolist()]
    return Part(
        helper=helper,
        request=request,
        needed=np.array([one.helpers_needed for one in asked], dtype=np.int64),
        together=np.array([asks_for_company(one) for one in asked], dtype=np.bool_),
        rank=_ranks(np.array([one.waiting_days for one in asked], dtype=np.int64)),
        weeks=_weeks(candidates, _options(candidates, rows), helper, request),
        ways=ways_of(problem, request),
        seed=problem.policy.seed,
    )


def _ranks(waiting_days: Ints) -> Ints:
    first_is_last = np.lexsort((-np.arange(len(waiting_days)), waiting_days))
    rank = np.zeros(len(waiting_days), dtype=np.int64)
    rank[first_is_last] = np.arange(1, len(waiting_days) + 1)
    return rank


@dataclass(frozen=True)
class _Options:
    """Rows of the candidates, some of them several times, once for each agreed time."""

    rows: Ints
    pairs: PairTimes


def _options(candidates: Candidates, rows: Ints) -> _Options:
    columns = candidates.columns
    times_of = _together_times(candidates, rows)
    times = [one for of_request in times_of.values() for one in of_request]
    asked = candidates.request[rows]
    copies, first_time = np.ones(len(rows), dtype=np.int64), np.full(len(rows), -1, dtype=np.int64)
    if times_of:
        number_of_times = np.array([len(of_request) for of_request in times_of.values()])
        together = np.array(list(times_of))
        place = np.minimum(np.searchsorted(together, asked), len(together) - 1)
        mine = together[place] == asked
        copies[mine] = number_of_times[place[mine]]
        first_time[mine] = (np.cumsum(number_of_times) - number_of_times)[place[mine]]
    spread = np.repeat(rows, copies)
    number = np.arange(len(spread)) - np.repeat(np.cumsum(copies) - copies, copies)
    time = np.where(np.repeat(first_time, copies) < 0, -1, np.repeat(first_time, copies) + number)
    helpers, requests = candidates.helper[spread], candidates.request[spread]
    timed = columns.helpers.has_windows[helpers] | columns.requests.has_windows[requests]
    return _Options(spread, PairTimes(helpers, requests, timed, time.astype(np.int32), times))


def _together_times(candidates: Candidates, rows: Ints) -> dict[int, tuple[Times, ...]]:
    """Times of each request with `together` among the rows, by request, ascending."""
    columns = candidates.columns
    found = {}
    for request in np.unique(candidates.request[rows]).tolist():
        if asks_for_company(columns.problem.requests[request]):
            helpers = candidates.helper[candidates.of_request(request)].astype(np.int64)
            times = together_times(columns, helpers, request)
            if times is not None and len(times) <= _MOST_TIMES:
                found[request] = times
    return found


def _weeks(candidates: Candidates, options: _Options, helper: Ints, request: Ints) -> Weeks:
    columns = candidates.columns
    stretches = stretches_of(columns, options.pairs)
    visits = columns.requests.visits[options.pairs.request]
    # A time that does not suit the helper is no option.
    suits = (stretches.days >= visits) | ~options.pairs.timed
    stretches, rows = stretches.keep(suits), options.rows[suits]
    owner, asked = candidates.helper[rows], candidates.request[rows]
    most_minutes = columns.helpers.week_minutes[helper]
    locked_rows = np.unique(rows[candidates.locked[rows]])
    weeks = Weeks(
        first=np.searchsorted(owner, np.append(helper, len(columns.problem.helpers))).astype(np.int64),
        request=np.searchsorted(request, asked).astype(np.int32),
        points=candidates.values[asked] + candidates.score[rows],
        minutes=candidates.minutes[rows].astype(np.int32),
        visits=visits[suits].astype(np.int8),
        visit_minutes=columns.requests.visit_minutes[asked].astype(np.int16),
        time=options.pairs.time[suits],
        timed=options.pairs.timed[suits],
        locked=candidates.locked[rows],
        spare_days=(stretches.days - visits[suits]).astype(np.int8),
        stretch_first=stretches.first,
        stretch_from=stretches.start,
        stretch_to=stretches.end,
        room=columns.helpers.capacity[helper],
        most_minutes=np.where(np.isinf(most_minutes), NO_LIMIT, np.minimum(most_minutes, NO_LIMIT)).astype(
            np.int64
        ),
        musts=np.bincount(np.searchsorted(helper, candidates.helper[locked_rows]), minlength=len(helper)),
        load=columns.policy.load_weight,
        grid_minutes=columns.policy.grid_minutes,
    )
    return weeks._replace(room=most_requests(weeks))
