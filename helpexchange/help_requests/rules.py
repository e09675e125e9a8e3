"""States of a help request, which change follows which, and why an office says no."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from helpexchange.core.errors import ConflictRefusal, Refusal
from helpexchange.core.i18n import lazy_text as _
from helpexchange.core.viewer import Viewer


class RequestState(StrEnum):
    """Where a help request stands. `waiting` is not a state: it is `open` with no possible helper."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    OPEN = "open"
    REFERRED = "referred"
    DECLINED = "declined"
    PROPOSED = "proposed"
    AGREED = "agreed"
    FINISHED = "finished"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class Channel(StrEnum):
    """How a request reached the office."""

    ONLINE = "online"
    PHONE = "phone"
    IMPORT = "import"


class Proof(StrEnum):
    """How we know that a request comes from whom it names; one with `none` is kept, and waits for its proof.

    By a code in a mail or text message, the account, a call of the office, or because the office typed it.
    """

    NONE = "none"
    MAIL = "mail"
    TEXT = "text"
    ACCOUNT = "account"
    CALL = "call"
    OFFICE = "office"


class DeclineReason(StrEnum):
    """Why an office does not take a request; the person is told."""

    NOT_SMALL_HELP = "not_small_help"
    OUTSIDE_TOWN = "outside_town"
    NOT_REACHED = "not_reached"
    ASKED_TWICE = "asked_twice"
    NOT_NEEDED = "not_needed"


class ReferralGoal(StrEnum):
    """Who can help better than a volunteer."""

    CARE_SERVICE = "care_service"
    DOCTOR = "doctor"
    ADVICE_CENTRE = "advice_centre"
    TRADE = "trade"
    OTHER_OFFICE = "other_office"


class WithdrawReason(StrEnum):
    """Why the help is no longer needed."""

    SOLVED = "solved"
    NOT_NEEDED = "not_needed"


_ENDED_EARLY = frozenset({RequestState.WITHDRAWN, RequestState.EXPIRED})

NEXT_STATES: dict[RequestState, frozenset[RequestState]] = {
    RequestState.DRAFT: frozenset({RequestState.SUBMITTED}) | _ENDED_EARLY,
    RequestState.SUBMITTED: frozenset({RequestState.OPEN, RequestState.REFERRED, RequestState.DECLINED})
    | _ENDED_EARLY,
    RequestState.OPEN: frozenset({RequestState.PROPOSED}) | _ENDED_EARLY,
    RequestState.PROPOSED: frozenset({RequestState.OPEN, RequestState.AGREED}) | _ENDED_EARLY,
    RequestState.AGREED: frozenset({RequestState.OPEN, RequestState.FINISHED}) | _ENDED_EARLY,
    RequestState.FINISHED: frozenset(),
    RequestState.REFERRED: frozenset(),
    RequestState.DECLINED: frozenset(),
    RequestState.WITHDRAWN: frozenset(),
    RequestState.EXPIRED: frozenset(),
}

#: What clearing decides; only this can be taken back, and only to where it came from.
CLEARED_STATES = frozenset({RequestState.OPEN, RequestState.REFERRED, RequestState.DECLINED})
FINAL_STATES = frozenset(state for state, following in NEXT_STATES.items() if not following)

#: States in which somebody waits for help.
WAITING_STATES = frozenset({RequestState.SUBMITTED, RequestState.OPEN, RequestState.PROPOSED})

#: From here the person may ask for another helper after the visits have ended.
REOPENABLE_STATES = frozenset({RequestState.AGREED, RequestState.FINISHED})

HIGHEST_PRIORITY = 4
LONGEST_NOTE = 500
LONGEST_LINE = 200
#: Word for how often -> visits a week, and whether once is enough.
FREQUENCIES = {"once": (1, True), "weekly": (1, False), "twice": (2, False), "thrice": (3, False)}
#: States in which the person may still change what they asked for.
CHANGEABLE_STATES = frozenset({RequestState.SUBMITTED, RequestState.OPEN})
#: Within so many minutes a decision can be taken back before anybody is told of it.
MINUTES_BEFORE_TELLING = 10
#: So many codes are sent for one request; whoever needs more is called.
MOST_CODES = 5


@dataclass(frozen=True, slots=True)
class RequestsClosing:
    """Announced before requests may close and anything changes: they and their helpers are locked."""

    request_ids: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestClosed:
    """Announced when a request can no longer be matched: nobody shall be proposed for it any more."""

    request_id: int
    state: RequestState
    by: Viewer
    now: datetime


class RequestAlreadyDecidedError(ConflictRefusal):
    """Somebody decided first; the words say who if it is known."""

    code = "request_already_decided"
    words = _("Somebody has already decided about this help request.")

    def __init__(self, name: str = "") -> None:
        who = _("%(name)s has already decided about this help request.", name=name)
        super().__init__(who if name else None)


class RequestEndedError(ConflictRefusal):
    """It is over, so nothing can change any more."""

    code = "request_ended"
    words = _("This help request has already ended.")


def may_change(state: RequestState, new: RequestState) -> bool:
    """Return whether a help request may go from `state` to `new`."""
    return new in NEXT_STATES[state]


class SameOfficeError(Refusal):
    """A request is handed over to the office that has it."""

    code = "same_office"
    words = _("This office has the request already. Choose another one.")


class PersonKnownError(ConflictRefusal):
    """Somebody like this is known, and a program cannot ask who is meant."""

    code = "person_known"
    words = _("Somebody like this is known already. Take that person, or tick that it is somebody new.")


class NotReachedByPhoneError(Refusal):
    """Nobody can be called without a number."""

    code = "no_phone"
    words = _("There is no phone number. Add one first.")


class TooManyCodesError(Refusal):
    """Codes were sent again and again."""

    code = "too_many_codes"
    words = _("We have sent several codes already. Let us call you instead.")


class NoWayForCodeError(Refusal):
    """There is no address to which a code could be sent this way."""

    code = "no_way_for_code"
    words = _("We have no address for this. Let us call you instead.")


def is_late(*, due_on: date | None, first_contact_at: datetime | None, today: date) -> bool:
    """Return whether the day for the first contact has passed without one."""
    return due_on is not None and first_contact_at is None and due_on < today
