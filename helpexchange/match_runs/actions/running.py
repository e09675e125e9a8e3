"""Asking for a run, and claiming one to solve it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from helpexchange.accounts.roles import Permission
from helpexchange.audit_trail.actions import record
from helpexchange.core.database import db
from helpexchange.core.errors import NotAllowedRefusal, NotFoundRefusal
from helpexchange.core.viewer import Viewer
from helpexchange.match_runs.models import MatchRun
from helpexchange.match_runs.rules import (
    UNDER_WAY,
    RunAlreadyRequestedError,
    RunStage,
    RunState,
    is_stale,
    scope_word,
)


def request_run(*, office_id: int | None, by: Viewer, now: datetime) -> MatchRun:
    """Ask for a run of an office, or of the whole town if `office_id` is None; the scheduler solves it soon.

    Raises:
        NotFoundRefusal: the office is not the viewer's.
        NotAllowedRefusal: the viewer starts no runs, or none of the whole town.
        RunAlreadyRequestedError: one of the same scope is under way.
    """
    _refuse_stranger(office_id, by)
    run = MatchRun(
        office_id=office_id, scope=scope_word(office_id), state=RunState.REQUESTED, requested_at=now,
        requested_by=by.name,
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.add(run)
    except IntegrityError as error:
        raise RunAlreadyRequestedError from error
    record(act="request_run", object_type="match_run", object_id=run.id, office_id=office_id, by=by, now=now)
    return run


def _refuse_stranger(office_id: int | None, by: Viewer) -> None:
    if office_id is not None and not by.sees_office(office_id):
        raise NotFoundRefusal
    # A job has no account and no permissions; what it may do is written in `jobs.py`.
    is_job = by.is_network_wide and not by.is_signed_in
    needed = Permission.MATCH_WHOLE_TOWN if office_id is None else Permission.START_MATCH_RUN
    if not is_job and not by.may(needed):
        raise NotAllowedRefusal


def claim_run(*, worker: str, by: Viewer, now: datetime, after_takeover: bool = False) -> MatchRun | None:
    """Claim the run that has waited longest, so that no other worker takes it; None when none waits.

    A running one is claimed again when its worker must be dead.

    Args:
        worker: a word that no other process uses.
        after_takeover: True when no other worker can be alive: every running run is an orphan then.
    """
    waiting = (
        select(MatchRun)
        .where(MatchRun.state.in_(UNDER_WAY))
        .order_by(MatchRun.requested_at, MatchRun.id)
        .with_for_update(skip_locked=True)
    )
    for run in db.session.scalars(waiting.execution_options(populate_existing=True)):
        if run.state == RunState.REQUESTED or after_takeover or _is_orphan(run, now):
            _claim(run, worker=worker, by=by, now=now)
            return run
    return None


def _is_orphan(run: MatchRun, now: datetime) -> bool:
    beat = run.progress.get("at")
    return is_stale(datetime.fromisoformat(beat) if beat else run.started_at, now)


def _claim(run: MatchRun, *, worker: str, by: Viewer, now: datetime) -> None:
    is_again = run.state == RunState.RUNNING
    run.state, run.started_at = RunState.RUNNING, now
    run.progress = {"worker": worker, "stage": RunStage.READING.value, "at": now.isoformat()}
    act = "restart_run" if is_again else "start_run"
    record(act=act, object_type="match_run", object_id=run.id, office_id=run.office_id, by=by, now=now)
    db.session.flush()
