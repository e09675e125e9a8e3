"""Reading what the proof of a run tells beside its own row: who decided, the limits, how work is spread."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import distinct, func, select
from sqlalchemy.orm import aliased

from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.match_runs.models import MatchRun, Proposal
from helpexchange.match_runs.queries.changes import previous_run
from helpexchange.match_runs.rules import BINDING_STATES, ProposalState
from helpexchange.offices.models import District


class Decided(NamedTuple):
    """What one person decided about a run's proposals."""

    name: str
    approved: int
    rejected: int
    first_at: datetime | None
    last_at: datetime | None


class Frame(NamedTuple):
    """When the search of a run could stop, and which run of the same scope came before; None is not known.

    Attributes:
        gap: share of the points by which a better answer might exist.
    """

    gap: float | None
    time_limit_s: float | None
    previous_id: int | None
    previous_at: datetime | None


class Load(NamedTuple):
    """How many helpers of a district are proposed, and for how many requests in all."""

    district: str
    helpers: int
    requests: int


def decided_by(viewer: Viewer, run: MatchRun) -> Sequence[Decided]:
    """Return who decided how much of the run, by name."""
    approved = func.count().filter(Proposal.state.in_(BINDING_STATES))
    rejected = func.count().filter(Proposal.state == ProposalState.REJECTED)
    statement = select(
        Proposal.decided_by, approved, rejected, func.min(Proposal.decided_at), func.max(Proposal.decided_at)
    ).where(Proposal.run_id == run.id, Proposal.decided_by != "")
    if not viewer.is_network_wide:
        statement = statement.where(Proposal.office_id.in_(viewer.office_ids))
    rows = db.session.execute(statement.group_by(Proposal.decided_by).order_by(Proposal.decided_by))
    return [Decided(*row) for row in rows]


def frame_of(_viewer: Viewer, run: MatchRun) -> Frame:
    """Return what frames a run that the viewer has read."""
    last = aliased(MatchRun)
    gap, time_limit_s = MatchRun.certificate["gap_wanted"], MatchRun.certificate["time_limit_s"]
    statement = (
        select(gap.as_float(), time_limit_s.as_float(), last.id, last.finished_at)
        .outerjoin(last, last.id == previous_run(run))
        .where(MatchRun.id == run.id)
    )
    return Frame(*db.session.execute(statement).one())


def load_by_district(viewer: Viewer, run: MatchRun) -> Sequence[Load]:
    """Return how the run spreads the work over helpers, by the district they live in; "" is none."""
    standing = (ProposalState.PROPOSED, *BINDING_STATES)
    name = func.coalesce(District.name, "")
    statement = (
        select(name, func.count(distinct(Proposal.helper_id)), func.count())
        .select_from(Proposal)
        .join(HelperProfile, HelperProfile.id == Proposal.helper_id)
        .outerjoin(District, District.id == HelperProfile.district_id)
        .where(Proposal.run_id == run.id, Proposal.state.in_(standing))
        .group_by(name)
        .order_by(name)
    )
    if not viewer.is_network_wide:
        statement = statement.where(Proposal.office_id.in_(viewer.office_ids))
    return [Load(*row) for row in db.session.execute(statement)]
