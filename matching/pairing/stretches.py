"""The possible starts of many pairs as stretches of the day, from the bits that both sides have in common."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from matching.pairing.columns import Bools, Columns, Ints
from matching.pairing.compiled import inner_kernel, kernel
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
        days: Ints = taken.sum(axis=1, dtype=np.int64)
        return days

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


class _Bits(NamedTuple):
    """Possible starts of helpers, requests, agreed times as bits of words, shape (7, words a day, n)."""

    helper: Words
    request: Words
    time: Words


class _Minutes(NamedTuple):
    """First and last starts of all stretches; see `Stretches`."""

    start: Minutes
    end: Minutes


class _Rows(NamedTuple):
    """Which pairs are looked at, by row, and columns of all pairs; see `PairTimes`."""

    row: Ints
    helper: npt.NDArray[np.int32]
    request: npt.NDArray[np.int32]
    time: npt.NDArray[np.int32]


def stretches_of(columns: Columns, pairs: PairTimes) -> Stretches:
    """Return the starts of each pair that suit both sides and, where one is named, the agreed time."""
    grid_minutes = columns.policy.grid_minutes
    groups = list(_groups(columns, pairs))
    counts = np.zeros(DAYS_PER_WEEK * len(pairs.helper), dtype=np.int64)
    for bits, rows in groups:
        _count_runs(bits, rows, counts)
    first = _ends(counts)
    minutes = _Minutes(*np.zeros((2, int(first[-1])), dtype=np.int16))
    for bits, rows in groups:
        _write_runs(bits, rows, grid_minutes, first, minutes)
    return Stretches(first, minutes.start, minutes.end)


def _ends(counts: Ints) -> Ints:
    ends = np.zeros(len(counts) + 1, dtype=np.int64)
    np.cumsum(counts, out=ends[1:])
    return ends


def _groups(columns: Columns, pairs: PairTimes) -> Iterator[tuple[_Bits, _Rows]]:
    """Rows of the pairs with times, by the length of a visit, with the start bits of both sides."""
    agreed = _agreed_words(pairs.times, columns.policy.grid_minutes)
    minutes = columns.requests.visit_minutes[pairs.request]
    for length in np.unique(minutes[pairs.timed]).tolist():
        bits = _Bits(columns.helper_start_words(length), columns.request_start_words(length), agreed)
        rows = np.flatnonzero(pairs.timed & (minutes == length))
        yield bits, _Rows(rows, pairs.helper, pairs.request, pairs.time)


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


@kernel
def _count_runs(bits: _Bits, rows: _Rows, counts: Ints) -> None:
    slots = np.empty((2, _BITS_PER_WORD * bits.helper.shape[1]), np.int64)
    for row in rows.row:
        for weekday in range(7):
            counts[7 * row + weekday] = _runs_of_day(bits, rows, row, weekday, slots)


@kernel
def _write_runs(bits: _Bits, rows: _Rows, grid_minutes: int, first: Ints, stretches: _Minutes) -> None:
    slots = np.empty((2, _BITS_PER_WORD * bits.helper.shape[1]), np.int64)
    for row in rows.row:
        for weekday in range(7):
            begin = first[7 * row + weekday]
            for run in range(_runs_of_day(bits, rows, row, weekday, slots)):
                stretches.start[begin + run] = slots[0, run] * grid_minutes
                stretches.end[begin + run] = slots[1, run] * grid_minutes


@inner_kernel
def _runs_of_day(bits: _Bits, rows: _Rows, row: int, weekday: int, slots: Ints) -> int:
    """Write first and last slot of each run of common bits into the rows of `slots`; return how many."""
    count, last = 0, -2
    for word in range(bits.helper.shape[1]):
        common = _common(bits, rows, row, weekday, word)
        slot = _BITS_PER_WORD * word
        while common != 0:
            if common & np.uint64(1):
                if slot != last + 1:
                    slots[0, count] = slot
                    count += 1
                last = slot
                slots[1, count - 1] = slot
            common >>= np.uint64(1)
            slot += 1
    return count


@inner_kernel
def _common(bits: _Bits, rows: _Rows, row: int, weekday: int, word: int) -> np.uint64:
    """Bits of the starts that both sides of a pair and its agreed time allow."""
    common: np.uint64 = (
        bits.helper[weekday, word, rows.helper[row]] & bits.request[weekday, word, rows.request[row]]
    )
    if rows.time[row] >= 0:
        common &= bits.time[weekday, word, rows.time[row]]
    return common
