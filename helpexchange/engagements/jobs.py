"""What the scheduler calls each night. Safe to run twice."""

from __future__ import annotations

from datetime import datetime

from helpexchange.core.database import db
from helpexchange.core.viewer import system_viewer
from helpexchange.engagements.actions import look_after
from helpexchange.engagements.queries import to_look_after

SCHEDULER = "scheduler"


def look_after_engagements(now: datetime) -> int:
    """Plan visits ahead and let engagements begin, rest and go on; return how many visits are new."""
    by = system_viewer(SCHEDULER)
    ids = to_look_after(by, now=now)
    new = sum(look_after(engagement_id=engagement_id, by=by, now=now) for engagement_id in ids)
    db.session.commit()
    return new
