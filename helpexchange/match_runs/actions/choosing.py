"""Choosing a helper by hand: instead of a proposal, or where there is none."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from helpexchange.accounts.roles import Permission
from helpexchange.core.clock import town_day
from helpexchange.core.database import db
from helpexchange.core.errors import NotAllowedRefusal, NotFoundRefusal
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.queries import request_of_office
from helpexchange.help_requests.rules import RequestState
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.match_runs.actions.approving import free_seat, refusal_of
from helpexchange.match_runs.actions.deciding import change, decided_by, lock_row, record_act
from helpexchange.match_runs.models import Proposal
from helpexchange.match_runs.rules import (
    BINDING_STATES,
    ProposalAlreadyDecidedError,
    ProposalState,
    RequestServedError,
    first_free,
)
from helpexchange.match_runs.rules.by_hand import (
    LONGEST_REASON,
    Hindrance,
    Obstacle,
    OverruleReasonMissingError,
    RulesFailError,
)
from helpexchange.match_runs.solving.bindings import bindings_of_helper, taken_seats
from helpexchange.match_runs.solving.judging import Judged, judge, judge_all
from helpexchange.match_runs.solving.records import Wanted, read_records


def choose_helper(
    *,
    request_id: int,
    helper_id: int,
    by: Viewer,
    now: datetime,
    overruled: Collection[Obstacle] = (),
    reason: str = "",
    instead_of: int | None = None,
) -> Proposal:
    """Approve a helper whom the coordinator has chosen; chosen twice by the same person, it is done once.

    Args:
        overruled: the rules that fail and that the coordinator has seen and overrules.
        reason: why that is all right; kept with the proposal, never shown to the two people.
        instead_of: a proposal for the same request that nobody has decided, which makes room.

    Raises:
        NotFoundRefusal: no such request in the viewer's offices, no such helper or proposal.
        NotAllowedRefusal: the viewer decides nothing.
        RulesFailError: a rule fails that nobody may overrule, or that was not overruled.
        OverruleReasonMissingError: a rule was overruled without a reason.
        ProposalAlreadyDecidedError: the two are approved already, or the other proposal was decided.
        RequestServedError: the request has its helpers, or is not open any more.
    """
    request = request_of_office(by, request_id)
    if not by.may(Permission.DECIDE_PROPOSALS):
        raise NotAllowedRefusal
    if db.session.get(HelperProfile, helper_id) is None:
        raise NotFoundRefusal
    lock_row(HelperProfile, helper_id)
    lock_row(HelpRequest, request.id)
    if known := _chosen_before(helper_id, request.id, by=by):
        return known
    seats = taken_seats(db.session(), request.id, town_day(now))
    seat = free_seat(request, seats, by=by)
    judged = _judged(helper_id, request.id, overruled, reason, now=now)
    is_full = len(seats) + 1 >= request.helpers_needed
    replaced = _make_room(request, helper_id, instead_of, is_full=is_full, by=by, now=now)
    proposal = _entered(request, helper_id, judged, replaced, seat=seat, by=by, now=now)
    proposal.note = reason.strip()[:LONGEST_REASON]
    if is_full:
        request.state = RequestState.PROPOSED
    record_act("choose_helper", proposal, by=by, now=now, overruled=proposal.overruled)
    db.session.flush()
    return proposal


def hindrances_of(
    *, request_id: int, helper_ids: Collection[int], by: Viewer, now: datetime
) -> Mapping[int, Sequence[Hindrance]]:
    """Return by helper id the rules that fail if they were chosen for a request; nothing is changed.

    Empty if the request has its helpers already, or is not open any more.

    Raises:
        NotFoundRefusal: no such request in the viewer's offices.
        NotAllowedRefusal: the viewer decides nothing.
    """
    request = request_of_office(by, request_id)
    if not by.may(Permission.DECIDE_PROPOSALS):
        raise NotAllowedRefusal
    today = town_day(now)
    wanted = Wanted(helper_ids=helper_ids, request_ids=[request.id])
    records = read_records(db.session(), wanted, now=now, today=today)
    judged = judge_all(db.session(), records, request_id=request.id, now=now, today=today)
    return {helper_id: each.hindrances for helper_id, each in (judged or {}).items()}


def _chosen_before(helper_id: int, request_id: int, *, by: Viewer) -> Proposal | None:
    statement = select(Proposal).where(
        Proposal.helper_id == helper_id,
        Proposal.request_id == request_id,
        Proposal.state.in_(BINDING_STATES),
    )
    known = db.session.scalar(statement.execution_options(populate_existing=True))
    if known is None or (known.state is ProposalState.APPROVED and decided_by(known, by)):
        return known
    raise ProposalAlreadyDecidedError(state=known.state, name=known.decided_by, at=known.decided_at)


def _judged(
    helper_id: int, request_id: int, overruled: Collection[Obstacle], reason: str, *, now: datetime
) -> Judged:
    judged = judge(db.session(), helper_id=helper_id, request_id=request_id, now=now, today=town_day(now))
    if judged is None:
        raise RequestServedError
    against = [each for each in judged.hindrances if _stands(each, overruled)]
    if against:
        raise RulesFailError(against)
    if judged.hindrances and not reason.strip():
        raise OverruleReasonMissingError
    return judged


def _stands(hindrance: Hindrance, overruled: Collection[Obstacle]) -> bool:
    return not hindrance.may_be_overruled or hindrance.code not in overruled


def _make_room(
    request: HelpRequest, helper_id: int, instead_of: int | None, *, is_full: bool, by: Viewer, now: datetime
) -> Proposal | None:
    """Let go what is proposed in this place; return the proposal that the choice replaces."""
    statement = select(Proposal).where(
        Proposal.request_id == request.id, Proposal.state == ProposalState.PROPOSED
    )
    undecided = db.session.scalars(statement.order_by(Proposal.id).with_for_update()).all()
    replaced = next((each for each in undecided if each.id == instead_of), None)
    if instead_of is not None and replaced is None:
        _refuse_decided(instead_of, request)
    for each in undecided:
        if is_full or each is replaced or each.helper_id == helper_id:
            change(each, from_state=ProposalState.PROPOSED, state=ProposalState.LAPSED, is_locked=False)
            record_act("make_room", each, by=by, now=now)
    return replaced


def _refuse_decided(proposal_id: int, request: HelpRequest) -> None:
    other = db.session.get(Proposal, proposal_id)
    if other is None or other.request_id != request.id:
        raise NotFoundRefusal
    raise ProposalAlreadyDecidedError(state=other.state, name=other.decided_by, at=other.decided_at)


def _entered(
    request: HelpRequest,
    helper_id: int,
    judged: Judged,
    replaced: Proposal | None,
    *,
    seat: int,
    by: Viewer,
    now: datetime,
) -> Proposal:
    meeting = judged.meeting
    proposal = Proposal(
        run_id=_run_of(replaced, helper_id), helper_id=helper_id, request_id=request.id,
        office_id=request.office_id, state=ProposalState.APPROVED, score=meeting.score if meeting else 0,
        score_parts={name: int(points) for name, points in meeting.parts.items()} if meeting else {},
        visits=judged.visits, distance_m=meeting.distance_m if meeting else None, facts=dict(judged.facts),
        seat=seat, place=_free_place(helper_id, now), decided_at=now, decided_by=by.name, is_by_hand=True,
        overruled=[each.code.value for each in judged.hindrances],
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.add(proposal)
    except IntegrityError as error:
        raise refusal_of(error) from error
    return proposal


def _free_place(helper_id: int, now: datetime) -> int | None:
    """The lowest place that is free, also one more than the helper wants: that was judged before."""
    places: Sequence[int | None] = [
        each.place for each in bindings_of_helper(db.session(), helper_id, town_day(now))
    ]
    return first_free(places, len(places) + 1)


def _run_of(replaced: Proposal | None, helper_id: int) -> int | None:
    """The run of the proposal that is replaced, if it has none for the chosen helper already."""
    if replaced is None or replaced.run_id is None:
        return None
    same = select(Proposal.id).where(
        Proposal.run_id == replaced.run_id,
        Proposal.helper_id == helper_id,
        Proposal.request_id == replaced.request_id,
    )
    return None if db.session.scalar(same) else replaced.run_id
