"""Calling a new helper who does not answer: the try is noted, the office calls again later."""

from __future__ import annotations

from datetime import datetime

from helpexchange.accounts.roles import Permission
from helpexchange.audit_trail.actions import record
from helpexchange.core.errors import NotAllowedRefusal
from helpexchange.core.viewer import Viewer
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.helper_profiles.queries import OBJECT_TYPE, helper_of_office


def miss_helper(*, helper_id: int, again_at: datetime, by: Viewer, now: datetime) -> HelperProfile:
    """Note that a helper did not answer the phone.

    Args:
        again_at: not to be called again before.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: it is not of their office, or they may only look.
    """
    helper = helper_of_office(by, helper_id)
    if not by.may(Permission.ACTIVATE_HELPERS):
        raise NotAllowedRefusal
    helper.call_again_at = again_at
    record(
        act="miss_helper", object_type=OBJECT_TYPE, object_id=helper.id, office_id=helper.office_id, by=by,
        now=now,
    )  # fmt: skip
    return helper
