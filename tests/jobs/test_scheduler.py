"""The scheduler: one leads, others stand by, no tick is lost or doubled, even when the leader is killed."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import pairwise

import pytest
from flask import Flask
from sqlalchemy import select

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.jobs.leader import leader_lock
from helpexchange.jobs.models import JobCursor
from helpexchange.jobs.rules import Every, Job
from helpexchange.jobs.scheduler import Scheduler
from tests.cast import DbSession
from tests.fakes import FakeClock

PATIENCE_S = 30.0
Starter = Callable[[], "subprocess.Popen[bytes]"]


@pytest.fixture
def start(app: Flask) -> Iterator[Starter]:
    """Start scheduler processes on the test's database; those still alive are killed in the end."""
    started: list[subprocess.Popen[bytes]] = []

    def start_one() -> "subprocess.Popen[bytes]":
        url = app.config["SQLALCHEMY_DATABASE_URI"]
        command = [sys.executable, "-m", "tests.jobs.ticking", url]
        started.append(subprocess.Popen(command, stderr=subprocess.DEVNULL))
        return started[-1]

    yield start_one
    for process in started:
        process.kill()
        process.wait()


def ticks(session: DbSession) -> list[AuditEntry]:
    """Return the rows that ticks have written, oldest first."""
    session.rollback()
    found = session.scalars(select(AuditEntry).where(AuditEntry.act == "tick").order_by(AuditEntry.at)).all()
    session.rollback()
    return list(found)


def wait_for(condition: Callable[[], bool]) -> None:
    """Return as soon as `condition` holds; fail when it does not in time."""
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline, "nothing happened in time"
        time.sleep(0.05)


def written_by(session: DbSession, process: "subprocess.Popen[bytes]") -> int:
    """Return how many ticks this process has done."""
    return sum(entry.actor.endswith(f":{process.pid}") for entry in ticks(session))


@pytest.mark.long(25)
@pytest.mark.timeout(120)
def test_standby_takes_over_a_killed_leader_without_losing_or_doubling_a_tick(
    start: Starter, db_session: DbSession
) -> None:
    leader = start()
    wait_for(lambda: written_by(db_session, leader) >= 1)
    standby = start()
    wait_for(lambda: written_by(db_session, leader) >= 3)
    leader.kill()
    leader.wait()
    wait_for(lambda: written_by(db_session, standby) >= 3)

    moments = [entry.at for entry in ticks(db_session)]
    steps = {later - earlier for earlier, later in pairwise(moments)}
    assert steps == {timedelta(seconds=1)}


def test_only_one_lock_at_a_time(app: Flask) -> None:
    first, second = leader_lock(app), leader_lock(app)
    assert first.acquire()
    assert first.is_held()
    assert not second.acquire()
    assert not second.is_held()
    first.release()
    assert second.acquire()
    second.release()


def test_failing_tick_is_rolled_back_and_tried_again(
    app: Flask, db_session: DbSession, clock: FakeClock
) -> None:
    calls: list[str] = []

    def fail_once(due_at: object) -> None:
        calls.append(str(due_at))
        if len(calls) == 1:
            raise ConnectionError("once")

    job = Job(name="once", when=Every(seconds=60), run=fail_once, is_atomic=True, catch_up=timedelta(hours=1))
    scheduler = Scheduler(app, [job])
    scheduler.run_due(job)
    assert calls == [], "a job met for the first time is owed nothing"
    clock.advance(minutes=1)
    scheduler.run_due(job)
    scheduler.run_due(job)
    scheduler.run_due(job)
    assert len(calls) == 2
    assert calls[0] == calls[1]


def test_tick_done_by_another_process_is_not_done_again(
    app: Flask, db_session: DbSession, clock: FakeClock
) -> None:
    done: list[object] = []
    job = Job(
        name="race", when=Every(seconds=60), run=done.append, is_atomic=True, catch_up=timedelta(hours=1)
    )
    here = Scheduler(app, [job])
    here.run_due(job)
    clock.advance(minutes=1)
    cursor = db_session.get_one(JobCursor, "race")
    cursor.due_at += timedelta(minutes=1)
    db_session.commit()
    here.run_due(job)
    assert done == []
