"""Reading the whole proof of a run, for those who may see everybody in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import and_, exists, select

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.models import HelpRequest
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.match_runs.models import MatchRun, MatchRunArchive, Proposal
from helpexchange.match_runs.rules import ProposalState

_DECISIONS = ("approve_proposal", "reject_proposal")


class Decision(NamedTuple):
    """Who decided what about a proposal: ids, no names."""

    request_id: str
    helper_id: str
    state: str
    reason: str
    decided_at: datetime | None
    account_id: int | None


def sees_whole_run(viewer: Viewer, run: MatchRun) -> bool:
    """Return whether the viewer may see everybody in a run."""
    return viewer.is_network_wide or (run.office_id is not None and viewer.sees_office(run.office_id))


def has_archive(viewer: Viewer, run: MatchRun) -> bool:
    """Return whether the viewer can take the whole proof of this run along."""
    kept = select(exists().where(MatchRunArchive.run_id == run.id))
    return sees_whole_run(viewer, run) and bool(db.session.scalar(kept))


def archive_of(viewer: Viewer, run: MatchRun) -> bytes | None:
    """Return the ZIP of a run; None if there is none, or the viewer may not see everybody in it."""
    if not sees_whole_run(viewer, run):
        return None
    return db.session.scalar(select(MatchRunArchive.content).where(MatchRunArchive.run_id == run.id))


def decisions(_viewer: Viewer, run: MatchRun) -> Sequence[Decision]:
    """Return every decision about a run's proposals that the viewer has read, by request and helper."""
    about = and_(
        AuditEntry.object_type == "proposal", AuditEntry.object_id == Proposal.id,
        AuditEntry.act.in_(_DECISIONS), AuditEntry.at == Proposal.decided_at,
    )  # fmt: skip
    statement = (
        select(
            HelpRequest.reference, HelperProfile.reference, Proposal.state, Proposal.rejection_reason,
            Proposal.decided_at, AuditEntry.account_id,
        )
        .select_from(Proposal)
        .join(HelpRequest, HelpRequest.id == Proposal.request_id)
        .join(HelperProfile, HelperProfile.id == Proposal.helper_id)
        .outerjoin(AuditEntry, about)
        .where(Proposal.run_id == run.id, Proposal.state != ProposalState.PROPOSED)
        .order_by(HelpRequest.reference, HelperProfile.reference)
    )  # fmt: skip
    return [
        Decision(request_id, helper_id, state.value, reason.value if reason else "", at, account_id)
        for request_id, helper_id, state, reason, at, account_id in db.session.execute(statement)
    ]
