"""What somebody may answer about: by a signed link, or because they have read the request as theirs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import joinedload

from helpexchange.core.database import db
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.viewer import Viewer
from helpexchange.engagements.models import Engagement, Visit
from helpexchange.engagements.rules import UNENDED_STATES, Side
from helpexchange.help_requests.models import HelpRequest

#: So long after the end one may still say that something was wrong.
LOOK_BACK = timedelta(days=90)


def visit_to_follow(_viewer: Viewer, visit_id: int) -> Visit | None:
    """Return a visit; who asks has read its number from a signed link."""
    statement = select(Visit).options(
        joinedload(Visit.helper),
        joinedload(Visit.request).joinedload(HelpRequest.person),
        joinedload(Visit.request).joinedload(HelpRequest.kind),
        joinedload(Visit.engagement).joinedload(Engagement.office),
    )
    return db.session.scalar(statement.where(Visit.id == visit_id))


def engagement_to_follow(_viewer: Viewer, engagement_id: int) -> Engagement | None:
    """Return an engagement; who asks has read its number from a signed link."""
    return db.session.scalar(with_people(select(Engagement)).where(Engagement.id == engagement_id))


def engagement_of_side(
    _viewer: Viewer, side: Side, whose_id: int, engagement_id: int, *, now: datetime
) -> Engagement:
    """Return an engagement of a helper or of a request that the viewer has read as their own.

    Raises:
        NotFoundRefusal: it is somebody else's, there is none, or it ended long ago.
    """
    whose = Engagement.helper_id if side is Side.HELPER else Engagement.request_id
    statement = with_people(select(Engagement)).where(Engagement.id == engagement_id, whose == whose_id)
    engagement = db.session.scalar(statement.where(_not_long_ago(now)))
    if engagement is None:
        raise NotFoundRefusal
    return engagement


def engagements_of_request(_viewer: Viewer, request_id: int, *, now: datetime) -> Sequence[Engagement]:
    """Return the engagements of a request that the viewer has read, but for those that ended long ago."""
    statement = with_people(select(Engagement)).where(Engagement.request_id == request_id, _not_long_ago(now))
    return db.session.scalars(statement.order_by(Engagement.id)).all()


def with_people(statement: Select[Engagement]) -> Select[Engagement]:
    """Return the statement with the two people, the kind of help and the office."""
    return statement.options(
        joinedload(Engagement.helper),
        joinedload(Engagement.office),
        joinedload(Engagement.request).joinedload(HelpRequest.person),
        joinedload(Engagement.request).joinedload(HelpRequest.kind),
    )


def _not_long_ago(now: datetime) -> ColumnElement[bool]:
    return or_(Engagement.state.in_(UNENDED_STATES), Engagement.ended_at > now - LOOK_BACK)
