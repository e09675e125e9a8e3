"""Weekly periods: joining, intersecting, and the moments a visit can start.

A period is half-open and never crosses midnight: Monday until 24:00 and Tuesday from 00:00 stay two
windows, because a visit belongs to one weekday. A *moment* is a minute of the week,
`weekday * 1440 + minute`, from 0 (Monday 00:00) to 10079.

An empty set of windows is empty here. "No windows means any time" is a rule of the match: callers put
`ANY_TIME` in its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

DAYS_PER_WEEK = 7
MINUTES_PER_DAY = 24 * 60


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """A weekly period, half-open: `start_min` included, `end_min` excluded.

    Attributes:
        weekday: 0 is Monday, 6 is Sunday.
        start_min: minutes after midnight, 0..1439.
        end_min: minutes after midnight, 1..1440, later than `start_min`.
    """

    weekday: int
    start_min: int
    end_min: int


ANY_TIME = tuple(Window(weekday, 0, MINUTES_PER_DAY) for weekday in range(DAYS_PER_WEEK))
_BITS_PER_WORD = 64


def join_windows(windows: Iterable[Window]) -> tuple[Window, ...]:
    """Return the same times as few sorted windows, none of which touch or overlap."""
    joined: list[Window] = []
    for weekday, of_day in groupby(sorted(windows), key=attrgetter("weekday")):
        joined.extend(Window(weekday, start, end) for start, end in _join_day(of_day))
    return tuple(joined)


def _join_day(windows: Iterable[Window]) -> Iterator[tuple[int, int]]:
    start, end = -1, -1
    for window in windows:
        if window.start_min > end:
            if end >= 0:
                yield start, end
            start, end = window.start_min, window.end_min
        end = max(end, window.end_min)
    if end >= 0:
        yield start, end


def intersect_windows(ours: Sequence[Window], theirs: Sequence[Window]) -> tuple[Window, ...]:
    """Return the times that lie in both sets; both must be joined (`join_windows`)."""
    shared = (
        Window(a.weekday, max(a.start_min, b.start_min), min(a.end_min, b.end_min))
        for a in ours
        for b in theirs
        if a.weekday == b.weekday
    )
    return tuple(sorted(window for window in shared if window.start_min < window.end_min))


def starts(windows: Iterable[Window], *, visit_minutes: int, grid_minutes: int) -> tuple[int, ...]:
    """Return the moments, ascending, at which a visit fits whole into one of the joined windows.

    Args:
        windows: joined windows; touching ones would hide the starts across their seam.
        visit_minutes: length of the visit, 1..1440.
        grid_minutes: a visit starts at a multiple of this after midnight.
    """
    moments: list[int] = []
    for window in sorted(windows):
        first = -(-window.start_min // grid_minutes) * grid_minutes
        day = window.weekday * MINUTES_PER_DAY
        moments.extend(range(day + first, day + window.end_min - visit_minutes + 1, grid_minutes))
    return tuple(moments)


def common_starts(
    ours: Sequence[Window], theirs: Sequence[Window], *, visit_minutes: int, grid_minutes: int
) -> tuple[int, ...]:
    """Return the moments at which a visit suits both sides; a side without windows is free any time."""
    shared = intersect_windows(ours or ANY_TIME, theirs or ANY_TIME)
    return starts(shared, visit_minutes=visit_minutes, grid_minutes=grid_minutes)


def week_mask(windows: Iterable[Window]) -> int:
    """Return the windows as a whole number with bit `moment` set for each free minute of the week.

    Two sets overlap when `week_mask(a) & week_mask(b)` is not 0, whatever the grid.
    """
    mask = 0
    for window in windows:
        mask |= visit_mask(
            window.weekday * MINUTES_PER_DAY + window.start_min, window.end_min - window.start_min
        )
    return mask


def visit_mask(moment: int, minutes: int) -> int:
    """Return a whole number with the bits `moment` up to but not including `moment + minutes` set."""
    return ((1 << minutes) - 1) << moment


def window_rows(window_sets: Sequence[Sequence[Window]]) -> npt.NDArray[np.int64]:
    """Return joined window sets, one for each owner, as numbers; an empty set means any time.

    Returns:
        Shape (windows, 4): index of the owner, weekday, start and end in minutes after midnight.
    """
    import numpy as np

    rows = [
        (owner, w.weekday, w.start_min, w.end_min)
        for owner, windows in enumerate(window_sets)
        for w in windows or ANY_TIME
    ]
    return np.array(rows, dtype=np.int64).reshape(-1, 4)


def start_words(
    rows: npt.NDArray[np.int64], owners: int, *, visit_minutes: int, grid_minutes: int
) -> npt.NDArray[np.uint64]:
    """Return the possible starts of many window sets as bits, for comparing them in bulk.

    A visit suits sets i and j on a weekday exactly when some word of that weekday has a bit in common.

    Args:
        rows: the sets, by `window_rows`.
        owners: how many there are.
        visit_minutes: length of the visit, 1..1440.
        grid_minutes: divides 1440.

    Returns:
        Shape (7, words a day, owners), so that one word of all owners lies together; bit b of word w of a
        day is the start at `(64 * w + b) * grid_minutes` after midnight.
    """
    import numpy as np

    owner, weekday, start, end = rows.T
    first = -(-start // grid_minutes)
    after_last = np.maximum((end - visit_minutes) // grid_minutes + 1, first)
    count = -(-MINUTES_PER_DAY // grid_minutes // _BITS_PER_WORD)
    words = np.zeros((DAYS_PER_WEEK, count, owners), dtype=np.uint64)
    for word in range(count):
        begin = word * _BITS_PER_WORD
        bits = _lowest_bits(after_last - begin) & ~_lowest_bits(first - begin)
        np.bitwise_or.at(words[:, word], (weekday, owner), bits)
    return words


def _lowest_bits(count: npt.NDArray[np.int64]) -> npt.NDArray[np.uint64]:
    """Words with the lowest `count` bits set: none below 0, all from 64 on."""
    import numpy as np

    bits: npt.NDArray[np.uint64] = np.cumsum(
        np.concatenate([np.zeros(1, np.uint64), np.uint64(1) << np.arange(64, dtype=np.uint64)]),
        dtype=np.uint64,
    )
    return bits[np.clip(count, 0, _BITS_PER_WORD)]
