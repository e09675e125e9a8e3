"""States of a helper, which change follows which, and how long a check holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from helpexchange.core.errors import ConflictRefusal, Refusal
from helpexchange.core.i18n import lazy_text as _
from helpexchange.core.viewer import Viewer


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


class InterviewWay(StrEnum):
    """Where an interview is held."""

    OFFICE = "office"
    PHONE = "phone"
    HOME = "home"


@dataclass(frozen=True, slots=True)
class HelperUnavailable:
    """Announced when an active helper pauses or leaves: nobody is sent to them any more.

    Attributes:
        is_final: True if they may no longer be known here, because they took their consent back.
    """

    helper_id: int
    has_left: bool
    by: Viewer
    now: datetime
    is_final: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HelperBack:
    """Announced when a pause ends, or a helper comes back after leaving."""

    helper_id: int
    by: Viewer
    now: datetime


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
LONGEST_ABOUT = 400
LONGEST_WISHES = 200
MOST_ABSENCES = 20
MOST_PHOTO_BYTES = 8_000_000

#: So many days before a check expires its helper is reminded.
REMIND_DAYS = (60, 14)
#: A helper who has been silent for so long is asked whether they still like to help.
SILENT_AFTER = timedelta(days=183)
#: Whoever does not answer within this is paused, never deleted.
ANSWER_WITHIN = timedelta(days=30)
#: A step can be taken back so long before its message goes out.
UNDO_GRACE = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(days=365)
WEEKEND = (5, 6)


class HelperAlreadyDecidedError(ConflictRefusal):
    """Somebody did the step first; the words say who if it is known."""

    code = "helper_already_decided"
    words = _("Somebody has already done this step for this helper.")

    def __init__(self, name: str = "") -> None:
        who = _("%(name)s has already done this step for this helper.", name=name)
        super().__init__(who if name else None)


class SlotTakenError(ConflictRefusal):
    """Somebody else has booked the time, or the office has taken it back."""

    code = "slot_taken"
    words = _("This time has just been taken. Please choose another one.")


class SlotOverError(Refusal):
    """The time lies in the past."""

    code = "slot_over"
    words = _("This time is over. Please choose another one.")


class ConsentEndedError(ConflictRefusal):
    """Who has taken the consent back is kept by nobody; coming back needs a new one."""

    code = "consent_ended"
    words = _("You have taken your consent back. Please offer your help anew, or call your office.")


class NotActiveError(ConflictRefusal):
    """A pause is for helpers who are active, and its end for those who pause."""

    code = "helper_not_active"
    words = _("This is not possible at the moment. Your office knows more.")


class BadPhotoError(Refusal):
    """A file that is no picture, or too large."""

    code = "bad_photo"
    words = _("Choose a photo: JPEG or PNG, at most 8 MB.")


class BadSeenDayError(Refusal):
    """A check that was seen in the future, or too long ago."""

    code = "bad_seen_day"
    words = _("The day must not be in the future, nor more than a year ago.")


class BadDaysError(Refusal):
    """A last day before the first, or a day that is past or too far away."""

    code = "bad_days"
    words = _("The last day must not be before the first, nor in the past.")


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


def reminder_due(expires_on: date, today: date) -> int | None:
    """Return which reminder (60 or 14 days before) is due for a check that still holds; None for none yet.

    A reminder that could not go out on its day is due until the next one is.
    """
    days_left = (expires_on - today).days
    if days_left < 0:
        return None
    return next((days for days in sorted(REMIND_DAYS) if days_left <= days), None)
