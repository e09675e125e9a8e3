"""Weekly times: what overlaps, what is left free, what fits, and which number is free."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

#: A weekly period: weekday 0 (Monday) to 6, and minutes after midnight, half-open.
Period = tuple[int, int, int]
MINUTES_PER_DAY = 1440


def first_free(taken: Collection[int | None], at_most: int) -> int | None:
    """Return the lowest number from 1 to `at_most` that is not taken; None when as many are taken."""
    if len(taken) >= at_most:
        return None
    return next((number for number in range(1, at_most + 1) if number not in taken), None)


def minutes_a_week(
    visits: Sequence[Sequence[int]], *, visits_per_week: int, visit_minutes: int, given: int | None = None
) -> int:
    """Return the minutes a request takes of its helper each week.

    Args:
        visits: the agreed times; may be empty when neither side gave any.
        given: replaces what is computed, when something is known of the pair.
    """
    if given is not None:
        return given
    return sum(end - start for _, start, end in visits) if visits else visits_per_week * visit_minutes


def overlap(ours: Iterable[Sequence[int]], theirs: Iterable[Sequence[int]]) -> bool:
    """Return whether two lists of weekly periods have a moment in common."""
    theirs = list(theirs)
    return any(
        day == other_day and start < other_end and other_start < end
        for day, start, end in ours
        for other_day, other_start, other_end in theirs
    )


def fitting_visits(
    windows: Iterable[Period], busy: Iterable[Sequence[int]], *, visits_per_week: int, visit_minutes: int
) -> list[list[int]] | None:
    """Return the earliest visits of a week, one a day, that fit into the windows; None if they do not.

    Args:
        busy: when the helper is with somebody else.
    """
    found: dict[int, list[int]] = {}
    for day, start, end in free_times(windows, busy):
        if end - start >= visit_minutes:
            found.setdefault(day, [day, start, start + visit_minutes])
    visits = [found[day] for day in sorted(found)][:visits_per_week]
    return visits if len(visits) == visits_per_week else None


def shared_times(ours: Iterable[Period], theirs: Iterable[Period]) -> list[Period]:
    """Return the times that lie in both lists of weekly periods."""
    theirs = list(theirs)
    return sorted(
        (day, max(start, other_start), min(end, other_end))
        for day, start, end in ours
        for other_day, other_start, other_end in theirs
        if day == other_day and max(start, other_start) < min(end, other_end)
    )


def free_times(times: Iterable[Period], busy: Iterable[Sequence[int]]) -> list[Period]:
    """Return what is left of `times` when `busy` is cut out of them."""
    left = list(times)
    for day, start, end in busy:
        left = [piece for period in left for piece in _cut(period, day, start, end)]
    return sorted(left)


def _cut(period: Period, day: int, start: int, end: int) -> list[Period]:
    weekday, from_min, to_min = period
    if weekday != day or to_min <= start or end <= from_min:
        return [period]
    pieces = [(weekday, from_min, min(start, to_min)), (weekday, max(end, from_min), to_min)]
    return [piece for piece in pieces if piece[1] < piece[2]]
