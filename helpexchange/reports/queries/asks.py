"""When helpers were asked. The only place that knows from which table: today from decided proposals."""

from __future__ import annotations

from sqlalchemy import Subquery, func, select

from helpexchange.match_runs.models import Proposal
from helpexchange.match_runs.rules import BINDING_STATES, ProposalState

#: Who was approved is asked; a proposal that lapsed may never have been, so it does not count.
ASKED_STATES = (*BINDING_STATES, ProposalState.DECLINED, ProposalState.EXPIRED)


def asks() -> Subquery:
    """Return every ask: `helper_id`, `request_id`, and `at`, the moment of the approval."""
    statement = select(Proposal.helper_id, Proposal.request_id, Proposal.decided_at.label("at"))
    return statement.where(Proposal.state.in_(ASKED_STATES), Proposal.decided_at.is_not(None)).subquery()


def first_asks() -> Subquery:
    """Return for every request that had one its first ask: `request_id` and `at`."""
    every = asks()
    statement = select(every.c.request_id, func.min(every.c.at).label("at"))
    return statement.group_by(every.c.request_id).subquery()
