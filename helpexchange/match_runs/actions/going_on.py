"""How an approved proposal goes on: the helper is asked, says yes or no, the person agrees or not."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from helpexchange.core.database import db
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.rules import RequestState
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.match_runs.actions.deciding import change, lock_row, record_act
from helpexchange.match_runs.actions.needing import note_freed
from helpexchange.match_runs.models import Proposal
from helpexchange.match_runs.rules import BINDING_STATES, ProposalState, may_go_on


def locked_proposal(proposal_id: int) -> Proposal:
    """Return a proposal, read anew behind locks on its helper, its request and itself, in this order.

    Whoever calls this has read it as their office's, or as their own by their account or a signed link.

    Raises:
        NotFoundRefusal: there is none.
    """
    proposal = db.session.get(Proposal, proposal_id)
    if proposal is None:
        raise NotFoundRefusal
    lock_row(HelperProfile, proposal.helper_id)
    lock_row(HelpRequest, proposal.request_id)
    return db.session.get_one(
        Proposal, proposal_id, populate_existing=True, with_for_update={"key_share": True}
    )


def go_on(
    proposal: Proposal, state: ProposalState, *, act: str, by: Viewer, now: datetime, **details: Any
) -> bool:
    """Let a proposal go on to a state if it still may; return whether it did.

    When it ends, the seat of the request and the place of the helper are free, and the request is open again;
    where it lapses without a no of the helper, somebody else who waits may be glad of them.
    """
    before = proposal.state
    if not may_go_on(before, state):
        return False
    ends = state not in BINDING_STATES
    freed: dict[str, Any] = {"seat": None, "place": None} if ends else {}
    if not change(proposal, from_state=before, state=state, **freed):
        return False
    if ends:
        _open_again(proposal.request_id)
    if state is ProposalState.LAPSED:
        note_freed(proposal.helper_id, now=now)
    record_act(act, proposal, by=by, now=now, **details)
    db.session.flush()
    return True


def _open_again(request_id: int) -> None:
    request = db.session.get_one(HelpRequest, request_id)
    if request.state is RequestState.PROPOSED:
        request.state = RequestState.OPEN
