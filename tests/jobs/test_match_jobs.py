"""The scheduler's part of a match: nightly runs, solving what waits, and what happens when it goes wrong."""

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from helpexchange.core.database import db
from helpexchange.core.viewer import system_viewer
from helpexchange.help_requests.rules import RequestState
from helpexchange.match_runs.actions import claim_run, request_run
from helpexchange.match_runs.jobs import request_nightly_runs, run_requested_matches
from helpexchange.match_runs.models import MatchRun, Proposal, RunGap, UnmatchedRequest
from helpexchange.match_runs.rules import ProposalState, RunFailure, RunState
from helpexchange.match_runs.solving.run import RunOrder, Solve, solve_run
from matching import Answer, Fault, InputError, Problem, solve
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.matched import done_run, proposed
from tests.servers.postgres import free_port

JOB = system_viewer("scheduler")


def _claimed(cast: Cast, clock: FakeClock, *, office_id: int | None = None) -> MatchRun:
    request_run(office_id=office_id, by=JOB, now=clock.now())
    run = claim_run(worker="worker-1", by=JOB, now=clock.now())
    assert run is not None
    db.session.commit()
    return run


def _order(run: MatchRun, clock: FakeClock, *, engine: Solve = solve) -> RunOrder:
    return RunOrder(
        run_id=run.id,
        worker="worker-1",
        clock=clock,
        time_zone="Europe/Berlin",
        time_limit_s=20.0,
        solve=engine,
    )


def test_a_requested_run_is_solved_and_stored(cast: Cast, clock: FakeClock) -> None:
    request_run(office_id=cast.hoerde.id, by=JOB, now=clock.now())
    assert run_requested_matches(clock.now(), "worker-1") == 1
    run = db.session.scalars(select(MatchRun)).one()
    assert (run.state, run.served_count, run.unmatched_count, run.failure) == (RunState.DONE, 1, 1, "")
    assert (run.status, run.gap) == ("optimal", 0.0)
    assert run.certificate["objective"] == run.objective
    proposal = db.session.scalars(select(Proposal)).one()
    assert (proposal.helper_id, proposal.request_id) == (cast.meryem.id, cast.shopping.id)
    assert (proposal.office_id, proposal.state) == (cast.hoerde.id, ProposalState.PROPOSED)
    assert sum(proposal.score_parts.values()) == proposal.score


def test_a_cluster_that_is_down_stops_no_match(
    cast: Cast, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("matching.clusters.CONNECT_S", 0.5)
    order = replace(_order(_claimed(cast, clock), clock), cluster=f"tcp://127.0.0.1:{free_port()}")
    assert solve_run(order) is RunState.DONE


def test_who_is_left_out_is_stored_with_reason_and_fix(cast: Cast, clock: FakeClock) -> None:
    solve_run(_order(_claimed(cast, clock), clock))
    waiting = db.session.scalars(select(UnmatchedRequest)).one()
    assert (waiting.request_id, waiting.office_id) == (cast.garden.id, cast.hoerde.id)
    assert (waiting.reason, waiting.nearest_fix["kind"]) == ("no_skill_in_reach", "recruit")


def test_where_help_is_missing_is_stored_once(cast: Cast, clock: FakeClock) -> None:
    run = _claimed(cast, clock)
    solve_run(_order(run, clock))
    (gap,) = db.session.scalars(select(RunGap)).all()
    assert (gap.office_id, gap.district, gap.skill_code) == (cast.hoerde.id, "Hörde", "garden")
    assert (gap.waiting, gap.helpers_missing, gap.visit_minutes) == (1, 1, cast.garden.visit_minutes)
    assert gap.one_more >= 10_000


def test_the_certificate_names_nobody(cast: Cast, clock: FakeClock) -> None:
    run = _claimed(cast, clock)
    solve_run(_order(run, clock))
    text = str(run.certificate)
    assert all(name not in text for name in ("Meryem", "Erna", "Muster", "0231"))
    assert "request-shopping" in run.certificate["prices"]


def test_facts_are_what_the_run_saw(cast: Cast, clock: FakeClock) -> None:
    solve_run(_order(_claimed(cast, clock), clock))
    proposal = db.session.scalars(select(Proposal).where(Proposal.request_id == cast.shopping.id)).one()
    assert proposal.facts == {
        "languages": ["tr"], "skills": {"shopping": 2}, "idle_days": None, "relations": [],
        "is_remote": False, "waiting_days": 0,
    }  # fmt: skip


def test_earlier_proposals_of_the_scope_lapse_and_others_stay(cast: Cast, clock: FakeClock) -> None:
    earlier = done_run(now=clock.now())
    ours, theirs = proposed(earlier, cast.meryem, cast.shopping), proposed(earlier, cast.jonas, cast.company)
    solve_run(_order(_claimed(cast, clock, office_id=cast.hoerde.id), clock))
    assert (ours.state, theirs.state) == (ProposalState.LAPSED, ProposalState.PROPOSED)


def test_a_request_that_ends_meanwhile_gets_no_open_proposal(cast: Cast, clock: FakeClock) -> None:
    def slowly(problem: Problem, *args: Any, **options: Any) -> Answer:
        cast.shopping.state = RequestState.WITHDRAWN
        db.session.commit()
        return solve(problem, *args, **options)

    solve_run(_order(_claimed(cast, clock), clock, engine=slowly))
    proposal = db.session.scalars(select(Proposal).where(Proposal.request_id == cast.shopping.id)).one()
    assert proposal.state is ProposalState.LAPSED


def test_no_transaction_is_open_while_the_engine_works(cast: Cast, clock: FakeClock) -> None:
    seen = []

    def looking(problem: Problem, *args: Any, **options: Any) -> Answer:
        seen.append(db.session().in_transaction())
        return solve(problem, *args, **options)

    solve_run(_order(_claimed(cast, clock), clock, engine=looking))
    assert seen == [False]


def test_progress_is_written_while_the_engine_works(cast: Cast, clock: FakeClock) -> None:
    seen: list[dict[str, Any]] = []

    def slowly(problem: Problem, *args: Any, **options: Any) -> Answer:
        for _ in range(60):
            time.sleep(0.1)
            run = db.session.scalars(select(MatchRun).execution_options(populate_existing=True)).one()
            seen.append(run.progress)
            db.session.rollback()
            if seen[-1]["stage"] == "matching":
                break
        return solve(problem, *args, **options)

    solve_run(_order(_claimed(cast, clock), clock, engine=slowly))
    assert (seen[-1]["stage"], seen[-1]["worker"]) == ("matching", "worker-1")


def _cheating(problem: Problem, *args: Any, **options: Any) -> Answer:
    answer = solve(problem, *args, **options)
    return replace(answer, objective=answer.objective + 1)


def _stubborn(*_args: Any, **_options: Any) -> Answer:
    raise InputError([Fault("pairs.csv", 0, "relation", "locked pairs that exclude each other", "others")])


def _broken(*_args: Any, **_options: Any) -> Answer:
    raise ZeroDivisionError


@pytest.mark.parametrize(
    ("engine", "failure"),
    [
        (_cheating, RunFailure.ANSWER_REFUSED),
        (_stubborn, RunFailure.LOCKS_CONTRADICT),
        (_broken, RunFailure.DEFECT),
    ],
)
def test_what_goes_wrong_is_told_and_nothing_is_kept(
    cast: Cast, clock: FakeClock, engine: Callable[..., Answer], failure: RunFailure
) -> None:
    run = _claimed(cast, clock)
    assert solve_run(_order(run, clock, engine=engine)) is RunState.FAILED
    assert (run.state, run.failure, run.finished_at) == (RunState.FAILED, failure.value, clock.now())
    assert db.session.scalars(select(Proposal)).all() == []


def test_records_that_cannot_be_matched_are_named(cast: Cast, clock: FakeClock) -> None:
    cast.shopping.together = True  # but its window is longer than one visit
    run = _claimed(cast, clock)
    assert solve_run(_order(run, clock)) is RunState.FAILED
    assert run.failure == RunFailure.BAD_INPUT.value
    assert len(run.progress["faults"]) == 1


def test_a_run_taken_over_by_another_worker_stores_nothing(cast: Cast, clock: FakeClock) -> None:
    run = _claimed(cast, clock)

    def overtaken(problem: Problem, *args: Any, **options: Any) -> Answer:
        claim_run(worker="worker-2", by=JOB, now=clock.now(), after_takeover=True)
        db.session.commit()
        return solve(problem, *args, **options)

    assert solve_run(_order(run, clock, engine=overtaken)) is RunState.FAILED
    assert run.state is RunState.RUNNING
    assert db.session.scalars(select(Proposal)).all() == []


def test_every_office_has_one_nightly_run_a_night(cast: Cast, clock: FakeClock) -> None:
    assert request_nightly_runs(clock.now()) == 2
    for run in db.session.scalars(select(MatchRun)):
        run.state = RunState.DONE
    assert request_nightly_runs(clock.advance(hours=12)) == 0
    assert request_nightly_runs(clock.advance(hours=12)) == 2


def test_a_run_somebody_started_stands_for_the_nightly_one(cast: Cast, clock: FakeClock) -> None:
    request_run(office_id=cast.hoerde.id, by=JOB, now=clock.now())
    assert request_nightly_runs(clock.now()) == 1


def test_all_waiting_runs_are_solved_one_after_the_other(cast: Cast, clock: FakeClock) -> None:
    request_nightly_runs(clock.now())
    assert run_requested_matches(clock.now(), "worker-1") == 2
    assert run_requested_matches(clock.now(), "worker-1") == 0
