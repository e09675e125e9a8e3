"""Runs of a district and of one request; agreements count, and what was said no to is respected."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from helpexchange.core.database import db
from helpexchange.core.errors import NotAllowedRefusal, NotFoundRefusal
from helpexchange.core.viewer import system_viewer
from helpexchange.engagements.actions import begin_engagement
from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.rules import RequestState
from helpexchange.match_runs.actions import approve_proposal, choose_helper, request_run
from helpexchange.match_runs.jobs import run_requested_matches
from helpexchange.match_runs.models import MatchRun, Proposal, UnmatchedRequest
from helpexchange.match_runs.rules import (
    HelperBusyError,
    HelperFullError,
    ProposalState,
    RejectionReason,
    RequestServedError,
    RunAlreadyRequestedError,
    RunState,
)
from helpexchange.match_runs.solving.bindings import all_bindings, bindings_of_helper
from helpexchange.offices.models import District
from tests.cast import TUESDAY, Cast, help_request
from tests.engaged import TUESDAYS, agreed, begun
from tests.fakes import FakeClock
from tests.matched import as_viewer, done_run, proposed, shopping_proposal


def solved(run: MatchRun, clock: FakeClock) -> list[tuple[int, int]]:
    """Solve what waits, and return who is proposed for what."""
    db.session.commit()
    assert run_requested_matches(clock.now(), "worker-1") == 1
    assert run.state is RunState.DONE
    found = db.session.scalars(select(Proposal).where(Proposal.run_id == run.id).order_by(Proposal.id))
    return [(each.helper_id, each.request_id) for each in found]


def more(cast: Cast, clock: FakeClock, **others: Any) -> HelpRequest:
    request = help_request(
        "more", office=cast.hoerde, kind="shopping", weekday=TUESDAY, now=clock.now(), **others
    )
    db.session.add(request)
    db.session.commit()
    return request


def test_a_district_is_matched_alone_and_what_is_proposed_elsewhere_stays(
    cast: Cast, clock: FakeClock
) -> None:
    cast.meryem.max_requests = 1
    south = District(office_id=cast.hoerde.id, code="sued", name="Hörde-Süd")
    db.session.add(south)
    db.session.flush()
    there = more(cast, clock, district_id=south.id)
    elsewhere = shopping_proposal(cast, now=clock.now())
    hanna = as_viewer(cast.coordinator_hoerde)
    run = request_run(office_id=None, district_id=south.id, by=hanna, now=clock.now())
    assert (run.office_id, run.scope) == (cast.hoerde.id, f"district-{south.id}")
    assert solved(run, clock) == []
    assert elsewhere.state is ProposalState.PROPOSED
    elsewhere.state = ProposalState.LAPSED
    again = request_run(office_id=None, district_id=south.id, by=hanna, now=clock.now())
    assert solved(again, clock) == [(cast.meryem.id, there.id)]
    assert db.session.scalars(select(UnmatchedRequest.request_id)).all() == [there.id]


def test_an_offices_run_leaves_room_for_what_is_locked_elsewhere(cast: Cast, clock: FakeClock) -> None:
    cast.meryem.max_requests = 1
    proposed(done_run(now=clock.now()), cast.meryem, cast.company, is_locked=True)
    run = request_run(office_id=cast.hoerde.id, by=system_viewer("job"), now=clock.now())
    assert solved(run, clock) == []


def test_one_request_is_matched_at_once_and_others_stay(cast: Cast, clock: FakeClock) -> None:
    other = more(cast, clock)
    standing = proposed(done_run(now=clock.now()), cast.meryem, other, visits=[[TUESDAY, 840, 900]])
    run = request_run(
        office_id=None, request_id=cast.shopping.id, by=as_viewer(cast.coordinator_hoerde), now=clock.now()
    )
    assert (run.office_id, run.scope) == (cast.hoerde.id, f"request-{cast.shopping.id}")
    assert solved(run, clock) == [(cast.meryem.id, cast.shopping.id)]
    proposal = db.session.scalars(select(Proposal).where(Proposal.run_id == run.id)).one()
    assert proposal.facts["cause"] == "asked_for"
    assert standing.state is ProposalState.PROPOSED
    assert (run.served_count, run.unmatched_count) == (1, 0)


def test_only_one_run_of_a_request_is_under_way(cast: Cast, clock: FakeClock) -> None:
    hanna = as_viewer(cast.coordinator_hoerde)
    request_run(office_id=None, request_id=cast.shopping.id, by=hanna, now=clock.now())
    with pytest.raises(RunAlreadyRequestedError):
        request_run(office_id=None, request_id=cast.shopping.id, by=hanna, now=clock.now())


def test_others_and_closed_requests_are_refused(cast: Cast, clock: FakeClock) -> None:
    emil, hanna = as_viewer(cast.coordinator_eving), as_viewer(cast.coordinator_hoerde)
    with pytest.raises(NotFoundRefusal):
        request_run(office_id=None, request_id=cast.shopping.id, by=emil, now=clock.now())
    with pytest.raises(NotFoundRefusal):
        request_run(office_id=None, district_id=cast.hoerde.districts[0].id, by=emil, now=clock.now())
    with pytest.raises(NotFoundRefusal):
        request_run(office_id=None, district_id=99_999, by=hanna, now=clock.now())
    with pytest.raises((NotFoundRefusal, NotAllowedRefusal)):
        request_run(office_id=None, request_id=cast.shopping.id, by=as_viewer(cast.senior), now=clock.now())
    cast.shopping.state = RequestState.WITHDRAWN
    db.session.commit()
    with pytest.raises(RequestServedError):
        request_run(office_id=None, request_id=cast.shopping.id, by=hanna, now=clock.now())


def test_an_agreement_takes_place_and_times_of_its_helper(cast: Cast, clock: FakeClock) -> None:
    cast.meryem.max_requests = 1
    begun(cast, clock)
    proposal = proposed(done_run(now=clock.now()), cast.meryem, cast.garden, visits=[[4, 600, 660]])
    hanna = as_viewer(cast.coordinator_hoerde)
    with pytest.raises(HelperFullError):
        approve_proposal(proposal_id=proposal.id, by=hanna, now=clock.now())
    cast.meryem.max_requests = 2
    proposal.visits = [[TUESDAY, 14 * 60 + 30, 16 * 60]]
    with pytest.raises(HelperBusyError):
        approve_proposal(proposal_id=proposal.id, by=hanna, now=clock.now())


def test_an_agreement_and_its_proposal_are_counted_once(cast: Cast, clock: FakeClock) -> None:
    """The times agreed are those that count, not those once proposed."""
    begun(cast, clock)
    proposed(
        done_run(now=clock.now()),
        cast.meryem,
        cast.shopping,
        state=ProposalState.CONFIRMED,
        seat=1,
        place=1,
        visits=[[4, 600, 660]],
    )
    (binding,) = all_bindings(db.session(), clock.now().date())
    assert (binding.place, binding.visits, binding.minutes, binding.is_agreed) == (
        1,
        [[TUESDAY, 840, 900]],
        60,
        True,
    )


def test_an_agreement_of_which_nothing_is_to_come_binds_nobody(cast: Cast, clock: FakeClock) -> None:
    begun(cast, clock, until=TUESDAYS.starts_on + timedelta(days=8))
    today = clock.now().date()
    assert len(bindings_of_helper(db.session(), cast.meryem.id, today)) == 1
    assert bindings_of_helper(db.session(), cast.meryem.id, today + timedelta(days=9)) == []


def test_an_agreement_is_refused_where_another_helper_is_approved(cast: Cast, clock: FakeClock) -> None:
    hanna = as_viewer(cast.coordinator_hoerde)
    choose_helper(request_id=cast.shopping.id, helper_id=cast.meryem.id, by=hanna, now=clock.now())
    db.session.commit()
    with pytest.raises(RequestServedError):
        begin_engagement(
            request_id=cast.shopping.id, helper_id=cast.jonas.id, agreed=agreed(), by=hanna, now=clock.now()
        )


def test_an_agreement_is_refused_at_times_promised_to_others(cast: Cast, clock: FakeClock) -> None:
    proposal = proposed(done_run(now=clock.now()), cast.meryem, cast.garden, visits=[[TUESDAY, 870, 960]])
    hanna = as_viewer(cast.coordinator_hoerde)
    approve_proposal(proposal_id=proposal.id, by=hanna, now=clock.now())
    with pytest.raises(HelperBusyError):
        begun(cast, clock)


@pytest.mark.parametrize("reason", list(RejectionReason))
def test_a_rejection_is_respected_by_the_next_run(
    cast: Cast, clock: FakeClock, reason: RejectionReason
) -> None:
    values = {"state": ProposalState.REJECTED, "decided_at": clock.now(), "rejection_reason": reason}
    shopping_proposal(cast, now=clock.now(), **values)
    other = more(cast, clock, person_id=cast.shopping.person_id)
    found = solved(request_run(office_id=cast.hoerde.id, by=system_viewer("job"), now=clock.now()), clock)
    about_the_two = reason in (RejectionReason.KNOW_EACH_OTHER, RejectionReason.WOULD_NOT_GET_ON)
    assert found == ([] if about_the_two else [(cast.meryem.id, other.id)])
    clock.advance(days=15)
    later = solved(request_run(office_id=cast.hoerde.id, by=system_viewer("job"), now=clock.now()), clock)
    has_time_again = reason is RejectionReason.HELPER_NOT_AVAILABLE
    assert ((cast.meryem.id, cast.shopping.id) in later) is has_time_again
