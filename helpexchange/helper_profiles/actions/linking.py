"""A new link to a helper's own page; the old ones end."""

from __future__ import annotations

from datetime import datetime

from helpexchange.audit_trail.actions import record
from helpexchange.core.viewer import Viewer
from helpexchange.helper_profiles.actions.telling import tell_helper
from helpexchange.helper_profiles.messages import recipient_of
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.helper_profiles.queries import OBJECT_TYPE
from helpexchange.notifications.rules import Channel


def renew_link(*, helper: HelperProfile, number: int, by: Viewer, now: datetime) -> Channel:
    """Let the links of earlier messages end and send a new one; return how the helper is told.

    Whoever has no address is put on the list of calls. Whoever calls this has the helper by one of their
    signed links; pressed twice a day, one new link is sent.

    Args:
        number: of the link that was used; the newest one stays if it came after this.
    """
    if helper.link_number == number:
        helper.link_number += 1
        record(
            act="renew_link", object_type=OBJECT_TYPE, object_id=helper.id, office_id=helper.office_id, by=by,
            now=now,
        )  # fmt: skip
    key = f"helper-{helper.id}-link-{helper.link_number}-{now.date()}"
    tell_helper(helper, "new_link", by=by, now=now, once_key=key, is_urgent=True)
    return recipient_of(helper).reachable_by()
