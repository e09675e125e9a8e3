"""States of a helper, which change follows which, and how long a check holds."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from helpexchange.core.errors import ConflictRefusal
from helpexchange.core.i18n import lazy_text as _


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


class HelperDeclineReason(StrEnum):
    """Why an office does not take a helper; the helper is told."""

    NOT_REACHED = "not_reached"
    NO_FITTING_TASK = "no_fitting_task"
    CHECK_NOT_PASSED = "check_not_passed"
    CHANGED_MIND = "changed_mind"
    APPLIED_TWICE = "applied_twice"


NEXT_STATES: dict[HelperState, frozenset[HelperState]] = {
    HelperState.APPLIED: frozenset({HelperState.CONTACTED, HelperState.DECLINED, HelperState.LEFT}),
    HelperState.CONTACTED: frozenset({HelperState.CHECKED, HelperState.DECLINED, HelperState.LEFT}),
    HelperState.CHECKED: frozenset({HelperState.ACTIVE, HelperState.DECLINED, HelperState.LEFT}),
    HelperState.ACTIVE: frozenset({HelperState.PAUSED, HelperState.LEFT}),
    HelperState.PAUSED: frozenset({HelperState.ACTIVE, HelperState.LEFT}),
    HelperState.LEFT: frozenset(),
    HelperState.DECLINED: frozenset(),
}

#: On the way from applying to being active.
ARRIVING_STATES = (HelperState.APPLIED, HelperState.CONTACTED, HelperState.CHECKED)

#: Years that a check holds after the day it was seen; any other check holds for ever.
VALID_YEARS = {"conduct": 3, "training": 5, "driving_licence": 2}
MOST_REQUESTS = 5


class HelperAlreadyDecidedError(ConflictRefusal):
    """Somebody did the step first; the words say who if it is known."""

    code = "helper_already_decided"
    words = _("Somebody has already done this step for this helper.")

    def __init__(self, name: str = "") -> None:
        who = _("%(name)s has already done this step for this helper.", name=name)
        super().__init__(who if name else None)


def may_change(state: HelperState, new: HelperState) -> bool:
    """Return whether a helper may go from `state` to `new`."""
    return new in NEXT_STATES[state]


def expiry(check_code: str, seen_on: date) -> date | None:
    """Return the last day on which a check holds; None when it holds for ever."""
    years = VALID_YEARS.get(check_code)
    if years is None:
        return None
    if (seen_on.month, seen_on.day) == (2, 29):
        return date(seen_on.year + years, 2, 28)
    return seen_on.replace(year=seen_on.year + years)
