"""The visits have ended: both are thanked, and choose what comes next. After a death nobody is written to."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update

from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.engagements.models import Engagement
from helpexchange.engagements.queries import OBJECT_TYPE, visits_changed_at
from helpexchange.engagements.rules import EndReason, EngagementEnded, EngagementState, Side
from helpexchange.follow_up.actions.noticing import notice, settle
from helpexchange.follow_up.actions.telling import each_told, tell_once
from helpexchange.follow_up.links import NEXT
from helpexchange.follow_up.messages import FOLDER
from helpexchange.follow_up.queries import concerns_to_settle, engagement_to_follow
from helpexchange.follow_up.rules import Cause
from helpexchange.help_requests.actions.own import reopen_own_request
from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.rules import RequestEndedError
from helpexchange.helper_profiles.rules import HelperState
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.rules import MessageState


def thank_both(event: EngagementEnded) -> None:
    """Thank both sides; if somebody has died, the office calls in its own words instead.

    What waits to be said about the visits is not said any more.
    """
    engagement = engagement_to_follow(event.by, event.engagement_id)
    if engagement is None:
        return
    _say_no_more(engagement)
    for concern in concerns_to_settle(event.by, engagement.id):
        settle(concern, by=event.by, now=event.now)
    if event.reason is EndReason.DIED:
        notice(engagement, Cause.DIED, by=event.by, now=event.now)
        return
    visits = visits_changed_at(event.by, engagement.id, now=event.now)
    gone = engagement.helper.state is HelperState.LEFT
    for each in each_told(engagement, by=event.by, now=event.now):
        if each.side is Side.HELPER and gone:
            continue  # who has left was thanked then
        tell_once(
            engagement, each, "thanks", key=f"thanks {engagement.id}", by=event.by, now=event.now,
            answer=each.answer_at(NEXT, engagement.id), looks_on=event.needs_another,
            visits=visits,
        )  # fmt: skip


def _say_no_more(engagement: Engagement) -> None:
    waiting = (
        OutboxMessage.object_type == OBJECT_TYPE, OutboxMessage.object_id == engagement.id,
        OutboxMessage.message.startswith(FOLDER), OutboxMessage.state == MessageState.WAITING,
    )  # fmt: skip
    db.session.execute(update(OutboxMessage).where(*waiting).values(state=MessageState.CANCELLED))


def look_for_another(*, engagement: Engagement, by: Viewer, now: datetime) -> HelpRequest:
    """Open the request again, because the person still wants help after the visits have ended.

    Whoever calls this has come by the link in the thanks; asked twice, it is open once.

    Raises:
        RequestEndedError: the visits have not ended, or the request was withdrawn.
    """
    if engagement.state is not EngagementState.ENDED:
        raise RequestEndedError
    return reopen_own_request(request=engagement.request, by=by, now=now)
