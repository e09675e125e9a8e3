"""Fixes of one limit: a longer way, one more request, more minutes, another kind of helper, a check."""

from __future__ import annotations

import math
from collections.abc import Iterator

from matching.pairing.columns import Bools
from matching.pairing.explanation.barriers import LONGER_BY_M, LONGEST_WAY, Stage
from matching.pairing.explanation.fix_kinds import Fix, FixKind
from matching.pairing.explanation.inquiry import Inquiry
from matching.pairing.explanation.reasons import Values


def more_distance(inquiry: Inquiry, helper: int, way_m: float) -> Fix | None:
    """The change of one side's limit; None when both are too short or the way is out of proportion."""
    mine, theirs = inquiry.helper(helper), inquiry.asked
    sides = (("helper", mine.max_distance_m), ("request", theirs.max_distance_m))
    short = [(side, limit_m) for side, limit_m in sides if limit_m is not None and limit_m < way_m]
    if len(short) != 1:
        return None
    side, limit_m = short[0]
    if way_m > max(limit_m * LONGEST_WAY, limit_m + LONGER_BY_M):
        return None
    values: dict[str, str | int | float] = {
        "helper_id": mine.id,
        "needed_km": math.ceil(way_m / 100) / 10,
        "limit_km": round(limit_m / 1000, 1),
        "side": side,
    }
    return Fix(FixKind.MORE_DISTANCE, values)


def more_capacity(inquiry: Inquiry) -> Fix | None:
    """Somebody who has as many requests as they take, but time and minutes left, takes one more."""
    chosen = inquiry.is_possible & inquiry.others & ~inquiry.has_requests & inquiry.has_minutes
    for helper in _fitting(inquiry, chosen):
        return _fix(inquiry, helper, FixKind.MORE_CAPACITY, max_requests=inquiry.helper(helper).max_requests)
    return None


def more_minutes(inquiry: Inquiry) -> Fix | None:
    """Somebody who takes one more request, and is free, gives more minutes a week."""
    broken = inquiry.barriers.broken
    only_room = inquiry.is_possible | inquiry.barriers.only(Stage.ROOM)
    chosen = only_room & ~broken[Stage.TIME] & inquiry.others & inquiry.has_requests & ~inquiry.has_minutes
    for helper in _fitting(inquiry, chosen):
        limit = inquiry.helper(helper).minutes_per_week or 0
        spare = int(inquiry.diaries.spare_minutes[helper])
        needed = limit - spare + inquiry.diaries.minutes(helper, inquiry.request)
        return _fix(inquiry, helper, FixKind.MORE_MINUTES, minutes_per_week=limit, needed_minutes=needed)
    return None


def other_kind(inquiry: Inquiry) -> Fix | None:
    """The request lets another kind of helper come."""
    for helper in _fitting(inquiry, inquiry.breaks_only(Stage.KIND)):
        return _fix(inquiry, helper, FixKind.OTHER_KIND, kind_of_helper=inquiry.helper(helper).kind.value)
    return None


def check_needed(inquiry: Inquiry) -> Fix | None:
    """A helper who lacks one check gets it."""
    one_lacking = inquiry.breaks_only(Stage.CHECK) & (inquiry.barriers.checks_lacking == 1)
    for helper in _fitting(inquiry, one_lacking):
        check = next(iter(inquiry.asked.checks - inquiry.helper(helper).checks))
        return _fix(inquiry, helper, FixKind.CHECK_NEEDED, check=check)
    return None


def _fitting(inquiry: Inquiry, chosen: Bools) -> Iterator[int]:
    return (helper for helper in inquiry.nearest_first(chosen) if inquiry.fits(helper))


def _fix(inquiry: Inquiry, helper: int, fix_kind: FixKind, **values: str | float) -> Fix:
    all_values: Values = {"helper_id": inquiry.helper(helper).id, **values}
    return Fix(fix_kind, all_values)
