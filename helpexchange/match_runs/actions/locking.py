"""Locking a proposal, so that the next run keeps it, and letting it go again."""

from __future__ import annotations

from datetime import datetime

from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.match_runs.actions.deciding import change, proposal_to_decide, record_act
from helpexchange.match_runs.actions.saying_why import lapsed
from helpexchange.match_runs.rules import (
    Outcome,
    ProposalAlreadyDecidedError,
    ProposalState,
)


def lock_proposal(*, proposal_id: int, by: Viewer, now: datetime) -> Outcome:
    """Keep an open proposal in the next run.

    Raises:
        NotFoundRefusal: there is none, or it is another office's.
        NotAllowedRefusal: the viewer decides nothing.
        ProposalAlreadyDecidedError, ProposalLapsedError: it is not open any more.
    """
    return _set_lock(proposal_id, is_locked=True, by=by, now=now)


def unlock_proposal(*, proposal_id: int, by: Viewer, now: datetime) -> Outcome:
    """Leave an open proposal to the next run; refusals as in `lock_proposal`."""
    return _set_lock(proposal_id, is_locked=False, by=by, now=now)


def _set_lock(proposal_id: int, *, is_locked: bool, by: Viewer, now: datetime) -> Outcome:
    proposal = proposal_to_decide(proposal_id, by=by)
    if proposal.state == ProposalState.LAPSED:
        raise lapsed(proposal, by=by)
    if proposal.state == ProposalState.PROPOSED and proposal.is_locked == is_locked:
        return Outcome.DONE_BEFORE
    if not change(proposal, from_state=ProposalState.PROPOSED, is_locked=is_locked):
        raise ProposalAlreadyDecidedError(
            state=proposal.state, name=proposal.decided_by, at=proposal.decided_at
        )
    record_act("lock_proposal" if is_locked else "unlock_proposal", proposal, by=by, now=now)
    db.session.flush()
    return Outcome.DONE
