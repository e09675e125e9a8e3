"""The call at the end of a trial period."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import String, and_, cast, literal, select

from helpexchange.asking.models import Ask
from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.models import CallAttempt, CallBack

#: What stands before and after the ask's id in the reference of its call.
_BEFORE, _AFTER = "ask-", "-trial"


class TrialCall(NamedTuple):
    """When the office calls at the end of a trial period, and who has done so when."""

    due_on: date
    done_at: datetime | None
    done_by: str | None


def trial_reference(ask_id: int) -> str:
    """Return the reference of the call at the end of the trial period of an ask."""
    return f"{_BEFORE}{ask_id}{_AFTER}"


def trial_call_of(_viewer: Viewer, engagement_id: int) -> TrialCall | None:
    """Return the call at the end of the trial period of an engagement that the viewer has read."""
    its_own = CallBack.reference == literal(_BEFORE) + cast(Ask.id, String) + literal(_AFTER)
    reached = and_(CallAttempt.call_back_id == CallBack.id, CallAttempt.is_reached)
    statement = (
        select(Ask.check_in_on, CallBack.done_at, CallAttempt.actor)
        .outerjoin(CallBack, its_own)
        .outerjoin(CallAttempt, reached)
        .where(Ask.engagement_id == engagement_id, Ask.check_in_on.is_not(None))
        .order_by(CallAttempt.at.desc(), CallAttempt.id.desc())
    )
    row = db.session.execute(statement.limit(1)).first()
    return TrialCall(row[0], row[1], row[2]) if row is not None and row[0] is not None else None
