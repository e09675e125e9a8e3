"""The best weeks of many helpers, on several threads: the compiled search holds no lock."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np

from matching.pairing.checker.asked import Asked, Bools, Floats, Ints, asked_of, window_columns
from matching.pairing.checker.best_week import NO_LIMIT, Found, Wishes, best_week, ceiling, load_cost
from matching.pairing.checker.minutes_table import best_without_times
from matching.pairing.checker.options import Options
from matching.pairing.checker.room import most_requests
from matching.pairing.checker.starts import OwnTimes, starts_of
from matching.pairing.checker.ways import Ways
from matching.pairing.compiled import kernel
from matching.pairing.problem import Problem

# Helpers are dealt out in so many portions a thread, because some take much longer than others.
PORTIONS = 8


class Offered(NamedTuple):
    """The weeks of helpers and their options as columns, one entry a week; see `Options` and `Asked`.

    Attributes:
        room: requests at most.
        limit: minutes a week at most, `NO_LIMIT` for any.
    """

    first: Ints
    request: Ints
    gain: Floats
    minutes: Ints
    kind: Ints
    locked: Ints
    first_agreed: Ints
    agreed: Ints
    first_window: Ints
    windows: Ints
    any_time: Bools
    room: Ints
    limit: Ints
    load: float
    grid: int


def offered_by(problem: Problem, options: Options) -> Offered:
    """Put the helpers beside their options."""
    pairs, owners = options.pairs, options.owner.tolist()
    helpers = [problem.helpers[number] for number in owners]
    week = np.repeat(np.arange(len(owners)), np.diff(options.first))
    first_window, windows = window_columns([helper.windows for helper in helpers])
    limits = [NO_LIMIT if h.minutes_per_week is None else h.minutes_per_week for h in helpers]
    return Offered(
        first=options.first,
        request=pairs.request,
        gain=pairs.gain,
        minutes=pairs.minutes,
        kind=options.kind,
        locked=np.bincount(week[pairs.locked], minlength=len(helpers)).astype(np.int64),
        first_agreed=options.first_agreed,
        agreed=options.agreed,
        first_window=first_window,
        windows=windows,
        any_time=np.array([not helper.windows for helper in helpers], dtype=np.bool_),
        room=np.array([helper.max_requests for helper in helpers], dtype=np.int64),
        limit=np.array(limits, dtype=np.int64),
        load=float(problem.policy.load_weight),
        grid=problem.policy.grid_minutes,
    )


@kernel
def wishes_of(offered: Offered, week: int) -> Wishes:
    """Return the options of one helper."""
    start, end = offered.first[week], offered.first[week + 1]
    return Wishes(
        offered.gain[start:end],
        offered.minutes[start:end],
        offered.kind[start:end],
        offered.locked[week],
        offered.limit[week],
        offered.room[week],
        offered.load,
    )


@kernel
def loosest_weeks(offered: Offered) -> Floats:
    """Return for each helper the most points of a week when neither times nor minutes count."""
    most = np.zeros(len(offered.room), np.float64)
    for week in range(len(most)):
        wishes = wishes_of(offered, week)
        pool, held = np.arange(len(wishes.gain)), wishes.locked
        most[week] = wishes.gain[:held].sum() - load_cost(wishes.load, held)
        most[week] += ceiling(wishes, pool[held:], held)
    return most


@kernel
def search_week(asked: Asked, offered: Offered, week: int, edges: Ints, steps: int) -> tuple[Found, Ints]:
    """Search the week of one helper; see `best_week`."""
    start, end = offered.first[week], offered.first[week + 1]
    mine = offered.windows[offered.first_window[week] : offered.first_window[week + 1]]
    own = OwnTimes(mine, offered.any_time[week], offered.grid)
    first_agreed = offered.first_agreed[start : end + 1]
    starts = starts_of(asked, offered.request[start:end], own, first_agreed, offered.agreed)
    wishes = wishes_of(offered, week)
    if wishes.room > 1:
        room = max(wishes.locked, min(wishes.room, most_requests(asked, starts)))
        wishes = Wishes(
            wishes.gain, wishes.minutes, wishes.kind, wishes.locked, wishes.limit, room, wishes.load
        )
    return best_week(asked, starts, wishes, edges, steps)


class Known(NamedTuple):
    """What is known of the best plan of each week.

    Attributes:
        most: no plan is worth more.
        is_exact: a plan is worth that much.
        steps: how many the search took.
        is_blurred: the length of a way is not yet known for certain.
    """

    most: Floats
    is_exact: Bools
    steps: Ints
    is_blurred: Bools


def _nothing_known(weeks: int) -> Known:
    unknown = np.zeros(weeks, dtype=np.bool_)
    return Known(np.zeros(weeks), unknown, np.zeros(weeks, dtype=np.int64), unknown.copy())


@kernel
def search_weeks(asked: Asked, offered: Offered, numbers: Ints, steps: int, known: Known) -> None:
    """Search some of the weeks, and note in `known` what was found."""
    edges = np.zeros((0, 3), np.int64)
    for week in numbers:
        found, blurred = search_week(asked, offered, week, edges, steps)
        known.most[week], known.is_exact[week] = found.most, found.is_exact
        known.steps[week], known.is_blurred[week] = found.steps, len(blurred) > 0


class Search:
    """Searches the weeks of helpers with more and more steps.

    Attributes:
        known: what is known of each week so far.
    """

    def __init__(self, problem: Problem, options: Options, workers: int) -> None:
        self._asked, self._offered = asked_of(problem), offered_by(problem, options)
        self._owner, self._helpers = options.owner, len(problem.helpers)
        self._ways, self._workers = Ways(problem), workers
        self._loosest: Floats = loosest_weeks(self._offered)
        self.known = _nothing_known(len(options.owner))
        self.known.most[:] = self._loosest
        self._fill_tables()

    @property
    def most(self) -> float:
        """No plans of all helpers are worth more together."""
        return math.fsum(self._best_of_each(self.known.most))

    @property
    def loosest(self) -> float:
        """The same with times and minutes left out."""
        return math.fsum(self._best_of_each(self._loosest))

    def _best_of_each(self, worth: Floats) -> Floats:
        best = np.full(self._helpers, -np.inf)
        np.maximum.at(best, self._owner, worth)
        return best

    def _fill_tables(self) -> None:
        """Bound the weeks of helpers whose minutes can run out; exact where nothing has times."""
        offered, known = self._offered, self.known
        timed = self._asked.has_windows[offered.request]
        for week in np.flatnonzero(offered.limit != NO_LIMIT).tolist():
            most = best_without_times(wishes_of(offered, week))
            if most is not None:
                mine = slice(offered.first[week], offered.first[week + 1])
                known.most[week] = min(known.most[week], most)
                known.is_exact[week] = offered.any_time[week] and not timed[mine].any()

    def sharpen(self, steps: int) -> int:
        """Search the weeks not known exactly with at most so many steps each; return the steps used."""
        still_open = np.flatnonzero(~self.known.is_exact)
        found = _nothing_known(len(self._owner))

        def search(weeks: Ints) -> None:
            search_weeks(self._asked, self._offered, weeks, steps, found)

        with ThreadPoolExecutor(self._workers) as threads:
            list(threads.map(search, self._dealt_out(still_open)))
        for week in np.flatnonzero(found.is_blurred).tolist():
            clear = self._search_with_edges(week, steps)
            found.most[week], found.is_exact[week] = clear.most, clear.is_exact
        self.known.most[still_open] = np.minimum(self.known.most[still_open], found.most[still_open])
        self.known.is_exact[still_open] = found.is_exact[still_open]
        return int(found.steps.sum())

    def _dealt_out(self, weeks: Ints) -> list[Ints]:
        portions = PORTIONS * self._workers if self._workers > 1 else 1
        return [weeks[start::portions] for start in range(portions) if start < len(weeks)]

    def _search_with_edges(self, week: int, steps: int) -> Found:
        """Search one week again and again, until PROJ has told every way that is near a minute's edge."""
        edges: dict[tuple[int, int], int] = {}
        while True:
            rows = np.array([(*way, minutes) for way, minutes in edges.items()], dtype=np.int64)
            found: Found
            found, blurred = search_week(self._asked, self._offered, week, rows.reshape(-1, 3), steps)
            if not len(blurred):
                return found
            edges |= {(first, then): self._ways.minutes(first, then) for first, then in blurred.tolist()}
