"""What every act begins and ends with: who may, locks in one order, the trail, and how a visit changes."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, update

from helpexchange.accounts.roles import Permission
from helpexchange.audit_trail.actions import record
from helpexchange.core.database import db
from helpexchange.core.errors import NotAllowedRefusal, NotFoundRefusal
from helpexchange.core.viewer import Viewer
from helpexchange.engagements.models import Engagement, Visit
from helpexchange.engagements.queries import OBJECT_TYPE
from helpexchange.engagements.rules import EngagementEndedError, EngagementState, Side, VisitState
from helpexchange.helper_profiles.models import HelperProfile


def check_may(side: Side, office_id: int, *, by: Viewer) -> None:
    """Let an office act for its own engagements only.

    Helpers and people in need have read the record as their own before, by their account or a signed link.

    Raises:
        NotFoundRefusal: it is another office's.
        NotAllowedRefusal: the viewer may look at it only.
    """
    if side is not Side.OFFICE:
        return
    if not by.sees_office(office_id):
        raise NotFoundRefusal
    if not by.may(Permission.DECIDE_PROPOSALS):
        raise NotAllowedRefusal


def locked(engagement_id: int) -> Engagement:
    """Return an engagement, read anew behind locks on its helper and itself.

    The locks are taken in one order everywhere, helper first, so that two acts never wait for each other.
    SQLite has one writer at a time and needs none.

    Raises:
        NotFoundRefusal: there is none.
    """
    helper_id = db.session.scalar(db.select(Engagement.helper_id).where(Engagement.id == engagement_id))
    if helper_id is None:
        raise NotFoundRefusal
    lock(HelperProfile, helper_id)
    lock(Engagement, engagement_id)
    return db.session.get_one(Engagement, engagement_id)


def locked_and_unended(engagement_id: int) -> Engagement:
    """Return the same if it has not ended.

    Raises:
        NotFoundRefusal: there is none.
        EngagementEndedError: it has ended.
    """
    engagement = locked(engagement_id)
    if engagement.state is EngagementState.ENDED:
        raise EngagementEndedError
    return engagement


def lock(table: type[Any], row_id: int) -> None:
    """Keep others from changing a row until the end of this transaction, and read it anew."""
    db.session.get_one(table, row_id, with_for_update={"key_share": True}, populate_existing=True)


def change_visit(visit: Visit, *, from_state: VisitState, now: datetime, **values: Any) -> bool:
    """Change a visit if it still is in `from_state`, as calendars shall see it; return whether it was."""
    statement = update(Visit).where(Visit.id == visit.id, Visit.state == from_state)
    statement = statement.values(sequence=Visit.sequence + 1, changed_at=now, **values)
    changed = db.session.execute(statement.execution_options(synchronize_session=False))
    db.session.expire(visit)
    return cast("CursorResult[Any]", changed).rowcount == 1


def note(act: str, engagement: Engagement, *, by: Viewer, now: datetime, **details: Any) -> None:
    """Add an act to the trail of an engagement, with ids from which names are found, never names."""
    record(
        act=act, object_type=OBJECT_TYPE, object_id=engagement.id, office_id=engagement.office_id, by=by,
        now=now, **details,
    )  # fmt: skip


def note_about(act: str, visit: Visit, *, side: Side, by: Viewer, now: datetime, **details: Any) -> None:
    """Add an act about a visit to the trail of its engagement."""
    record(
        act=act, object_type=OBJECT_TYPE, object_id=visit.engagement_id, office_id=visit.office_id, by=by,
        now=now, visit_id=visit.id, side=side, **details,
    )  # fmt: skip
