"""What the night does: visits are planned ahead, and engagements begin, rest and go on by their days."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, select

from helpexchange.core.clock import town_day
from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.engagements.actions.noting import locked, note
from helpexchange.engagements.actions.planning import Planning, plan_all
from helpexchange.engagements.models import Engagement, Visit
from helpexchange.engagements.rules import (
    AHEAD,
    CancelReason,
    EngagementState,
    VisitState,
    state_on,
)

_ACTS = {EngagementState.RUNNING: "run_engagement", EngagementState.PAUSED: "rest_engagement"}


def look_after(*, engagement_id: int, by: Viewer, now: datetime) -> int:
    """Bring an engagement up to date; done twice it changes nothing. Return how many visits are new."""
    engagement = locked(engagement_id)
    if engagement.state is EngagementState.ENDED:
        return 0
    planning = Planning(before=town_day(now) + AHEAD, reason=CancelReason.DAY_OFF, is_strict=False)
    new = plan_all(engagement, planning, by=by, now=now)
    if new:
        note("plan_visits", engagement, by=by, now=now, visits=new)
    _follow(engagement, by=by, now=now)
    return new


def _follow(engagement: Engagement, *, by: Viewer, now: datetime) -> None:
    stretches = [pause.stretch for pause in engagement.pauses]
    state = state_on(
        town_day(now), state=engagement.state, has_begun=_has_begun(engagement, now), pauses=stretches
    )
    if state is not engagement.state:
        engagement.state = state
        note(_ACTS[state], engagement, by=by, now=now)
    db.session.flush()


def _has_begun(engagement: Engagement, now: datetime) -> bool:
    begun = (Visit.engagement_id == engagement.id) & (Visit.starts_at <= now)
    begun &= Visit.state != VisitState.CANCELLED
    return bool(db.session.scalar(select(exists().where(begun))))
