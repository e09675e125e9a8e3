"""What the scheduler calls: representations whose last day has passed end, others end soon. Safe twice."""

from __future__ import annotations

from datetime import datetime, timedelta

from helpexchange.core.database import db
from helpexchange.core.viewer import system_viewer
from helpexchange.representatives.actions import (
    end_by_date,
    forget_contacts,
    remind_of_end,
    remind_of_waiting,
)

SCHEDULER = "scheduler"
#: So long after its end, so that it can be taken back, a representation knows how to reach both.
CONTACTS_KEPT = timedelta(days=2)


def look_after_representations(now: datetime) -> int:
    """End what has run out, remind of what ends soon, forget numbers no longer needed; return how many."""
    by = system_viewer(SCHEDULER)
    done = end_by_date(by=by, now=now) + remind_of_end(by=by, now=now)
    done += remind_of_waiting(by=by, now=now)
    done += forget_contacts(before=now - CONTACTS_KEPT, by=by, now=now)
    db.session.commit()
    return done
