"""Every job of an installation, on one page."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from flask import Flask

from helpexchange.core import clock
from helpexchange.jobs.leader import process_name
from helpexchange.jobs.rules import Daily, Every, Job
from helpexchange.match_runs import jobs as match_jobs


def jobs_of(app: Flask) -> list[Job]:
    """Return the jobs that the settings of `app` ask for."""
    settings = app.extensions["settings"]
    jobs = [
        Job(
            name="requested_matches",
            when=Every(seconds=2),
            run=_run_requested_matches,
            is_atomic=False,
            catch_up=timedelta(seconds=2),
        )
    ]
    if settings.nightly_match_at:
        at = time.fromisoformat(settings.nightly_match_at)
        jobs.append(
            Job(
                name="nightly_matches",
                when=Daily(at=at, time_zone=settings.time_zone),
                run=match_jobs.request_nightly_runs,
                is_atomic=True,
                catch_up=timedelta(hours=20),
            )
        )
    return jobs


def _run_requested_matches(_due_at: datetime) -> None:
    match_jobs.run_requested_matches(clock.now(), worker=process_name())
