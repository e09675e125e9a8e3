"""All engagements and visits that somebody may see, for lists with filters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload, selectinload

from helpexchange.core.database import db
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.paging import Page, fetch_page
from helpexchange.core.viewer import Viewer
from helpexchange.engagements.models import Engagement, Visit
from helpexchange.engagements.queries.engagements import of_offices
from helpexchange.engagements.rules import EngagementState, VisitState
from helpexchange.help_requests.models import HelpRequest, PersonInNeed
from helpexchange.helper_profiles.models import HelperProfile


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitFilters:
    """Which visits are wished; None asks for nothing. `until` is the first day that is not."""

    state: VisitState | None = None
    engagement_id: int | None = None
    since: date | None = None
    until: date | None = None


def engagements_page(
    viewer: Viewer, *, state: EngagementState | None = None, number: int, per_page: int
) -> Page[Engagement]:
    """Return a page of the engagements of the viewer's offices and of the viewer's own, newest first."""
    statement = select(Engagement).options(selectinload(Engagement.series), selectinload(Engagement.pauses))
    statement = statement.where(_readable(viewer))
    if state is not None:
        statement = statement.where(Engagement.state == state)
    newest_first = statement.order_by(Engagement.agreed_at.desc(), Engagement.id.desc())
    return fetch_page(db.session(), newest_first, number=number, per_page=per_page)


def readable_engagement(viewer: Viewer, engagement_id: int) -> Engagement:
    """Return an engagement of the viewer's offices, or one of the viewer's own.

    Raises:
        NotFoundRefusal: it is neither.
    """
    found = db.session.scalar(
        select(Engagement).where(Engagement.id == engagement_id, _readable(viewer))
    )  # fmt: skip
    if found is None:
        raise NotFoundRefusal
    return found


def visits_page(viewer: Viewer, filters: VisitFilters, *, number: int, per_page: int) -> Page[Visit]:
    """Return a page of the visits of the viewer's offices and of the viewer's own, in order."""
    statement = select(Visit).join(Visit.engagement).where(_readable(viewer))
    conditions: tuple[tuple[Any, Any], ...] = (
        (filters.state, Visit.state == filters.state),
        (filters.engagement_id, Visit.engagement_id == filters.engagement_id),
        (filters.since, Visit.day >= filters.since if filters.since else None),
        (filters.until, Visit.day < filters.until if filters.until else None),
    )
    statement = statement.where(*(condition for value, condition in conditions if value is not None))
    in_order = statement.order_by(Visit.starts_at, Visit.id)
    return fetch_page(db.session(), in_order, number=number, per_page=per_page)


def readable_visit(viewer: Viewer, visit_id: int) -> Visit:
    """Return a visit of the viewer's offices, or one of the viewer's own, with both people loaded.

    Raises:
        NotFoundRefusal: it is neither.
    """
    people = (
        joinedload(Visit.helper), joinedload(Visit.request).joinedload(HelpRequest.person),
        joinedload(Visit.request).joinedload(HelpRequest.kind),
        joinedload(Visit.engagement).joinedload(Engagement.office),
    )  # fmt: skip
    statement = select(Visit).join(Visit.engagement).options(*people).where(_readable(viewer))
    found = db.session.scalar(statement.where(Visit.id == visit_id))
    if found is None:
        raise NotFoundRefusal
    return found


def _readable(viewer: Viewer) -> ColumnElement[bool]:
    me = viewer.account_id or -1
    mine = select(HelperProfile.id).where(HelperProfile.account_id == me)
    asked = select(HelpRequest.id).where(HelpRequest.person.has(PersonInNeed.account_id == me))
    return or_(
        Engagement.id.in_(of_offices(viewer).with_only_columns(Engagement.id)),
        Engagement.helper_id.in_(mine), Engagement.request_id.in_(asked),
    )  # fmt: skip
