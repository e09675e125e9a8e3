"""Rejecting a proposal with a reason."""

import pytest
from sqlalchemy import func, select

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.database import db
from helpexchange.core.errors import NotAllowedRefusal, NotFoundRefusal
from helpexchange.help_requests.rules import RequestState
from helpexchange.match_runs.actions import approve_proposal, reject_proposal
from helpexchange.match_runs.rules import (
    Outcome,
    ProposalAlreadyDecidedError,
    ProposalLapsedError,
    ProposalState,
    RejectionReason,
)
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.matched import as_viewer, shopping_proposal

REASON = RejectionReason.WOULD_NOT_GET_ON


def test_it_keeps_reason_and_note_and_frees_the_lock(cast: Cast, clock: FakeClock) -> None:
    proposal = shopping_proposal(cast, now=clock.now(), is_locked=True)
    hanna = as_viewer(cast.coordinator_hoerde)
    outcome = reject_proposal(
        proposal_id=proposal.id, reason=REASON, note=" both talk ", by=hanna, now=clock.now()
    )
    assert outcome is Outcome.DONE
    assert (proposal.state, proposal.rejection_reason, proposal.note) == (
        ProposalState.REJECTED, REASON, "both talk"
    )  # fmt: skip
    assert not proposal.is_locked
    assert cast.shopping.state is RequestState.OPEN


def test_it_is_audited_with_the_reason(cast: Cast, clock: FakeClock) -> None:
    proposal = shopping_proposal(cast, now=clock.now())
    reject_proposal(
        proposal_id=proposal.id, reason=REASON, by=as_viewer(cast.coordinator_hoerde), now=clock.now()
    )
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.act, entry.details["reason"]) == ("reject_proposal", "would_not_get_on")


def test_who_decides_nothing_is_refused(cast: Cast, clock: FakeClock) -> None:
    proposal = shopping_proposal(cast, now=clock.now())
    with pytest.raises(NotAllowedRefusal):
        reject_proposal(
            proposal_id=proposal.id, reason=REASON, by=as_viewer(cast.network_lead), now=clock.now()
        )


def test_another_office_cannot_see_it(cast: Cast, clock: FakeClock) -> None:
    proposal = shopping_proposal(cast, now=clock.now())
    eving = as_viewer(cast.coordinator_eving)
    with pytest.raises(NotFoundRefusal):
        reject_proposal(proposal_id=proposal.id, reason=REASON, by=eving, now=clock.now())


def test_twice_by_the_same_person_does_no_harm(cast: Cast, clock: FakeClock) -> None:
    proposal, hanna = shopping_proposal(cast, now=clock.now()), as_viewer(cast.coordinator_hoerde)
    reject_proposal(proposal_id=proposal.id, reason=REASON, by=hanna, now=clock.now())
    again = reject_proposal(
        proposal_id=proposal.id, reason=RejectionReason.OTHER_PLAN, by=hanna, now=clock.now()
    )
    assert again is Outcome.DONE_BEFORE
    assert proposal.rejection_reason is REASON
    assert db.session.scalar(select(func.count()).select_from(AuditEntry)) == 1


def test_what_is_approved_cannot_be_rejected(cast: Cast, clock: FakeClock) -> None:
    proposal, hanna = shopping_proposal(cast, now=clock.now()), as_viewer(cast.coordinator_hoerde)
    approve_proposal(proposal_id=proposal.id, by=hanna, now=clock.now())
    with pytest.raises(ProposalAlreadyDecidedError) as refused:
        reject_proposal(proposal_id=proposal.id, reason=REASON, by=hanna, now=clock.now())
    assert "approved" in str(refused.value.words)


def test_what_has_lapsed_is_refused(cast: Cast, clock: FakeClock) -> None:
    proposal = shopping_proposal(cast, now=clock.now(), state=ProposalState.LAPSED)
    hanna = as_viewer(cast.coordinator_hoerde)
    with pytest.raises(ProposalLapsedError):
        reject_proposal(proposal_id=proposal.id, reason=REASON, by=hanna, now=clock.now())
