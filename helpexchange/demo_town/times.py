"""Weekly times of the invented people: weekday (0 is Monday), start and end in minutes after midnight."""

from __future__ import annotations

from random import Random

Times = list[tuple[int, int, int]]

MORNING, AFTERNOON, EVENING = "morning", "afternoon", "evening"
_FREE = {MORNING: (9 * 60, 12 * 60), AFTERNOON: (14 * 60, 17 * 60), EVENING: (17 * 60 + 30, 20 * 60)}
WORKDAYS = range(5)
WEEK = range(7)


def all_day(days: range) -> Times:
    """Return times from 8 to 20 on each day: whoever is free "any time" still sleeps at night."""
    return [(day, 8 * 60, 20 * 60) for day in days]


def free_times(rng: Random, *, parts: tuple[str, ...], days: range, count: int) -> Times:
    """Return when a helper is free: `count` parts of days, each up to an hour off the usual."""
    chosen = rng.sample([(day, part) for day in days for part in parts], count)
    found = []
    for day, part in sorted(chosen, key=lambda pair: (pair[0], _FREE[pair[1]])):
        start_min, end_min = _FREE[part]
        shift_min = rng.choice((-60, -30, 0, 0, 0, 30))
        found.append((day, start_min + shift_min, end_min + shift_min))
    return found


def wished_times(rng: Random, *, visits: int, visit_minutes: int, parts: tuple[str, ...]) -> Times:
    """Return when visits are welcome: some more days than `visits`, each long enough for one visit."""
    count = min(len(WORKDAYS), visits + rng.choice((0, 1, 1, 2)))
    found = []
    for day in sorted(rng.sample(WORKDAYS, count)):
        earliest, latest = _FREE[rng.choice(parts)]
        room_min = max(latest - earliest - visit_minutes, 0)
        start_min = earliest + 30 * rng.randint(0, room_min // 30)
        end_min = min(start_min + visit_minutes + rng.choice((0, 30, 60, 60, 90)), 20 * 60 + 30)
        found.append((day, start_min, max(end_min, start_min + visit_minutes)))
    return found


def same_length_times(rng: Random, *, visit_minutes: int, count: int) -> Times:
    """Return times for helpers who come together: each is exactly one visit long."""
    return [
        (day, start_min, start_min + visit_minutes)
        for day in sorted(rng.sample(WORKDAYS, count))
        for start_min in (rng.choice((9 * 60 + 30, 10 * 60, 14 * 60 + 30, 15 * 60)),)
    ]
