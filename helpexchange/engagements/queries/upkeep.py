"""Engagements that the night has to look after."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import exists, or_, select

from helpexchange.core.clock import town_day
from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.engagements.models import Engagement, Visit, VisitPause, VisitSeries
from helpexchange.engagements.rules import AHEAD, UNENDED_STATES, CancelReason, EngagementState

#: A series is planned further once so much is missing: a seventh of them each night, not all of them.
TOP_UP = timedelta(weeks=1)


def to_look_after(_viewer: Viewer, *, now: datetime) -> Sequence[int]:
    """Return the engagements that may need something: to be planned further, to begin, rest or go on.

    Those of whose visits one was left out because the helper had another may have it back; for those that
    rest in school holidays an operator may have loaded some since.
    """
    today = town_day(now)
    unplanned = exists().where(
        VisitSeries.engagement_id == Engagement.id, VisitSeries.planned_until <= today + AHEAD - TOP_UP,
        or_(VisitSeries.until.is_(None), VisitSeries.until > VisitSeries.planned_until),
    )  # fmt: skip
    begun = exists().where(Visit.engagement_id == Engagement.id, Visit.starts_at <= now)
    taken = exists().where(
        Visit.engagement_id == Engagement.id, Visit.starts_at > now,
        Visit.cancel_reason == CancelReason.HELPER_BUSY,
    )  # fmt: skip
    by_school = exists().where(VisitSeries.engagement_id == Engagement.id, VisitSeries.skips_school_holidays)
    pauses = exists().where(VisitPause.engagement_id == Engagement.id)
    statement = select(Engagement.id).where(
        Engagement.state.in_(UNENDED_STATES),
        or_(unplanned, taken, by_school, pauses, (Engagement.state == EngagementState.AGREED) & begun),
    )
    return db.session.scalars(statement.order_by(Engagement.id)).all()
