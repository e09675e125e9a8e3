"""Engagements that the night has to look after."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, or_, select

from helpexchange.core.clock import town_day
from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.engagements.models import Engagement, Visit, VisitPause, VisitSeries
from helpexchange.engagements.rules import AHEAD, UNENDED_STATES, EngagementState


def to_look_after(_viewer: Viewer, *, now: datetime) -> Sequence[int]:
    """Return the engagements that may need something: to be planned further, to begin, rest or go on."""
    today = town_day(now)
    unplanned = exists().where(
        VisitSeries.engagement_id == Engagement.id, VisitSeries.planned_until < today + AHEAD,
        or_(VisitSeries.until.is_(None), VisitSeries.until > VisitSeries.planned_until),
    )  # fmt: skip
    begun = exists().where(Visit.engagement_id == Engagement.id, Visit.starts_at <= now)
    pauses = exists().where(VisitPause.engagement_id == Engagement.id)
    statement = select(Engagement.id).where(
        Engagement.state.in_(UNENDED_STATES),
        or_(unplanned, pauses, (Engagement.state == EngagementState.AGREED) & begun),
    )
    return db.session.scalars(statement.order_by(Engagement.id)).all()
