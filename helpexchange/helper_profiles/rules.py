"""States of a helper and which change follows which."""

from __future__ import annotations

from enum import StrEnum


class HelperKind(StrEnum):
    """Who a helper is."""

    VOLUNTEER = "volunteer"
    PEER_SUPPORTER = "peer_supporter"
    STUDENT = "student"


class HelperState(StrEnum):
    """Where a helper stands with the office."""

    APPLIED = "applied"
    CONTACTED = "contacted"
    CHECKED = "checked"
    ACTIVE = "active"
    PAUSED = "paused"
    LEFT = "left"
    DECLINED = "declined"


NEXT_STATES: dict[HelperState, frozenset[HelperState]] = {
    HelperState.APPLIED: frozenset({HelperState.CONTACTED, HelperState.DECLINED, HelperState.LEFT}),
    HelperState.CONTACTED: frozenset({HelperState.CHECKED, HelperState.DECLINED, HelperState.LEFT}),
    HelperState.CHECKED: frozenset({HelperState.ACTIVE, HelperState.DECLINED, HelperState.LEFT}),
    HelperState.ACTIVE: frozenset({HelperState.PAUSED, HelperState.LEFT}),
    HelperState.PAUSED: frozenset({HelperState.ACTIVE, HelperState.LEFT}),
    HelperState.LEFT: frozenset(),
    HelperState.DECLINED: frozenset(),
}


def may_change(state: HelperState, new: HelperState) -> bool:
    """Return whether a helper may go from `state` to `new`."""
    return new in NEXT_STATES[state]
