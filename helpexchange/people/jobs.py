"""What the scheduler calls every night: merges that can no longer be undone. Safe to run twice."""

from __future__ import annotations

from datetime import datetime

from helpexchange.core.viewer import system_viewer
from helpexchange.people.actions import forget_merges
from helpexchange.people.rules import UNDO_FOR


def forget_old_merges(now: datetime) -> int:
    """Forget how it was before merges of more than 30 days ago, in the transaction of the tick."""
    return forget_merges(before=now - UNDO_FOR, by=system_viewer("retention"), now=now)
