"""Calls of the office to both sides: two weeks after the first visit, and when nothing is heard."""

from __future__ import annotations

from datetime import datetime

from helpexchange.accounts.roles import Permission
from helpexchange.audit_trail.actions import record
from helpexchange.core.clock import town_day
from helpexchange.core.database import db
from helpexchange.core.errors import NotAllowedRefusal, NotFoundRefusal
from helpexchange.core.viewer import Viewer
from helpexchange.engagements.actions.noting import lock
from helpexchange.engagements.models import Engagement
from helpexchange.engagements.queries import OBJECT_TYPE
from helpexchange.engagements.rules import Outcome
from helpexchange.follow_up.actions.telling import each_told, tell_once
from helpexchange.follow_up.models import Concern, FollowUpSettings
from helpexchange.follow_up.queries import CONCERN, concern_of_office, has_check_in, to_check_in
from helpexchange.follow_up.rules import CALLED_AGAIN_AFTER, ConcernClosedError
from helpexchange.notifications.rules import Channel
from helpexchange.offices.models import Office


def check_in(*, by: Viewer, now: datetime) -> int:
    """Put both sides on the call list two weeks after the first visit; return how many engagements."""
    return sum(
        _call(each, "check_in", key=f"check-in {each.id}", act="plan_check_in", by=by, now=now)
        for each in to_check_in(by, now=now)
    )


def call_both_sides(*, concern_id: int, by: Viewer, now: datetime) -> Outcome:
    """Put both sides of a silent engagement on the call list; in a week the office looks at it again.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: another office's, about the viewer, or they decide nothing.
        ConcernClosedError: a colleague has closed it.
    """
    concern = concern_of_office(by, concern_id)
    if not by.may(Permission.DECIDE_PROPOSALS):
        raise NotAllowedRefusal
    lock(Concern, concern.id)
    if concern.closed_at is not None:
        raise ConcernClosedError
    key = f"silent {concern.id} {town_day(now).isoformat()}"
    if not _call(concern.engagement, "silent", key=key, act="plan_calls", by=by, now=now):
        return Outcome.DONE_BEFORE
    concern.follow_up_on = town_day(now + CALLED_AGAIN_AFTER)
    concern.owner_id = concern.owner_id or by.account_id
    db.session.flush()
    record(
        act="plan_concern", object_type=CONCERN, object_id=concern.id, office_id=concern.office_id, by=by,
        now=now,
    )  # fmt: skip
    return Outcome.DONE


def _call(engagement: Engagement, message: str, *, key: str, act: str, by: Viewer, now: datetime) -> bool:
    """Put everybody on the call list, with the words to say; return whether anybody is new there."""
    told = [
        tell_once(
            engagement, each, message, key=key, by=by, now=now, channel=Channel.CALL, on_quiet_days=True
        )
        for each in each_told(engagement, by=by, now=now)
    ]
    if any(told):
        record(
            act=act, object_type=OBJECT_TYPE, object_id=engagement.id, office_id=engagement.office_id, by=by,
            now=now,
        )  # fmt: skip
    return any(told)


def set_check_in(*, office: Office, is_on: bool, by: Viewer, now: datetime) -> Outcome:
    """Let an office call two weeks after the first visit, or not.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: another office, or the viewer edits none.
    """
    if not by.sees_office(office.id):
        raise NotFoundRefusal
    if not by.may(Permission.EDIT_OFFICES):
        raise NotAllowedRefusal
    if has_check_in(by, office.id) is is_on:
        return Outcome.DONE_BEFORE
    db.session.merge(FollowUpSettings(office_id=office.id, has_check_in=is_on))
    db.session.flush()
    record(
        act="set_check_in", object_type="office", object_id=office.id, office_id=office.id, by=by, now=now,
        is_on=is_on,
    )  # fmt: skip
    return Outcome.DONE
