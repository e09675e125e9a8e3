"""Numbers for first pages: how much there is to decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, or_, select

from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.match_runs.models import FixCall, Proposal
from helpexchange.match_runs.queries.fix_calls import still_to_ask
from helpexchange.match_runs.rules import BINDING_STATES, ProposalState
from helpexchange.offices.models import Office


@dataclass(frozen=True, slots=True)
class OfficeCounts:
    """How an office stands with its proposals."""

    office_id: int
    office: str
    to_decide: int
    approved: int


class ToDo(NamedTuple):
    """What waits for an office: proposals to decide, and calls that ask for a change."""

    proposals: int
    fix_calls: int


def open_proposal_count(viewer: Viewer) -> int:
    """Return how many proposals of the viewer's offices wait for a decision."""
    statement = select(func.count()).select_from(Proposal).where(Proposal.state == ProposalState.PROPOSED)
    if not viewer.is_network_wide:
        statement = statement.where(Proposal.office_id.in_(viewer.office_ids))
    return db.session.scalar(statement) or 0


def to_do_counts(viewer: Viewer, *, now: datetime) -> ToDo:
    """Return how much waits for the viewer's offices now: to decide, and to ask by phone."""
    proposals = select(func.count()).select_from(Proposal).where(Proposal.state == ProposalState.PROPOSED)
    may_be_called = or_(FixCall.again_at.is_(None), FixCall.again_at <= now)
    calls = select(func.count()).select_from(FixCall).where(*still_to_ask(), may_be_called)
    if not viewer.is_network_wide:
        proposals = proposals.where(Proposal.office_id.in_(viewer.office_ids))
        calls = calls.where(FixCall.office_id.in_(viewer.office_ids))
    row = db.session.execute(select(proposals.scalar_subquery(), calls.scalar_subquery())).one()
    return ToDo(*row)


def office_counts(viewer: Viewer) -> Sequence[OfficeCounts]:
    """Return how each of the viewer's offices stands, by name; those without any proposal too."""
    to_decide = func.count(Proposal.id).filter(Proposal.state == ProposalState.PROPOSED)
    approved = func.count(Proposal.id).filter(Proposal.state.in_(BINDING_STATES))
    statement = (
        select(Office.id, Office.name, to_decide, approved)
        .outerjoin(Proposal, Proposal.office_id == Office.id)
        .group_by(Office.id, Office.name)
        .order_by(Office.name, Office.id)
    )
    if not viewer.is_network_wide:
        statement = statement.where(Office.id.in_(viewer.office_ids))
    return [OfficeCounts(*row) for row in db.session.execute(statement)]
