"""Reading who acts for whom. Whoever asks has read the person before, as their own or their office's."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import joinedload, lazyload

from helpexchange.core.database import db
from helpexchange.core.phones import phone_key
from helpexchange.core.viewer import Viewer
from helpexchange.representatives.models import Representation
from helpexchange.representatives.rules import CALL_AFTER, REMIND_BEFORE, RepresentationState


def representations_of(_viewer: Viewer, person_ids: Collection[int]) -> Sequence[Representation]:
    """Return who acts, wished to act or has acted for these people: what holds or waits first."""
    if not person_ids:
        return []
    is_over = Representation.state.in_((RepresentationState.ENDED, RepresentationState.RUN_OUT))
    statement = _with_office().where(Representation.person_id.in_(sorted(person_ids)))
    return db.session.scalars(statement.order_by(is_over, Representation.id.desc())).all()


def acting_for(_viewer: Viewer, person_id: int, *, today: date) -> Sequence[Representation]:
    """Return whose word counts for a person today, who began first first."""
    statement = _with_office().where(Representation.person_id == person_id, holds(today))
    return db.session.scalars(statement.order_by(Representation.id)).all()


def acting_for_each(
    _viewer: Viewer, person_ids: Collection[int], *, today: date
) -> Mapping[int, Sequence[Representation]]:
    """Return the same for several people at once; who is not in it speaks for themselves."""
    found: dict[int, list[Representation]] = {}
    statement = _with_office().where(Representation.person_id.in_(person_ids), holds(today))
    for each in db.session.scalars(statement.order_by(Representation.id)):
        found.setdefault(each.person_id, []).append(each)
    return found


def acted_for_from(_viewer: Viewer, typed: str) -> Select[int]:
    """Return the statement of the people for whom somebody with this phone number acts or wishes to."""
    statement: Select[int] = select(Representation.person_id)
    open_states = (RepresentationState.WAITING, RepresentationState.IN_FORCE)
    number = phone_key(typed) or "-"
    return statement.where(Representation.phone_key == number, Representation.state.in_(open_states))


def own_representations(viewer: Viewer, *, today: date) -> Sequence[Representation]:
    """Return for whom the viewer acts by their account, or wishes to; what is over is left out."""
    waits = Representation.state == RepresentationState.WAITING
    mine = Representation.account_id == (viewer.account_id or -1)
    statement = _with_office().where(mine, or_(waits, holds(today)))
    return db.session.scalars(statement.order_by(Representation.id)).all()


def representation_by_reference(_viewer: Viewer, reference: str) -> Representation | None:
    """Return the representation of a signed link or of a form that was sent before."""
    return db.session.scalar(_with_office().where(Representation.reference == reference))


def representation_by_id(_viewer: Viewer, representation_id: int) -> Representation | None:
    """Return a representation; whoever asks checks that the viewer may know its person."""
    return db.session.scalar(_with_office().where(Representation.id == representation_id))


def unfinished_of_account(_viewer: Viewer, account_id: int) -> Sequence[Representation]:
    """Return what an account, which the viewer has read before, acts for or wishes to."""
    states = (RepresentationState.WAITING, RepresentationState.IN_FORCE)
    mine = (Representation.account_id == account_id) & Representation.state.in_(states)
    return db.session.scalars(_with_office().where(mine).order_by(Representation.id)).all()


def over_by_date(_viewer: Viewer, *, today: date, at_most: int = 500) -> Sequence[Representation]:
    """Return what still stands as in force although its last day has passed."""
    statement = _with_office().where(
        Representation.state == RepresentationState.IN_FORCE, Representation.until < today
    )
    return db.session.scalars(statement.order_by(Representation.id).limit(at_most)).all()


def ending_soon(_viewer: Viewer, *, today: date, at_most: int = 500) -> Sequence[Representation]:
    """Return what ends within 14 days and of which the office has not been reminded."""
    statement = _with_office().where(
        holds(today), Representation.until <= today + REMIND_BEFORE, Representation.reminded_at.is_(None)
    )
    return db.session.scalars(statement.order_by(Representation.id).limit(at_most)).all()


def unanswered(_viewer: Viewer, *, now: datetime, at_most: int = 500) -> Sequence[Representation]:
    """Return what waits for the person's word for longer than 3 days, and of which nobody was reminded."""
    statement = _with_office().where(
        Representation.state == RepresentationState.WAITING,
        Representation.asked_at <= now - CALL_AFTER,
        Representation.reminded_at.is_(None),
    )
    return db.session.scalars(statement.order_by(Representation.id).limit(at_most)).all()


def holds(today: date) -> ColumnElement[bool]:
    """Return the condition that a representation is in force on a day."""
    in_time = or_(Representation.until.is_(None), Representation.until >= today)
    return and_(Representation.state == RepresentationState.IN_FORCE, in_time)


def _with_office() -> Select[Representation]:
    statement: Select[Representation] = select(Representation)
    return statement.options(joinedload(Representation.office), lazyload(Representation.account))
