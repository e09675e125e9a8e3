"""Where a person stands who waits for a helper, and how long others waited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, or_, select
from sqlalchemy.sql.elements import ColumnElement

from helpexchange.asking.rules import LOOK_BACK, Wait, expected_wait
from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.engagements.models import Engagement
from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.rules import RequestState
from helpexchange.match_runs.models import Proposal
from helpexchange.match_runs.rules import BINDING_STATES

SECONDS_A_DAY = 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where somebody stands among those who wait for the same kind of help in the same district.

    Attributes:
        before: so many come first.
        wait: how long others waited lately; None when there were too few.
    """

    before: int
    wait: Wait | None


def standing_of(_viewer: Viewer, request: HelpRequest, *, now: datetime) -> Standing | None:
    """Return where an open request stands, which the viewer has read as their own; None if it is not waiting.

    The order is that of the match: the more urgent first, then who has waited longest.
    """
    if request.state is not RequestState.OPEN or _has_somebody(request.id):
        return None
    ahead = or_(
        HelpRequest.priority > request.priority,
        (HelpRequest.priority == request.priority) & (HelpRequest.submitted_at < request.submitted_at),
        (HelpRequest.priority == request.priority)
        & (HelpRequest.submitted_at == request.submitted_at)
        & (HelpRequest.id < request.id),
    )
    statement = select(func.count()).select_from(HelpRequest)
    statement = statement.where(HelpRequest.state == RequestState.OPEN, ahead, *_alike(request))
    return Standing(before=db.session.scalar(statement) or 0, wait=_lately(request, now))


def _has_somebody(request_id: int) -> bool:
    approved = exists().where(Proposal.request_id == request_id, Proposal.state.in_(BINDING_STATES))
    return bool(db.session.scalar(select(approved)))


def _alike(request: HelpRequest) -> tuple[ColumnElement[bool], ...]:
    return (
        HelpRequest.kind_code == request.kind_code,
        HelpRequest.district_id == request.district_id
        if request.district_id is not None
        else HelpRequest.district_id.is_(None),
    )


def _lately(request: HelpRequest, now: datetime) -> Wait | None:
    """Return how long requests alike waited for their first agreement within the last 90 days."""
    first = func.min(Engagement.agreed_at)
    statement = (
        select(HelpRequest.submitted_at, first)
        .join(Engagement, Engagement.request_id == HelpRequest.id)
        .where(*_alike(request))
        .group_by(HelpRequest.id, HelpRequest.submitted_at)
        .having(first >= now - LOOK_BACK)
        .order_by(HelpRequest.id)
    )
    rows = db.session.execute(statement)
    return expected_wait((agreed - asked).total_seconds() / SECONDS_A_DAY for asked, agreed in rows)
