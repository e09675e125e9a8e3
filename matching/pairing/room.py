"""How many requests a helper's week can hold at most, times counted but travel left out."""

from __future__ import annotations

import numpy as np
from numba import njit

from matching.pairing.weeks import NO_LIMIT, Ints, Weeks


def most_requests(weeks: Weeks) -> Ints:
    """Return a number for each week that no plan exceeds; the rule is written in docs/matching.md.

    The smallest of the capacity (`weeks.room` as it comes in), of the minutes by the shortest option, and,
    where every option has times, of the visits of the shortest length that the days can hold by the fewest
    visits of an option.
    """
    room = weeks.room.copy()
    _limit_room(weeks, room)
    return room


@njit(cache=True, nogil=True)
def _limit_room(weeks: Weeks, room: Ints) -> None:
    for week in range(len(weeks.first) - 1):
        first, end = weeks.first[week], weeks.first[week + 1]
        fewest_minutes = weeks.minutes[first:end].min()
        if weeks.most_minutes[week] < NO_LIMIT and fewest_minutes > 0:
            room[week] = min(room[week], weeks.most_minutes[week] // fewest_minutes)
        if weeks.timed[first:end].all():
            shortest = weeks.visit_minutes[first:end].min()
            most = 0
            for weekday in range(7):
                most += _most_starts(weeks, first, end, weekday, shortest)
            room[week] = min(room[week], most // weeks.visits[first:end].min())


@njit(cache=True, nogil=True)
def _most_starts(weeks, first, end, weekday, apart_min):  # type: ignore[no-untyped-def]
    """Most starts at least `apart_min` apart in the union of the stretches: always take the earliest."""
    n = 0
    for option in range(first, end):
        n += weeks.stretch_first[7 * option + weekday + 1] - weeks.stretch_first[7 * option + weekday]
    begin, last = np.empty(n, np.int64), np.empty(n, np.int64)
    n = 0
    for option in range(first, end):
        for row in range(weeks.stretch_first[7 * option + weekday], weeks.stretch_first[7 * option + weekday + 1]):
            begin[n], last[n] = weeks.stretch_from[row], weeks.stretch_to[row]
            n += 1
    step = -(-apart_min // weeks.grid_minutes) * weeks.grid_minutes
    count, free_from = 0, 0
    for row in np.argsort(begin):
        on_grid = -(-free_from // weeks.grid_minutes) * weeks.grid_minutes
        start = max(begin[row], on_grid)
        if start <= last[row]:
            taken = (last[row] - start) // step + 1
            count += taken
            free_from = start + (taken - 1) * step + apart_min
    return count
