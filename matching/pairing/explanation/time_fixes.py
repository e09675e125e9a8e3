"""Fixes in the calendar: one more time that the person in need, or the helper, could agree to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from matching.pairing.columns import Bools
from matching.pairing.explanation.barriers import Stage
from matching.pairing.explanation.fix_kinds import Fix, FixKind
from matching.pairing.explanation.inquiry import Inquiry
from matching.pairing.problem import MINUTES_PER_DAY, Request, Window

MINUTES_PER_WEEK = 7 * MINUTES_PER_DAY
# Minutes away from the times named, and the moment.
Shift = tuple[int, int]


def other_time(inquiry: Inquiry) -> Fix | None:
    """The person in need takes one more time at which a helper is free; the one nearest to what was asked."""
    if not inquiry.asked.windows:
        return None
    found = [
        (*shift, way, helper)
        for way, helper in enumerate(inquiry.nearest_first(_could_come_at_other_times(inquiry)))
        for shift in _asked_shift(inquiry, helper)
    ]
    return _nearest(inquiry, FixKind.OTHER_TIME, found)


def helper_time(inquiry: Inquiry) -> Fix | None:
    """A helper gives one more time of those asked for; the one nearest to the helper's own times."""
    found = [
        (*shift, way, helper)
        for way, helper in enumerate(inquiry.nearest_first(_could_come_at_other_times(inquiry)))
        for shift in _own_shift(inquiry, helper)
    ]
    return _nearest(inquiry, FixKind.HELPER_TIME, found)


def _could_come_at_other_times(inquiry: Inquiry) -> Bools:
    others = np.delete(inquiry.barriers.broken, Stage.TIME, axis=0)
    in_reach: Bools = np.logical_not(others.any(axis=0))
    return in_reach & inquiry.has_room


def _nearest(inquiry: Inquiry, kind: FixKind, found: Sequence[tuple[int, int, int, int]]) -> Fix | None:
    if not found:
        return None
    _, moment, _, helper = min(found, key=lambda each: (each[0], each[2], each[1]))
    weekday, start_min = divmod(moment, MINUTES_PER_DAY)
    values: dict[str, str | int | float] = {
        "helper_id": inquiry.helper(helper).id,
        "weekday": weekday,
        "start_min": start_min,
        "end_min": start_min + inquiry.asked.visit_minutes,
    }
    return Fix(kind, values)


def _asked_shift(inquiry: Inquiry, helper: int) -> Iterator[Shift]:
    own = inquiry.helper(helper).windows
    if own:
        moments: Iterable[int] = inquiry.diaries.starts(inquiry.request, own, ())
        if inquiry.asked.together:
            moments = [moment for moment in moments if not _touches(moment, inquiry.asked)]
        yield from _one_more(inquiry, helper, moments, inquiry.asked.windows)


def _touches(moment: int, asked: Request) -> bool:
    """Whether a visit would join one of the windows, which are one visit long where helpers come together."""
    weekday, start_min = divmod(moment, MINUTES_PER_DAY)
    return any(
        window.weekday == weekday
        and window.start_min <= start_min + asked.visit_minutes
        and start_min <= window.end_min
        for window in asked.windows
    )


def _own_shift(inquiry: Inquiry, helper: int) -> Iterator[Shift]:
    own = inquiry.helper(helper).windows
    if own:
        moments = inquiry.diaries.starts(inquiry.request, (), inquiry.asked.windows)
        yield from _one_more(inquiry, helper, moments, own)


def _one_more(
    inquiry: Inquiry, helper: int, moments: Iterable[int], named: Sequence[Window]
) -> Iterator[Shift]:
    """The free moment nearest to the times named, if one more is all that lacks."""
    diaries, request = inquiry.diaries, inquiry.request
    agreed = {
        moment // MINUTES_PER_DAY for moment in diaries.free_starts(helper, request, inquiry.asked.windows)
    }
    if len(agreed) != inquiry.asked.visits_per_week - 1:
        return
    by_shift = sorted((_minutes_away(m, inquiry.asked.visit_minutes, named), m) for m in moments)
    for shift_min, moment in by_shift:
        if moment // MINUTES_PER_DAY not in agreed and diaries.free_among(helper, request, (moment,)):
            yield shift_min, moment
            return


def _minutes_away(moment: int, visit_minutes: int, windows: Sequence[Window]) -> int:
    """Minutes between a visit's start and the nearest window, also across the end of the week."""
    return min(_minutes_between(moment, visit_minutes, window) for window in windows)


def _minutes_between(moment: int, visit_minutes: int, window: Window) -> int:
    first = window.weekday * MINUTES_PER_DAY + window.start_min
    last = max(first, window.weekday * MINUTES_PER_DAY + window.end_min - visit_minutes)
    if first <= moment <= last:
        return 0
    return min((first - moment) % MINUTES_PER_WEEK, (moment - last) % MINUTES_PER_WEEK)
