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
_NO_BITS, _ONE, _LAST_BIT = np.uint64(0), np.uint64(1), np.uint64(63)


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
    words = bits.helper.shape[1]
    for row in rows.row:
        for weekday in range(7):
            before, count = _NO_BITS, 0
            for word in range(words):
                common = _common(bits, rows, row, weekday, word)
                begins = common & ~((common << _ONE) | before)
                before = common >> _LAST_BIT
                while begins != _NO_BITS:
                    begins &= begins - _ONE
                    count += 1
            counts[7 * row + weekday] = count


@kernel
def _write_runs(bits: _Bits, rows: _Rows, grid_minutes: int, first: Ints, stretches: _Minutes) -> None:
    words = bits.helper.shape[1]
    for row in rows.row:
        for weekday in range(7):
            begin = end = first[7 * row + weekday]
            if begin == first[7 * row + weekday + 1]:
                continue
            before, common = _NO_BITS, _common(bits, rows, row, weekday, 0)
            for word in range(words):
                after = _common(bits, rows, row, weekday, word + 1) if word + 1 < words else _NO_BITS
                begins = common & ~((common << _ONE) | before)
                ends = common & ~((common >> _ONE) | (after << _LAST_BIT))
                begin = _write_places(begins, word, grid_minutes, stretches.start, begin)
                end = _write_places(ends, word, grid_minutes, stretches.end, end)
                before, common = common >> _LAST_BIT, after


@inner_kernel
def _write_places(marks: np.uint64, word: int, grid_minutes: int, minutes: Minutes, row: int) -> int:
    """Write the minute of the day of each bit of a word, ascending, from a row on; return the next row."""
    while marks != _NO_BITS:
        minutes[row] = (_BITS_PER_WORD * word + _lowest(marks)) * grid_minutes
        marks &= marks - _ONE
        row += 1
    return row


@inner_kernel
def _lowest(marks: np.uint64) -> int:
    """Place of the lowest bit of a word that has one, by halving."""
    place, width = 0, _BITS_PER_WORD // 2
    while width > 0:
        if marks & ((_ONE << np.uint64(width)) - _ONE) == _NO_BITS:
            marks >>= np.uint64(width)
            place += width
        width //= 2
    return place


@inner_kernel
def _common(bits: _Bits, rows: _Rows, row: int, weekday: int, word: int) -> np.uint64:
    """Bits of the starts that both sides of a pair and its agreed time allow."""
    common: np.uint64 = (
        bits.helper[weekday, word, rows.helper[row]] & bits.request[weekday, word, rows.request[row]]
    )
    if rows.time[row] >= 0:
        common &= bits.time[weekday, word, rows.time[row]]
    return common
