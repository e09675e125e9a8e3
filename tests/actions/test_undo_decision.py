"""Taking a decision back."""

import pytest
from sqlalchemy import select

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.database import db
from helpexchange.core.errors import NotAllowedRefusal, NotFoundRefusal
from helpexchange.help_requests.rules import RequestState
from helpexchange.match_runs.actions import approve_proposal, reject_proposal, undo_decision
from helpexchange.match_runs.rules import Outcome, ProposalState, RejectionReason, UndoTooLateError
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.matched import as_viewer, done_run, shopping_proposal


def test_an_approval_is_taken_back(cast: Cast, clock: FakeClock) -> None:
    proposal, hanna = shopping_proposal(cast, now=clock.now()), as_viewer(cast.coordinator_hoerde)
    approve_proposal(proposal_id=proposal.id, by=hanna, now=clock.now())
    assert undo_decision(proposal_id=proposal.id, by=hanna, now=clock.now()) is Outcome.DONE
    assert (proposal.state, proposal.seat, proposal.place) == (ProposalState.PROPOSED, None, None)
    assert (proposal.decided_by, proposal.decided_at) == ("", None)
    assert cast.shopping.state is RequestState.OPEN
    acts = db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)).all()
    assert acts == ["approve_proposal", "undo_decision"]


def test_it_can_be_approved_again_by_somebody_else(cast: Cast, clock: FakeClock) -> None:
    proposal, hanna = shopping_proposal(cast, now=clock.now()), as_viewer(cast.coordinator_hoerde)
    approve_proposal(proposal_id=proposal.id, by=hanna, now=clock.now())
    undo_decision(proposal_id=proposal.id, by=hanna, now=clock.now())
    assert approve_proposal(proposal_id=proposal.id, by=hanna, now=clock.now()) is Outcome.DONE


def test_a_rejection_is_taken_back(cast: Cast, clock: FakeClock) -> None:
    proposal, hanna = shopping_proposal(cast, now=clock.now()), as_viewer(cast.coordinator_hoerde)
    reject_proposal(proposal_id=proposal.id, reason=RejectionReason.OTHER_PLAN, by=hanna, now=clock.now())
    undo_decision(proposal_id=proposal.id, by=hanna, now=clock.now())
    assert (proposal.state, proposal.rejection_reason) == (ProposalState.PROPOSED, None)


def test_after_a_newer_run_the_request_waits_for_the_next(cast: Cast, clock: FakeClock) -> None:
    proposal, hanna = shopping_proposal(cast, now=clock.now()), as_viewer(cast.coordinator_hoerde)
    approve_proposal(proposal_id=proposal.id, by=hanna, now=clock.now())
    done_run(now=clock.now(), office_id=cast.eving.id)
    done_run(now=clock.now(), office_id=cast.hoerde.id)
    undo_decision(proposal_id=proposal.id, by=hanna, now=clock.now())
    assert (proposal.state, cast.shopping.state) == (ProposalState.LAPSED, RequestState.OPEN)


def test_a_run_of_another_office_is_no_newer_run(cast: Cast, clock: FakeClock) -> None:
    proposal, hanna = shopping_proposal(cast, now=clock.now()), as_viewer(cast.coordinator_hoerde)
    approve_proposal(proposal_id=proposal.id, by=hanna, now=clock.now())
    done_run(now=clock.now(), office_id=cast.eving.id)
    undo_decision(proposal_id=proposal.id, by=hanna, now=clock.now())
    assert proposal.state is ProposalState.PROPOSED


def test_once_the_helper_is_asked_it_is_too_late(cast: Cast, clock: FakeClock) -> None:
    proposal = shopping_proposal(cast, now=clock.now(), state=ProposalState.OFFERED, seat=1, place=1)
    with pytest.raises(UndoTooLateError):
        undo_decision(proposal_id=proposal.id, by=as_viewer(cast.coordinator_hoerde), now=clock.now())


def test_twice_does_no_harm(cast: Cast, clock: FakeClock) -> None:
    proposal = shopping_proposal(cast, now=clock.now())
    outcome = undo_decision(proposal_id=proposal.id, by=as_viewer(cast.coordinator_hoerde), now=clock.now())
    assert outcome is Outcome.DONE_BEFORE
    assert db.session.scalars(select(AuditEntry)).all() == []


def test_wrong_role_and_other_office_are_refused(cast: Cast, clock: FakeClock) -> None:
    proposal = shopping_proposal(cast, now=clock.now())
    with pytest.raises(NotAllowedRefusal):
        undo_decision(proposal_id=proposal.id, by=as_viewer(cast.network_lead), now=clock.now())
    with pytest.raises(NotFoundRefusal):
        undo_decision(proposal_id=proposal.id, by=as_viewer(cast.coordinator_eving), now=clock.now())
