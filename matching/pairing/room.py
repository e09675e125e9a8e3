"""How many requests a helper's week can hold at most, times counted but travel left out."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from matching.pairing.compiled import inner_kernel, kernel
from matching.pairing.weeks import NO_LIMIT, Ints, Weeks


def most_requests(weeks: Weeks) -> Ints:
    """Return a number for each week that no plan exceeds; the rule is written in docs/matching.md.

    The smallest of the capacity (`weeks.room` as it comes in), of the options, of the minutes by the shortest
    option, and,
    where every option has times, of the visits of the shortest length that the days can hold by the fewest
    visits of an option.
    """
    room = weeks.room.copy()
    _limit_room(weeks, room)
    return room


@kernel
def _limit_room(weeks: Weeks, room: Ints) -> None:
    for week in range(len(room)):
        least = _least(weeks, week)
        room[week] = min(room[week], weeks.first[week + 1] - weeks.first[week])
        if weeks.most_minutes[week] < NO_LIMIT and least.minutes > 0:
            room[week] = min(room[week], weeks.most_minutes[week] // least.minutes)
        if least.all_timed:
            most = 0
            for weekday in range(7):
                most += _most_starts(weeks, week, weekday, least.visit_minutes)
            room[week] = min(room[week], most // least.visits)


class _Least(NamedTuple):
    """The least that any option of a week asks for, and whether all of them have times."""

    minutes: int
    visits: int
    visit_minutes: int
    all_timed: bool


@inner_kernel
def _least(weeks: Weeks, week: int) -> _Least:
    minutes, visits, visit_minutes, all_timed = NO_LIMIT, NO_LIMIT, NO_LIMIT, True
    for option in range(weeks.first[week], weeks.first[week + 1]):
        minutes = min(minutes, int(weeks.minutes[option]))
        visits = min(visits, int(weeks.visits[option]))
        visit_minutes = min(visit_minutes, int(weeks.visit_minutes[option]))
        all_timed = all_timed and weeks.timed[option]
    return _Least(minutes, visits, visit_minutes, all_timed)


@inner_kernel
def _most_starts(weeks: Weeks, week: int, weekday: int, apart_min: int) -> int:
    """Most starts at least `apart_min` apart in the union of the stretches: always take the earliest."""
    begin, last = _stretches(weeks, week, weekday)
    step = -(-apart_min // weeks.grid_minutes) * weeks.grid_minutes
    count, free_from = 0, 0
    for row in np.argsort(begin, kind="mergesort"):
        start = max(begin[row], -(-free_from // weeks.grid_minutes) * weeks.grid_minutes)
        if start <= last[row]:
            taken = (last[row] - start) // step + 1
            count += taken
            free_from = start + (taken - 1) * step + apart_min
    return count


@inner_kernel
def _stretches(weeks: Weeks, week: int, weekday: int) -> tuple[Ints, Ints]:
    """First and last starts of the stretches of all options on a weekday."""
    first, end = weeks.first[week], weeks.first[week + 1]
    n = 0
    for option in range(first, end):
        n += weeks.stretch_first[7 * option + weekday + 1] - weeks.stretch_first[7 * option + weekday]
    begin, last = np.empty(n, np.int64), np.empty(n, np.int64)
    n = 0
    for option in range(first, end):
        row = 7 * option + weekday
        for stretch in range(weeks.stretch_first[row], weeks.stretch_first[row + 1]):
            begin[n], last[n] = weeks.stretch_from[stretch], weeks.stretch_to[stretch]
            n += 1
    return begin, last
