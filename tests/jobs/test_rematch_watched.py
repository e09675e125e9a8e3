"""What those who watch see of mending, and that it waits for no other match."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from helpexchange.core.database import db
from helpexchange.core.events import announce
from helpexchange.core.viewer import system_viewer
from helpexchange.help_requests.rules import RequestState
from helpexchange.jobs.rules import Every
from helpexchange.jobs.schedule import jobs_of
from helpexchange.match_runs.actions import claim_run, request_run
from helpexchange.match_runs.jobs import mend_what_broke
from helpexchange.match_runs.models import MatchRun, Proposal
from helpexchange.match_runs.rules import NIGHTLY, REMATCH, HelperSaidNo, ProposalState, RunState
from helpexchange.match_runs.solving.run import RunOrder, solve_run
from matching import Answer, Problem, solve
from tests.cast import TUESDAY, Cast
from tests.fakes import FakeClock
from tests.matched import done_run, proposed, shopping_proposal
from tests.mended import JOB, another, lena_of, mended, of_run
from tests.page_client import PageClient


def test_those_who_watch_see_that_nothing_promised_moved(
    client: PageClient, cast: Cast, clock: FakeClock
) -> None:
    """Somebody is asked, somebody else only approved, and one proposal is locked: all stay."""
    lena = lena_of(cast, clock, max_requests=3)
    run = done_run(now=clock.now())
    states = (ProposalState.OFFERED, ProposalState.APPROVED, ProposalState.PROPOSED)
    kept = [
        proposed(
            run, lena, another(cast, clock, number), state=state,
            visits=[[TUESDAY, 840 + 60 * number, 900 + 60 * number]],
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


def test_mending_waits_for_no_other_job(app: Flask) -> None:
    """It looks every two seconds, in a job of its own, and claims no run of a town or an office."""
    jobs = {job.name: job for job in jobs_of(app)}
    assert jobs["rematches"].when == Every(seconds=2)
    assert jobs["rematches"].run is not jobs["requested_matches"].run


def test_it_is_mended_while_a_match_of_the_town_is_under_way_and_stays_after_it(
    cast: Cast, clock: FakeClock
) -> None:
    """The match of the night has read its requests when a helper says no; both end well."""
    lena = lena_of(cast, clock)
    promise = shopping_proposal(cast, now=clock.now(), state=ProposalState.OFFERED, seat=1, place=1)
    cast.shopping.state = RequestState.PROPOSED
    request_run(office_id=cast.hoerde.id, by=system_viewer(NIGHTLY), now=clock.now())
    claimed = claim_run(worker="worker-1", by=JOB, now=clock.now(), mending=False)
    assert claimed is not None
    office_run = claimed.id
    new: list[int] = []

    def slowly(problem: Problem, *args: Any, **options: Any) -> Answer:
        promise.state, promise.seat, promise.place = ProposalState.DECLINED, None, None
        cast.shopping.state = RequestState.OPEN
        announce(HelperSaidNo(request_id=cast.shopping.id, helper_id=cast.meryem.id, by=JOB, now=clock.now()))
        new.extend(each.id for each in of_run(mended(clock)))
        db.session.rollback()
        return solve(problem, *args, **options)

    db.session.commit()
    order = RunOrder(
        run_id=office_run, worker="worker-1", clock=clock, time_zone="Europe/Berlin", time_limit_s=5.0,
        workers=1, solve=slowly,
    )  # fmt: skip
    assert solve_run(order) is RunState.DONE
    (found,) = db.session.scalars(select(Proposal).where(Proposal.id.in_(new)))
    assert (found.helper_id, found.request_id, found.state) == (
        lena.id, cast.shopping.id, ProposalState.PROPOSED
    )  # fmt: skip
