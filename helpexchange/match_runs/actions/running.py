"""Asking for a run, and claiming one to solve it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError

from helpexchange.accounts.roles import Permission
from helpexchange.audit_trail.actions import record
from helpexchange.core.database import db
from helpexchange.core.errors import NotAllowedRefusal, NotFoundRefusal
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.queries import request_of_office
from helpexchange.help_requests.rules import RequestState
from helpexchange.match_runs.actions.saying_why import served
from helpexchange.match_runs.models import MatchRun
from helpexchange.match_runs.rules import (
    REMATCH,
    UNDER_WAY,
    RunAlreadyRequestedError,
    RunStage,
    RunState,
    is_stale,
    scope_word,
)
from helpexchange.offices.models import District


def request_run(
    *,
    office_id: int | None,
    by: Viewer,
    now: datetime,
    district_id: int | None = None,
    request_id: int | None = None,
) -> MatchRun:
    """Ask for a run of an office, or of the whole town if `office_id` is None; the scheduler solves it soon.

    Args:
        district_id: for the requests of one district only; its office is that of the run.
        request_id: for one request only, likewise.

    Raises:
        NotFoundRefusal: the office, district or request is not the viewer's.
        NotAllowedRefusal: the viewer starts no runs, or none of the whole town.
        RequestServedError: the request has its helpers, or is not open any more.
        RunAlreadyRequestedError: one of the same scope is under way.
    """
    if request_id is not None:
        office_id, district_id = _office_of_request(request_id, by), None
    elif district_id is not None:
        office_id = _office_of_district(district_id)
    _refuse_stranger(office_id, by)
    run = MatchRun(
        office_id=office_id, district_id=district_id, request_id=request_id,
        scope=scope_word(office_id, district_id=district_id, request_id=request_id),
        state=RunState.REQUESTED, requested_at=now, requested_by=by.name,
    )  # fmt: skip
    return enter_run(run, by=by, now=now)


def enter_run(run: MatchRun, *, by: Viewer, now: datetime) -> MatchRun:
    """Enter a run that waits to be solved.

    Raises:
        RunAlreadyRequestedError: one of the same scope is under way.
    """
    try:
        with db.session.begin_nested():
            db.session.add(run)
    except IntegrityError as error:
        raise RunAlreadyRequestedError from error
    about = {"district_id": run.district_id, "request_id": run.request_id}
    record(
        act="request_run", object_type="match_run", object_id=run.id, office_id=run.office_id, by=by, now=now,
        **{name: value for name, value in about.items() if value is not None},
    )  # fmt: skip
    return run


def _office_of_request(request_id: int, by: Viewer) -> int:
    request = request_of_office(by, request_id)
    if request.state is not RequestState.OPEN:
        raise served(request, by=by)
    return request.office_id


def _office_of_district(district_id: int) -> int:
    district = db.session.get(District, district_id)
    if district is None:
        raise NotFoundRefusal
    return district.office_id


def _refuse_stranger(office_id: int | None, by: Viewer) -> None:
    if office_id is not None and not by.sees_office(office_id):
        raise NotFoundRefusal
    # A job has no account and no permissions; what it may do is written in `jobs.py`.
    is_job = by.is_network_wide and not by.is_signed_in
    needed = Permission.MATCH_WHOLE_TOWN if office_id is None else Permission.START_MATCH_RUN
    if not is_job and not by.may(needed):
        raise NotAllowedRefusal


def claim_run(
    *, worker: str, by: Viewer, now: datetime, after_takeover: bool = False, mending: bool | None = None
) -> MatchRun | None:
    """Claim the run that has waited longest, so that no other worker takes it; None when none waits.

    A running one is claimed again when its worker must be dead.

    Args:
        worker: a word that no other process uses.
        after_takeover: True when no other worker can be alive: every running run is an orphan then.
        mending: True for runs that mend few requests only, which do not wait behind a match of the whole
            town; False for the others only.
    """
    waiting = (
        select(MatchRun)
        .where(MatchRun.state.in_(UNDER_WAY))
        .order_by(MatchRun.requested_at, MatchRun.id)
        .with_for_update(skip_locked=True)
    )
    if mending is not None:
        quick = or_(MatchRun.scope == REMATCH, MatchRun.request_id.is_not(None))
        waiting = waiting.where(quick if mending else ~quick)
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
