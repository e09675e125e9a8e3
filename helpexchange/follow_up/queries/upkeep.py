"""What the scheduler looks for: visits of the next days, engagements that are silent, or two weeks old."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.engagements.models import Engagement, Visit
from helpexchange.engagements.queries import OBJECT_TYPE
from helpexchange.engagements.rules import UNENDED_STATES, EngagementState, VisitState
from helpexchange.follow_up.models import Concern, FollowUpSettings
from helpexchange.follow_up.queries.by_link import with_people
from helpexchange.follow_up.rules import (
    CHECK_IN_AFTER,
    CHECK_IN_CATCH_UP,
    SILENT_AFTER,
    SOON_AGAIN,
    Cause,
)
from helpexchange.help_requests.models import HelpRequest
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.helper_profiles.rules import HelperState

#: As whom the night acts; that is nobody's word.
SCHEDULER = "scheduler"
_TAKES_PLACE = (VisitState.PLANNED, VisitState.DONE)
_CAN_COME = (HelperState.ACTIVE, HelperState.PAUSED)


def visits_to_remind_of(_viewer: Viewer, *, first: date, last: date) -> Sequence[Visit]:
    """Return the planned visits of some days, both included, whose helper is still there."""
    statement = (
        select(Visit)
        .join(HelperProfile, HelperProfile.id == Visit.helper_id)
        .where(
            Visit.day >= first, Visit.day <= last, Visit.state == VisitState.PLANNED,
            HelperProfile.state.in_(_CAN_COME),
        )
        .options(
            joinedload(Visit.helper),
            joinedload(Visit.engagement).joinedload(Engagement.office),
            joinedload(Visit.engagement)
            .joinedload(Engagement.request)
            .options(joinedload(HelpRequest.person), joinedload(HelpRequest.kind)),
        )
    )  # fmt: skip
    return db.session.scalars(statement.order_by(Visit.starts_at, Visit.id)).all()


def silent_engagements(_viewer: Viewer, *, now: datetime) -> Sequence[Engagement]:
    """Return engagements without visits or words for two weeks and without visits soon; pauses are none."""
    lasts = Engagement.state.in_((EngagementState.AGREED, EngagementState.RUNNING))
    statement = with_people(select(Engagement)).where(
        lasts, Engagement.agreed_at <= now - SILENT_AFTER, ~_lives(now), ~_is_looked_after(now)
    )
    return db.session.scalars(statement.order_by(Engagement.id)).all()


def lively_again(_viewer: Viewer, *, now: datetime) -> Sequence[Concern]:
    """Return the open concerns about silence whose engagement is no longer silent, or has ended."""
    statement = select(Concern).join(Engagement, Engagement.id == Concern.engagement_id)
    statement = statement.where(
        Concern.cause == Cause.SILENT, Concern.closed_at.is_(None),
        or_(Engagement.state == EngagementState.ENDED, _has_visits(now)),
    )  # fmt: skip
    return db.session.scalars(statement.order_by(Concern.id)).all()


def to_check_in(_viewer: Viewer, *, now: datetime) -> Sequence[Engagement]:
    """Return engagements whose first visit was two weeks ago, of offices that call then."""
    late = now - CHECK_IN_AFTER
    first = (
        select(Visit.engagement_id)
        .where(Visit.state.in_(_TAKES_PLACE), Visit.ends_at <= now)
        .group_by(Visit.engagement_id)
        .having(and_(func.min(Visit.ends_at) <= late, func.min(Visit.ends_at) > late - CHECK_IN_CATCH_UP))
    )
    off = exists().where(
        FollowUpSettings.office_id == Engagement.office_id, FollowUpSettings.has_check_in.is_(False)
    )
    statement = with_people(select(Engagement)).where(
        Engagement.id.in_(first), Engagement.state.in_(UNENDED_STATES), ~off
    )
    return db.session.scalars(statement.order_by(Engagement.id)).all()


def has_check_in(_viewer: Viewer, office_id: int) -> bool:
    """Return whether an office, which the viewer has read, calls two weeks after the first visit."""
    wish = db.session.get(FollowUpSettings, office_id)
    return wish is None or wish.has_check_in


def _lives(now: datetime) -> ColumnElement[bool]:
    said = exists().where(
        AuditEntry.object_type == OBJECT_TYPE, AuditEntry.object_id == Engagement.id,
        AuditEntry.at > now - SILENT_AFTER, AuditEntry.actor != SCHEDULER,
    )  # fmt: skip
    return or_(_has_visits(now), said)


def _has_visits(now: datetime) -> ColumnElement[bool]:
    return exists().where(
        Visit.engagement_id == Engagement.id, Visit.state.in_(_TAKES_PLACE),
        Visit.ends_at > now - SILENT_AFTER, Visit.starts_at < now + SOON_AGAIN,
    )  # fmt: skip


def _is_looked_after(now: datetime) -> ColumnElement[bool]:
    lately = or_(Concern.closed_at.is_(None), Concern.closed_at > now - SILENT_AFTER)
    return exists().where(Concern.engagement_id == Engagement.id, lately)
