"""States of a representation, what it allows, how the person's word was given, and how it ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from helpexchange.core.errors import ConflictRefusal, Refusal
from helpexchange.core.i18n import lazy_text as _
from helpexchange.core.viewer import Viewer


class RepresentationState(StrEnum):
    """Where a representation stands: it waits for the person's word, holds, was ended, or ran out."""

    WAITING = "waiting"
    IN_FORCE = "in_force"
    ENDED = "ended"
    RUN_OUT = "run_out"


class Relation(StrEnum):
    """Who a representative is to the person."""

    FAMILY = "family"
    FRIEND = "friend"
    GUARDIAN = "guardian"
    PROFESSIONAL = "professional"


class WordGiven(StrEnum):
    """How the person agreed; for a legal guardian a court has decided instead."""

    IN_PERSON = "in_person"
    PHONE = "phone"
    PAPER = "paper"
    ONLINE = "online"
    COURT_ORDER = "court_order"


class Told(StrEnum):
    """Who is told about the person's requests; that the representation ends is always told to both."""

    BOTH = "both"
    REPRESENTATIVE = "representative"
    PERSON = "person"


class EndedBy(StrEnum):
    """Who has ended it; `DATE` is that its last day has passed."""

    PERSON = "person"
    REPRESENTATIVE = "representative"
    OFFICE = "office"
    DATE = "date"


class EndReason(StrEnum):
    """Why it has ended."""

    REFUSED = "refused"
    NO_LONGER_WANTED = "no_longer_wanted"
    STEPPED_BACK = "stepped_back"
    MISTAKE = "mistake"
    RUN_OUT = "run_out"
    ERASED = "erased"


class Change(StrEnum):
    """What has just happened to a representation."""

    ASKED = "asked"
    PROVED = "proved"
    STILL_WAITING = "still_waiting"
    BEGUN = "begun"
    ENDS_SOON = "ends_soon"
    ENDED = "ended"
    UNDONE = "undone"


NEXT_STATES: dict[RepresentationState, frozenset[RepresentationState]] = {
    RepresentationState.WAITING: frozenset({RepresentationState.IN_FORCE, RepresentationState.ENDED}),
    RepresentationState.IN_FORCE: frozenset({RepresentationState.ENDED, RepresentationState.RUN_OUT}),
    # Only an office takes its own end back, on the same day.
    RepresentationState.ENDED: frozenset({RepresentationState.WAITING, RepresentationState.IN_FORCE}),
    RepresentationState.RUN_OUT: frozenset(),
}

#: Type of these records where messages say who is told.
REPRESENTATION = "representation"
#: So long before its last day the office asks the person whether it shall go on.
REMIND_BEFORE = timedelta(days=14)
#: So long a person may leave a mail or letter unanswered before the office calls and asks.
CALL_AFTER = timedelta(days=3)
#: Reasons that an office chooses from.
REASONS_OF_OFFICE = (EndReason.NO_LONGER_WANTED, EndReason.STEPPED_BACK, EndReason.MISTAKE)


@dataclass(frozen=True, slots=True, kw_only=True)
class RepresentationChanged:
    """Announced when a representation is asked for, begins, ends soon, ends, or goes on after all."""

    representation_id: int
    change: Change
    by: Viewer
    now: datetime


class RepresentationDecidedError(ConflictRefusal):
    """It is no longer where this step begins."""

    code = "representation_decided"
    words = _("Somebody has decided about this in the meantime.")


class CourtOrderError(Refusal):
    """Only a legal guardian acts by a court's order, and never without its having been seen."""

    code = "court_order"
    words = _("A court order is for legal guardians only. Enter the day on which you saw it.")


class UntilIsPastError(Refusal):
    """A representation would end before it begins."""

    code = "until_is_past"
    words = _("The last day cannot lie in the past.")


class TooLateToUndoError(ConflictRefusal):
    """An end is taken back after its day, or was not the office's."""

    code = "too_late_to_undo"
    words = _("This can no longer be taken back. Note a new representation instead.")


def may_change(state: RepresentationState, new: RepresentationState) -> bool:
    """Return whether a representation may go from `state` to `new`."""
    return new in NEXT_STATES[state]


def is_in_force(state: RepresentationState, until: date | None, today: date) -> bool:
    """Return whether it allows anything today; `until` is its last day, None has none.

    A last day that has passed counts at once, not only when the night has noted it.
    """
    return state is RepresentationState.IN_FORCE and (until is None or today <= until)


def check_word(relation: Relation, given: WordGiven, court_order_seen_on: date | None, today: date) -> None:
    """Refuse a court order for others than guardians, one that nobody has seen, and days still to come.

    Raises:
        CourtOrderError: the word and the relation do not fit.
    """
    by_court = given is WordGiven.COURT_ORDER
    if by_court and not (relation is Relation.GUARDIAN and is_seen_order(court_order_seen_on, today)):
        raise CourtOrderError


def is_seen_order(seen_on: date | None, today: date) -> bool:
    """Return whether a court order was seen, on a day that has come."""
    return seen_on is not None and seen_on <= today


def check_until(until: date | None, today: date) -> None:
    """Refuse a last day that has passed.

    Raises:
        UntilIsPastError: it has.
    """
    if until is not None and until < today:
        raise UntilIsPastError


def may_undo(ended_by: EndedBy | None, ended_on: date | None, today: date) -> bool:
    """Return whether an end may be taken back: the office's own, on the same day."""
    return ended_by is EndedBy.OFFICE and ended_on == today
