"""A new link to a helper's own page; the old ones end."""

from __future__ import annotations

from datetime import datetime, timedelta

from helpexchange.accounts.roles import Permission
from helpexchange.audit_trail.actions import record
from helpexchange.audit_trail.queries import acts_since
from helpexchange.core.errors import NotAllowedRefusal
from helpexchange.core.links import LINKS_A_DAY, ONE_CLICK, TooManyLinksError
from helpexchange.core.viewer import Viewer
from helpexchange.helper_profiles.actions.telling import tell_helper
from helpexchange.helper_profiles.messages import recipient_of
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.helper_profiles.queries import OBJECT_TYPE, helper_of_office
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
    tell_link(helper, by=by, now=now)
    return recipient_of(helper).reachable_by()


def send_new_link(*, helper_id: int, by: Viewer, now: datetime) -> Channel:
    """Let an office end the links of earlier messages and send a new one; return how the helper is told.

    Pressed twice at once, one is sent.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: not a helper of their office, or they may only look.
        TooManyLinksError: so many were sent within a day.
    """
    helper = helper_of_office(by, helper_id)
    if not by.may(Permission.ACTIVATE_HELPERS):
        raise NotAllowedRefusal
    sent = acts_since(
        by, act="send_new_link", object_type=OBJECT_TYPE, object_id=helper.id, since=now - timedelta(days=1)
    )
    if sent and now - sent[0] < ONE_CLICK:
        return recipient_of(helper).reachable_by()
    if len(sent) >= LINKS_A_DAY:
        raise TooManyLinksError
    helper.link_number += 1
    record(
        act="send_new_link", object_type=OBJECT_TYPE, object_id=helper.id, office_id=helper.office_id, by=by,
        now=now,
    )  # fmt: skip
    tell_link(helper, by=by, now=now)
    return recipient_of(helper).reachable_by()


def tell_link(helper: HelperProfile, *, by: Viewer, now: datetime) -> None:
    """Tell a helper the link that holds now; told twice a day, one is sent."""
    key = f"helper-{helper.id}-link-{helper.link_number}-{now.date()}"
    tell_helper(helper, "new_link", by=by, now=now, once_key=key, is_urgent=True)
