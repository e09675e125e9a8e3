"""The possible starts of many pairs as stretches of the day, from the bits that both sides have in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from numba import njit

from matching.pairing.columns import Bools, Columns, Ints
from matching.pairing.together import Times
from matching.periods import DAYS_PER_WEEK, MINUTES_PER_DAY

Minutes = npt.NDArray[np.int16]
Words = npt.NDArray[np.uint64]

_BITS_PER_WORD = 64


@dataclass(frozen=True)
class Stretches:
    """Stretches of allowed starts on the grid.

    Attributes:
        first: where those of pair i on weekday d begin: at row 7 * i + d, shape (7 * pairs + 1,).
        start, end: first and last start of a stretch, both included, minutes after midnight.
    """

    first: Ints
    start: Minutes
    end: Minutes

    @property
    def days(self) -> Ints:
        """Weekdays with at least one start, for each pair."""
        taken = np.diff(self.first).reshape(-1, DAYS_PER_WEEK) > 0
        return taken.sum(axis=1).astype(np.int64)

    def keep(self, pairs: Bools) -> Stretches:
        """Return those of some pairs only."""
        counts = np.diff(self.first)
        kept = np.repeat(pairs, DAYS_PER_WEEK)
        rows = np.repeat(kept, counts)
        return Stretches(_ends(counts[kept]), self.start[rows], self.end[rows])


@dataclass(frozen=True)
class PairTimes:
    """Pairs whose starts are asked for.

    Attributes:
        helper, request: indices into the problem, shape (n,).
        timed: False where neither side has windows: no stretches then.
        time: number of the only moments allowed, as an index into `times`; -1 for any.
        times: sets of moments of the week.
    """

    helper: npt.NDArray[np.int32]
    request: npt.NDArray[np.int32]
    timed: Bools
    time: npt.NDArray[np.int32]
    times: Sequence[Times]


def stretches_of(columns: Columns, pairs: PairTimes) -> Stretches:
    """Return the starts of each pair that suit both sides and, where one is named, the agreed time."""
    grid_minutes = columns.policy.grid_minutes
    agreed = _agreed_words(pairs.times, grid_minutes)
    counts = np.zeros(DAYS_PER_WEEK * len(pairs.helper), dtype=np.int64)
    groups = _groups(columns, pairs)
    nothing, no_minutes = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int16)
    for ours, theirs, rows in groups:
        of_pairs = (rows, pairs.helper, pairs.request, pairs.time)
        _runs((ours, theirs, agreed), of_pairs, grid_minutes, counts, nothing, no_minutes, no_minutes)
    first = _ends(counts)
    start, end = np.zeros((2, int(first[-1])), dtype=np.int16)
    for ours, theirs, rows in groups:
        of_pairs = (rows, pairs.helper, pairs.request, pairs.time)
        _runs((ours, theirs, agreed), of_pairs, grid_minutes, counts, first, start, end)
    return Stretches(first, start, end)


def _ends(counts: Ints) -> Ints:
    ends = np.zeros(len(counts) + 1, dtype=np.int64)
    np.cumsum(counts, out=ends[1:])
    return ends


def _groups(columns: Columns, pairs: PairTimes) -> list[tuple[Words, Words, Ints]]:
    """Rows of the pairs with times, by the length of a visit, with the start bits of both sides."""
    minutes = columns.requests.visit_minutes[pairs.request]
    return [
        (
            columns.helper_start_words(int(length)),
            columns.request_start_words(int(length)),
            np.flatnonzero(pairs.timed & (minutes == length)),
        )
        for length in np.unique(minutes[pairs.timed])
    ]


def _agreed_words(times: Sequence[Times], grid_minutes: int) -> Words:
    """Bits of the moments of each time, shape (7, words a day, times)."""
    words = -(-(MINUTES_PER_DAY // grid_minutes) // _BITS_PER_WORD)
    agreed = np.zeros((DAYS_PER_WEEK, words, len(times)), dtype=np.uint64)
    for number, moments in enumerate(times):
        for moment in moments:
            weekday, start_min = divmod(moment, MINUTES_PER_DAY)
            word, bit = divmod(start_min // grid_minutes, _BITS_PER_WORD)
            agreed[weekday, word, number] |= np.uint64(1 << bit)
    return agreed


@njit(cache=True, nogil=True)
def _runs(  # type: ignore[no-untyped-def]
    bits, pairs, grid_minutes, counts, first, start, end
) -> None:
    """Count the runs of common bits of each pair and weekday, or write them down once `first` is known."""
    ours, theirs, agreed = bits
    rows, helper, request, time = pairs
    for row in rows:
        for weekday in range(7):
            found, last_bit = 0, -2
            for word in range(ours.shape[1]):
                common = ours[weekday, word, helper[row]] & theirs[weekday, word, request[row]]
                if time[row] >= 0:
                    common &= agreed[weekday, word, time[row]]
                if common == 0:
                    continue
                for bit in range(64):
                    if (common >> np.uint64(bit)) & np.uint64(1):
                        slot = 64 * word + bit
                        if slot != last_bit + 1:
                            found += 1
                            if len(first):
                                start[first[7 * row + weekday] + found - 1] = slot * grid_minutes
                        if len(first):
                            end[first[7 * row + weekday] + found - 1] = slot * grid_minutes
                        last_bit = slot
            counts[7 * row + weekday] = found
