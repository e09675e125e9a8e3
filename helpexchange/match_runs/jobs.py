"""What the scheduler calls: asking for nightly runs, and solving those that wait. Safe to run twice."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

from flask import current_app

from helpexchange.config import Settings
from helpexchange.core.clock import Clock, local_date
from helpexchange.core.database import db
from helpexchange.core.logs import get_logger
from helpexchange.core.viewer import system_viewer
from helpexchange.match_runs import queries
from helpexchange.match_runs.actions import (
    claim_run,
    find_stand_ins,
    open_visit_needs,
    release_without_checks,
    request_rematch,
    request_run,
)
from helpexchange.match_runs.rules import (
    MENDING,
    NIGHTLY,
    SCHEDULER,
    RunAlreadyRequestedError,
    RunState,
)

log = get_logger(__name__)


def request_nightly_runs(now: datetime) -> int:
    """Ask for a run of every office that has not had tonight's; return how many were asked for.

    Where somebody's own run is under way, tonight's is not needed.
    """
    by = system_viewer(NIGHTLY)
    asked = 0
    for office_id in queries.offices_without_run_since(by, requested_by=NIGHTLY, since=_midnight(now)):
        try:
            request_run(office_id=office_id, by=by, now=now)
            asked += 1
        except RunAlreadyRequestedError:
            log.info("nightly_run_not_needed", office_id=office_id)
    db.session.commit()
    return asked


def _midnight(now: datetime) -> datetime:
    zone = _settings().time_zone
    return datetime.combine(local_date(now, zone), time(), tzinfo=ZoneInfo(zone))


def mend_what_broke(now: datetime, worker: str, *, after_takeover: bool = False) -> int:
    """Look for stand-ins, ask for a run that mends what broke, and solve all runs of few requests."""
    _look_for_stand_ins(max(now, _clock().now()))
    request_rematch(by=system_viewer(MENDING), now=max(now, _clock().now()))
    db.session.commit()
    return run_requested_matches(now, worker, after_takeover=after_takeover, mending=True)


def _look_for_stand_ins(now: datetime) -> None:
    by = system_viewer(MENDING)
    for need_id in open_visit_needs():
        find_stand_ins(need_id=need_id, by=by, now=now)
        db.session.commit()


def look_after_approvals(now: datetime) -> int:
    """Take back approvals of helpers whose check has expired; others are looked for soon."""
    released = release_without_checks(by=system_viewer(SCHEDULER), now=now)
    db.session.commit()
    return released


def run_requested_matches(
    now: datetime, worker: str, *, after_takeover: bool = False, mending: bool | None = None
) -> int:
    """Solve the runs that wait, one after the other; return how many ended well.

    Args:
        worker: a word that no other process uses.
        after_takeover: True once after this process became the leader: runs whose worker was the leader
            before are begun anew at once, not only when they have been silent for long.
        mending: True for runs of few requests only, False for the others, None for all.
    """
    from helpexchange.match_runs.solving.run import RunOrder, solve_run

    settings, clock = _settings(), _clock()
    by, solved = system_viewer(SCHEDULER), 0
    while run := claim_run(
        worker=worker, by=by, now=max(now, clock.now()), after_takeover=after_takeover, mending=mending
    ):
        order = RunOrder(
            run_id=run.id, worker=worker, clock=clock, time_zone=settings.time_zone,
            time_limit_s=float(settings.match_time_limit_s), workers=settings.match_workers,
            cluster=settings.match_cluster,
        )  # fmt: skip
        db.session.commit()
        solved += solve_run(order) is RunState.DONE
    db.session.rollback()
    return solved


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


def _clock() -> Clock:
    clock: Clock = current_app.extensions["clock"]
    return clock
