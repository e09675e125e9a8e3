"""When helpers were asked. The only place that knows from which table: today from decided proposals."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ScalarSelect, Subquery, func, select

from helpexchange.help_requests.models import HelpRequest
from helpexchange.match_runs.models import Proposal
from helpexchange.match_runs.rules import BINDING_STATES, ProposalState

#: Who was approved is asked; a proposal that lapsed may never have been, so it does not count.
ASKED_STATES = (*BINDING_STATES, ProposalState.DECLINED, ProposalState.EXPIRED)


def asks() -> Subquery:
    """Return every ask: `helper_id`, `request_id`, and `at`, the moment of the approval."""
    statement = select(Proposal.helper_id, Proposal.request_id, Proposal.decided_at.label("at"))
    return statement.where(Proposal.state.in_(ASKED_STATES), Proposal.decided_at.is_not(None)).subquery()


def first_ask() -> ScalarSelect[datetime | None]:
    """Return when a helper was asked for a request for the first time; NULL for never."""
    statement = select(func.min(Proposal.decided_at)).where(
        Proposal.request_id == HelpRequest.id, Proposal.state.in_(ASKED_STATES)
    )
    return statement.correlate(HelpRequest).scalar_subquery()
