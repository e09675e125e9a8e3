"""Hours of the week in which invented people are free or want help."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matching.examples.chance import Chance, Ints
from matching.periods import Window

_MORNING, _AFTERNOON, _EVENING = (8 * 60, 12 * 60), (13 * 60, 18 * 60), (18 * 60, 21 * 60)
_HALF_HOUR = 30
_WORKDAYS = 5
_EVENING_SHARE, _ANY_TIME_SHARE = 0.10, 0.05
_Rows = list[list[Window]]


def helper_hours(n: int, chance: Chance) -> _Rows:
    """Two to five windows, few of them in the evening; one helper in twenty is free any time."""
    hours = _daytime(chance.whole(2, 5, n), np.full(n, 120), chance)
    evening = _windows(_EVENING, np.full(n, 60), chance, weekdays=_WORKDAYS)
    for index in np.flatnonzero(chance.happens(_EVENING_SHARE, n)).tolist():
        hours[index].append(evening[index])
    for index in np.flatnonzero(chance.happens(_ANY_TIME_SHARE, n)).tolist():
        hours[index] = []
    return hours


def request_hours(minutes: Ints, visits: Ints, together: Sequence[bool], chance: Chance) -> _Rows:
    """More windows than visits; one request in five wants evenings alone, one in ten has no wish.

    Args:
        minutes: of a visit of each request.
        visits: a week.
        together: True where the windows must be exactly one visit long.
        chance: to draw from.
    """
    n = len(minutes)
    hours = _daytime(visits + chance.whole(1, 3, n), np.maximum(minutes, 90), chance)
    evenings, anytime = chance.happens(0.2, n), chance.happens(0.1, n)
    for index in np.flatnonzero(evenings).tolist():
        number = int(visits[index]) + 1
        hours[index] = _windows(_EVENING, np.full(number, minutes[index]), chance, weekdays=_WORKDAYS)
    for index in np.flatnonzero(anytime).tolist():
        hours[index] = []
    for index in np.flatnonzero(together).tolist():
        hours[index] = _exact(int(minutes[index]), chance)
    return hours


def _daytime(counts: Ints, shortest_min: Ints, chance: Chance) -> _Rows:
    """Windows in the morning or the afternoon, so many for each person."""
    shortest = np.repeat(shortest_min, counts)
    morning = _windows(_MORNING, shortest, chance)
    afternoon = _windows(_AFTERNOON, shortest, chance)
    early = chance.happens(0.45, len(shortest)).tolist()
    drawn = [a if is_early else b for a, b, is_early in zip(morning, afternoon, early, strict=True)]
    ends = np.cumsum(counts).tolist()
    return [drawn[end - count : end] for end, count in zip(ends, counts.tolist(), strict=True)]


def _windows(
    part_of_day: tuple[int, int], shortest_min: Ints, chance: Chance, *, weekdays: int = 7
) -> list[Window]:
    """Draw a window within a part of the day, on the half hour, for each length that it has at least."""
    earliest, latest = part_of_day
    n = len(shortest_min)
    start = earliest + _HALF_HOUR * chance.whole(0, _slots(latest - earliest - shortest_min), n)
    end = start + shortest_min + _HALF_HOUR * chance.whole(0, _slots(latest - start - shortest_min), n)
    days = chance.whole(0, weekdays - 1, n)
    return list(map(Window, days.tolist(), start.tolist(), end.tolist()))


def _slots(minutes: Ints) -> Ints:
    slots: Ints = np.maximum(0, minutes // _HALF_HOUR)
    return slots


def _exact(minutes: int, chance: Chance) -> list[Window]:
    """Windows one visit long on days of their own, so that none touch."""
    days = chance.some(7, int(chance.whole(2, 4, 1)[0]))
    starts = _AFTERNOON[0] + 60 * chance.whole(0, 3, len(days))
    return [
        Window(day, start, start + minutes) for day, start in zip(days.tolist(), starts.tolist(), strict=True)
    ]
