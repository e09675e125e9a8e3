"""What the scheduler calls each morning for helpers; safe to run twice, and does not commit by itself."""

from __future__ import annotations

from datetime import datetime

from flask import current_app

from helpexchange.core.clock import local_date
from helpexchange.core.logs import get_logger
from helpexchange.core.viewer import system_viewer
from helpexchange.helper_profiles.actions import upkeep

log = get_logger(__name__)
NAME = "scheduler"


def look_after_helpers(now: datetime) -> dict[str, int]:
    """End pauses, remind of checks and interviews, ask the silent; return how many of each."""
    by = system_viewer(NAME)
    today = local_date(now, current_app.extensions["settings"].time_zone)
    done = {
        "pauses_ended": upkeep.end_pauses(by=by, now=now, today=today),
        "check_reminders": upkeep.remind_of_checks(by=by, now=now, today=today),
        "interview_reminders": upkeep.remind_of_interviews(by=by, now=now),
        "excused": upkeep.excuse_lateness(by=by, now=now, today=today),
        "paused_for_silence": upkeep.pause_the_silent(by=by, now=now),
        "asked_for_interest": upkeep.ask_for_interest(by=by, now=now, today=today),
    }
    log.info("looked_after_helpers", **done)
    return done
