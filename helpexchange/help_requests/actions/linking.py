"""An office sends somebody a new link to their request; the old ones end."""

from __future__ import annotations

from datetime import datetime, timedelta

from helpexchange.audit_trail.actions import record
from helpexchange.audit_trail.queries import acts_since
from helpexchange.core.links import LINKS_A_DAY, ONE_CLICK, TooManyLinksError
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.actions.clearing import clearable
from helpexchange.help_requests.actions.own import tell_link, way_to_tell
from helpexchange.help_requests.queries.records import OBJECT_TYPE
from helpexchange.notifications.rules import Channel


def send_new_link(*, request_id: int, by: Viewer, now: datetime) -> Channel:
    """Let the links of earlier messages end and send a new one the person's way; return which way.

    Pressed twice at once, one is sent.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: it is not of their office, or they may only look.
        TooManyLinksError: so many were sent within a day.
        NotReachedByPhoneError: the person can be told in no other way, and there is no number.
    """
    request = clearable(request_id, by)
    sent = acts_since(
        by, act="send_new_link", object_type=OBJECT_TYPE, object_id=request.id, since=now - timedelta(days=1)
    )
    if sent and now - sent[0] < ONE_CLICK:
        return way_to_tell(request)
    if len(sent) >= LINKS_A_DAY:
        raise TooManyLinksError
    request.link_number += 1
    record(
        act="send_new_link", object_type=OBJECT_TYPE, object_id=request.id, office_id=request.office_id,
        by=by, now=now,
    )  # fmt: skip
    return tell_link(request, by=by, now=now)
