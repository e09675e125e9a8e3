"""What happens to proposals when their request ends, and who is locked before it does."""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Set as AbstractSet

from sqlalchemy import select

from helpexchange.core.database import db
from helpexchange.engagements.models import Engagement
from helpexchange.engagements.rules import UNENDED_STATES
from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.rules import FINAL_STATES, RequestClosed, RequestsClosing
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.match_runs.actions.deciding import change, lock_rows, record_act
from helpexchange.match_runs.actions.needing import note_freed
from helpexchange.match_runs.models import Proposal
from helpexchange.match_runs.rules import BINDING_STATES, ProposalState

NOT_TOLD = (ProposalState.PROPOSED, ProposalState.APPROVED)


def hold_with_helpers(event: RequestsClosing) -> None:
    """Lock the helpers promised or agreed for these requests, then the requests.

    Somebody may be bound while this waits for a request; then its locks are given back and taken anew, with
    that helper before the request as everywhere.
    """
    while True:
        with db.session.begin_nested() as attempt:
            held = _bound_helpers(event.request_ids)
            lock_rows(HelperProfile, held)
            lock_rows(HelpRequest, event.request_ids)
            if _bound_helpers(event.request_ids) <= held:
                return
            attempt.rollback()


def _bound_helpers(request_ids: Collection[int]) -> AbstractSet[int]:
    promised = select(Proposal.helper_id).where(
        Proposal.request_id.in_(request_ids), Proposal.state.in_(BINDING_STATES)
    )
    agreed = select(Engagement.helper_id).where(
        Engagement.request_id.in_(request_ids), Engagement.state.in_(UNENDED_STATES)
    )
    return frozenset(db.session.scalars(promised.union(agreed)))


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
