"""States of runs, what they are about, and when one is given up."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

TOWN = "town"
#: The scope of runs that mend what broke, and leave everything else alone.
REMATCH = "rematch"
#: Names under which the scheduler acts; pages show them in words.
NIGHTLY = "nightly match"
SCHEDULER = "scheduler"
MENDING = "rematch"
STALE_AFTER = timedelta(seconds=60)


class RunState(StrEnum):
    """Where a run stands."""

    REQUESTED = "requested"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


UNDER_WAY = (RunState.REQUESTED, RunState.RUNNING)


class RunStage(StrEnum):
    """What a run is doing."""

    READING = "reading"
    MATCHING = "matching"
    CHECKING = "checking"
    EXPLAINING = "explaining"
    STORING = "storing"


class RunFailure(StrEnum):
    """Why a run failed."""

    BAD_INPUT = "bad_input"
    LOCKS_CONTRADICT = "locks_contradict"
    ANSWER_REFUSED = "answer_refused"
    DEFECT = "defect"


def scope_word(
    office_id: int | None, *, district_id: int | None = None, request_id: int | None = None
) -> str:
    """Return the word of a run's scope, the narrowest that is given; only one run a scope is under way."""
    if request_id is not None:
        return f"request-{request_id}"
    if district_id is not None:
        return f"district-{district_id}"
    return TOWN if office_id is None else str(office_id)


def mends(scope: str) -> bool:
    """Return whether a run of this scope looks for helpers for few requests and leaves all others alone."""
    return scope == REMATCH or scope.startswith("request-")


def is_stale(beat_at: datetime | None, now: datetime) -> bool:
    """Return whether a running run has given no sign of life for so long that its process must be dead."""
    return beat_at is None or now - beat_at > STALE_AFTER
