"""Approving a proposal: it takes a seat of the request and a place of the helper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError

from helpexchange.core.clock import town_day
from helpexchange.core.database import db
from helpexchange.core.errors import Refusal
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.rules import RequestState
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.helper_profiles.rules import HelperState
from helpexchange.match_runs.actions.deciding import change, done_before, proposal_to_decide, record_act
from helpexchange.match_runs.actions.saying_why import busy, full, inactive, served
from helpexchange.match_runs.models import Proposal
from helpexchange.match_runs.rules import (
    HelperFullError,
    Outcome,
    ProposalAlreadyDecidedError,
    ProposalState,
    RequestServedError,
    first_free,
    minutes_a_week,
    overlap,
)
from helpexchange.match_runs.solving.bindings import Binding, bindings_of_helper, minutes_given, taken_seats

# How each database names the unique index that stopped a second winner: PostgreSQL by its name, SQLite by its
# columns.
_REFUSAL_OF_INDEX: tuple[tuple[str, str, type[Refusal]], ...] = (
    ("uq_proposals_request_seat", "proposals.request_id, proposals.seat", RequestServedError),
    ("uq_proposals_helper_place", "proposals.helper_id, proposals.place", HelperFullError),
    ("uq_proposals_binding_pair", "proposals.helper_id, proposals.request_id", ProposalAlreadyDecidedError),
)


def approve_proposal(*, proposal_id: int, by: Viewer, now: datetime) -> Outcome:
    """Approve a proposal; a second approval by the same person changes nothing and says so.

    Raises:
        NotFoundRefusal: there is none, or it is another office's.
        NotAllowedRefusal: the viewer decides nothing.
        ProposalAlreadyDecidedError, ProposalLapsedError: somebody was faster, or it does not hold any more.
        HelperFullError, HelperBusyError, HelperNotActiveError: the helper cannot take it any more.
        RequestServedError: the request has its helpers, or is not open any more.
    """
    proposal = proposal_to_decide(proposal_id, by=by)
    if proposal.state != ProposalState.PROPOSED:
        return done_before(proposal, ProposalState.APPROVED, by=by)
    request = db.session.get_one(HelpRequest, proposal.request_id)
    today = town_day(now)
    seats = taken_seats(db.session(), request.id, today)
    seat, place = free_seat(request, seats, by=by), _free_place(proposal, request, today, by=by)
    if not _take(proposal, seat=seat, place=place, by=by, now=now):
        return done_before(proposal, ProposalState.APPROVED, by=by)
    if len(seats) + 1 >= request.helpers_needed:
        request.state = RequestState.PROPOSED
    record_act("approve_proposal", proposal, by=by, now=now)
    db.session.flush()
    return Outcome.DONE


def free_seat(request: HelpRequest, taken: Sequence[int | None], *, by: Viewer) -> int:
    """Return the lowest seat that is free.

    Raises:
        RequestServedError: there is none, or the request is not open any more.
    """
    seat = first_free(taken, request.helpers_needed)
    if request.state != RequestState.OPEN or seat is None:
        raise served(request, by=by)
    return seat


def _free_place(proposal: Proposal, request: HelpRequest, today: date, *, by: Viewer) -> int:
    session = db.session()
    helper = session.get_one(HelperProfile, proposal.helper_id)
    if helper.state != HelperState.ACTIVE:
        raise inactive(helper.state)
    bound = bindings_of_helper(session, helper.id, today)
    place = first_free([binding.place for binding in bound], helper.max_requests)
    if place is None or _minutes_left(helper, bound) < _minutes_of(proposal, request):
        raise full(helper.id, request.id, by=by)
    if overlap(proposal.visits, [visit for binding in bound for visit in binding.visits]):
        raise busy(helper.id, request.id, proposal.visits, by=by)
    return place


def _minutes_left(helper: HelperProfile, bound: Sequence[Binding]) -> float:
    if helper.minutes_per_week is None:
        return float("inf")
    return helper.minutes_per_week - sum(binding.minutes for binding in bound)


def _minutes_of(proposal: Proposal, request: HelpRequest) -> int:
    return minutes_a_week(
        proposal.visits,
        visits_per_week=request.visits_per_week,
        visit_minutes=request.visit_minutes,
        given=minutes_given(db.session(), proposal.helper_id, proposal.request_id),
    )


def _take(proposal: Proposal, *, seat: int, place: int, by: Viewer, now: datetime) -> bool:
    """Write the decision; the unique indexes are the last line against two winners at the same moment."""
    try:
        with db.session.begin_nested():
            return change(
                proposal,
                from_state=ProposalState.PROPOSED,
                state=ProposalState.APPROVED,
                seat=seat,
                place=place,
                decided_at=now,
                decided_by=by.name,
            )
    except IntegrityError as error:
        raise _told(refusal_of(error), proposal, by=by) from error


def _told(refusal: Refusal, proposal: Proposal, *, by: Viewer) -> Refusal:
    """Return the refusal with what happened a moment ago, elsewhere."""
    if isinstance(refusal, RequestServedError):
        return served(db.session.get_one(HelpRequest, proposal.request_id), by=by)
    if isinstance(refusal, HelperFullError):
        return full(proposal.helper_id, proposal.request_id, by=by)
    return refusal


def refusal_of(error: IntegrityError) -> Refusal:
    """Return the refusal for the unique index that was hit; any other error is a defect and raised again."""
    text = str(error.orig)
    for index, columns, refusal in _REFUSAL_OF_INDEX:
        if index in text or columns in text:
            return refusal()
    raise error
