"""What a list of people can be narrowed to, and how it is sorted."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from helpexchange.core.errors import ConflictRefusal, Refusal
from helpexchange.core.i18n import lazy_text as _
from helpexchange.helper_profiles.rules import HelperState


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


#: So long a merge can be undone.
UNDO_FOR = timedelta(days=30)


#: So long it is known who has read which record; the days of everything that is kept as proof.
READINGS_KEPT = timedelta(days=3 * 365)


class Side(StrEnum):
    """Of which of the two people something is kept."""

    KEPT = "kept"
    GONE = "gone"
    BOTH = "both"


SIDES = (Side.KEPT, Side.GONE)


#: What is chosen when two people are made one: columns of people in need, by the name of the choice. Helpers
#: have their own place, from which they are matched: it stays.
CHOICES: dict[str, tuple[str, ...]] = {
    "name": ("first_name", "last_name"),
    "phone": ("phone",),
    "email": ("email",),
    "address": ("street", "postal_code", "town"),
    "told": ("channel", "language"),
}
CHOICES_OF_HELPERS = ("name", "phone", "email")
#: What is chosen besides, when both help through the same office: which times, and which kinds of help.
CHOICES_OF_HELP = ("times", "kinds")
#: Of two profiles as a helper the one stays that stands first here.
_FURTHEST = (
    HelperState.ACTIVE, HelperState.PAUSED, HelperState.CHECKED, HelperState.CONTACTED, HelperState.APPLIED,
    HelperState.LEFT, HelperState.DECLINED,
)  # fmt: skip


def furthest(kept: HelperState, gone: HelperState) -> Side:
    """Return whose profile as a helper has come furthest; of two alike, that of who is kept."""
    return Side.GONE if _FURTHEST.index(gone) < _FURTHEST.index(kept) else Side.KEPT


class AlreadyMergedError(ConflictRefusal):
    """One of the two was merged by somebody else in the meantime."""

    code = "already_merged"
    words = _("Somebody else has just merged one of the two. Look at the list again.")


class BothHelpSameRequestError(ConflictRefusal):
    """Both profiles are promised to the same request: which of the two promises holds, nobody can guess."""

    code = "both_help_same_request"
    words = _("Both are approved for the same request. Take back one of the two approvals first.")


class VisitsAtOneTimeError(ConflictRefusal):
    """Both profiles are to visit somebody at the same time: one helper cannot."""

    code = "visits_at_one_time"
    words = _("Both have a visit at the same time. Call off or move one of the two visits first.")


class SamePersonError(Refusal):
    """Somebody is merged with themselves."""

    code = "same_person"
    words = _("This is one and the same person already.")


class MergeIsOldError(ConflictRefusal):
    """A merge can no longer be undone."""

    code = "merge_is_old"
    words = _("This can no longer be undone: it is more than 30 days ago, or was undone already.")


class MergedAgainError(ConflictRefusal):
    """Who was kept was merged with somebody else since."""

    code = "merged_again"
    words = _("This person was merged again later. Undo that first.")
