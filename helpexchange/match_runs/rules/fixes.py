"""Who is asked whether the change is all right with which somebody gets a helper."""

from __future__ import annotations

from enum import StrEnum


class Asked(StrEnum):
    """Who is asked whether a change is all right."""

    HELPER = "helper"
    PERSON = "person"


class FixAnswer(StrEnum):
    """What whoever was asked says to a change."""

    YES = "yes"
    NO = "no"


def who_is_asked(kind: str, side: str = "") -> Asked | None:
    """Return who can make a change come true; None if no call can.

    Args:
        kind: of a nearest fix, such as "more_distance".
        side: for a longer way, whose limit it is: "helper" or "request".
    """
    if kind == "more_distance":
        return Asked.PERSON if side == "request" else Asked.HELPER
    if kind in ("other_time", "other_kind"):
        return Asked.PERSON
    if kind in ("ask_helper", "helper_time", "more_capacity", "more_minutes", "check_needed"):
        return Asked.HELPER
    return None


def metres_for(kilometres: float) -> float:
    """Return as metres a way that was told in kilometres."""
    return float(round(kilometres * 1000))
