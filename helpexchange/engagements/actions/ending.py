"""An engagement ends, with the reason why."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from helpexchange.core.database import db
from helpexchange.core.events import announce
from helpexchange.core.viewer import Viewer
from helpexchange.engagements.actions.noting import check_may, lock, locked, note
from helpexchange.engagements.actions.planning import cancel_row
from helpexchange.engagements.models import Engagement, Visit
from helpexchange.engagements.queries import unended_of_request
from helpexchange.engagements.rules import (
    END_REASONS_WITH_TEXT,
    LONGEST_NOTE,
    CancelReason,
    EndReason,
    EngagementEnded,
    EngagementEndedError,
    EngagementState,
    Outcome,
    Side,
    TextMissingError,
    VisitState,
)
from helpexchange.help_requests.actions.changing import move
from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.rules import FINAL_STATES, RequestClosed, RequestState


def end_engagement(
    *, engagement: Engagement, side: Side, reason: EndReason, needs_another: bool, by: Viewer, now: datetime,
    text: str = "",
) -> Outcome:  # fmt: skip
    """End an engagement; its visits to come are cancelled. Both are thanked by those who hear of it.

    Whoever calls this for the helper or the person has read the engagement as theirs.

    Args:
        needs_another: True if the person still wants help; then the request is open again.
        text: a few words, needed for another reason.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: another office's, or the viewer decides nothing.
        TextMissingError: another reason, without words.
        EngagementEndedError: it has ended for another reason.
    """
    check_may(side, engagement.office_id, by=by)
    if reason in END_REASONS_WITH_TEXT and not text.strip():
        raise TextMissingError
    engagement = locked(engagement.id)
    if engagement.state is EngagementState.ENDED:
        if engagement.end_reason is reason:
            return Outcome.DONE_BEFORE
        raise EngagementEndedError
    _end(engagement, reason=reason, text=text, now=now)
    _finish_request(engagement.request_id, needs_another=needs_another, by=by, now=now)
    note("end_engagement", engagement, by=by, now=now, side=side, reason=reason, needs_another=needs_another)
    _announce(engagement, needs_another=needs_another, by=by, now=now)
    return Outcome.DONE


def end_with_request(event: RequestClosed) -> None:
    """End the engagements of a request that its person has withdrawn."""
    if event.state not in FINAL_STATES:
        return
    for each in unended_of_request(event.by, event.request_id):
        engagement = locked(each.id)
        if engagement.state is EngagementState.ENDED:
            continue
        _end(engagement, reason=EndReason.OTHER, text="", now=event.now)
        note("end_engagement", engagement, by=event.by, now=event.now, reason=EndReason.OTHER)
        _announce(engagement, needs_another=False, by=event.by, now=event.now)


def end_without_helper(*, engagement_id: int, by: Viewer, now: datetime) -> Outcome:
    """End an engagement whose helper may no longer be known here; somebody else is looked for."""
    engagement = locked(engagement_id)
    if engagement.state is EngagementState.ENDED:
        return Outcome.DONE_BEFORE
    _end(engagement, reason=EndReason.OTHER, text="", now=now)
    _finish_request(engagement.request_id, needs_another=True, by=by, now=now)
    note("end_engagement", engagement, by=by, now=now, reason=EndReason.OTHER, needs_another=True)
    _announce(engagement, needs_another=True, by=by, now=now)
    return Outcome.DONE


def _announce(engagement: Engagement, *, needs_another: bool, by: Viewer, now: datetime) -> None:
    """Let others hear that it has ended: the two are thanked, somebody else may be looked for."""
    announce(
        EngagementEnded(
            engagement_id=engagement.id, reason=engagement.end_reason or EndReason.OTHER,
            needs_another=needs_another, by=by, now=now,
        )
    )  # fmt: skip


def _end(engagement: Engagement, *, reason: EndReason, text: str, now: datetime) -> None:
    engagement.state, engagement.ended_at = EngagementState.ENDED, now
    engagement.end_reason, engagement.end_text = reason, text.strip()[:LONGEST_NOTE]
    statement = select(Visit).where(
        Visit.engagement_id == engagement.id, Visit.starts_at > now, Visit.state == VisitState.PLANNED
    )
    for row in db.session.scalars(statement.order_by(Visit.starts_at)).all():
        cancel_row(row, CancelReason.ENDED, now=now)
    db.session.flush()


def _finish_request(request_id: int, *, needs_another: bool, by: Viewer, now: datetime) -> None:
    """Open the request again or finish it, unless another helper goes on with it."""
    lock(HelpRequest, request_id)
    request = db.session.get_one(HelpRequest, request_id)
    if request.state is not RequestState.AGREED:
        return
    if needs_another:
        move(request, RequestState.OPEN, act="reopen_request", by=by, now=now)
    elif not unended_of_request(by, request_id):
        move(request, RequestState.FINISHED, act="finish_request", by=by, now=now)
    db.session.refresh(request, ["state"])
