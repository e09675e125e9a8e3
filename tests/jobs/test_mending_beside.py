"""Mending beside other matches: it waits for none, and what it has found stays."""

from typing import Any

from flask import Flask
from sqlalchemy import select

from helpexchange.core.database import db
from helpexchange.core.events import announce
from helpexchange.core.viewer import system_viewer
from helpexchange.help_requests.rules import RequestState
from helpexchange.jobs.rules import Every
from helpexchange.jobs.schedule import jobs_of
from helpexchange.match_runs.actions import claim_run, request_run
from helpexchange.match_runs.models import Proposal
from helpexchange.match_runs.rules import NIGHTLY, HelperSaidNo, ProposalState, RunState
from helpexchange.match_runs.solving.run import RunOrder, solve_run
from matching import Answer, Problem, solve
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.jobs.test_rematch import JOB, lena_of, mended, of_run
from tests.matched import shopping_proposal


def test_mending_waits_for_no_other_job(app: Flask) -> None:
    """It looks every two seconds, in a job of its own, and claims runs of few requests only."""
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
