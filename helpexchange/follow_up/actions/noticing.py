"""What the system notices becomes a row for the office: silence, a helper who stops, a proposed time."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.exc import IntegrityError

from helpexchange.audit_trail.actions import record
from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.engagements.actions import end_without_helper
from helpexchange.engagements.models import Engagement
from helpexchange.engagements.queries import engagements_of_side, open_moves_of_engagement
from helpexchange.engagements.rules import MoveDecided, MoveProposed, Side
from helpexchange.follow_up.models import Concern
from helpexchange.follow_up.queries import (
    CONCERN,
    engagement_to_follow,
    lively_again,
    noticed_concern,
    noticed_of_helper,
    silent_engagements,
)
from helpexchange.follow_up.rules import KNOWN_URGENCY, Cause
from helpexchange.helper_profiles.rules import HelperBack, HelperUnavailable


def notice(engagement: Engagement, cause: Cause, *, by: Viewer, now: datetime) -> bool:
    """Put an engagement before the office, once while it is open; return whether it is new."""
    if noticed_concern(by, engagement.id, cause) is not None:
        return False
    concern = Concern(
        engagement_id=engagement.id, office_id=engagement.office_id, cause=cause, raised_at=now,
        urgency=KNOWN_URGENCY[cause],
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.add(concern)
    except IntegrityError:  # noticed by two at the same moment
        return False
    _note("notice_concern", concern, by=by, now=now)
    return True


def settle(concern: Concern, *, by: Viewer, now: datetime) -> None:
    """Close what the system noticed and what is no longer so."""
    concern.closed_at = now
    db.session.flush()
    _note("settle_concern", concern, by=by, now=now)


def notice_silence(*, by: Viewer, now: datetime) -> int:
    """Put silent engagements before their office, close what lives again; return how many are new."""
    for concern in lively_again(by, now=now):
        settle(concern, by=by, now=now)
    return sum(notice(each, Cause.SILENT, by=by, now=now) for each in silent_engagements(by, now=now))


def note_helper_stopped(event: HelperUnavailable) -> None:
    """Hand the engagements of a helper who stops to the office; end them if nothing may be kept."""
    for engagement in engagements_of_side(event.by, Side.HELPER, event.helper_id):
        if event.is_final:
            end_without_helper(engagement_id=engagement.id, by=event.by, now=event.now)
        else:
            notice(engagement, Cause.HELPER_STOPPED, by=event.by, now=event.now)


def note_helper_back(event: HelperBack) -> None:
    """Close what is no longer so: the helper goes on."""
    for concern in noticed_of_helper(event.by, event.helper_id, {Cause.HELPER_STOPPED}):
        settle(concern, by=event.by, now=event.now)


def note_move_proposed(event: MoveProposed) -> None:
    """Put a proposed time before the office."""
    engagement = engagement_to_follow(event.by, event.engagement_id)
    if engagement is not None:
        notice(engagement, Cause.MOVE_PROPOSED, by=event.by, now=event.now)


def note_move_decided(event: MoveDecided) -> None:
    """Close the row when no proposed time of the engagement is undecided any more."""
    concern = noticed_concern(event.by, event.engagement_id, Cause.MOVE_PROPOSED)
    if concern is not None and not open_moves_of_engagement(event.by, event.engagement_id):
        settle(concern, by=event.by, now=event.now)


def _note(act: str, concern: Concern, *, by: Viewer, now: datetime) -> None:
    record(
        act=act, object_type=CONCERN, object_id=concern.id, office_id=concern.office_id, by=by, now=now,
        cause=concern.cause,
    )  # fmt: skip
