"""Why somebody is looked for anew, and where those stand who could come to one visit: plain codes."""

from __future__ import annotations

from enum import StrEnum


class RematchCause(StrEnum):
    """What broke, so that a helper is looked for anew; the last two are not noted, they follow."""

    HELPER_SAID_NO = "helper_said_no"
    ENGAGEMENT_ENDED = "engagement_ended"
    HELPER_PAUSED = "helper_paused"
    HELPER_LEFT = "helper_left"
    CHECK_EXPIRED = "check_expired"
    UNDONE = "undone"
    HELPER_FREED = "helper_freed"
    CANNOT_COME = "cannot_come"
    PAUSED = "paused"
    MOVED = "moved"
    ASKED_FOR = "asked_for"


class StandInState(StrEnum):
    """Where somebody stands who could come to one visit instead of another."""

    FOUND = "found"
    ASKED = "asked"
    YES = "yes"
    NO = "no"
    OVER = "over"
