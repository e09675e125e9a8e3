"""Every job of an installation, on one page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from functools import partial

from flask import Flask

from helpexchange.accounts import jobs as account_jobs
from helpexchange.api import jobs as api_jobs
from helpexchange.asking import jobs as ask_jobs
from helpexchange.core import clock
from helpexchange.engagements import jobs as engagement_jobs
from helpexchange.follow_up import jobs as follow_up_jobs
from helpexchange.help_requests import jobs as request_jobs
from helpexchange.helper_profiles import jobs as helper_jobs
from helpexchange.jobs.leader import process_name
from helpexchange.jobs.rules import Daily, Every, Job
from helpexchange.match_runs import jobs as match_jobs
from helpexchange.notifications import jobs as message_jobs
from helpexchange.people import jobs as people_jobs
from helpexchange.people_index import jobs as index_jobs
from helpexchange.privacy import jobs as privacy_jobs
from helpexchange.privacy.rules import NIGHTLY_AT
from helpexchange.reports import jobs as report_jobs
from helpexchange.representatives import jobs as representative_jobs

SHORT = timedelta(seconds=2)

#: What is done once a day, at the town's clock, in one transaction: name, when, what, and for how long a day
#: that was missed is made up for.
NIGHTLY: tuple[tuple[str, time, Callable[[datetime], object], timedelta], ...] = (
    ("old_call_drafts", time(3, 30), request_jobs.forget_old_calls, timedelta(hours=20)),
    ("spent_links", time(3, 40), account_jobs.forget_spent_links, timedelta(hours=20)),
    ("old_merges", time(3, 42), people_jobs.forget_old_merges, timedelta(hours=20)),
    ("old_readings", time(3, 43), people_jobs.forget_old_readings, timedelta(hours=20)),
    ("old_api_records", time(3, 44), api_jobs.forget_in_time, timedelta(hours=20)),
    ("forget_in_time", NIGHTLY_AT, privacy_jobs.forget_what_is_due, timedelta(hours=20)),
    ("look_after_engagements", time(3, 50), engagement_jobs.look_after_engagements, timedelta(hours=20)),
    ("approvals_without_checks", time(4, 0), match_jobs.look_after_approvals, timedelta(hours=20)),
    # After the nightly match and before anybody comes to work; messages of the day go out then.
    ("look_after_helpers", time(7, 0), helper_jobs.look_after_helpers, timedelta(hours=20)),
    ("representations", time(7, 5), representative_jobs.look_after_representations, timedelta(hours=20)),
    ("late_first_contacts", time(8, 0), request_jobs.tell_late, timedelta(hours=12)),
    ("silent_engagements", time(7, 10), follow_up_jobs.notice_silence, timedelta(hours=20)),
    ("check_in_calls", time(7, 15), follow_up_jobs.check_in, timedelta(hours=20)),
    # The second time for visits that were agreed on during the day.
    ("visit_reminders", time(9, 0), follow_up_jobs.remind_of_visits, timedelta(hours=7)),
    ("late_visit_reminders", time(16, 0), follow_up_jobs.remind_of_visits, timedelta(hours=4)),
    ("visit_questions", time(10, 0), follow_up_jobs.ask_how_visits_go, timedelta(hours=12)),
)


def jobs_of(app: Flask) -> list[Job]:
    """Return the jobs that the settings of `app` ask for."""
    settings = app.extensions["settings"]
    nightly = list(NIGHTLY)
    if settings.nightly_match_at:
        at = time.fromisoformat(settings.nightly_match_at)
        nightly.append(("nightly_matches", at, match_jobs.request_nightly_runs, timedelta(hours=20)))
    return [
        _often("requested_matches", _as_leader(partial(match_jobs.run_requested_matches, mending=False))),
        _often("rematches", _as_leader(match_jobs.mend_what_broke)),
        _often("messages", message_jobs.Sender().send_waiting),
        _often("webhooks", api_jobs.send_to_partners),
        Job(
            name="asks",
            when=Every(seconds=30),
            run=ask_jobs.look_after_asks,
            is_atomic=False,
            catch_up=SHORT,
        ),
        Job(
            name="people_index",
            when=Every(seconds=20),
            run=index_jobs.note_who_is_new,
            is_atomic=True,
            catch_up=SHORT,
        ),
        Job(
            name="report_counts",
            when=Daily(at=time(4, 0), time_zone=settings.time_zone),
            run=report_jobs.count_at_night,
            is_atomic=False,
            catch_up=timedelta(hours=20),
        ),
        *(
            Job(
                name=name,
                when=Daily(at=at, time_zone=settings.time_zone),
                run=run,
                is_atomic=True,
                catch_up=catch_up,
            )
            for name, at, run, catch_up in nightly
        ),
    ]


def _often(name: str, run: Callable[[datetime], object]) -> Job:
    """Return a job that looks every two seconds whether there is anything to do, and commits by itself."""
    return Job(name=name, when=Every(seconds=2), run=run, is_atomic=False, catch_up=SHORT)


def _as_leader(solve: Callable[..., int]) -> Callable[[datetime], None]:
    """Return a job that solves waiting runs.

    Its first call is the first thing this process does as the leader: a run that the leader before
    it left half done is then begun anew at once.
    """
    after_takeover = iter([True])

    def run(_due_at: datetime) -> None:
        solve(clock.now(), worker=process_name(), after_takeover=next(after_takeover, False))

    return run
