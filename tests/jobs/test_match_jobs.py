"""The scheduler's part of a match: nightly runs, solving what waits, and starting again what died."""

from flask import Flask
from sqlalchemy import select

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.help_requests.rules import RequestState
from helpexchange.match_runs.actions import request_run
from helpexchange.match_runs.jobs import request_nightly_runs, run_requested_matches
from helpexchange.match_runs.models import MatchRun, Proposal, UnmatchedRequest
from helpexchange.match_runs.rules import ProposalState, RunFailure, RunState
from helpexchange.core.database import db
from helpexchange.core.viewer import system_viewer
from tests.cast import Cast
from tests.fakes import FakeClock


def test_a_requested_run_is_solved_and_stored(cast: Cast, clock: FakeClock) -> None:
    request_run(office_id=cast.hoerde.id, by=system_viewer("a job"), now=clock.now())
    assert run_requested_matches(clock.now(), "worker-1") == 1
    run = db.session.scalars(select(MatchRun)).one()
    assert (run.state, run.served_count, run.unmatched_count, run.failure) == (RunState.DONE, 1, 1, "")
    assert run.status == "optimal"
    assert run.objective is not None and run.bound is not None and run.bound >= run.objective
    proposal = db.session.scalars(select(Proposal)).one()
    assert (proposal.helper_id, proposal.request_id) == (cast.meryem.id, cast.shopping.id)
    assert proposal.facts["languages"] == ["tr"]
