"""An engagement rests for some days, and goes on."""

from __future__ import annotations

from datetime import date, datetime

from helpexchange.core.clock import town_day
from helpexchange.core.database import db
from helpexchange.core.events import announce
from helpexchange.core.viewer import Viewer
from helpexchange.engagements.actions.noting import check_may, locked_and_unended, note
from helpexchange.engagements.actions.planning import Planning, plan_all
from helpexchange.engagements.actions.telling import tell_of_changes
from helpexchange.engagements.models import Engagement, VisitPause
from helpexchange.engagements.rules import (
    AHEAD,
    BadPauseError,
    CancelReason,
    EngagementPaused,
    NotPausedError,
    Outcome,
    Side,
    state_on,
)


def pause_engagement(
    *, engagement: Engagement, side: Side, starts_on: date, back_on: date | None, by: Viewer, now: datetime
) -> Outcome:
    """Let an engagement rest; its visits on these days are cancelled, and both sides are told.

    Whoever calls this for the helper or the person has read the engagement as theirs.

    Args:
        back_on: first day with visits again; None until somebody says so.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: another office's, or the viewer decides nothing.
        BadPauseError: the days are not to come, or in the wrong order.
        EngagementEndedError: it has ended.
    """
    check_may(side, engagement.office_id, by=by)
    engagement = locked_and_unended(engagement.id)
    if starts_on < town_day(now) or (back_on is not None and back_on <= starts_on):
        raise BadPauseError
    if any((each.starts_on, each.back_on) == (starts_on, back_on) for each in engagement.pauses):
        return Outcome.DONE_BEFORE
    engagement.pauses.append(VisitPause(side=side, starts_on=starts_on, back_on=back_on))
    _bring_up_to_date(engagement, by=by, now=now)
    back = back_on.isoformat() if back_on else None
    note("pause_engagement", engagement, by=by, now=now, side=side, on=starts_on.isoformat(), back_on=back)
    tell_of_changes(engagement, "paused", by=by, now=now, starts_on=starts_on, back_on=back_on)
    announce(EngagementPaused(engagement_id=engagement.id, side=side, by=by, now=now))
    return Outcome.DONE


def resume_engagement(*, engagement: Engagement, side: Side, by: Viewer, now: datetime) -> Outcome:
    """End all pauses from today on; the visits to come are planned again where the helper is free.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: another office's, or the viewer decides nothing.
        NotPausedError: there is no pause.
        EngagementEndedError: it has ended.
    """
    check_may(side, engagement.office_id, by=by)
    engagement = locked_and_unended(engagement.id)
    today = town_day(now)
    resting = [each for each in engagement.pauses if each.lasts_after(today)]
    if not resting:
        if any(each.back_on in (today, each.starts_on) for each in engagement.pauses):
            return Outcome.DONE_BEFORE
        raise NotPausedError
    for pause in resting:
        pause.back_on = max(today, pause.starts_on)
    _bring_up_to_date(engagement, by=by, now=now)
    note("resume_engagement", engagement, by=by, now=now, side=side)
    tell_of_changes(engagement, "resumed", by=by, now=now)
    return Outcome.DONE


def _bring_up_to_date(engagement: Engagement, *, by: Viewer, now: datetime) -> None:
    db.session.flush()
    today = town_day(now)
    planning = Planning(before=today + AHEAD, reason=CancelReason.PAUSE, is_strict=False)
    plan_all(engagement, planning, by=by, now=now)
    engagement.state = state_on(
        today, state=engagement.state, has_begun=False, pauses=[each.stretch for each in engagement.pauses]
    )
    db.session.flush()
