"""States of engagements and visits, which change follows which, and the reasons that are kept as codes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from helpexchange.core.viewer import Viewer
from helpexchange.engagements.rules.days_off import Stretch

#: Visits of an open series are planned so long ahead.
AHEAD = timedelta(weeks=8)
LONGEST_NOTE = 500
#: So long a letter is on its way; what is later than that is told by phone.
LETTER_TAKES_DAYS = 3
#: A visit lasts at most a day.
MOST_MINUTES = 24 * 60


class EngagementState(StrEnum):
    """Where an engagement stands: agreed until its first visit begins."""

    AGREED = "agreed"
    RUNNING = "running"
    PAUSED = "paused"
    ENDED = "ended"


class VisitState(StrEnum):
    """Where a visit stands."""

    PLANNED = "planned"
    DONE = "done"
    MISSED = "missed"
    CANCELLED = "cancelled"


class Side(StrEnum):
    """On whose behalf something is done."""

    HELPER = "helper"
    PERSON = "person"
    OFFICE = "office"


class EndReason(StrEnum):
    """Why an engagement has ended."""

    GOAL_REACHED = "goal_reached"
    MOVED = "moved"
    ILLNESS = "illness"
    SCHEDULE = "schedule"
    DID_NOT_GET_ON = "did_not_get_on"
    NO_SHOW = "no_show"
    DIED = "died"
    OTHER = "other"


class Missing(StrEnum):
    """Who was missing when a visit did not take place."""

    HELPER = "helper"
    PERSON = "person"
    BOTH = "both"
    NOBODY = "nobody"


class FirstVisit(StrEnum):
    """Who comes along to the first visit."""

    ALONE = "alone"
    COORDINATOR = "coordinator"
    EXPERIENCED = "experienced"


class CancelReason(StrEnum):
    """Why a visit is cancelled; the last five are not said by people, they follow from another act."""

    ILL = "ill"
    NO_TIME = "no_time"
    AWAY = "away"
    NOT_NEEDED = "not_needed"
    OTHER = "other"
    PAUSE = "pause"
    NEW_TIME = "new_time"
    ENDED = "ended"
    HELPER_BUSY = "helper_busy"
    DAY_OFF = "day_off"


class Outcome(StrEnum):
    """What came of an act; done before means that the same act changes nothing any more."""

    DONE = "done"
    DONE_BEFORE = "done_before"


#: What people may say who cannot come, or whom nobody need visit.
OWN_REASONS = (
    CancelReason.ILL,
    CancelReason.NO_TIME,
    CancelReason.AWAY,
    CancelReason.NOT_NEEDED,
    CancelReason.OTHER,
)
END_REASONS_WITH_TEXT = frozenset({EndReason.OTHER})

NEXT_STATES: dict[EngagementState, frozenset[EngagementState]] = {
    EngagementState.AGREED: frozenset({EngagementState.RUNNING, EngagementState.ENDED}),
    EngagementState.RUNNING: frozenset({EngagementState.PAUSED, EngagementState.ENDED}),
    EngagementState.PAUSED: frozenset({EngagementState.RUNNING, EngagementState.ENDED}),
    EngagementState.ENDED: frozenset(),
}
UNENDED_STATES = (EngagementState.AGREED, EngagementState.RUNNING, EngagementState.PAUSED)

#: A cancelled visit comes back when a pause ends early or somebody can come after all.
NEXT_VISIT_STATES: dict[VisitState, frozenset[VisitState]] = {
    VisitState.PLANNED: frozenset({VisitState.DONE, VisitState.MISSED, VisitState.CANCELLED}),
    VisitState.CANCELLED: frozenset({VisitState.PLANNED}),
    VisitState.DONE: frozenset(),
    VisitState.MISSED: frozenset(),
}


@dataclass(frozen=True, slots=True)
class VisitFreed:
    """Announced when one side cannot come: somebody else may be looked for."""

    visit_id: int
    side: Side
    by: Viewer
    now: datetime


@dataclass(frozen=True, slots=True)
class EngagementBegun:
    """Announced when two have agreed; whoever listens may refuse what would book somebody twice."""

    engagement_id: int
    helper_id: int
    request_id: int
    by: Viewer
    now: datetime


@dataclass(frozen=True, slots=True)
class CallAbout:
    """A call of the office about an engagement.

    Attributes:
        what: whom it goes to, or what it is about, in the reader's words.
        due_on: its day.
        done_at: None while it is to be made.
        done_by: who has made it, as far as that is known.
    """

    what: str
    due_on: date
    done_at: datetime | None = None
    done_by: str = ""


@dataclass(frozen=True, slots=True)
class EngagementShown:
    """Announced when an office looks at an engagement; whoever plans calls about it adds them to `calls`."""

    engagement_id: int
    by: Viewer
    now: datetime
    calls: list[CallAbout]


@dataclass(frozen=True, slots=True)
class EngagementPaused:
    """Announced when an engagement rests for some days: its visits on these days are cancelled."""

    engagement_id: int
    side: Side
    by: Viewer
    now: datetime


@dataclass(frozen=True, slots=True)
class VisitToBeNoted:
    """Announced before it is noted or corrected how long a visit took; a refusal of a listener stops it."""

    visit_id: int
    helper_id: int
    day: date
    side: Side
    by: Viewer
    now: datetime


@dataclass(frozen=True, slots=True)
class MoveProposed:
    """Announced when one side proposes another time for a visit."""

    engagement_id: int
    visit_id: int
    by: Viewer
    now: datetime


@dataclass(frozen=True, slots=True)
class MoveDecided:
    """Announced when an office has decided about a proposed time."""

    engagement_id: int
    by: Viewer
    now: datetime


@dataclass(frozen=True, slots=True)
class EngagementEnded:
    """Announced when an engagement has ended; `needs_another` when the person still wants help."""

    engagement_id: int
    reason: EndReason
    needs_another: bool
    by: Viewer
    now: datetime


def may_change(old: EngagementState, new: EngagementState) -> bool:
    """Return whether an engagement may go from one state to another."""
    return new in NEXT_STATES[old]


def may_change_visit(old: VisitState, new: VisitState) -> bool:
    """Return whether a visit may go from one state to another."""
    return new in NEXT_VISIT_STATES[old]


def state_on(
    day: date, *, state: EngagementState, has_begun: bool, pauses: Iterable[Stretch]
) -> EngagementState:
    """Return where an engagement stands on a day.

    Args:
        state: where it stood before.
        has_begun: whether its first visit has begun; before that it stays agreed, pauses or not.
        pauses: those of both sides.
    """
    if state is EngagementState.ENDED or (state is EngagementState.AGREED and not has_begun):
        return state
    rests = any(pause.covers(day) for pause in pauses)
    return EngagementState.PAUSED if rests else EngagementState.RUNNING
