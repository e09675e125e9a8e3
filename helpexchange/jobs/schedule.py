"""Every job of an installation, on one page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta

from flask import Flask

from helpexchange.accounts import jobs as account_jobs
from helpexchange.core import clock
from helpexchange.help_requests import jobs as request_jobs
from helpexchange.jobs.leader import process_name
from helpexchange.jobs.rules import Daily, Every, Job
from helpexchange.match_runs import jobs as match_jobs
from helpexchange.notifications import jobs as message_jobs
from helpexchange.privacy import jobs as privacy_jobs

FORGETTING_AT = time(3, 45)


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
            name="messages",
            when=Every(seconds=2),
            run=message_jobs.Sender().send_waiting,
            is_atomic=False,
            catch_up=timedelta(seconds=2),
        ),
        Job(
            name="forget_in_time",
            when=Daily(at=FORGETTING_AT, time_zone=settings.time_zone),
            run=privacy_jobs.forget_what_is_due,
            is_atomic=True,
            catch_up=timedelta(hours=20),
        ),
        Job(
            name="late_first_contacts",
            when=Daily(at=time(8), time_zone=settings.time_zone),
            run=request_jobs.tell_late,
            is_atomic=True,
            catch_up=timedelta(hours=12),
        ),
        Job(
            name="old_call_drafts",
            when=Daily(at=time(3, 30), time_zone=settings.time_zone),
            run=request_jobs.forget_old_calls,
            is_atomic=True,
            catch_up=timedelta(hours=20),
        ),
        Job(
            name="spent_links",
            when=Daily(at=time(3, 40), time_zone=settings.time_zone),
            run=account_jobs.forget_spent_links,
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
