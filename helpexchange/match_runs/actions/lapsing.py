"""What happens to proposals when their request ends."""

from __future__ import annotations

from sqlalchemy import select

from helpexchange.core.database import db
from helpexchange.help_requests.rules import FINAL_STATES, RequestClosed
from helpexchange.match_runs.actions.deciding import change, record_act
from helpexchange.match_runs.actions.needing import note_freed
from helpexchange.match_runs.models import Proposal
from helpexchange.match_runs.rules import BINDING_STATES, ProposalState

NOT_TOLD = (ProposalState.PROPOSED, ProposalState.APPROVED)


def let_proposals_lapse(event: RequestClosed) -> None:
    """Let the proposals of an ended request lapse; approved ones too, which frees the helper's place.

    Where the request is over for good, also those of which the helper has been told.
    """
    lapsing = {*NOT_TOLD, *(BINDING_STATES if event.state in FINAL_STATES else ())}
    statement = select(Proposal).where(
        Proposal.request_id == event.request_id, Proposal.state.in_(sorted(lapsing))
    )
    for proposal in db.session.scalars(statement.order_by(Proposal.id).with_for_update()).all():
        state = proposal.state
        change(proposal, from_state=state, state=ProposalState.LAPSED, seat=None, place=None)
        record_act("let_proposal_lapse", proposal, by=event.by, now=event.now, was=state.value)
        if state in BINDING_STATES:
            note_freed(proposal.helper_id, now=event.now)
