"""Every job of an installation, on one page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta

from flask import Flask

from helpexchange.core import clock
from helpexchange.helper_profiles import jobs as helper_jobs
from helpexchange.jobs.leader import process_name
from helpexchange.jobs.rules import Daily, Every, Job
from helpexchange.match_runs import jobs as match_jobs

#: After the nightly match and before anybody comes to work; messages of the day go out then.
HELPERS_AT = time(7, 0)


def jobs_of(app: Flask) -> list[Job]:
    """Return the jobs that the settings of `app` ask for."""
    settings = app.extensions["settings"]
    jobs = [
        Job(
            name="requested_matches",
            when=Every(seconds=2),
            run=_requested_matches(),
            is_atomic=False,
            catch_up=timedelta(seconds=2),
        ),
        Job(
            name="look_after_helpers",
            when=Daily(at=HELPERS_AT, time_zone=settings.time_zone),
            run=helper_jobs.look_after_helpers,
            is_atomic=True,
            catch_up=timedelta(hours=20),
        ),
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


def _requested_matches() -> Callable[[datetime], None]:
    """Return the job that solves waiting runs.

    Its first call is the first thing this process does as the leader: a run that the leader before
    it left half done is then begun anew at once.
    """
    after_takeover = iter([True])

    def run(_due_at: datetime) -> None:
        match_jobs.run_requested_matches(
            clock.now(), worker=process_name(), after_takeover=next(after_takeover, False)
        )

    return run
