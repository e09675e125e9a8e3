"""What the scheduler calls: telling that we are late, forgetting half-noted calls. Safe to run twice."""

from __future__ import annotations

from datetime import datetime, timedelta

from helpexchange.core.database import db
from helpexchange.core.viewer import system_viewer
from helpexchange.help_requests.actions import forget_calls, forget_codes
from helpexchange.help_requests.actions import tell_late as tell_everybody_late

SCHEDULER = "scheduler"
#: A call that is half noted for longer is not taken up again.
KEEP_CALLS_FOR = timedelta(days=7)
KEEP_CODES_FOR = timedelta(days=2)


def tell_late(now: datetime) -> int:
    """Tell those whose day for the first contact has passed; return how many."""
    told = tell_everybody_late(by=system_viewer(SCHEDULER), now=now)
    db.session.commit()
    return told


def forget_old_calls(now: datetime) -> int:
    """Throw away half-noted calls that are a week old, and spent codes; return how many."""
    by = system_viewer(SCHEDULER)
    forgotten = forget_calls(before=now - KEEP_CALLS_FOR, by=by, now=now)
    forgotten += forget_codes(before=now - KEEP_CODES_FOR, by=by, now=now)
    db.session.commit()
    return forgotten
