"""Asking for what broke to be mended, and noticing what breaks by itself."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from helpexchange.core.clock import town_day
from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.models import HelpRequest
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.match_runs import queries
from helpexchange.match_runs.actions.breaking import release
from helpexchange.match_runs.actions.deciding import lock_row
from helpexchange.match_runs.actions.running import enter_run
from helpexchange.match_runs.models import MatchRun, Proposal
from helpexchange.match_runs.rules import (
    MENDING,
    REMATCH,
    ProposalState,
    RunAlreadyRequestedError,
    RunState,
)
from helpexchange.match_runs.rules.causes import RematchCause
from helpexchange.match_runs.solving.expiring import helpers_without_checks

WAIT_AFTER_FAILURE = timedelta(minutes=5)


def request_rematch(*, by: Viewer, now: datetime) -> MatchRun | None:
    """Ask for a run that mends what broke; None if nothing did, or one is under way or has just failed."""
    if not queries.has_open_needs(by) or queries.rematch_failed_since(by, now - WAIT_AFTER_FAILURE):
        return None
    run = MatchRun(
        scope=REMATCH, state=RunState.REQUESTED, requested_at=now, requested_by=MENDING,
    )  # fmt: skip
    try:
        return enter_run(run, by=by, now=now)
    except RunAlreadyRequestedError:
        return None


def release_without_checks(*, by: Viewer, now: datetime) -> int:
    """Take back approvals of helpers whose check has expired since; return how many."""
    pairs = helpers_without_checks(db.session(), town_day(now))
    for proposal_id, helper_id, request_id in pairs:
        lock_row(HelperProfile, helper_id)
        lock_row(HelpRequest, request_id)
        statement = select(Proposal).where(
            Proposal.id == proposal_id, Proposal.state == ProposalState.APPROVED
        )
        found = db.session.scalars(statement.execution_options(populate_existing=True)).all()
        release(found, RematchCause.CHECK_EXPIRED, by=by, now=now)
    return len(pairs)
