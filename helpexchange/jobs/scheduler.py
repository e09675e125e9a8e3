"""The scheduler: stands by, leads when nobody else does, and runs every tick that is due, once."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import datetime

from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask
from sqlalchemy import CursorResult, insert, select, update

from helpexchange.core import clock
from helpexchange.core.database import db
from helpexchange.core.logs import get_logger
from helpexchange.jobs.leader import LeaderLock, leader_lock, process_name
from helpexchange.jobs.models import JobCursor
from helpexchange.jobs.rules import Job, due_ticks

LOOK_EVERY_S = 1.0

log = get_logger(__name__)


class TickTakenError(Exception):
    """Another process has done this tick; whatever was done for it here is rolled back."""


class Scheduler:
    """Runs jobs in this process for as long as it leads.

    Args:
        lock: the one that fits the database when left out.
    """

    def __init__(self, app: Flask, jobs: Sequence[Job], *, lock: LeaderLock | None = None) -> None:
        self._app = app
        self._jobs = jobs
        self._lock = lock or leader_lock(app)

    def run(self, stop: threading.Event) -> None:
        """Stand by and lead until `stop` is set; jobs under way are finished first."""
        while not stop.is_set():
            if self._lock.acquire():
                self._lead(stop)
            stop.wait(LOOK_EVERY_S)
        self._lock.release()

    def _lead(self, stop: threading.Event) -> None:
        log.info("leading", pid=process_name())
        timer = BackgroundScheduler(timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1})
        for job in self._jobs:
            timer.add_job(self.run_due, "interval", [job], seconds=LOOK_EVERY_S, id=job.name)
        timer.start()
        while not stop.wait(LOOK_EVERY_S) and self._lock.is_held():
            pass
        timer.shutdown(wait=True)

    def run_due(self, job: Job) -> None:
        """Run every tick of `job` that is due; a failure is logged and the tick tried again."""
        with self._app.app_context():
            try:
                for due_at in due_ticks(job, last=_last_done(job), now=clock.now()):
                    _run_tick(job, due_at)
            except TickTakenError:
                log.info("tick_taken", job=job.name)
            except Exception:
                log.exception("job_failed", job=job.name)
            finally:
                db.session.rollback()


def _last_done(job: Job) -> datetime:
    """Return the due moment of the last tick done; a job met for the first time is owed nothing yet."""
    last = db.session.scalar(select(JobCursor.due_at).where(JobCursor.job == job.name))
    if last is None:
        last = job.when.latest(clock.now())
        _note_done(job, last)
    db.session.commit()  # a job that commits by itself must not run inside this transaction
    return last


def _run_tick(job: Job, due_at: datetime) -> None:
    if job.is_atomic:
        _note_done(job, due_at)
        job.run(due_at)
    else:
        job.run(due_at)
        _note_done(job, due_at)
    db.session.commit()


def _note_done(job: Job, due_at: datetime) -> None:
    """Move the cursor to `due_at` if it still stands before it.

    The row is written first in an atomic job: two leaders, as there can be for a moment when a connection
    is lost, then wait for each other here and the second finds the tick taken.
    """
    values = {"due_at": due_at, "done_at": clock.now(), "done_by": process_name()}
    moved: CursorResult[tuple[()]] = db.session.execute(  # type: ignore[assignment]
        update(JobCursor).where(JobCursor.job == job.name, JobCursor.due_at < due_at).values(**values)
    )
    if moved.rowcount:
        return
    if db.session.scalar(select(JobCursor.job).where(JobCursor.job == job.name)):
        raise TickTakenError
    db.session.execute(insert(JobCursor).values(job=job.name, **values))
