"""What is done day by day for helpers without anybody pressing a button; each is safe to run twice."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from helpexchange.audit_trail.actions import record
from helpexchange.core.viewer import Viewer
from helpexchange.helper_profiles.actions.pausing import pause, resume
from helpexchange.helper_profiles.actions.telling import tell_helper
from helpexchange.helper_profiles.labels import WAYS
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.helper_profiles.queries import (
    OBJECT_TYPE,
    helpers_back_from_pause,
    helpers_with_expiring_checks,
    late_arrivals,
    silent_helpers,
    slots_to_remind,
    unanswered_helpers,
)
from helpexchange.helper_profiles.rules import ANSWER_WITHIN, REMIND_DAYS, SILENT_AFTER, reminder_due
from helpexchange.skills.labels import check_label, skill_label

#: Reminders that a scheduler which slept could not send are made up for so many days.
CATCH_UP_DAYS = 3
INTERVIEW_NOTICE = timedelta(days=1)


def remind_of_checks(*, by: Viewer, now: datetime, today: date) -> int:
    """Tell helpers 60 and 14 days before a check expires, and once it has; return how many were told."""
    late = range(CATCH_UP_DAYS)
    days = {today + timedelta(days=before - each) for before in REMIND_DAYS for each in late}
    days |= {today - timedelta(days=1 + each) for each in late}
    told = 0
    for each in helpers_with_expiring_checks(by, days=days):
        due = reminder_due(each.expires_on, today)
        key = f"check-{each.helper.id}-{each.check_code}-{each.expires_on.isoformat()}-{due or 'over'}"
        words: dict[str, Any] = {
            "check": check_label(each.check_code),
            "expires_on": each.expires_on,
            "kinds": [skill_label(code) for code in each.kinds],
        }
        if tell_helper(
            each.helper, "check_expiring" if due else "check_expired", by=by, now=now, once_key=key, **words
        ):
            act = "remind_of_check" if due else "note_expired_check"
            _note(act, each.helper, by=by, now=now, check=each.check_code)
            told += 1
    return told


def end_pauses(*, by: Viewer, now: datetime, today: date) -> int:
    """Make helpers whose pause is over active again and tell them; return how many."""
    back = helpers_back_from_pause(by, today=today)
    for helper in back:
        resume(helper, by=by, now=now)
        tell_helper(helper, "pause_over", by=by, now=now)
    return len(back)


def ask_for_interest(*, by: Viewer, now: datetime, today: date) -> int:
    """Ask helpers who have been silent for six months whether they still like to help; return how many."""
    silent = silent_helpers(by, since=now - SILENT_AFTER, since_day=today - SILENT_AFTER)
    for helper in silent:
        helper.interest_asked_at = now
        tell_helper(helper, "confirm_interest", by=by, now=now, until=today + ANSWER_WITHIN)
        _note("ask_interest", helper, by=by, now=now)
    return len(silent)


def pause_the_silent(*, by: Viewer, now: datetime) -> int:
    """Pause helpers who have not answered within 30 days, delete nobody; return how many."""
    silent = unanswered_helpers(by, asked_before=now - ANSWER_WITHIN)
    for helper in silent:
        pause(helper, until=None, by=by, now=now, message="paused_silent")
    return len(silent)


def remind_of_interviews(*, by: Viewer, now: datetime) -> int:
    """Remind helpers of the interview of the next day; return how many were told."""
    told = 0
    for slot in slots_to_remind(by, start=now, end=now + INTERVIEW_NOTICE):
        if slot.helper is not None:
            key = f"interview-{slot.id}-{slot.helper.id}"
            told += tell_helper(
                slot.helper, "interview_reminder", by=by, now=now, once_key=key, is_urgent=True,
                at=slot.starts_at, way=WAYS[slot.way],
            )  # fmt: skip
    return told


def excuse_lateness(*, by: Viewer, now: datetime, today: date) -> int:
    """Tell those who were not called on the day promised that they are not forgotten; return how many."""
    return sum(
        tell_helper(helper, "late_contact", by=by, now=now, once_key=f"helper-{helper.id}-late")
        for helper in late_arrivals(by, today=today)
    )


def _note(act: str, helper: HelperProfile, *, by: Viewer, now: datetime, **details: Any) -> None:
    record(
        act=act, object_type=OBJECT_TYPE, object_id=helper.id, office_id=helper.office_id, by=by, now=now,
        **details,
    )  # fmt: skip
