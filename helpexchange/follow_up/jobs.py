"""What the scheduler calls each day. Safe to run twice."""

from __future__ import annotations

from datetime import datetime

from helpexchange.core.viewer import system_viewer
from helpexchange.follow_up import actions
from helpexchange.follow_up.queries import SCHEDULER

BY = system_viewer(SCHEDULER)


def remind_of_visits(now: datetime) -> int:
    """Remind of the visits of tomorrow; what waits about others is taken back."""
    actions.take_back_reminders(now=now)
    return actions.remind_of_visits(by=BY, now=now)


def ask_how_visits_go(now: datetime) -> int:
    """Ask everybody whose turn it is how visits go."""
    return actions.ask_how_visits_go(by=BY, now=now)


def notice_silence(now: datetime) -> int:
    """Put silent engagements before their office."""
    return actions.notice_silence(by=BY, now=now)


def check_in(now: datetime) -> int:
    """Put both sides on the call list two weeks after the first visit."""
    return actions.check_in(by=BY, now=now)
