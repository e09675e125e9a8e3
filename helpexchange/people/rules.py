"""What a list of people can be narrowed to, and how it is sorted."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from helpexchange.core.errors import Refusal
from helpexchange.core.i18n import lazy_text as _


class Part(StrEnum):
    """What somebody is to the office; one person can be several."""

    ASKS = "asks"
    HELPS = "helps"
    BOTH = "both"
    ACCOUNT = "account"


class Standing(StrEnum):
    """Where things stand with somebody."""

    WAITING = "waiting"
    BEING_HELPED = "being_helped"
    ARRIVING = "arriving"
    ACTIVE = "active"
    PAUSED = "paused"
    NOTHING_OPEN = "nothing_open"


class Order(StrEnum):
    """How the list is sorted."""

    NAME = "name"
    NEWEST = "newest"


LONGEST_NOTE = 2_000
#: So long an author may correct a note.
CORRECT_FOR = timedelta(days=1)
KNOWN_PERSON = "known_person"


class NoteIsOldError(Refusal):
    """A note is corrected by somebody else, or too late."""

    code = "note_is_old"
    status = 409
    words = _("This note can no longer be changed. Write another one below it.")


def may_correct(*, author_id: int | None, written_at: datetime, by_id: int | None, now: datetime) -> bool:
    """Return whether a note may still be corrected by this account."""
    return by_id is not None and author_id == by_id and now - written_at < CORRECT_FOR
