"""Visits of a series become rows, and rows that no longer fit are cancelled."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.engagements.actions.noting import change_visit
from helpexchange.engagements.models import Engagement, Visit, VisitSeries
from helpexchange.engagements.queries import busy_times, school_stretches
from helpexchange.engagements.rules import (
    CancelReason,
    HelperBusyThenError,
    LeftOut,
    Occurrence,
    Side,
    Stretch,
    VisitState,
    ends_at,
    occurrences,
    starts_at,
)
from helpexchange.engagements.town import time_zone

#: What the system took away comes back when the reason is gone; what people called off does not.
COMES_BACK = frozenset({CancelReason.PAUSE, CancelReason.HELPER_BUSY, CancelReason.DAY_OFF})
Key = tuple[date, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Planning:
    """How visits are planned.

    Attributes:
        before: first day that is not planned any more.
        reason: why visits that no longer fit are cancelled.
        is_strict: True refuses times at which the helper has another visit; False enters them as cancelled,
            so that the office sees them.
    """

    before: date
    reason: CancelReason
    is_strict: bool


def left_out_of(series: VisitSeries, engagement: Engagement, *, by: Viewer) -> LeftOut:
    """Return the days on which a series has no visits."""
    state_code = engagement.office.state_code
    return LeftOut(
        state_code=state_code, skips_public=series.skips_public_holidays,
        skips_school=series.skips_school_holidays,
        school=school_stretches(by, state_code) if series.skips_school_holidays else (),
        pauses=tuple(pause.stretch for pause in engagement.pauses),
    )  # fmt: skip


def plan_all(engagement: Engagement, planning: Planning, *, by: Viewer, now: datetime) -> int:
    """Bring the rows of all series of an engagement up to date; return how many visits are new."""
    ordered = sorted(engagement.series, key=lambda series: (series.starts_on, series.id))
    return sum(plan_series(series, engagement, planning, by=by, now=now) for series in ordered)


def plan_series(
    series: VisitSeries, engagement: Engagement, planning: Planning, *, by: Viewer, now: datetime
) -> int:
    """Bring the rows of a series up to date; done twice it changes nothing. Return how many are new.

    Visits that have begun stay as they are. Whoever calls this holds the locks of the engagement.

    Raises:
        HelperBusyThenError: the helper has another visit at one of the times.
    """
    before = max(planning.before, series.planned_until)
    left_out = left_out_of(series, engagement, by=by)
    wanted = {(each.day, each.start_min): each for each in occurrences(series.plan, left_out, before=before)}
    statement = select(Visit).where(Visit.series_id == series.id).order_by(Visit.starts_at)
    rows = {row.slot: row for row in db.session.scalars(statement)}
    _heed_moved(rows, wanted, series, left_out, before=before)
    stay = {slot for slot, row in rows.items() if row.helper_id != engagement.helper_id}
    if stay:  # somebody else comes while the helper rests; not if the person does
        person_out = replace(left_out, pauses=_pauses_of_person(engagement))
        stay &= {(each.day, each.start_min) for each in occurrences(series.plan, person_out, before=before)}
    _take_away(rows, {*wanted, *stay}, planning.reason, now=now)
    _bring_back(rows, wanted, by=by, now=now)
    new = [_row(each, series, engagement, now=now) for key, each in wanted.items() if key not in rows]
    _add(new, planning, by=by)
    series.planned_until = before
    return len(new)


def _heed_moved(
    rows: dict[Key, Visit],
    wanted: dict[Key, Occurrence],
    series: VisitSeries,
    left_out: LeftOut,
    *,
    before: date,
) -> None:
    """Let visits that were moved rest when their new day does, not when their old one would."""
    moved = {slot: row for slot, row in rows.items() if row.moved_from_day is not None}
    if not moved:
        return
    unpaused = occurrences(series.plan, left_out.without_pauses(), before=before)
    known = {(each.day, each.start_min): each for each in unpaused}
    for slot, row in moved.items():
        if slot in known and not any(pause.covers(row.day) for pause in left_out.pauses):
            wanted[slot] = known[slot]
        else:
            wanted.pop(slot, None)


def _pauses_of_person(engagement: Engagement) -> tuple[Stretch, ...]:
    return tuple(pause.stretch for pause in engagement.pauses if pause.side is not Side.HELPER)


def _take_away(
    rows: dict[Key, Visit], wanted: Collection[Key], reason: CancelReason, *, now: datetime
) -> None:
    for key, row in rows.items():
        if key not in wanted and row.state is VisitState.PLANNED and row.starts_at > now:
            cancel_row(row, reason, now=now)


def cancel_row(row: Visit, reason: CancelReason, *, now: datetime) -> bool:
    """Cancel a planned visit because of another act; return whether it was still planned."""
    values = {"state": VisitState.CANCELLED, "cancel_reason": reason, "noted_by": None}
    return change_visit(row, from_state=VisitState.PLANNED, now=now, **values)


def _bring_back(rows: dict[Key, Visit], wanted: dict[Key, Occurrence], *, by: Viewer, now: datetime) -> None:
    for key, row in rows.items():
        if key in wanted and row.cancel_reason in COMES_BACK and row.starts_at > now:
            bring_back_row(row, by=by, now=now)


def bring_back_row(row: Visit, *, by: Viewer, now: datetime) -> bool:
    """Plan a cancelled visit again if the helper is free; return whether it is planned now."""
    if row.state is not VisitState.CANCELLED:
        return row.state is VisitState.PLANNED
    if busy_times(by, row.helper_id, after=row.starts_at, before=row.ends_at):
        return False
    values = {"state": VisitState.PLANNED, "cancel_reason": None, "noted_by": None}
    return change_visit(row, from_state=VisitState.CANCELLED, now=now, **values)


def _row(each: Occurrence, series: VisitSeries, engagement: Engagement, *, now: datetime) -> Visit:
    zone = time_zone()
    return Visit(
        uid=uuid.uuid4().hex, engagement_id=engagement.id, series_id=series.id,
        helper_id=engagement.helper_id, request_id=engagement.request_id, office_id=engagement.office_id,
        day=each.day, start_min=each.start_min, end_min=each.end_min,
        starts_at=starts_at(each.day, each.start_min, zone),
        ends_at=ends_at(each.day, each.start_min, each.end_min, zone),
        state=VisitState.PLANNED, changed_at=now,
    )  # fmt: skip


def _add(new: list[Visit], planning: Planning, *, by: Viewer) -> None:
    """Enter new visits; the unique index is the last line against a helper in two places."""
    if not new:
        return
    busy = busy_times(
        by,
        new[0].helper_id,
        after=min(each.starts_at for each in new),
        before=max(each.ends_at for each in new),
    )
    for each in new:
        if any(start < each.ends_at and each.starts_at < end for start, end in busy):
            if planning.is_strict:
                raise HelperBusyThenError
            each.state, each.cancel_reason = VisitState.CANCELLED, CancelReason.HELPER_BUSY
        else:
            busy.append((each.starts_at, each.ends_at))
    try:
        with db.session.begin_nested():
            db.session.add_all(new)
    except IntegrityError as error:
        raise HelperBusyThenError from error
