"""Engagements of an office, and what they need to be planned."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from helpexchange.accounts.roles import Permission
from helpexchange.audit_trail.models import AuditEntry
from helpexchange.audit_trail.queries import history
from helpexchange.core.database import db
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.paging import Page, fetch_page
from helpexchange.core.viewer import Viewer
from helpexchange.engagements.models import Engagement, SchoolHoliday
from helpexchange.engagements.rules import UNENDED_STATES, Side, Stretch
from helpexchange.help_requests.models import HelpRequest
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.helper_profiles.rules import HelperState

OBJECT_TYPE = "engagement"
PER_PAGE = 25
#: Whoever has never been active, or has left, is nobody that other offices know of.
_CAN_HELP = (HelperState.ACTIVE, HelperState.PAUSED)


def engagement_of_office(viewer: Viewer, engagement_id: int) -> Engagement:
    """Return an engagement of one of the viewer's offices.

    Raises:
        NotFoundRefusal: there is none, or it belongs to another office.
    """
    statement = _in_full(of_offices(viewer)).where(Engagement.id == engagement_id)
    engagement = db.session.scalar(statement)
    if engagement is None:
        raise NotFoundRefusal
    return engagement


def engagements_of_side(_viewer: Viewer, side: Side, whose_id: int) -> Sequence[Engagement]:
    """Return what a helper, or a request, that the viewer has read as their own has agreed on and not ended.

    Args:
        whose_id: of the helper, or of the help request.
    """
    whose = Engagement.helper_id if side is Side.HELPER else Engagement.request_id
    statement = _in_full(select(Engagement)).where(whose == whose_id, Engagement.state.in_(UNENDED_STATES))
    return db.session.scalars(statement.order_by(Engagement.agreed_at, Engagement.id)).all()


def engagements_of_office(viewer: Viewer, *, number: int, per_page: int = PER_PAGE) -> Page[Engagement]:
    """Return the engagements of the viewer's offices that have not ended, newest first."""
    statement = _in_full(of_offices(viewer)).where(Engagement.state.in_(UNENDED_STATES))
    statement = statement.order_by(Engagement.agreed_at.desc(), Engagement.id.desc())
    return fetch_page(db.session(), statement, number=number, per_page=per_page)


def unended_of_request(_viewer: Viewer, request_id: int) -> Sequence[Engagement]:
    """Return the engagements of a request, which the viewer has read before, that have not ended."""
    statement = select(Engagement).where(
        Engagement.request_id == request_id, Engagement.state.in_(UNENDED_STATES)
    )
    return db.session.scalars(statement.order_by(Engagement.id)).all()


def school_stretches(_viewer: Viewer, state_code: str) -> tuple[Stretch, ...]:
    """Return the school holidays of a state that an operator has loaded: public days."""
    statement = select(SchoolHoliday.starts_on, SchoolHoliday.back_on).where(
        SchoolHoliday.state_code == state_code.strip().upper()
    )
    return tuple(Stretch(*row) for row in db.session.execute(statement.order_by(SchoolHoliday.starts_on)))


def history_of_engagement(viewer: Viewer, engagement_id: int) -> Sequence[AuditEntry]:
    """Return what was done about an engagement, newest first."""
    return history(viewer, object_type=OBJECT_TYPE, object_ids=[engagement_id], at_most=50)


def helper_to_agree_with(viewer: Viewer, helper_id: int) -> HelperProfile:
    """Return a helper with whom the viewer may agree on visits: also one of another office of the town.

    Raises:
        NotFoundRefusal: there is none, or the viewer decides nothing.
    """
    helper = db.session.get(HelperProfile, helper_id)
    if helper is None or not viewer.may(Permission.DECIDE_PROPOSALS) or helper.state not in _CAN_HELP:
        raise NotFoundRefusal
    return helper


def of_offices(viewer: Viewer) -> Select[Engagement]:
    """Return the statement that selects the engagements of the viewer's offices."""
    statement: Select[Engagement] = select(Engagement)
    if not viewer.may(Permission.SEE_NEW_ARRIVALS):
        return statement.where(Engagement.id.is_(None))
    if viewer.is_network_wide:
        return statement
    return statement.where(Engagement.office_id.in_(viewer.office_ids))


def _in_full(statement: Select[Engagement]) -> Select[Engagement]:
    return statement.options(
        joinedload(Engagement.request).joinedload(HelpRequest.person),
        joinedload(Engagement.request).joinedload(HelpRequest.kind),
        joinedload(Engagement.helper),
        joinedload(Engagement.office),
        selectinload(Engagement.series),
        selectinload(Engagement.pauses),
    )
