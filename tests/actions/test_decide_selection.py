"""Deciding many proposals at once."""

import pytest

from helpexchange.core.errors import NotFoundRefusal
from helpexchange.match_runs.actions import Act, decide_selection
from helpexchange.match_runs.models import Proposal
from helpexchange.match_runs.rules import (
    HelperFullError,
    NothingChosenError,
    ProposalState,
    ReasonMissingError,
    RejectionReason,
)
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.matched import as_viewer, done_run, proposed


@pytest.fixture
def three(cast: Cast, clock: FakeClock) -> list[Proposal]:
    """Two proposals in Hörde for the same helper, who takes one only; and one in Eving."""
    cast.meryem.max_requests = 1
    run = done_run(now=clock.now())
    return [
        proposed(run, cast.meryem, cast.shopping),
        proposed(run, cast.meryem, cast.garden, visits=[[3, 600, 660]]),
        proposed(run, cast.jonas, cast.company),
    ]


def test_what_can_be_done_is_done_and_the_rest_is_told(
    cast: Cast, clock: FakeClock, three: list[Proposal]
) -> None:
    ids = [proposal.id for proposal in three]
    outcome = decide_selection(
        proposal_ids=ids, act=Act.APPROVE, by=as_viewer(cast.coordinator_hoerde), now=clock.now()
    )
    assert list(outcome.done) == ids[:1]
    assert [(id_, type(why)) for id_, why in outcome.refused] == [
        (ids[1], HelperFullError), (ids[2], NotFoundRefusal)
    ]  # fmt: skip
    states = [proposal.state for proposal in three]
    assert states == [ProposalState.APPROVED, ProposalState.PROPOSED, ProposalState.PROPOSED]


def test_many_are_rejected_for_one_reason(cast: Cast, clock: FakeClock, three: list[Proposal]) -> None:
    outcome = decide_selection(
        proposal_ids=[three[1].id, three[0].id, three[0].id], act=Act.REJECT, note="talked to both",
        reason=RejectionReason.OTHER_PLAN, by=as_viewer(cast.coordinator_hoerde), now=clock.now(),
    )  # fmt: skip
    assert (len(outcome.done), len(outcome.refused)) == (2, 0)
    assert {(each.state, each.note) for each in three[:2]} == {(ProposalState.REJECTED, "talked to both")}


def test_many_are_locked_and_unlocked(cast: Cast, clock: FakeClock, three: list[Proposal]) -> None:
    ids, hanna = [three[0].id, three[1].id], as_viewer(cast.coordinator_hoerde)
    decide_selection(proposal_ids=ids, act=Act.LOCK, by=hanna, now=clock.now())
    assert [each.is_locked for each in three] == [True, True, False]
    decide_selection(proposal_ids=ids, act=Act.UNLOCK, by=hanna, now=clock.now())
    assert not any(each.is_locked for each in three)


def test_a_selection_needs_somebody_and_a_rejection_a_reason(
    cast: Cast, clock: FakeClock, three: list[Proposal]
) -> None:
    hanna = as_viewer(cast.coordinator_hoerde)
    with pytest.raises(NothingChosenError):
        decide_selection(proposal_ids=[], act=Act.APPROVE, by=hanna, now=clock.now())
    with pytest.raises(ReasonMissingError):
        decide_selection(proposal_ids=[three[0].id], act=Act.REJECT, by=hanna, now=clock.now())
