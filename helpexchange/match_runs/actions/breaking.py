"""What the other features tell of: somebody says no, pauses, leaves, ends. What breaks is noted.

Listeners, called inside the transaction of whoever announces; `app.py` names them.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select

from helpexchange.core.clock import town_day
from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.engagements.models import Engagement, Visit
from helpexchange.engagements.rules import (
    CancelReason,
    EngagementBegun,
    EngagementEnded,
    EngagementPaused,
    Side,
    VisitFreed,
    VisitState,
)
from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.rules import RequestState
from helpexchange.helper_profiles.rules import HelperUnavailable
from helpexchange.match_runs.actions.deciding import change, lock_rows, record_act
from helpexchange.match_runs.actions.needing import need_helper, need_stand_in, note_freed
from helpexchange.match_runs.models import Proposal
from helpexchange.match_runs.rules import (
    BINDING_STATES,
    STAND_IN_AHEAD,
    HelperBusyError,
    HelperSaidNo,
    ProposalState,
    RequestServedError,
    overlap,
)
from helpexchange.match_runs.rules.causes import RematchCause
from helpexchange.match_runs.solving.bindings import bindings_of_helper, taken_seats

#: Nobody outside the office has heard of these.
NOT_TOLD = (ProposalState.PROPOSED, ProposalState.APPROVED)


def look_for_another(event: HelperSaidNo) -> None:
    """Look for somebody else when a helper who was asked cannot take a request."""
    need_helper(event.request_id, RematchCause.HELPER_SAID_NO, now=event.now)


def free_after_end(event: EngagementEnded) -> None:
    """Free place and times of an engagement that has ended, and look for another if one is needed."""
    engagement = db.session.get_one(Engagement, event.engagement_id)
    helper_id, request_id = engagement.helper_id, engagement.request_id
    promised = select(Proposal).where(
        Proposal.helper_id == helper_id,
        Proposal.request_id == request_id,
        Proposal.state.in_(BINDING_STATES),
    )
    _let_lapse(db.session.scalars(promised).all(), by=event.by, now=event.now)
    note_freed(helper_id, now=event.now)
    if event.needs_another:
        need_helper(request_id, RematchCause.ENGAGEMENT_ENDED, now=event.now)


def free_after_leaving(event: HelperUnavailable) -> None:
    """Take back what a helper who pauses or leaves was proposed or approved for, and look for others.

    Whoever was asked already has an answer to give; that stays with whoever asked.
    """
    statement = select(Proposal).where(Proposal.helper_id == event.helper_id, Proposal.state.in_(NOT_TOLD))
    proposals = db.session.scalars(statement.order_by(Proposal.request_id, Proposal.id)).all()
    lock_rows(HelpRequest, {each.request_id for each in proposals})
    cause = RematchCause.HELPER_LEFT if event.has_left else RematchCause.HELPER_PAUSED
    release(proposals, cause, by=event.by, now=event.now)


def release(proposals: Collection[Proposal], cause: RematchCause, *, by: Viewer, now: datetime) -> None:
    """Let proposals go whose helper cannot come any more; their requests are open again."""
    for proposal in proposals:
        was_approved = proposal.state is ProposalState.APPROVED
        _let_lapse([proposal], by=by, now=now)
        request = db.session.get_one(HelpRequest, proposal.request_id)
        if was_approved and request.state is RequestState.PROPOSED:
            request.state = RequestState.OPEN
        need_helper(proposal.request_id, cause, now=now)
    db.session.flush()


def _let_lapse(proposals: Collection[Proposal], *, by: Viewer, now: datetime) -> None:
    for proposal in proposals:
        values = {"state": ProposalState.LAPSED, "seat": None, "place": None, "is_locked": False}
        was = proposal.state
        if change(proposal, from_state=was, **values):
            record_act("free_helper", proposal, by=by, now=now, was=was.value)


def look_for_stand_in(event: VisitFreed) -> None:
    """Look for somebody who is free when a helper cannot come to one visit."""
    visit = db.session.get_one(Visit, event.visit_id)
    if event.side is Side.PERSON or visit.cancel_reason is CancelReason.NOT_NEEDED:
        return
    if event.now < visit.starts_at <= event.now + STAND_IN_AHEAD:
        need_stand_in(visit.id, RematchCause.CANNOT_COME, now=event.now)


def look_for_stand_ins(event: EngagementPaused) -> None:
    """Look for somebody for the next visits of an engagement that the helper lets rest."""
    if event.side is not Side.HELPER:
        return
    statement = select(Visit.id).where(
        Visit.engagement_id == event.engagement_id,
        Visit.state == VisitState.CANCELLED,
        Visit.cancel_reason == CancelReason.PAUSE,
        Visit.starts_at > event.now,
        Visit.starts_at <= event.now + STAND_IN_AHEAD,
    )
    for visit_id in db.session.scalars(statement.order_by(Visit.starts_at)).all():
        need_stand_in(visit_id, RematchCause.PAUSED, now=event.now)


def refuse_double_booking(event: EngagementBegun) -> None:
    """Refuse an agreement for which there is no seat or no time, counted with what others have approved.

    Called behind the locks of helper and request, so that what is counted stays. Where it stands, what is
    proposed for a request that has its helpers lapses.

    Raises:
        RequestServedError: another helper is approved for this request; that has to be taken back first.
        HelperBusyError: the helper is approved for somebody else at one of the times.
    """
    today = town_day(event.now)
    request = db.session.get_one(HelpRequest, event.request_id)
    if len(taken_seats(db.session(), request.id, today)) > request.helpers_needed:
        raise RequestServedError
    bound = bindings_of_helper(db.session(), event.helper_id, today)
    agreed = [visit for each in bound if each.request_id == request.id for visit in each.visits]
    promised = [visit for each in bound if not each.is_agreed for visit in each.visits]
    if overlap(agreed, promised):
        raise HelperBusyError
    if request.state is not RequestState.OPEN:
        undecided = Proposal.request_id == request.id, Proposal.state == ProposalState.PROPOSED
        _let_lapse(db.session.scalars(select(Proposal).where(*undecided)).all(), by=event.by, now=event.now)
