"""What every decision begins and ends with: who may, locks that keep others out, the trail."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from helpexchange.accounts.roles import Permission
from helpexchange.audit_trail.actions import record
from helpexchange.audit_trail.queries import history
from helpexchange.core.database import db
from helpexchange.core.errors import NotAllowedRefusal
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.models import HelpRequest
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.match_runs import queries
from helpexchange.match_runs.actions.saying_why import lapsed
from helpexchange.match_runs.models import Proposal
from helpexchange.match_runs.rules import (
    Outcome,
    ProposalAlreadyDecidedError,
    ProposalState,
)

OBJECT_TYPE = "proposal"
#: The act of the trail that leads to a state.
ACT_OF_STATE = {ProposalState.APPROVED: "approve_proposal", ProposalState.REJECTED: "reject_proposal"}


def proposal_to_decide(proposal_id: int, *, by: Viewer) -> Proposal:
    """Return the proposal as the viewer may see it, read anew behind locks on its helper and its request.

    The locks are taken in one order everywhere, helper before request, so that two decisions never wait for
    each other; and they are weak enough (FOR NO KEY UPDATE) that a run may store proposals for these people
    meanwhile. SQLite has one writer at a time and needs none.

    Raises:
        NotFoundRefusal: there is none, or it is another office's.
        NotAllowedRefusal: the viewer decides nothing.
    """
    proposal = queries.proposal(by, proposal_id)
    if not by.may(Permission.DECIDE_PROPOSALS):
        raise NotAllowedRefusal
    lock_row(HelperProfile, proposal.helper_id)
    lock_row(HelpRequest, proposal.request_id)
    return db.session.get_one(
        Proposal, proposal_id, populate_existing=True, options=[joinedload(Proposal.run)]
    )


def lock_row(table: type[HelperProfile | HelpRequest], row_id: int) -> None:
    """Keep other decisions from this helper or request until the end of the transaction; helpers first."""
    db.session.get_one(table, row_id, with_for_update={"key_share": True}, populate_existing=True)


def lock_rows(table: type[HelperProfile | HelpRequest], row_ids: Collection[int]) -> None:
    """Do the same for several, in the order of their ids, so that two never wait in a ring."""
    rows = select(table).where(table.id.in_(row_ids)).order_by(table.id).with_for_update(key_share=True)
    db.session.scalars(rows.execution_options(populate_existing=True)).all()


def change(proposal: Proposal, *, from_state: ProposalState, **values: Any) -> bool:
    """Change the proposal if it still is in `from_state`; return whether it was."""
    statement = update(Proposal).where(Proposal.id == proposal.id, Proposal.state == from_state)
    changed = db.session.execute(statement.values(**values).execution_options(synchronize_session=False))
    db.session.expire(proposal)
    return bool(changed.rowcount)  # type: ignore[attr-defined]  # an UPDATE has it


def done_before(proposal: Proposal, wanted: ProposalState, *, by: Viewer) -> Outcome:
    """Answer a decision that comes too late: kindly if the same person had decided the same, else refuse.

    Raises:
        ProposalAlreadyDecidedError: somebody else decided, or it was decided otherwise; says who and when.
        ProposalLapsedError: nobody decided, it does not hold any more.
    """
    if proposal.state == ProposalState.LAPSED:
        raise lapsed(proposal, by=by)
    if proposal.state == wanted and decided_by(proposal, by):
        return Outcome.DONE_BEFORE
    raise ProposalAlreadyDecidedError(state=proposal.state, name=proposal.decided_by, at=proposal.decided_at)


def decided_by(proposal: Proposal, by: Viewer) -> bool:
    """Return whether it was this account; two people may have the same name, so the trail is asked."""
    wanted = "choose_helper" if proposal.is_by_hand else ACT_OF_STATE.get(proposal.state)
    entries = history(by, object_type=OBJECT_TYPE, object_ids=[proposal.id], at_most=20)
    latest = next((entry for entry in entries if entry.act == wanted), None)
    return latest is not None and latest.account_id == by.account_id


def record_act(act: str, proposal: Proposal, *, by: Viewer, now: datetime, **details: Any) -> None:
    """Add the act to the trail, with ids from which names are found, never names."""
    record(
        act=act,
        object_type=OBJECT_TYPE,
        object_id=proposal.id,
        office_id=proposal.office_id,
        by=by,
        now=now,
        run_id=proposal.run_id,
        helper_id=proposal.helper_id,
        request_id=proposal.request_id,
        **details,
    )
