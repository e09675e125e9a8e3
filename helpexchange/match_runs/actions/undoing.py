"""Taking a decision back while nobody outside the office has heard of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from helpexchange.audit_trail.queries import history
from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.rules import RequestState
from helpexchange.match_runs import queries
from helpexchange.match_runs.actions.deciding import OBJECT_TYPE, change, proposal_to_decide, record_act
from helpexchange.match_runs.actions.needing import need_helper
from helpexchange.match_runs.actions.saying_why import too_late
from helpexchange.match_runs.models import Proposal
from helpexchange.match_runs.rules import REVERSIBLE_STATES, Outcome, ProposalState
from helpexchange.match_runs.rules.causes import RematchCause

_NOTHING_DECIDED = {
    "seat": None,
    "place": None,
    "decided_at": None,
    "decided_by": "",
    "rejection_reason": None,
    "note": "",
}


def undo_decision(*, proposal_id: int, by: Viewer, now: datetime) -> Outcome:
    """Take back an approval or a rejection.

    The proposal is open again, or lapsed when its request has been matched anew or has ended since. After a
    choice by hand what had made room for it is open again; where nothing is, somebody is looked for anew.

    Raises:
        NotFoundRefusal: there is none, or it is another office's.
        NotAllowedRefusal: the viewer decides nothing.
        UndoTooLateError: it is not decided, or the helper has been asked already.
    """
    proposal = proposal_to_decide(proposal_id, by=by)
    if proposal.state == ProposalState.PROPOSED:
        return Outcome.DONE_BEFORE
    if proposal.state not in REVERSIBLE_STATES:
        raise too_late(proposal, by=by)
    request = db.session.get_one(HelpRequest, proposal.request_id)
    if proposal.state == ProposalState.APPROVED and request.state == RequestState.PROPOSED:
        request.state = RequestState.OPEN
    after, decided_at = _after_undo(proposal, request, by), proposal.decided_at
    was = proposal.state.value
    if not change(proposal, from_state=proposal.state, **after):
        raise too_late(proposal, by=by)
    record_act("undo_decision", proposal, by=by, now=now, was=was)
    is_lost = after["state"] is ProposalState.LAPSED and request.state == RequestState.OPEN
    if is_lost and not _bring_back(request, decided_at, by=by, now=now):
        need_helper(request.id, RematchCause.UNDONE, now=now)
    db.session.flush()
    return Outcome.DONE


def _bring_back(request: HelpRequest, chosen_at: datetime | None, *, by: Viewer, now: datetime) -> bool:
    """Open again what made room for a helper chosen by hand, unless matched anew since; return if any was."""
    lapsed = select(Proposal).where(
        Proposal.request_id == request.id,
        Proposal.state == ProposalState.LAPSED,
        Proposal.run_id.is_not(None),
    )
    found = {each.id: each for each in db.session.scalars(lapsed.order_by(Proposal.id))}
    acts = history(by, object_type=OBJECT_TYPE, object_ids=sorted(found))
    made_room = {each.object_id for each in acts if each.act == "make_room" and each.at == chosen_at}
    is_any = False
    for proposal_id in sorted(made_room):
        one = found[proposal_id]
        if one.run is None or queries.has_newer_run(by, one.run, request):
            continue
        if change(one, from_state=ProposalState.LAPSED, state=ProposalState.PROPOSED):
            record_act("undo_decision", one, by=by, now=now)
            is_any = True
    return is_any


def _after_undo(proposal: Proposal, request: HelpRequest, by: Viewer) -> dict[str, object]:
    is_outdated = (
        proposal.is_by_hand or proposal.run is None or queries.has_newer_run(by, proposal.run, request)
    )
    is_over = is_outdated or request.state != RequestState.OPEN
    return {**_NOTHING_DECIDED, "state": ProposalState.LAPSED if is_over else ProposalState.PROPOSED}
