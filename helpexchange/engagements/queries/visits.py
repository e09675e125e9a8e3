"""Visits: the next ones of either side, those of an engagement, of a day, of a calendar."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import joinedload

from helpexchange.accounts.roles import Permission
from helpexchange.core.database import db
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.paging import Page, fetch_page
from helpexchange.core.viewer import Viewer
from helpexchange.engagements.models import Engagement, Visit
from helpexchange.engagements.rules import OWN_REASONS, Side, VisitState
from helpexchange.help_requests.models import HelpRequest

#: Visits that ended so long ago are still shown, to say how they went.
LOOK_BACK = timedelta(days=28)
CALENDAR_BACK = timedelta(days=92)
MOST_SHOWN = 60
#: Visits on a page of a day; the whole town has more.
A_DAY = 150


def next_visits(
    _viewer: Viewer, side: Side, whose_id: int, *, now: datetime, until: datetime | None = None
) -> Sequence[Visit]:
    """Return the visits to come of a helper or of a request that the viewer has read as their own, in order.

    Those that one of the two has called off are among them; what the system took away is not.

    Args:
        whose_id: of the helper, or of the help request.
        until: not those that begin later.
    """
    statement = _coming(now).where(_of(side, whose_id))
    if until is not None:
        statement = statement.where(Visit.starts_at < until)
    return db.session.scalars(statement.limit(MOST_SHOWN)).all()


def next_planned(_viewer: Viewer, side: Side, whose_ids: Sequence[int], *, now: datetime) -> Visit | None:
    """Return the next visit that takes place of helpers or requests that the viewer has read as their own."""
    if not whose_ids:
        return None
    whose = Visit.helper_id if side is Side.HELPER else Visit.request_id
    planned = whose.in_(whose_ids), Visit.state == VisitState.PLANNED, Visit.ends_at > now
    ordered = _with_people(select(Visit)).where(*planned).order_by(Visit.starts_at, Visit.id)
    return db.session.scalars(ordered.limit(1)).first()


def next_visits_of_requests(_viewer: Viewer, request_ids: Sequence[int], *, now: datetime) -> Sequence[Visit]:
    """Return the visits to come of several requests that the viewer has read, in order, as `next_visits`."""
    if not request_ids:
        return ()
    at_most = MOST_SHOWN * len(request_ids)
    return db.session.scalars(_coming(now).where(Visit.request_id.in_(request_ids)).limit(at_most)).all()


def _coming(now: datetime) -> Select[Visit]:
    called_off = and_(Visit.state == VisitState.CANCELLED, Visit.cancel_reason.in_(OWN_REASONS))
    statement = _with_people(select(Visit)).where(Visit.ends_at > now)
    statement = statement.where(or_(Visit.state == VisitState.PLANNED, called_off))
    return statement.order_by(Visit.starts_at, Visit.id)


def latest_visits(_viewer: Viewer, side: Side, whose_id: int, *, now: datetime) -> Sequence[Visit]:
    """Return the visits of the last weeks that were to take place, newest first."""
    statement = _with_people(select(Visit)).where(
        _of(side, whose_id), Visit.starts_at <= now, Visit.starts_at > now - LOOK_BACK,
        Visit.state != VisitState.CANCELLED,
    )  # fmt: skip
    newest_first = statement.order_by(Visit.starts_at.desc(), Visit.id.desc())
    return db.session.scalars(newest_first.limit(MOST_SHOWN)).all()


def visit_of_side(_viewer: Viewer, side: Side, whose_id: int, visit_id: int) -> Visit:
    """Return a visit of a helper or of a request that the viewer has read as their own.

    Raises:
        NotFoundRefusal: it is somebody else's, or there is none.
    """
    visit = db.session.scalar(_with_people(select(Visit)).where(Visit.id == visit_id, _of(side, whose_id)))
    if visit is None:
        raise NotFoundRefusal
    return visit


def visit_of_office(viewer: Viewer, visit_id: int) -> Visit:
    """Return a visit of one of the viewer's offices.

    Raises:
        NotFoundRefusal: there is none, or it belongs to another office.
    """
    visit = db.session.scalar(_with_people(_of_offices(viewer)).where(Visit.id == visit_id))
    if visit is None:
        raise NotFoundRefusal
    return visit


def visits_of_engagement(
    viewer: Viewer, engagement_id: int, *, after: datetime, at_most: int = MOST_SHOWN
) -> Sequence[Visit]:
    """Return the visits of an engagement of the viewer's offices that end after a moment, in order."""
    statement = _of_offices(viewer).options(joinedload(Visit.helper))
    statement = statement.where(Visit.engagement_id == engagement_id, Visit.ends_at > after)
    return db.session.scalars(statement.order_by(Visit.starts_at, Visit.id).limit(at_most)).all()


def first_visit_of(_viewer: Viewer, engagement_id: int) -> Visit | None:
    """Return the first visit of an engagement, which the viewer has read before, that was not called off."""
    statement = select(Visit).where(Visit.engagement_id == engagement_id, Visit.state != VisitState.CANCELLED)
    return db.session.scalar(statement.order_by(Visit.starts_at, Visit.id).limit(1))


def visits_changed_at(_viewer: Viewer, engagement_id: int, *, now: datetime) -> Sequence[Visit]:
    """Return the visits to come of an engagement that an act of this moment has planned or changed."""
    statement = _with_people(select(Visit)).where(
        Visit.engagement_id == engagement_id, Visit.changed_at == now, Visit.starts_at > now
    )
    return db.session.scalars(statement.order_by(Visit.starts_at, Visit.id).limit(MOST_SHOWN)).all()


def day_sheet(viewer: Viewer, day: date, *, number: int = 1) -> Page[Visit]:
    """Return the visits of a day in the viewer's offices, in order: a page of as many as an office has."""
    statement = _with_people(_of_offices(viewer)).where(Visit.day == day)
    in_order = statement.order_by(Visit.starts_at, Visit.id)
    return fetch_page(db.session(), in_order, number=number, per_page=A_DAY)


def visits_for_calendar(_viewer: Viewer, owner_type: str, owner_id: int, *, now: datetime) -> Sequence[Visit]:
    """Return the visits in somebody's calendar, cancelled ones too, so that readers take them out.

    Args:
        owner_type: "helper" or "person_in_need", with whose secret address the viewer came.
    """
    statement = select(Visit).options(
        joinedload(Visit.engagement).joinedload(Engagement.office),
        joinedload(Visit.request).joinedload(HelpRequest.kind),
    )
    if owner_type == Side.HELPER:
        statement = statement.where(Visit.helper_id == owner_id)
    else:
        asked = select(HelpRequest.id).where(HelpRequest.person_id == owner_id)
        statement = statement.where(Visit.request_id.in_(asked))
    statement = statement.where(Visit.ends_at > now - CALENDAR_BACK)
    return db.session.scalars(statement.order_by(Visit.starts_at, Visit.id)).all()


def busy_times(
    _viewer: Viewer, helper_id: int, *, after: datetime, before: datetime
) -> list[tuple[datetime, datetime]]:
    """Return when a helper has planned visits that overlap a stretch of time, half-open."""
    statement = select(Visit.starts_at, Visit.ends_at).where(
        Visit.helper_id == helper_id, Visit.state == VisitState.PLANNED,
        Visit.starts_at < before, Visit.ends_at > after,
    )  # fmt: skip
    return [(row[0], row[1]) for row in db.session.execute(statement.order_by(Visit.starts_at))]


def _of(side: Side, whose_id: int) -> ColumnElement[bool]:
    return Visit.helper_id == whose_id if side is Side.HELPER else Visit.request_id == whose_id


def _of_offices(viewer: Viewer) -> Select[Visit]:
    statement: Select[Visit] = select(Visit)
    if not viewer.may(Permission.SEE_NEW_ARRIVALS):
        return statement.where(Visit.id.is_(None))
    return statement if viewer.is_network_wide else statement.where(Visit.office_id.in_(viewer.office_ids))


def _with_people(statement: Select[Visit]) -> Select[Visit]:
    return statement.options(
        joinedload(Visit.helper),
        joinedload(Visit.request).joinedload(HelpRequest.person),
        joinedload(Visit.request).joinedload(HelpRequest.kind),
        joinedload(Visit.engagement).joinedload(Engagement.office),
    )
