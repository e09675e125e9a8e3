"""Locking a proposal for the next run, and letting it go."""

import pytest
from sqlalchemy import select

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.database import db
from helpexchange.core.errors import NotAllowedRefusal, NotFoundRefusal
from helpexchange.match_runs.actions import approve_proposal, lock_proposal, unlock_proposal
from helpexchange.match_runs.rules import (
    Outcome,
    ProposalAlreadyDecidedError,
    ProposalLapsedError,
    ProposalState,
)
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.matched import as_viewer, shopping_proposal


def test_it_locks_and_unlocks_and_each_is_audited_once(cast: Cast, clock: FakeClock) -> None:
    proposal, hanna = shopping_proposal(cast, now=clock.now()), as_viewer(cast.coordinator_hoerde)
    outcomes = [
        act(proposal_id=proposal.id, by=hanna, now=clock.now())
        for act in (lock_proposal, lock_proposal, unlock_proposal, unlock_proposal)
    ]
    assert outcomes == [Outcome.DONE, Outcome.DONE_BEFORE] * 2
    assert (proposal.state, proposal.is_locked) == (ProposalState.PROPOSED, False)
    acts = db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)).all()
    assert acts == ["lock_proposal", "unlock_proposal"]


def test_who_decides_nothing_is_refused(cast: Cast, clock: FakeClock) -> None:
    proposal = shopping_proposal(cast, now=clock.now())
    with pytest.raises(NotAllowedRefusal):
        lock_proposal(proposal_id=proposal.id, by=as_viewer(cast.network_lead), now=clock.now())


def test_another_office_cannot_see_it(cast: Cast, clock: FakeClock) -> None:
    proposal = shopping_proposal(cast, now=clock.now())
    with pytest.raises(NotFoundRefusal):
        unlock_proposal(proposal_id=proposal.id, by=as_viewer(cast.coordinator_eving), now=clock.now())


def test_what_is_decided_or_lapsed_cannot_be_locked(cast: Cast, clock: FakeClock) -> None:
    proposal, hanna = shopping_proposal(cast, now=clock.now()), as_viewer(cast.coordinator_hoerde)
    approve_proposal(proposal_id=proposal.id, by=hanna, now=clock.now())
    with pytest.raises(ProposalAlreadyDecidedError):
        lock_proposal(proposal_id=proposal.id, by=hanna, now=clock.now())
    proposal.state = ProposalState.LAPSED
    db.session.flush()
    with pytest.raises(ProposalLapsedError):
        lock_proposal(proposal_id=proposal.id, by=hanna, now=clock.now())
