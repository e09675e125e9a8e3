"""When people are reminded and asked, what they answer, and how an office looks after a concern."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum

from helpexchange.core.errors import ConflictRefusal, Refusal
from helpexchange.core.i18n import lazy_text as _
from helpexchange.engagements.rules import LETTER_TAKES_DAYS

#: So long before a visit a letter reminds of it: it is printed in the morning and takes two days.
LETTER_DAYS = 4
#: Nobody is asked more often how visits go, and only about visits of the last weeks.
ASKED_EVERY = timedelta(days=30)
ASKED_ABOUT = timedelta(days=30)
#: A link to an answer works so long.
LINK_DAYS = 60
#: So long without visits or words, and none to come soon, an engagement is silent.
SILENT_AFTER = timedelta(days=14)
SOON_AGAIN = timedelta(days=21)
#: So long after the first visit the office calls both sides; missed days are made up for.
CHECK_IN_AFTER = timedelta(days=14)
CHECK_IN_MESSAGE = "follow_up/messages/check_in"
CHECK_IN_CATCH_UP = timedelta(days=7)
#: What is said about a silent engagement by phone is looked at again after so many days.
CALLED_AGAIN_AFTER = timedelta(days=7)
#: The same words of the same side within this time are one concern: a button pressed twice.
SAME_CONCERN = timedelta(days=1)
LONGEST_WORDS = 2000


class Answer(StrEnum):
    """What one side says about the visits."""

    GOOD = "good"
    NOT_HELD = "not_held"
    WRONG = "wrong"


class Urgency(StrEnum):
    """How soon an office looks after a concern."""

    URGENT = "urgent"
    SOON = "soon"
    NOTE = "note"


class Cause(StrEnum):
    """Why an office must look after an engagement; the last four are noticed by the system."""

    RAISED = "raised"
    WRONG = "wrong"
    NOT_HELD = "not_held"
    SILENT = "silent"
    HELPER_STOPPED = "helper_stopped"
    DIED = "died"
    MOVE_PROPOSED = "move_proposed"


#: Causes behind which somebody's own words stand; such a concern is hidden from whom it may be about.
SAID_BY_SOMEBODY = frozenset({Cause.RAISED, Cause.WRONG, Cause.NOT_HELD})
CAUSE_OF = {Answer.NOT_HELD: Cause.NOT_HELD, Answer.WRONG: Cause.WRONG}
#: What the office need not sort first: the system knows how soon it is.
KNOWN_URGENCY = {
    Cause.NOT_HELD: Urgency.SOON,
    Cause.SILENT: Urgency.SOON,
    Cause.HELPER_STOPPED: Urgency.SOON,
    Cause.DIED: Urgency.SOON,
    Cause.MOVE_PROPOSED: Urgency.SOON,
}


class WordsMissingError(Refusal):
    """A concern, or its end, needs words."""

    code = "words_missing"
    words = _("Write a few words.")


class BadFollowUpError(Refusal):
    """The day is past."""

    code = "bad_follow_up"
    words = _("Enter a day to come.")


class ConcernClosedError(ConflictRefusal):
    """A colleague has closed it."""

    code = "concern_closed"
    words = _("This concern has been closed in the meantime.")


class AnsweredError(ConflictRefusal):
    """Something else was answered before."""

    code = "answered"
    words = _("This question has been answered in the meantime. Please call us if that is not right.")


def is_time_for_letter(day: date, today: date) -> bool | None:
    """Return whether a letter about a visit is sent today: None if it is too early, False if too late."""
    days = (day - today).days
    return None if days > LETTER_DAYS else days >= LETTER_TAKES_DAYS


def may_ask_again(asked_at: datetime | None, now: datetime) -> bool:
    """Return whether one side may be asked how visits go."""
    return asked_at is None or now - asked_at >= ASKED_EVERY
