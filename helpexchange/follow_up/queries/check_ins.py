"""The calls to both sides two weeks after the first visit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import and_, exists, func, select

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.engagements.models import Engagement, Visit
from helpexchange.engagements.queries import OBJECT_TYPE
from helpexchange.engagements.rules import UNENDED_STATES, VisitState
from helpexchange.follow_up.models import FollowUpSettings
from helpexchange.follow_up.rules import CHECK_IN_AFTER, CHECK_IN_MESSAGE
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.rules import MESSAGE, MessageState


class CheckIn(NamedTuple):
    """A call to one side: since when it stands on the list, and who has made it when."""

    name: str
    listed_at: datetime
    done_at: datetime | None
    done_by: str | None


def check_ins_of(_viewer: Viewer, engagement_id: int) -> Sequence[CheckIn]:
    """Return the calls about an engagement that the viewer has read: those on the list, and those made."""
    made = and_(
        AuditEntry.object_type == MESSAGE, AuditEntry.object_id == OutboxMessage.id,
        AuditEntry.act == "finish_call", OutboxMessage.state == MessageState.SENT,
        AuditEntry.at == OutboxMessage.sent_at,
    )  # fmt: skip
    statement = (
        select(OutboxMessage.name, OutboxMessage.first_due_at, OutboxMessage.sent_at, AuditEntry.actor)
        .outerjoin(AuditEntry, made)
        .where(
            OutboxMessage.object_type == OBJECT_TYPE, OutboxMessage.object_id == engagement_id,
            OutboxMessage.message == CHECK_IN_MESSAGE,
            OutboxMessage.state.in_((MessageState.WAITING, MessageState.SENT)),
        )
        .order_by(OutboxMessage.id, AuditEntry.id)
    )  # fmt: skip
    return [CheckIn(*row) for row in db.session.execute(statement)]


def check_in_due_at(_viewer: Viewer, engagement_id: int) -> datetime | None:
    """Return when both sides are to be called; None if the office does not, or no visit is to come."""
    off = exists().where(
        FollowUpSettings.office_id == Engagement.office_id, FollowUpSettings.has_check_in.is_(False)
    )
    first: datetime | None = db.session.scalar(
        select(func.min(Visit.ends_at))
        .join(Engagement, Engagement.id == Visit.engagement_id)
        .where(
            Engagement.id == engagement_id, Engagement.state.in_(UNENDED_STATES), ~off,
            Visit.state.in_((VisitState.PLANNED, VisitState.DONE)),
        )
    )  # fmt: skip
    return first + CHECK_IN_AFTER if first is not None else None
