"""All proposals of the viewer's offices, for lists with filters."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from helpexchange.core.database import db
from helpexchange.core.paging import Page, fetch_page
from helpexchange.core.viewer import Viewer
from helpexchange.match_runs.models import Proposal
from helpexchange.match_runs.rules import ProposalState


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalsWished:
    """Which proposals are wished; None asks for nothing."""

    state: ProposalState | None = None
    run_id: int | None = None
    request_id: int | None = None
    helper_id: int | None = None


def proposals_of_offices(
    viewer: Viewer, wished: ProposalsWished, *, number: int, per_page: int
) -> Page[Proposal]:
    """Return a page of the proposals for requests of the viewer's offices, newest first."""
    statement = select(Proposal)
    if not viewer.is_network_wide:
        statement = statement.where(Proposal.office_id.in_(viewer.office_ids))
    filters = (
        (Proposal.state, wished.state), (Proposal.run_id, wished.run_id),
        (Proposal.request_id, wished.request_id), (Proposal.helper_id, wished.helper_id),
    )  # fmt: skip
    for column, value in filters:
        if value is not None:
            statement = statement.where(column == value)
    return fetch_page(db.session(), statement.order_by(Proposal.id.desc()), number=number, per_page=per_page)
