"""Taking a decision back while nobody outside the office has heard of it."""

from __future__ import annotations

from datetime import datetime

from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.rules import RequestState
from helpexchange.match_runs import queries
from helpexchange.match_runs.actions.deciding import change, proposal_to_decide, record_act
from helpexchange.match_runs.actions.needing import need_helper
from helpexchange.match_runs.models import Proposal
from helpexchange.match_runs.rules import REVERSIBLE_STATES, Outcome, ProposalState, UndoTooLateError
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

    The proposal is open again, or lapsed when its request has been matched anew or has ended since; the
    request goes into the next run then.

    Raises:
        NotFoundRefusal: there is none, or it is another office's.
        NotAllowedRefusal: the viewer decides nothing.
        UndoTooLateError: it is not decided, or the helper has been asked already.
    """
    proposal = proposal_to_decide(proposal_id, by=by)
    if proposal.state == ProposalState.PROPOSED:
        return Outcome.DONE_BEFORE
    if proposal.state not in REVERSIBLE_STATES:
        raise UndoTooLateError
    request = db.session.get_one(HelpRequest, proposal.request_id)
    if proposal.state == ProposalState.APPROVED and request.state == RequestState.PROPOSED:
        request.state = RequestState.OPEN
    after, was = _after_undo(proposal, request, by), proposal.state.value
    if not change(proposal, from_state=proposal.state, **after):
        raise UndoTooLateError
    record_act("undo_decision", proposal, by=by, now=now, was=was)
    if after["state"] is ProposalState.LAPSED and request.state == RequestState.OPEN:
        need_helper(request.id, RematchCause.UNDONE, now=now)
    db.session.flush()
    return Outcome.DONE


def _after_undo(proposal: Proposal, request: HelpRequest, by: Viewer) -> dict[str, object]:
    is_outdated = (
        proposal.is_by_hand or proposal.run is None or queries.has_newer_run(by, proposal.run, request)
    )
    is_over = is_outdated or request.state != RequestState.OPEN
    return {**_NOTHING_DECIDED, "state": ProposalState.LAPSED if is_over else ProposalState.PROPOSED}
