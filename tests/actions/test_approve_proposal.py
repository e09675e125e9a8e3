"""Approving a proposal: one click, one winner, one entry in the trail."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.database import db
from helpexchange.core.errors import NotAllowedRefusal, NotFoundRefusal, Refusal
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.rules import RequestState
from helpexchange.helper_profiles.rules import HelperState
from helpexchange.match_runs.actions import approve_proposal
from helpexchange.match_runs.actions.approving import refusal_of
from helpexchange.match_runs.models import Proposal
from helpexchange.match_runs.rules import (
    HelperBusyError,
    HelperFullError,
    HelperNotActiveError,
    Outcome,
    ProposalAlreadyDecidedError,
    ProposalLapsedError,
    ProposalState,
    RequestServedError,
)
from tests.cast import Cast, help_request
from tests.fakes import FakeClock
from tests.matched import as_viewer, done_run, proposed, shopping_proposal

CLICKS_AT_ONCE = 50
TUESDAY = 1


def test_it_takes_a_seat_and_a_place(cast: Cast, clock: FakeClock) -> None:
    proposal = shopping_proposal(cast, now=clock.now())
    outcome = approve_proposal(
        proposal_id=proposal.id, by=as_viewer(cast.coordinator_hoerde), now=clock.now()
    )
    assert outcome is Outcome.DONE
    assert (proposal.state, proposal.seat, proposal.place) == (ProposalState.APPROVED, 1, 1)
    assert (proposal.decided_by, proposal.decided_at) == ("Hanna Beispiel", clock.now())
    assert cast.shopping.state is RequestState.PROPOSED


def test_it_is_audited_with_ids_and_no_names(cast: Cast, clock: FakeClock) -> None:
    proposal = shopping_proposal(cast, now=clock.now())
    approve_proposal(proposal_id=proposal.id, by=as_viewer(cast.coordinator_hoerde), now=clock.now())
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.act, entry.object_type, entry.object_id) == ("approve_proposal", "proposal", proposal.id)
    assert (entry.account_id, entry.office_id) == (cast.coordinator_hoerde.id, cast.hoerde.id)
    assert entry.details == {
        "run_id": proposal.run_id, "helper_id": cast.meryem.id, "request_id": cast.shopping.id
    }  # fmt: skip


def test_who_decides_nothing_is_refused(cast: Cast, clock: FakeClock) -> None:
    proposal = shopping_proposal(cast, now=clock.now())
    with pytest.raises(NotAllowedRefusal):
        approve_proposal(proposal_id=proposal.id, by=as_viewer(cast.network_lead), now=clock.now())
    assert proposal.state is ProposalState.PROPOSED


def test_another_office_cannot_see_it(cast: Cast, clock: FakeClock) -> None:
    proposal = shopping_proposal(cast, now=clock.now())
    with pytest.raises(NotFoundRefusal):
        approve_proposal(proposal_id=proposal.id, by=as_viewer(cast.coordinator_eving), now=clock.now())


def test_twice_by_the_same_person_does_no_harm(cast: Cast, clock: FakeClock) -> None:
    proposal, hanna = shopping_proposal(cast, now=clock.now()), as_viewer(cast.coordinator_hoerde)
    approve_proposal(proposal_id=proposal.id, by=hanna, now=clock.now())
    again = approve_proposal(proposal_id=proposal.id, by=hanna, now=clock.advance(minutes=5))
    assert again is Outcome.DONE_BEFORE
    assert db.session.scalar(select(func.count()).select_from(AuditEntry)) == 1


def test_a_second_person_is_told_who_and_when(cast: Cast, clock: FakeClock) -> None:
    proposal, hanna = shopping_proposal(cast, now=clock.now()), as_viewer(cast.coordinator_hoerde)
    approve_proposal(proposal_id=proposal.id, by=hanna, now=clock.now())
    namesake = replace(hanna, account_id=99_999)
    with pytest.raises(ProposalAlreadyDecidedError) as refused:
        approve_proposal(proposal_id=proposal.id, by=namesake, now=clock.advance(minutes=5))
    assert "Hanna Beispiel approved" in str(refused.value.words)
    assert "2026" in str(refused.value.words)


def test_what_has_lapsed_is_refused(cast: Cast, clock: FakeClock) -> None:
    proposal = shopping_proposal(cast, now=clock.now(), state=ProposalState.LAPSED)
    with pytest.raises(ProposalLapsedError):
        approve_proposal(proposal_id=proposal.id, by=as_viewer(cast.coordinator_hoerde), now=clock.now())


def test_a_helper_who_paused_is_not_approved(cast: Cast, clock: FakeClock) -> None:
    proposal = shopping_proposal(cast, now=clock.now())
    cast.meryem.state = HelperState.PAUSED
    with pytest.raises(HelperNotActiveError):
        approve_proposal(proposal_id=proposal.id, by=as_viewer(cast.coordinator_hoerde), now=clock.now())


def test_a_request_that_ended_is_not_served(cast: Cast, clock: FakeClock) -> None:
    proposal = shopping_proposal(cast, now=clock.now())
    cast.shopping.state = RequestState.WITHDRAWN
    with pytest.raises(RequestServedError):
        approve_proposal(proposal_id=proposal.id, by=as_viewer(cast.coordinator_hoerde), now=clock.now())


def test_a_helper_has_only_so_many_places(cast: Cast, clock: FakeClock) -> None:
    cast.meryem.max_requests = 1
    first, second = _two_proposals(cast, clock, second_visit=[3, 600, 660])
    hanna = as_viewer(cast.coordinator_hoerde)
    approve_proposal(proposal_id=first.id, by=hanna, now=clock.now())
    with pytest.raises(HelperFullError):
        approve_proposal(proposal_id=second.id, by=hanna, now=clock.now())


def test_a_helper_gives_only_so_many_minutes(cast: Cast, clock: FakeClock) -> None:
    cast.meryem.minutes_per_week = 119
    first, second = _two_proposals(cast, clock, second_visit=[3, 600, 660])
    hanna = as_viewer(cast.coordinator_hoerde)
    approve_proposal(proposal_id=first.id, by=hanna, now=clock.now())
    with pytest.raises(HelperFullError):
        approve_proposal(proposal_id=second.id, by=hanna, now=clock.now())


def test_a_helper_is_in_one_place_at_a_time(cast: Cast, clock: FakeClock) -> None:
    first, second = _two_proposals(cast, clock, second_visit=[1, 14 * 60 + 30, 16 * 60])
    hanna = as_viewer(cast.coordinator_hoerde)
    approve_proposal(proposal_id=first.id, by=hanna, now=clock.now())
    with pytest.raises(HelperBusyError):
        approve_proposal(proposal_id=second.id, by=hanna, now=clock.now())


def test_a_request_for_two_stays_open_until_both_are_there(cast: Cast, clock: FakeClock) -> None:
    cast.shopping.helpers_needed = 2
    run, hanna = done_run(now=clock.now()), as_viewer(cast.coordinator_hoerde)
    first, second = (proposed(run, helper, cast.shopping) for helper in (cast.meryem, cast.jonas))
    approve_proposal(proposal_id=first.id, by=hanna, now=clock.now())
    assert (first.seat, cast.shopping.state) == (1, RequestState.OPEN)
    approve_proposal(proposal_id=second.id, by=hanna, now=clock.now())
    assert (second.seat, cast.shopping.state) == (2, RequestState.PROPOSED)


def test_of_fifty_clicks_at_once_one_wins(app: Flask, cast: Cast, clock: FakeClock) -> None:
    proposal_id = shopping_proposal(cast, now=clock.now()).id
    hanna = as_viewer(cast.coordinator_hoerde)
    people = [replace(hanna, account_id=1000 + number) for number in range(CLICKS_AT_ONCE)]
    db.session.rollback()
    answers = _all_at_once(app, lambda number: _approve(proposal_id, people[number], clock))
    assert Counter(answers) == {"done": 1, "proposal_already_decided": CLICKS_AT_ONCE - 1}
    entries = db.session.scalars(
        select(AuditEntry).where(AuditEntry.act == "approve_proposal").order_by(AuditEntry.id)
    ).all()
    assert len(entries) == 1


def test_fifty_clicks_never_give_a_helper_too_much(app: Flask, cast: Cast, clock: FakeClock) -> None:
    run, office = done_run(now=clock.now()), cast.hoerde
    ids = []
    for number in range(10):
        request = help_request(
            f"more-{number}", office=office, kind="shopping", weekday=TUESDAY, now=clock.now()
        )
        db.session.add(request)
        db.session.flush()
        ids.append(
            proposed(run, cast.meryem, request, visits=[[number % 7, 60 * number, 60 * number + 60]]).id
        )
    hanna = as_viewer(cast.coordinator_hoerde)
    db.session.commit()
    answers = _all_at_once(app, lambda number: _approve(ids[number % 10], hanna, clock))
    assert answers.count("done") == 2  # as many as Meryem takes
    places = db.session.scalars(
        select(Proposal.place).where(Proposal.state == ProposalState.APPROVED).order_by(Proposal.place)
    )
    assert list(places) == [1, 2]


def test_the_indexes_are_the_last_line(cast: Cast, clock: FakeClock) -> None:
    run = done_run(now=clock.now())
    proposed(run, cast.meryem, cast.shopping, state=ProposalState.APPROVED, seat=1, place=1)
    cases = [
        (cast.jonas, cast.shopping, RequestServedError),
        (cast.meryem, cast.garden, HelperFullError),
        (cast.meryem, cast.shopping, ProposalAlreadyDecidedError),
    ]
    for number, (helper, request, refusal) in enumerate(cases):
        taken = {"seat": 1 if helper is cast.jonas else 8 + number, "place": 1 if number == 1 else 8}
        with pytest.raises(IntegrityError) as error:
            proposed(done_run(now=clock.now()), helper, request, state=ProposalState.APPROVED, **taken)
        db.session.rollback()
        assert isinstance(refusal_of(error.value), refusal)


def _two_proposals(cast: Cast, clock: FakeClock, *, second_visit: list[int]) -> tuple[Proposal, Proposal]:
    run = done_run(now=clock.now())
    return (
        proposed(run, cast.meryem, cast.shopping),
        proposed(run, cast.meryem, cast.garden, visits=[second_visit]),
    )


def _approve(proposal_id: int, by: Viewer, clock: FakeClock) -> str:
    try:
        outcome = approve_proposal(proposal_id=proposal_id, by=by, now=clock.now())
        db.session.commit()
    except Refusal as refusal:
        db.session.rollback()
        return refusal.code
    return outcome.value


def _all_at_once(app: Flask, click: Callable[[int], str]) -> list[str]:
    def in_context(number: int) -> str:
        with app.app_context():
            return click(number)

    with ThreadPoolExecutor(CLICKS_AT_ONCE) as pool:
        return list(pool.map(in_context, range(CLICKS_AT_ONCE)))
