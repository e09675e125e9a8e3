"""Times for interviews: an office offers them, a helper books one; of two at once one gets it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, delete, select, update

from helpexchange.accounts.roles import Permission
from helpexchange.audit_trail.actions import record
from helpexchange.core.database import db
from helpexchange.core.errors import NotAllowedRefusal, NotFoundRefusal
from helpexchange.core.viewer import Viewer
from helpexchange.helper_profiles.actions.telling import take_back_message, tell_helper
from helpexchange.helper_profiles.labels import WAYS
from helpexchange.helper_profiles.models import HelperProfile, InterviewSlot
from helpexchange.helper_profiles.queries import (
    OBJECT_TYPE,
    booked_slot,
    own_helper,
    slot_by_id,
    slot_of_office,
)
from helpexchange.helper_profiles.rules import (
    ARRIVING_STATES,
    InterviewWay,
    NotActiveError,
    SlotOverError,
    SlotTakenError,
)

SLOT_TYPE = "interview_slot"


def offer_slots(
    *,
    office_id: int,
    starts: Sequence[datetime],
    minutes: int,
    way: InterviewWay,
    by: Viewer,
    now: datetime,
) -> int:
    """Offer times for interviews, none of them twice; return how many are new.

    Raises:
        NotAllowedRefusal: the viewer does not work for the office.
        SlotOverError: a time lies in the past.
    """
    if not by.may(Permission.ACTIVATE_HELPERS) or office_id not in by.office_ids:
        raise NotAllowedRefusal
    if any(start <= now for start in starts):
        raise SlotOverError
    there = select(InterviewSlot.starts_at).where(
        InterviewSlot.office_id == office_id, InterviewSlot.helper_id.is_(None), InterviewSlot.way == way
    )
    known = set(db.session.scalars(there))
    fresh = [start for start in starts if start not in known]
    db.session.add_all(
        InterviewSlot(
            office_id=office_id, starts_at=start, ends_at=start + timedelta(minutes=minutes), way=way
        )
        for start in fresh
    )
    db.session.flush()
    if fresh:
        _note_slot("offer_interviews", 0, office_id, by=by, now=now, count=len(fresh))
    return len(fresh)


def book_interview(*, reference: str, slot_id: int, by: Viewer, now: datetime) -> InterviewSlot:
    """Book a time; one that was booked before becomes free again.

    Raises:
        NotFoundRefusal: it is not the viewer's own profile, or no time of the helper's office.
        SlotTakenError: somebody was faster. SlotOverError: it is over.
        NotActiveError: the helper needs no interview to begin.
    """
    helper = own_helper(by, reference)
    if helper.state not in ARRIVING_STATES:
        raise NotActiveError
    # Two bookings of the same helper wait for each other here, so that only one time is held.
    db.session.execute(select(HelperProfile.id).where(HelperProfile.id == helper.id).with_for_update())
    slot = slot_by_id(by, slot_id)
    if slot.office_id != helper.office_id:
        raise NotFoundRefusal
    if slot.helper_id == helper.id:
        return slot  # a button pressed twice
    if slot.starts_at <= now:
        raise SlotOverError
    earlier = booked_slot(by, helper.id, now=now)
    _take(slot, helper, now)
    if earlier is not None:
        earlier.helper_id = earlier.booked_at = None
    db.session.flush()
    _note_helper("book_interview", helper, by=by, now=now, slot_id=slot.id, at=slot.starts_at.isoformat())
    tell_helper(
        helper, "interview_booked", by=by, now=now, is_urgent=True, at=slot.starts_at, way=WAYS[slot.way]
    )
    return slot


def cancel_own_interview(*, reference: str, by: Viewer, now: datetime) -> HelperProfile:
    """Give a booked time back; doing it twice does no harm.

    Raises:
        NotFoundRefusal: it is not the viewer's own profile.
    """
    helper = own_helper(by, reference)
    slot = booked_slot(by, helper.id, now=now)
    if slot is not None:
        slot.helper_id = slot.booked_at = None
        db.session.flush()
        take_back_message(helper, "interview_booked")
        _note_helper("cancel_interview", helper, by=by, now=now, slot_id=slot.id)
    return helper


def withdraw_slot(*, slot_id: int, by: Viewer, now: datetime) -> None:
    """Take a time back; who has booked it is told.

    Raises:
        NotFoundRefusal: there is none in the viewer's offices.
    """
    slot = slot_of_office(by, slot_id)
    helper = slot.helper
    db.session.execute(delete(InterviewSlot).where(InterviewSlot.id == slot.id))
    _note_slot("withdraw_interview", slot.id, slot.office_id, by=by, now=now, at=slot.starts_at.isoformat())
    if helper is not None and slot.starts_at > now:
        _note_helper("cancel_interview", helper, by=by, now=now, slot_id=slot.id)
        take_back_message(helper, "interview_booked")
        tell_helper(helper, "interview_cancelled", by=by, now=now, is_urgent=True, at=slot.starts_at)


def _take(slot: InterviewSlot, helper: HelperProfile, now: datetime) -> None:
    """Put the helper into the time if it is still free: of two people at once one wins."""
    free = (InterviewSlot.id == slot.id) & InterviewSlot.helper_id.is_(None)
    taken = update(InterviewSlot).where(free).values(helper_id=helper.id, booked_at=now)
    if cast("CursorResult[Any]", db.session.execute(taken)).rowcount != 1:
        raise SlotTakenError
    db.session.refresh(slot)


def _note_helper(act: str, helper: HelperProfile, *, by: Viewer, now: datetime, **details: Any) -> None:
    record(
        act=act, object_type=OBJECT_TYPE, object_id=helper.id, office_id=helper.office_id, by=by, now=now,
        **details,
    )  # fmt: skip


def _note_slot(act: str, slot_id: int, office_id: int, *, by: Viewer, now: datetime, **details: Any) -> None:
    record(act=act, object_type=SLOT_TYPE, object_id=slot_id, office_id=office_id, by=by, now=now, **details)
