"""Claiming a run: one worker each, and none is lost when a worker dies."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from flask import Flask

from helpexchange.core.database import db
from helpexchange.core.viewer import system_viewer
from helpexchange.match_runs.actions import claim_run, request_run
from helpexchange.match_runs.models import MatchRun
from helpexchange.match_runs.rules import RunState
from tests.cast import Cast
from tests.fakes import FakeClock

JOB = system_viewer("scheduler")


def _requested(cast: Cast, clock: FakeClock) -> MatchRun:
    run = request_run(office_id=cast.hoerde.id, by=JOB, now=clock.now())
    db.session.commit()
    return run


def test_the_longest_waiting_is_claimed_first_and_only_once(cast: Cast, clock: FakeClock) -> None:
    first = _requested(cast, clock)
    second = request_run(office_id=None, by=JOB, now=clock.advance(minutes=1))
    claimed = [claim_run(worker="a", by=JOB, now=clock.now()) for _ in range(3)]
    assert claimed == [first, second, None]
    assert (first.state, first.started_at, first.progress["worker"]) == (RunState.RUNNING, clock.now(), "a")


def test_a_silent_worker_loses_its_run_after_a_minute(cast: Cast, clock: FakeClock) -> None:
    run = _requested(cast, clock)
    claim_run(worker="a", by=JOB, now=clock.now())
    assert claim_run(worker="b", by=JOB, now=clock.advance(seconds=60)) is None
    assert claim_run(worker="b", by=JOB, now=clock.advance(seconds=1)) is run
    assert run.progress["worker"] == "b"


def test_a_sign_of_life_keeps_the_run(cast: Cast, clock: FakeClock) -> None:
    run = _requested(cast, clock)
    claim_run(worker="a", by=JOB, now=clock.now())
    run.progress = {**run.progress, "at": clock.advance(seconds=50).isoformat()}
    assert claim_run(worker="b", by=JOB, now=clock.advance(seconds=50)) is None


def test_a_new_leader_takes_over_at_once(cast: Cast, clock: FakeClock) -> None:
    run = _requested(cast, clock)
    claim_run(worker="a", by=JOB, now=clock.now())
    assert claim_run(worker="b", by=JOB, now=clock.now(), after_takeover=True) is run


def test_of_ten_workers_at_once_one_gets_it(app: Flask, cast: Cast, clock: FakeClock) -> None:
    _requested(cast, clock)
    claimed = _at_once(app, 10, lambda number: _claims(f"worker-{number}", clock))
    assert claimed.count(True) == 1


def _claims(worker: str, clock: FakeClock) -> bool:
    found = claim_run(worker=worker, by=JOB, now=clock.now()) is not None
    db.session.commit()
    return found


def _at_once(app: Flask, count: int, act: Callable[[int], bool]) -> list[bool]:
    def in_context(number: int) -> bool:
        with app.app_context():
            return act(number)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(in_context, range(count)))
