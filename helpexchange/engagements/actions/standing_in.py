"""Somebody else comes to one visit, because the helper cannot."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.engagements.actions.noting import change_visit, lock, locked_and_unended, note_about
from helpexchange.engagements.actions.telling import take_back_from_person, tell_person
from helpexchange.engagements.actions.visiting import cancel_visit
from helpexchange.engagements.models import Engagement, Visit
from helpexchange.engagements.queries import busy_times
from helpexchange.engagements.rules import (
    OWN_REASONS,
    CancelReason,
    HelperBusyThenError,
    HelperCannotHelpError,
    Outcome,
    Side,
    VisitDecidedError,
    VisitOverError,
    VisitState,
)
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.helper_profiles.rules import HelperState, HelperUnavailable

#: Visits that somebody else can take over: the helper cannot come, or has a pause.
TAKEN_OVER = frozenset({*OWN_REASONS, CancelReason.PAUSE} - {CancelReason.NOT_NEEDED})


def put_stand_in(*, visit_id: int, helper_id: int, by: Viewer, now: datetime) -> Outcome:
    """Let another helper, who has said yes, come to a visit that was called off; the person is told.

    Calendars follow: the visit keeps its number there, and its sequence rises. Whoever calls this has asked
    the helper, and read the visit for them.

    Raises:
        NotFoundRefusal: there is no such visit.
        EngagementEndedError, VisitOverError: it is too late.
        VisitDecidedError: the visit takes place already, with somebody else or after all.
        HelperCannotHelpError, HelperBusyThenError: the helper is not active, or with somebody else then.
    """
    visit = db.session.get_one(Visit, visit_id)
    lock(HelperProfile, helper_id)
    if visit.engagement.helper_id != helper_id:
        locked_and_unended(visit.engagement_id)
    db.session.refresh(visit)
    if visit.state is VisitState.PLANNED and visit.helper_id == helper_id:
        return Outcome.DONE_BEFORE
    if visit.state is not VisitState.CANCELLED or visit.cancel_reason not in TAKEN_OVER:
        raise VisitDecidedError
    if visit.starts_at <= now:
        raise VisitOverError
    _take_over(visit, helper_id, by=by, now=now)
    note_about("put_stand_in", visit, side=Side.HELPER, by=by, now=now, helper_id=helper_id)
    take_back_from_person(visit, "visit_cancelled")
    tell_person(visit, "stand_in", by=by, now=now, first_name=visit.helper.first_name)
    return Outcome.DONE


def give_back_taken_over(event: HelperUnavailable) -> None:
    """Call off the visits that a helper who stops has taken over from others, so that somebody is looked for.

    Their own engagements are handed to the office; nobody looks after a visit for once but whoever took it.
    """
    helper = db.session.get_one(HelperProfile, event.helper_id)
    back_on = None if event.has_left else helper.paused_until
    taken_over = select(Visit).join(Visit.engagement).where(
        Visit.helper_id == helper.id, Engagement.helper_id != helper.id, Visit.starts_at > event.now,
        Visit.state == VisitState.PLANNED,
    )  # fmt: skip
    for visit in db.session.scalars(taken_over.order_by(Visit.starts_at, Visit.id)).all():
        if back_on is None or visit.day < back_on:
            cancel_visit(visit=visit, side=Side.HELPER, reason=CancelReason.AWAY, by=event.by, now=event.now)


def _take_over(visit: Visit, helper_id: int, *, by: Viewer, now: datetime) -> None:
    """Write it; the unique index is the last line against a helper in two places."""
    if db.session.get_one(HelperProfile, helper_id).state is not HelperState.ACTIVE:
        raise HelperCannotHelpError
    if busy_times(by, helper_id, after=visit.starts_at, before=visit.ends_at):
        raise HelperBusyThenError
    values = {"state": VisitState.PLANNED, "helper_id": helper_id, "cancel_reason": None, "noted_by": None}
    try:
        with db.session.begin_nested():
            is_taken = change_visit(visit, from_state=VisitState.CANCELLED, now=now, **values)
    except IntegrityError as error:
        raise HelperBusyThenError from error
    if not is_taken:
        raise VisitDecidedError
