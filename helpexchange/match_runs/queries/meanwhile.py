"""Reading what happened meanwhile: the act, or the other decision, that stands in the way of this one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.audit_trail.queries import history
from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.match_runs.models import Proposal
from helpexchange.match_runs.rules import BINDING_STATES


class Taken(NamedTuple):
    """A decision that binds a helper or fills a request; whose person is not told."""

    helper: str
    name: str
    at: datetime


def latest_of_proposal(viewer: Viewer, proposal_id: int) -> AuditEntry | None:
    """Return what was done last to a proposal, as far as the viewer may know."""
    return next(iter(history(viewer, object_type="proposal", object_ids=[proposal_id], at_most=1)), None)


def taken_for(_viewer: Viewer, request_id: int) -> Taken | None:
    """Return the latest decision that fills a request which the viewer has read."""
    statement = select(Proposal).where(Proposal.request_id == request_id)
    return _latest(statement, lambda _proposal: True)


def taken_by(
    _viewer: Viewer, helper_id: int, *, besides: int, is_it: Callable[[Proposal], bool]
) -> Taken | None:
    """Return the latest decision that binds a helper, for whichever office; of what is for somebody else.

    Args:
        besides: the request in question.
        is_it: whether a decision is one that is looked for.
    """
    statement = select(Proposal).where(Proposal.helper_id == helper_id, Proposal.request_id != besides)
    return _latest(statement, is_it)


def _latest(statement: Select[Proposal], is_it: Callable[[Proposal], bool]) -> Taken | None:
    latest_first = statement.where(
        Proposal.state.in_(BINDING_STATES), Proposal.decided_at.is_not(None), Proposal.decided_by != ""
    ).order_by(Proposal.decided_at.desc(), Proposal.id.desc())
    for each in db.session.scalars(latest_first.options(joinedload(Proposal.helper))):
        if is_it(each) and each.decided_at is not None:
            return Taken(each.helper.name or each.helper.reference, each.decided_by, each.decided_at)
    return None
