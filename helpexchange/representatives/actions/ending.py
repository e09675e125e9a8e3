"""Representations end: by the person, the representative, the office, or their last day.

Whoever calls these has read the person as the viewer's own, by a signed link, or as their office's.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from helpexchange.core.clock import town_day
from helpexchange.core.viewer import Viewer
from helpexchange.representatives.actions.changing import move, note
from helpexchange.representatives.models import Representation
from helpexchange.representatives.queries import ending_soon, over_by_date, unanswered
from helpexchange.representatives.rules import (
    Change,
    EndedBy,
    EndReason,
    RepresentationState,
    TooLateToUndoError,
    may_undo,
)


def end_representation(
    *, representation: Representation, ended_by: EndedBy, reason: EndReason, by: Viewer, now: datetime
) -> Representation:
    """End a representation, or refuse one that waits; its links open nothing from now on. Twice is once.

    Raises:
        RepresentationDecidedError: somebody was faster.
    """
    if representation.state in (RepresentationState.ENDED, RepresentationState.RUN_OUT):
        return representation
    is_refused = representation.state is RepresentationState.WAITING
    by_date = ended_by is EndedBy.DATE
    move(representation, RepresentationState.RUN_OUT if by_date else RepresentationState.ENDED)
    representation.ended_at, representation.ended_by = now, ended_by
    representation.ended_by_name = by.name if by.permissions else ""
    representation.end_reason = reason
    act = "refuse_representation" if is_refused else "end_representation"
    note(act, Change.ENDED, representation, by=by, now=now, ended_by=ended_by, reason=reason)
    return representation


def undo_end(*, representation: Representation, by: Viewer, now: datetime) -> Representation:
    """Take an end of the office back on the same day; it stands again as before. Twice does no harm.

    Raises:
        TooLateToUndoError: the day is over, or somebody else has ended it.
    """
    if representation.ended_at is None:
        return representation
    if not may_undo(representation.ended_by, town_day(representation.ended_at), town_day(now)):
        raise TooLateToUndoError
    held = representation.began_at is not None
    move(representation, RepresentationState.IN_FORCE if held else RepresentationState.WAITING)
    representation.ended_at = representation.ended_by = representation.end_reason = None
    representation.ended_by_name = ""
    note("undo_representation_end", Change.UNDONE, representation, by=by, now=now)
    return representation


def renew_acting_link(*, representation: Representation, by: Viewer, now: datetime) -> None:
    """Let the links of earlier messages end."""
    representation.link_number += 1
    note("renew_acting_link", None, representation, by=by, now=now)


def end_by_date(*, by: Viewer, now: datetime) -> int:
    """End what has run out; return how many."""
    over = over_by_date(by, today=town_day(now))
    for each in over:
        end_representation(
            representation=each, ended_by=EndedBy.DATE, reason=EndReason.RUN_OUT, by=by, now=now
        )
    return len(over)


def remind_of_end(*, by: Viewer, now: datetime) -> int:
    """Remind the office, once, of what ends within 14 days; return of how many."""
    return _remind(ending_soon(by, today=town_day(now)), Change.ENDS_SOON, by=by, now=now)


def remind_of_waiting(*, by: Viewer, now: datetime) -> int:
    """Let the office call, once, who has not answered whether somebody may act for them; return how many."""
    return _remind(unanswered(by, now=now), Change.STILL_WAITING, by=by, now=now)


def _remind(found: Sequence[Representation], change: Change, *, by: Viewer, now: datetime) -> int:
    for each in found:
        each.reminded_at = now
        note("remind_of_representation", change, each, by=by, now=now)
    return len(found)
