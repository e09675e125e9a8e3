"""The best weeks of many helpers, on several threads: the compiled search holds no lock."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import NamedTuple

import numpy as np
from numba import njit

from matching.pairing.checker.asked import Asked, Bools, Floats, Ints, asked_of, window_columns
from matching.pairing.checker.best_week import NO_LIMIT, Found, Wishes, best_week, ceiling, load_cost
from matching.pairing.checker.minutes_table import best_without_times
from matching.pairing.checker.options import Options
from matching.pairing.checker.room import most_requests
from matching.pairing.checker.starts import OwnTimes, starts_of
from matching.pairing.checker.ways import Ways
from matching.pairing.problem import Problem

# Helpers are dealt out in so many portions a thread, because some take much longer than others.
PORTIONS = 8


class Offered(NamedTuple):
    """The helpers of a problem and their options as columns; see `Options` and `Asked`.

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
    helpers = problem.helpers
    first_window, windows = window_columns([helper.windows for helper in helpers])
    limits = [NO_LIMIT if h.minutes_per_week is None else h.minutes_per_week for h in helpers]
    return Offered(
        first=options.first,
        request=options.request,
        gain=options.gain,
        minutes=options.minutes,
        kind=options.kind,
        locked=np.bincount(options.helper[options.locked], minlength=len(helpers)).astype(np.int64),
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


@njit(cache=True, nogil=True)
def wishes_of(offered: Offered, helper: int) -> Wishes:
    """Return the options of one helper."""
    start, end = offered.first[helper], offered.first[helper + 1]
    return Wishes(
        offered.gain[start:end],
        offered.minutes[start:end],
        offered.kind[start:end],
        offered.locked[helper],
        offered.limit[helper],
        offered.room[helper],
        offered.load,
    )


@njit(cache=True, nogil=True)
def loosest_weeks(offered: Offered) -> Floats:
    """Return for each helper the most points of a week when neither times nor minutes count."""
    most = np.zeros(len(offered.room), np.float64)
    for helper in range(len(most)):
        wishes = wishes_of(offered, helper)
        pool, held = np.arange(len(wishes.gain)), wishes.locked
        most[helper] = wishes.gain[:held].sum() - load_cost(wishes.load, held)
        most[helper] += ceiling(wishes, pool[held:], held)
    return most


@njit(cache=True, nogil=True)
def search_week(asked: Asked, offered: Offered, helper: int, edges: Ints, steps: int) -> tuple[Found, Ints]:
    """Search the week of one helper; see `best_week`."""
    start, end = offered.first[helper], offered.first[helper + 1]
    mine = offered.windows[offered.first_window[helper] : offered.first_window[helper + 1]]
    own = OwnTimes(mine, offered.any_time[helper], offered.grid)
    first_agreed = offered.first_agreed[start : end + 1]
    starts = starts_of(asked, offered.request[start:end], own, first_agreed, offered.agreed)
    wishes = wishes_of(offered, helper)
    if wishes.room > 1:
        room = max(wishes.locked, min(wishes.room, most_requests(asked, starts)))
        wishes = Wishes(
            wishes.gain, wishes.minutes, wishes.kind, wishes.locked, wishes.limit, room, wishes.load
        )
    return best_week(asked, starts, wishes, edges, steps)


class Weeks(NamedTuple):
    """What is known of the best week of each helper.

    Attributes:
        most: no plan of the helper is worth more.
        is_exact: a plan is worth that much.
        steps: how many the search took.
        is_blurred: the length of a way is not yet known for certain.
    """

    most: Floats
    is_exact: Bools
    steps: Ints
    is_blurred: Bools


def _nothing_known(helpers: int) -> Weeks:
    unknown = np.zeros(helpers, dtype=np.bool_)
    return Weeks(np.zeros(helpers), unknown, np.zeros(helpers, dtype=np.int64), unknown.copy())


@njit(cache=True, nogil=True)
def search_weeks(asked: Asked, offered: Offered, helpers: Ints, steps: int, weeks: Weeks) -> None:
    """Search the weeks of some helpers, and note in `weeks` what was found."""
    edges = np.zeros((0, 3), np.int64)
    for helper in helpers:
        found, blurred = search_week(asked, offered, helper, edges, steps)
        weeks.most[helper], weeks.is_exact[helper] = found.most, found.is_exact
        weeks.steps[helper], weeks.is_blurred[helper] = found.steps, len(blurred) > 0


class Search:
    """Searches the weeks of helpers with more and more steps.

    Attributes:
        weeks: what is known so far.
        loosest: most points of each helper's week when neither times nor minutes count.
    """

    def __init__(self, problem: Problem, options: Options, workers: int) -> None:
        self._asked, self._offered = asked_of(problem), offered_by(problem, options)
        self._ways, self._workers = Ways(problem), workers
        self.loosest: Floats = loosest_weeks(self._offered)
        self.weeks = _nothing_known(len(problem.helpers))
        self.weeks.most[:] = self.loosest
        self._fill_tables()

    def _fill_tables(self) -> None:
        """Bound the weeks of helpers whose minutes can run out; exact where nothing has times."""
        offered = self._offered
        timed = self._asked.has_windows[offered.request]
        for helper in np.flatnonzero(offered.limit != NO_LIMIT).tolist():
            most = best_without_times(wishes_of(offered, helper))
            if most is not None:
                mine = slice(offered.first[helper], offered.first[helper + 1])
                self.weeks.most[helper] = min(self.weeks.most[helper], most)
                self.weeks.is_exact[helper] = offered.any_time[helper] and not timed[mine].any()

    def sharpen(self, steps: int) -> int:
        """Search the weeks not known exactly with at most so many steps each; return the steps used."""
        helpers = np.flatnonzero(~self.weeks.is_exact)
        found = _nothing_known(len(self.weeks.most))
        with ThreadPoolExecutor(self._workers) as threads:
            search = partial(search_weeks, self._asked, self._offered, steps=steps, weeks=found)
            list(threads.map(search, self._dealt_out(helpers)))
        for helper in np.flatnonzero(found.is_blurred).tolist():
            week = self._search_with_edges(helper, steps)
            found.most[helper], found.is_exact[helper] = week.most, week.is_exact
        self.weeks.most[helpers] = np.minimum(self.weeks.most[helpers], found.most[helpers])
        self.weeks.is_exact[helpers] = found.is_exact[helpers]
        return int(found.steps.sum())

    def _dealt_out(self, helpers: Ints) -> list[Ints]:
        portions = PORTIONS * self._workers if self._workers > 1 else 1
        return [helpers[start::portions] for start in range(portions) if start < len(helpers)]

    def _search_with_edges(self, helper: int, steps: int) -> Found:
        """Search one week again and again, until PROJ has told every way that is near a minute's edge."""
        edges: dict[tuple[int, int], int] = {}
        while True:
            rows = np.array([(*way, minutes) for way, minutes in edges.items()], dtype=np.int64)
            found: Found
            found, blurred = search_week(self._asked, self._offered, helper, rows.reshape(-1, 3), steps)
            if not len(blurred):
                return found
            edges |= {(first, then): self._ways.minutes(first, then) for first, then in blurred.tolist()}
