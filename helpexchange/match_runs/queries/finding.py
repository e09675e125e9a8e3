"""Reading what stands about one request, and helpers by their name."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from helpexchange.accounts.roles import Permission
from helpexchange.core.database import db
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.viewer import Viewer
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.helper_profiles.rules import HelperState
from helpexchange.match_runs.models import MatchRun, Proposal
from helpexchange.match_runs.rules import BINDING_STATES, UNDER_WAY, ProposalState, scope_word
from helpexchange.people_index.queries import fitting, nearly_fitting

SHOWN = (ProposalState.PROPOSED, *BINDING_STATES)
#: Whoever has never been active, or has left, is nobody that other offices know of.
CAN_HELP = (HelperState.ACTIVE, HelperState.PAUSED)


def proposals_for(_viewer: Viewer, request_id: int) -> Sequence[Proposal]:
    """Return who is proposed or approved for a request that the viewer has read before."""
    statement = select(Proposal).options(joinedload(Proposal.helper))
    statement = statement.where(Proposal.request_id == request_id, Proposal.state.in_(SHOWN))
    return db.session.scalars(statement.order_by(Proposal.id)).all()


def run_under_way(_viewer: Viewer, request_id: int) -> MatchRun | None:
    """Return the run that looks for a helper for one request, which the viewer has read before."""
    scope = scope_word(None, request_id=request_id)
    statement = select(MatchRun).where(MatchRun.scope == scope, MatchRun.state.in_(UNDER_WAY))
    return db.session.scalar(statement)


def helper_to_choose(viewer: Viewer, helper_id: int) -> HelperProfile:
    """Return a helper of the whole town, for who decides.

    Raises:
        NotFoundRefusal: there is none.
    """
    statement = select(HelperProfile).options(joinedload(HelperProfile.district))
    helper = db.session.scalar(statement.where(HelperProfile.id == helper_id))
    if helper is None or not viewer.may(Permission.DECIDE_PROPOSALS):
        raise NotFoundRefusal
    return helper


def helpers_called(viewer: Viewer, typed: str, *, at_most: int) -> Sequence[HelperProfile]:
    """Return helpers of the whole town whose name fits: helpers know no borders. For who decides only."""
    if not viewer.may(Permission.DECIDE_PROPOSALS):
        return []
    for find in (fitting, nearly_fitting):
        fit = find(viewer, HelperProfile.known_id, typed)
        if fit is None:
            continue
        statement = select(HelperProfile).options(joinedload(HelperProfile.district))
        statement = statement.where(fit.condition, HelperProfile.state.in_(CAN_HELP))
        in_order = statement.order_by(HelperProfile.last_name, HelperProfile.first_name, HelperProfile.id)
        if found := db.session.scalars(in_order.limit(at_most)).all():
            return found
    return []
