"""When the visits of one helper's options may start: what both sides' windows leave, on the grid."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from matching.pairing.checker.asked import Asked, Bools, Ints
from matching.pairing.compiled import inner_kernel, kernel

DAYS = 7


class Starts(NamedTuple):
    """The starts of a helper's options.

    Attributes:
        request: number of the request of each option.
        timed: False where neither side gave times.
        first: where those of option i on weekday d begin: at row 7 * i + d, shape (7 * options + 1,).
        spans: first and last start, both included, minutes after midnight; shape (spans, 2), ascending.
        days: the weekdays with a start, as bits.
        grid: minutes.
    """

    request: Ints
    timed: Bools
    first: Ints
    spans: Ints
    days: Ints
    grid: int


class OwnTimes(NamedTuple):
    """When a helper is free: `windows` as in `Asked.windows`, `any_time` if none were given, on a grid."""

    windows: Ints
    any_time: bool
    grid: int


@kernel
def starts_of(asked: Asked, request: Ints, own: OwnTimes, first_agreed: Ints, agreed: Ints) -> Starts:
    """Work out the starts of all options of one helper.

    Args:
        asked: the requests.
        request: number of each option's request.
        own: times of the helper.
        first_agreed: where the agreed starts of each option begin, shape (options + 1,).
        agreed: rows (weekday, start) for requests whose helpers come together, sorted; an option that has
            some may start at these alone.
    """
    first = np.zeros(DAYS * len(request) + 1, np.int64)
    spans = np.zeros((0, 2), np.int64)
    for _ in range(2):  # the first time the spans are only counted
        spans = np.zeros((first[-1], 2), np.int64)
        row = 0
        for option in range(len(request)):
            mine = agreed[first_agreed[option] : first_agreed[option + 1]]
            for day in range(DAYS):
                first[DAYS * option + day] = row
                if len(mine):
                    row = _agreed_spans(mine, day, spans, row)
                else:
                    row = _shared_spans(asked, (request[option], day), own, spans, row)
        first[-1] = row
    timed = np.zeros(len(request), np.bool_)
    for option in range(len(request)):
        timed[option] = asked.has_windows[request[option]] or not own.any_time
    return Starts(request, timed, first, spans, _days(first), own.grid)


@inner_kernel
def _agreed_spans(agreed: Ints, day: int, spans: Ints, row: int) -> int:
    for place in range(len(agreed)):
        if agreed[place, 0] == day:
            _note_span(spans, row, agreed[place, 1], agreed[place, 1])
            row += 1
    return row


@inner_kernel
def _shared_spans(asked: Asked, day_of: tuple[int, int], own: OwnTimes, spans: Ints, row: int) -> int:
    request, day = day_of
    grid, visit_minutes = own.grid, asked.visit_minutes[request]
    for theirs in range(asked.first_window[request], asked.first_window[request + 1]):
        for mine in range(len(own.windows)):
            if asked.windows[theirs, 0] == day and own.windows[mine, 0] == day:
                start = max(own.windows[mine, 1], asked.windows[theirs, 1])
                start = -(-start // grid) * grid
                last = min(own.windows[mine, 2], asked.windows[theirs, 2]) - visit_minutes
                if start <= last:
                    _note_span(spans, row, start, last // grid * grid)
                    row += 1
    return row


@inner_kernel
def _note_span(spans: Ints, row: int, start: int, last: int) -> None:
    if len(spans):
        spans[row, 0], spans[row, 1] = start, last


@inner_kernel
def _days(first: Ints) -> Ints:
    days = np.zeros(len(first) // DAYS, np.int64)
    for option in range(len(days)):
        for day in range(DAYS):
            if first[DAYS * option + day + 1] > first[DAYS * option + day]:
                days[option] |= 1 << day
    return days
