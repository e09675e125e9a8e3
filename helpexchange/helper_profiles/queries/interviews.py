"""Reading the times for interviews."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from helpexchange.accounts.roles import Permission
from helpexchange.core.database import db
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.viewer import Viewer
from helpexchange.helper_profiles.models import InterviewSlot

MOST_SLOTS = 60


def free_slots(_viewer: Viewer, office_id: int, *, now: datetime) -> Sequence[InterviewSlot]:
    """Return the times to come that an office offers and nobody has booked: times without names."""
    free = InterviewSlot.helper_id.is_(None) & (InterviewSlot.office_id == office_id)
    statement = select(InterviewSlot).where(free, InterviewSlot.starts_at > now)
    return db.session.scalars(
        statement.order_by(InterviewSlot.starts_at, InterviewSlot.id).limit(MOST_SLOTS)
    ).all()


def booked_slot(_viewer: Viewer, helper_id: int, *, now: datetime) -> InterviewSlot | None:
    """Return the interview to come of a helper whom the viewer has read before."""
    statement = select(InterviewSlot).where(InterviewSlot.helper_id == helper_id, InterviewSlot.ends_at > now)
    return db.session.scalar(statement.order_by(InterviewSlot.starts_at, InterviewSlot.id).limit(1))


def booked_slots(_viewer: Viewer, helper_ids: Sequence[int], *, now: datetime) -> dict[int, InterviewSlot]:
    """Return the interview to come of each of these helpers, whom the viewer has read before."""
    statement = select(InterviewSlot).where(
        InterviewSlot.helper_id.in_(helper_ids), InterviewSlot.ends_at > now
    )
    latest_first = statement.order_by(InterviewSlot.starts_at.desc(), InterviewSlot.id.desc())
    return {slot.helper_id: slot for slot in db.session.scalars(latest_first) if slot.helper_id}


def slot_by_id(_viewer: Viewer, slot_id: int) -> InterviewSlot:
    """Return a time, which says nothing about anybody.

    Raises:
        NotFoundRefusal: there is none.
    """
    slot = db.session.scalar(
        select(InterviewSlot).where(InterviewSlot.id == slot_id).execution_options(populate_existing=True)
    )
    if slot is None:
        raise NotFoundRefusal
    return slot


def slot_of_office(viewer: Viewer, slot_id: int) -> InterviewSlot:
    """Return a time of one of the viewer's offices.

    Raises:
        NotFoundRefusal: there is none, or it is another office's.
    """
    slot = slot_by_id(viewer, slot_id)
    if not viewer.may(Permission.ACTIVATE_HELPERS) or slot.office_id not in viewer.office_ids:
        raise NotFoundRefusal
    return slot


def slots_of_offices(viewer: Viewer, *, now: datetime) -> Sequence[InterviewSlot]:
    """Return the times to come of the viewer's offices, each with who has booked it."""
    if not viewer.may(Permission.SEE_NEW_ARRIVALS):
        return []
    statement = select(InterviewSlot).options(joinedload(InterviewSlot.helper))
    if not viewer.is_network_wide:
        statement = statement.where(InterviewSlot.office_id.in_(viewer.office_ids))
    statement = statement.where(InterviewSlot.ends_at > now)
    return db.session.scalars(statement.order_by(InterviewSlot.starts_at, InterviewSlot.id).limit(200)).all()


def slots_to_remind(viewer: Viewer, *, start: datetime, end: datetime) -> Sequence[InterviewSlot]:
    """Return the booked interviews that begin in a period, for whoever looks after the whole town."""
    if not viewer.is_network_wide:
        return []
    statement = select(InterviewSlot).options(joinedload(InterviewSlot.helper))
    booked = InterviewSlot.helper_id.is_not(None) & InterviewSlot.starts_at.between(start, end)
    return db.session.scalars(
        statement.where(booked).order_by(InterviewSlot.starts_at, InterviewSlot.id)
    ).all()
