"""What happens to proposals when their request ends."""

from sqlalchemy import select

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.database import db
from helpexchange.core.events import announce
from helpexchange.help_requests.rules import RequestClosed, RequestState
from helpexchange.match_runs.actions import approve_proposal
from helpexchange.match_runs.rules import ProposalState
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.matched import as_viewer, done_run, proposed


def test_open_and_approved_proposals_lapse_and_others_stay(cast: Cast, clock: FakeClock) -> None:
    cast.shopping.helpers_needed = 2
    run, hanna = done_run(now=clock.now()), as_viewer(cast.coordinator_hoerde)
    approved = proposed(run, cast.meryem, cast.shopping)
    open_one = proposed(run, cast.jonas, cast.shopping)
    rejected = proposed(run, cast.pavel, cast.shopping, state=ProposalState.REJECTED)
    other = proposed(run, cast.meryem, cast.garden)
    approve_proposal(proposal_id=approved.id, by=hanna, now=clock.now())
    announce(
        RequestClosed(request_id=cast.shopping.id, state=RequestState.WITHDRAWN, by=hanna, now=clock.now())
    )
    db.session.flush()
    states = [each.state for each in (approved, open_one, rejected, other)]
    assert states == [
        ProposalState.LAPSED, ProposalState.LAPSED, ProposalState.REJECTED, ProposalState.PROPOSED
    ]  # fmt: skip
    assert (approved.seat, approved.place) == (None, None)
    acts = db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)).all()
    assert acts == ["approve_proposal", "let_proposal_lapse", "let_proposal_lapse"]
