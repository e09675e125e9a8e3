"""Somebody comes along to the first visit: of the office, or a helper with experience."""

from __future__ import annotations

from datetime import datetime

from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.engagements.actions.noting import check_may, locked_and_unended, note
from helpexchange.engagements.actions.telling import tell_both
from helpexchange.engagements.queries import engagement_of_office, first_visit_of
from helpexchange.engagements.rules import FirstVisit, Outcome, Side, VisitOverError


def accompany(
    *, engagement_id: int, first_visit: FirstVisit, name: str = "", by: Viewer, now: datetime
) -> Outcome:
    """Note who comes along to the first visit, and tell both.

    Args:
        name: of whoever comes along; may be empty, and is left out where nobody does.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: another office's, or the viewer decides nothing.
        EngagementEndedError: it has ended.
        VisitOverError: the first visit is over.
    """
    check_may(Side.OFFICE, engagement_of_office(by, engagement_id).office_id, by=by)
    engagement = locked_and_unended(engagement_id)
    name = "" if first_visit is FirstVisit.ALONE else name.strip()
    if (engagement.first_visit, engagement.first_visit_with) == (first_visit, name):
        return Outcome.DONE_BEFORE
    visit = first_visit_of(by, engagement.id)
    if visit is not None and visit.starts_at <= now:
        raise VisitOverError
    engagement.first_visit, engagement.first_visit_with = first_visit, name
    db.session.flush()
    note("accompany_first_visit", engagement, by=by, now=now, first_visit=first_visit)
    starts_at = visit.starts_at if visit is not None else None
    tell_both(
        engagement,
        "first_visit",
        by=by,
        now=now,
        starts_at=starts_at,
        first_visit=first_visit.value,
        along=name,
    )
    return Outcome.DONE
