"""Telling people that we are late with the first contact."""

from __future__ import annotations

from datetime import datetime

from helpexchange.audit_trail.actions import record
from helpexchange.core.clock import town_day
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.actions.telling import tell_asker
from helpexchange.help_requests.queries.clock import untold_late_requests
from helpexchange.help_requests.queries.records import OBJECT_TYPE


def tell_late(*, by: Viewer, now: datetime) -> int:
    """Tell everybody whose day for the first contact has passed, once; return how many were told."""
    late = untold_late_requests(by, today=town_day(now))
    for request in late:
        request.late_told_at = now
        tell_asker(request, "late", by=by, now=now, due_on=request.first_contact_due_on)
        record(
            act="tell_late", object_type=OBJECT_TYPE, object_id=request.id, office_id=request.office_id,
            by=by, now=now,
        )  # fmt: skip
    return len(late)
