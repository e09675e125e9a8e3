"""Calls that an office makes: whom they are about, why, and what came of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from helpexchange.core.errors import ConflictRefusal, Refusal
from helpexchange.core.i18n import lazy_text as _
from helpexchange.notifications.rules import Later


class CallKind(StrEnum):
    """What a call is about: everything about the same request, or the same helper, is one call."""

    REQUEST = "request"
    HELPER = "helper"
    ASKED = "asked"
    MESSAGE = "message"
    FIX = "fix"


class Why(StrEnum):
    """Why somebody is to be called."""

    LATE = "late"
    ASKED = "asked"
    TELL = "tell"
    FIX = "fix"


class Outcome(StrEnum):
    """What came of a call: spoken, or an answer to what was asked; the others say when to call again."""

    REACHED = "reached"
    YES = "yes"
    NO = "no"
    TWO_HOURS = Later.TWO_HOURS.value
    TOMORROW = Later.TOMORROW.value
    DAY = Later.DAY.value


#: Somebody was reached. What was asked has been answered with one of the last two.
SPOKEN = (Outcome.REACHED, Outcome.YES, Outcome.NO)


@dataclass(frozen=True, slots=True, order=True)
class CallKey:
    """Names a call in an address: "request-5" is the call about help request 5."""

    kind: CallKind
    record_id: int

    @classmethod
    def read(cls, text: str) -> CallKey | None:
        """Return the key that a text names; None for any other text."""
        kind, _dash, number = text.partition("-")
        if kind not in set(CallKind) or not number.isascii() or not number.isdigit():
            return None
        return cls(CallKind(kind), int(number)) if len(number) < LONGEST_NUMBER else None

    def __str__(self) -> str:
        """Return the key as it stands in an address."""
        return f"{self.kind.value}-{self.record_id}"


#: Longer numbers are no ids, and too large for a database.
LONGEST_NUMBER = 10


class CallAlreadyNotedError(ConflictRefusal):
    """A colleague has dealt with the call in the meantime."""

    code = "call_already_noted"
    words = _("Somebody has noted this call in the meantime.")


class AnswerMissingError(Refusal):
    """Somebody was reached, but their answer is not noted."""

    code = "answer_missing"
    words = _("Choose what they said: yes or no.")


class NoAddressError(Refusal):
    """There is no postal address, or no number, to try another way with."""

    code = "no_address"
    words = _("We know no address for this. Add it to the person's record first.")
