"""Runs and proposals for programs: reading, starting, and a coordinator's decisions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import url_for

from helpexchange.accounts.roles import Permission
from helpexchange.accounts.scopes import Scope
from helpexchange.core.clock import now
from helpexchange.core.paging import Page
from helpexchange.core.rest import Blueprint, check_unchanged, for_programs, lists, part_of
from helpexchange.core.viewer import current_viewer
from helpexchange.match_runs import actions, queries
from helpexchange.match_runs.models import MatchRun, Proposal
from helpexchange.match_runs.rules import TOWN, ProposalState, RejectionReason
from helpexchange.match_runs.schemas import (
    NewRunSchema,
    ProposalFilterSchema,
    ProposalSchema,
    RejectionSchema,
    RunSchema,
)
from helpexchange.offices.queries import office_by_code

runs = Blueprint("runs_api", __name__, url_prefix="/runs", description="Runs of the engine.")
proposals = Blueprint(
    "proposals_api", __name__, url_prefix="/proposals", description="Who could help whom; a person decides."
)
blueprints = (runs, proposals)


@lists(runs, RunSchema, Scope.RUNS_READ, Permission.SEE_MATCH_RUNS)
def list_runs(sent: Mapping[str, Any]) -> Page[MatchRun]:
    """List the runs of the own offices and of the whole town, latest first."""
    return queries.runs(current_viewer(), **part_of(sent))


@runs.route("/<int:run_id>")
@for_programs(Scope.RUNS_READ, Permission.SEE_MATCH_RUNS)
@runs.response(200, RunSchema)
def read_run(run_id: int) -> MatchRun:
    """Read a run."""
    return queries.run(current_viewer(), run_id)


@runs.route("", methods=["POST"])
@for_programs(Scope.RUNS_WRITE, Permission.START_MATCH_RUN)
@runs.arguments(NewRunSchema)
@runs.response(201, RunSchema)
def start_run(sent: Mapping[str, Any]) -> Any:
    """Ask for a run of an office or the whole town; it is solved soon."""
    viewer, scope = current_viewer(), sent["office"]
    office_id = None if scope == TOWN else office_by_code(viewer, scope).id
    run = actions.request_run(office_id=office_id, by=viewer, now=now())
    return run, {"Location": url_for("runs_api.read_run", run_id=run.id)}


@lists(
    proposals, ProposalSchema, Scope.PROPOSALS_READ, Permission.SEE_MATCH_RUNS, filters=ProposalFilterSchema
)  # fmt: skip
def list_proposals(sent: Mapping[str, Any]) -> Page[Proposal]:
    """List the proposals for requests of the own offices, newest first."""
    state = sent.get("state")
    wished = queries.ProposalsWished(
        state=ProposalState(state) if state else None,
        **{name: sent.get(name) for name in ("run_id", "request_id", "helper_id")},
    )
    return queries.proposals_of_offices(current_viewer(), wished, **part_of(sent))


@proposals.route("/<int:proposal_id>")
@for_programs(Scope.PROPOSALS_READ, Permission.SEE_MATCH_RUNS)
@proposals.response(200, ProposalSchema)
def read_proposal(proposal_id: int) -> Proposal:
    """Read a proposal."""
    return queries.proposal(current_viewer(), proposal_id)


@proposals.route("/<int:proposal_id>/reject", methods=["POST"])
@for_programs(Scope.PROPOSALS_WRITE, Permission.DECIDE_PROPOSALS, needs_match=True)
@proposals.arguments(RejectionSchema)
@proposals.response(200, ProposalSchema)
def reject(sent: Mapping[str, Any], proposal_id: int) -> Proposal:
    """Reject a proposal with a reason; the two are not proposed to each other again."""
    reason = RejectionReason(sent["reason"])
    return _decided(proposal_id, actions.reject_proposal, reason=reason, note=sent["note"])


@proposals.route("/<int:proposal_id>/approve", methods=["POST"])
@for_programs(Scope.PROPOSALS_WRITE, Permission.DECIDE_PROPOSALS, needs_match=True)
@proposals.response(200, ProposalSchema)
def approve(proposal_id: int) -> Proposal:
    """Approve a proposal."""
    return _decided(proposal_id, actions.approve_proposal)


@proposals.route("/<int:proposal_id>/lock", methods=["POST"])
@for_programs(Scope.PROPOSALS_WRITE, Permission.DECIDE_PROPOSALS, needs_match=True)
@proposals.response(200, ProposalSchema)
def lock(proposal_id: int) -> Proposal:
    """Keep an open proposal in the next run."""
    return _decided(proposal_id, actions.lock_proposal)


@proposals.route("/<int:proposal_id>/unlock", methods=["POST"])
@for_programs(Scope.PROPOSALS_WRITE, Permission.DECIDE_PROPOSALS, needs_match=True)
@proposals.response(200, ProposalSchema)
def unlock(proposal_id: int) -> Proposal:
    """Leave an open proposal to the next run."""
    return _decided(proposal_id, actions.unlock_proposal)


@proposals.route("/<int:proposal_id>/undo", methods=["POST"])
@for_programs(Scope.PROPOSALS_WRITE, Permission.DECIDE_PROPOSALS, needs_match=True)
@proposals.response(200, ProposalSchema)
def undo(proposal_id: int) -> Proposal:
    """Take a decision back while nobody outside the office has heard of it."""
    return _decided(proposal_id, actions.undo_decision)


def _decided(proposal_id: int, act: Callable[..., object], **details: Any) -> Proposal:
    viewer = current_viewer()
    check_unchanged(ProposalSchema(), queries.proposal(viewer, proposal_id))
    act(proposal_id=proposal_id, by=viewer, now=now(), **details)
    return queries.proposal(viewer, proposal_id)
