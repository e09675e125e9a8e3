"""Only what broke is matched anew: within a tick, with its cause, and nothing that was promised moves."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from helpexchange.core.database import db
from helpexchange.core.events import announce
from helpexchange.core.viewer import system_viewer
from helpexchange.engagements.actions import end_engagement
from helpexchange.engagements.rules import EndReason, Side
from helpexchange.help_requests.actions import withdraw_request
from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.rules import RequestState
from helpexchange.helper_profiles.actions.pausing import leave, pause
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.match_runs.actions import approve_proposal
from helpexchange.match_runs.jobs import look_after_approvals, mend_what_broke
from helpexchange.match_runs.models import MatchRun, Proposal, RematchNeed, UnmatchedRequest
from helpexchange.match_runs.rules import REMATCH, HelperSaidNo, ProposalState, RunState
from helpexchange.match_runs.rules.causes import RematchCause
from tests.cast import TUESDAY, Cast, help_request, helper
from tests.engaged import begun
from tests.fakes import FakeClock
from tests.matched import as_viewer, done_run, proposed, shopping_proposal
from tests.page_client import PageClient

JOB = system_viewer("scheduler")


def lena_of(cast: Cast, clock: FakeClock, **others: Any) -> HelperProfile:
    """Return another helper of Hörde for shopping on Tuesday afternoons."""
    lena = helper(
        "Lena", office=cast.hoerde, offers="shopping", speaks="tr", weekday=TUESDAY, now=clock.now(), **others
    )
    db.session.add(lena)
    db.session.commit()
    return lena


def mended(clock: FakeClock) -> MatchRun:
    """Let the scheduler do one tick, and return the run that mended."""
    db.session.commit()
    assert mend_what_broke(clock.now(), "worker-1") == 1
    run = db.session.scalars(
        select(MatchRun).where(MatchRun.scope == REMATCH).order_by(MatchRun.id.desc())
    ).first()
    assert run is not None
    assert (run.state, run.failure, run.agreed_moved_count) == (RunState.DONE, "", 0)
    assert (
        db.session.scalars(
            select(RematchNeed).where(RematchNeed.done_at.is_(None), RematchNeed.visit_id.is_(None))
        ).all()
        == []
    )
    return run


def of_run(run: MatchRun) -> list[Proposal]:
    return list(db.session.scalars(select(Proposal).where(Proposal.run_id == run.id).order_by(Proposal.id)))


def test_a_no_is_mended_with_somebody_else(cast: Cast, clock: FakeClock) -> None:
    lena = lena_of(cast, clock)
    asked = shopping_proposal(cast, now=clock.now(), state=ProposalState.DECLINED)
    announce(HelperSaidNo(request_id=cast.shopping.id, helper_id=cast.meryem.id, by=JOB, now=clock.now()))
    (new,) = of_run(mended(clock))
    assert (new.helper_id, new.request_id, new.state) == (lena.id, cast.shopping.id, ProposalState.PROPOSED)
    assert new.facts["cause"] == "helper_said_no"
    assert asked.state is ProposalState.DECLINED


def test_noted_twice_it_is_mended_once(cast: Cast, clock: FakeClock) -> None:
    for _ in range(2):
        announce(HelperSaidNo(request_id=cast.shopping.id, helper_id=1, by=JOB, now=clock.now()))
    mended(clock)
    assert mend_what_broke(clock.now(), "worker-1") == 0
    assert len(db.session.scalars(select(RematchNeed)).all()) == 1


def test_where_nobody_is_left_the_reason_is_told(cast: Cast, clock: FakeClock) -> None:
    shopping_proposal(cast, now=clock.now(), state=ProposalState.DECLINED)
    announce(HelperSaidNo(request_id=cast.shopping.id, helper_id=cast.meryem.id, by=JOB, now=clock.now()))
    run = mended(clock)
    (waiting,) = db.session.scalars(select(UnmatchedRequest).where(UnmatchedRequest.run_id == run.id))
    assert waiting.request_id == cast.shopping.id
    assert (run.served_count, run.unmatched_count) == (0, 1)


def test_everything_else_stays_as_it_is(cast: Cast, clock: FakeClock) -> None:
    """Lena is approved for one request and proposed, locked, for another: she has no place for a third."""
    lena = lena_of(cast, clock)
    run = done_run(now=clock.now())
    approved, locked = (
        proposed(
            run, lena, another(cast, clock, number), visits=[[TUESDAY, 840 + 60 * number, 900 + 60 * number]]
        )
        for number in range(2)
    )
    locked.is_locked = True
    approve_proposal(proposal_id=approved.id, by=as_viewer(cast.coordinator_hoerde), now=clock.now())
    shopping_proposal(cast, now=clock.now(), state=ProposalState.DECLINED)
    announce(HelperSaidNo(request_id=cast.shopping.id, helper_id=cast.meryem.id, by=JOB, now=clock.now()))
    new = mended(clock)
    assert of_run(new) == []
    assert (approved.state, locked.state, locked.is_locked) == (
        ProposalState.APPROVED,
        ProposalState.PROPOSED,
        True,
    )


def another(cast: Cast, clock: FakeClock, number: int, **others: Any) -> HelpRequest:
    request = help_request(
        f"more-{number}", office=cast.hoerde, kind="shopping", weekday=TUESDAY, now=clock.now(), **others
    )
    db.session.add(request)
    db.session.commit()
    return request


def test_an_undecided_proposal_may_make_room_and_finds_another(cast: Cast, clock: FakeClock) -> None:
    """Only Meryem can come to the one who broke; whom she was proposed for goes to Lena."""
    cast.meryem.max_requests = 1
    lena = lena_of(cast, clock, max_distance_m=700.0)
    far = another(cast, clock, 1, latitude=51.515, priority=4)
    standing = shopping_proposal(cast, now=clock.now())
    announce(HelperSaidNo(request_id=far.id, helper_id=cast.jonas.id, by=JOB, now=clock.now()))
    run = mended(clock)
    found = {(each.helper_id, each.request_id): each.facts["cause"] for each in of_run(run)}
    assert found == {(cast.meryem.id, far.id): "helper_said_no", (lena.id, cast.shopping.id): "moved"}
    assert (standing.state, run.moved_count) == (ProposalState.LAPSED, 1)


@pytest.mark.parametrize("has_left", [True, False])
def test_who_pauses_or_leaves_is_replaced(cast: Cast, clock: FakeClock, has_left: bool) -> None:
    lena = lena_of(cast, clock)
    proposal = shopping_proposal(cast, now=clock.now())
    approve_proposal(proposal_id=proposal.id, by=as_viewer(cast.coordinator_hoerde), now=clock.now())
    me = as_viewer(cast.volunteer)
    if has_left:
        leave(reference=cast.meryem.reference, by=me, now=clock.now())
    else:
        pause(cast.meryem, until=None, by=me, now=clock.now(), message="paused")
    assert (proposal.state, cast.shopping.state) == (ProposalState.LAPSED, RequestState.OPEN)
    (new,) = of_run(mended(clock))
    cause = RematchCause.HELPER_LEFT if has_left else RematchCause.HELPER_PAUSED
    assert (new.helper_id, new.facts["cause"]) == (lena.id, cause.value)


def test_an_engagement_that_ends_is_replaced_and_not_by_the_same(cast: Cast, clock: FakeClock) -> None:
    lena, hanna = lena_of(cast, clock), as_viewer(cast.coordinator_hoerde)
    engagement = begun(cast, clock)
    end_engagement(
        engagement=engagement,
        side=Side.OFFICE,
        reason=EndReason.DID_NOT_GET_ON,
        needs_another=True,
        by=hanna,
        now=clock.now(),
    )
    (new,) = of_run(mended(clock))
    assert (new.helper_id, new.facts["cause"]) == (lena.id, "engagement_ended")


def test_a_confirmed_proposal_is_freed_with_its_engagement(cast: Cast, clock: FakeClock) -> None:
    engagement = begun(cast, clock)
    promise = proposed(
        done_run(now=clock.now()), cast.meryem, cast.shopping, state=ProposalState.CONFIRMED, seat=1, place=1
    )
    end_engagement(
        engagement=engagement,
        side=Side.OFFICE,
        reason=EndReason.GOAL_REACHED,
        needs_another=False,
        by=as_viewer(cast.coordinator_hoerde),
        now=clock.now(),
    )
    assert (promise.state, promise.place) == (ProposalState.LAPSED, None)


def test_a_withdrawn_request_frees_its_helper_for_who_waits(cast: Cast, clock: FakeClock) -> None:
    cast.meryem.max_requests = 1
    hanna = as_viewer(cast.coordinator_hoerde)
    proposal = shopping_proposal(cast, now=clock.now())
    approve_proposal(proposal_id=proposal.id, by=hanna, now=clock.now())
    waiting = another(cast, clock, 1)
    withdraw_request(request_id=cast.shopping.id, by=hanna, now=clock.now())
    (new,) = of_run(mended(clock))
    assert (new.helper_id, new.request_id) == (cast.meryem.id, waiting.id)


def test_an_expired_check_takes_the_approval_back(cast: Cast, clock: FakeClock) -> None:
    run = done_run(now=clock.now())
    proposal = proposed(run, cast.jonas, cast.company, visits=[[3, 840, 930]])
    approve_proposal(proposal_id=proposal.id, by=as_viewer(cast.coordinator_eving), now=clock.now())
    assert look_after_approvals(clock.now()) == 0
    cast.jonas.checks[0].expires_on = clock.now().date() - timedelta(days=1)
    db.session.commit()
    assert look_after_approvals(clock.now()) == 1
    assert (proposal.state, cast.company.state) == (ProposalState.LAPSED, RequestState.OPEN)
    (need,) = db.session.scalars(select(RematchNeed)).all()
    assert (need.request_id, need.cause) == (cast.company.id, RematchCause.CHECK_EXPIRED)
    assert of_run(mended(clock)) == []


def test_what_cannot_be_matched_is_tried_again_after_a_while(cast: Cast, clock: FakeClock) -> None:
    cast.garden.together = True  # but its window is longer than one visit
    announce(HelperSaidNo(request_id=cast.shopping.id, helper_id=1, by=JOB, now=clock.now()))
    db.session.commit()
    mend_what_broke(clock.now(), "worker-1")
    assert [run.state for run in db.session.scalars(select(MatchRun))] == [RunState.FAILED]
    mend_what_broke(clock.advance(minutes=1), "worker-1")
    assert len(db.session.scalars(select(MatchRun)).all()) == 1
    cast.garden.together = False
    db.session.commit()
    mend_what_broke(clock.advance(minutes=5), "worker-1")
    assert [run.state for run in db.session.scalars(select(MatchRun).order_by(MatchRun.id))] == [
        RunState.FAILED,
        RunState.DONE,
    ]


def test_those_who_watch_see_that_nothing_promised_moved(
    client: PageClient, cast: Cast, clock: FakeClock
) -> None:
    """Somebody is asked, somebody else only approved, and one proposal is locked: all stay."""
    lena = lena_of(cast, clock, max_requests=3)
    run = done_run(now=clock.now())
    states = (ProposalState.OFFERED, ProposalState.APPROVED, ProposalState.PROPOSED)
    kept = [
        proposed(
            run, lena, another(cast, clock, number),
            visits=[[TUESDAY, 840 + 60 * number, 900 + 60 * number]], state=state,
            is_locked=state is ProposalState.PROPOSED, place=number + 1, seat=1,
        )
        for number, state in enumerate(states)
    ]  # fmt: skip
    shopping_proposal(cast, now=clock.now(), state=ProposalState.DECLINED)
    announce(HelperSaidNo(request_id=cast.shopping.id, helper_id=cast.meryem.id, by=JOB, now=clock.now()))
    clock.advance(seconds=7)
    mended(clock)
    assert tuple(each.state for each in kept) == states
    numbers = client.browser.get("/metrics").text.splitlines()
    for line in (
        'helpexchange_rematches{state="done"} 1.0',
        "helpexchange_rematch_moved_agreed 0.0",
        "helpexchange_rematch_slowest_seconds 7.0",
        "helpexchange_rematch_needs_open 0.0",
    ):
        assert line in numbers


def test_a_promise_that_changes_while_it_is_stored_is_counted(
    client: PageClient, cast: Cast, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The count is taken from the tables before and after, so a defect shows, also to those who watch."""
    promise = proposed(
        done_run(now=clock.now()), cast.meryem, cast.garden, state=ProposalState.OFFERED, seat=1, place=1
    )

    def careless(*_args: object) -> None:
        promise.state = ProposalState.LAPSED
        db.session.flush()

    monkeypatch.setattr("helpexchange.match_runs.solving.mending_stored._let_go", careless)
    announce(HelperSaidNo(request_id=cast.shopping.id, helper_id=cast.jonas.id, by=JOB, now=clock.now()))
    db.session.commit()
    mend_what_broke(clock.now(), "worker-1")
    assert db.session.scalars(select(MatchRun.agreed_moved_count).where(MatchRun.scope == REMATCH)).one() == 1
    db.session.commit()
    assert "helpexchange_rematch_moved_agreed 1.0" in client.browser.get("/metrics").text.splitlines()
