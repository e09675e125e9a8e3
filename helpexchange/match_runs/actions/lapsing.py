"""What happens to proposals when their request ends."""

from __future__ import annotations

from sqlalchemy import select

from helpexchange.core.database import db
from helpexchange.help_requests.rules import RequestClosed
from helpexchange.match_runs.actions.deciding import change, record_act
from helpexchange.match_runs.models import Proposal
from helpexchange.match_runs.rules import ProposalState


def let_proposals_lapse(event: RequestClosed) -> None:
    """Let the proposals of an ended request lapse; approved ones too, which frees the helper's place."""
    not_yet_offered = (ProposalState.PROPOSED, ProposalState.APPROVED)
    statement = select(Proposal).where(
        Proposal.request_id == event.request_id, Proposal.state.in_(not_yet_offered)
    )
    for proposal in db.session.scalars(statement.order_by(Proposal.id).with_for_update()).all():
        change(proposal, from_state=proposal.state, state=ProposalState.LAPSED, seat=None, place=None)
        record_act("let_proposal_lapse", proposal, by=event.by, now=event.now)
