"""What the scheduler calls every night: old merges and old readings. Safe to run twice."""

from __future__ import annotations

from datetime import datetime

from helpexchange.core.viewer import system_viewer
from helpexchange.people.actions import forget_merges, forget_readings
from helpexchange.people.rules import READINGS_KEPT, UNDO_FOR


def forget_old_merges(now: datetime) -> int:
    """Forget how it was before merges of more than 30 days ago, in the transaction of the tick."""
    return forget_merges(before=now - UNDO_FOR, by=system_viewer("retention"), now=now)


def forget_old_readings(now: datetime) -> int:
    """Forget who read which record more than three years ago, in the transaction of the tick."""
    return forget_readings(before=now - READINGS_KEPT)
