"""Rejecting a proposal with a reason; the two are not proposed to each other again."""

from __future__ import annotations

from datetime import datetime

from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.match_runs.actions.deciding import change, done_before, proposal_to_decide, record_act
from helpexchange.match_runs.rules import Outcome, ProposalState, RejectionReason


def reject_proposal(
    *, proposal_id: int, reason: RejectionReason, by: Viewer, now: datetime, note: str = ""
) -> Outcome:
    """Reject a proposal; a second rejection by the same person changes nothing and says so.

    Args:
        note: for colleagues; never shown to the two people.

    Raises:
        NotFoundRefusal: there is none, or it is another office's.
        NotAllowedRefusal: the viewer decides nothing.
        ProposalAlreadyDecidedError, ProposalLapsedError: somebody was faster, or it does not hold any more.
    """
    proposal = proposal_to_decide(proposal_id, by=by)
    if proposal.state != ProposalState.PROPOSED:
        return done_before(proposal, ProposalState.REJECTED, by=by)
    values = {"rejection_reason": reason, "note": note.strip(), "decided_at": now, "decided_by": by.name}
    state = ProposalState.REJECTED
    if not change(proposal, from_state=ProposalState.PROPOSED, state=state, is_locked=False, **values):
        return done_before(proposal, state, by=by)
    record_act("reject_proposal", proposal, by=by, now=now, reason=reason.value)
    db.session.flush()
    return Outcome.DONE
