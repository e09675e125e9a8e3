"""Signed words in the links of messages: what they stand for, since when, and which of several they are."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from flask import current_app
from itsdangerous import BadSignature, Signer

from helpexchange.core.clock import now
from helpexchange.core.errors import ConflictRefusal
from helpexchange.core.i18n import lazy_text as _

EPOCH = date(2020, 1, 1)
PARTS = 3
#: So often within a day an office sends somebody a new link; a second click so soon after is the same click.
LINKS_A_DAY = 3
ONE_CLICK = timedelta(minutes=1)


class TooManyLinksError(ConflictRefusal):
    """An office has sent somebody several new links today, each of which ended the one before."""

    code = "too_many_links"
    words = _("Three new links were sent within a day; each one ends the one before. Please call the person.")


class SignedLink(NamedTuple):
    """What a link of ours says.

    Attributes:
        subject: what it leads to, such as a reference.
        number: which of the subject's links it is; only the latest opens anything.
        signed_on: day on which it was made (UTC).
    """

    subject: str
    number: int
    signed_on: date

    def is_in_time(self, days: int) -> bool:
        """Return whether it was made within so many days."""
        return now().date() - self.signed_on <= timedelta(days=days)


def signed(salt: str, subject: str, number: int) -> str:
    """Return the word for a link that is made today; it holds nothing about a person."""
    day = (now().date() - EPOCH).days
    return _signer(salt).sign(f"{subject}.{number}.{day:x}").decode()


def read_link(salt: str, token: str) -> SignedLink | None:
    """Return what a word says, however old it is; None if it was not signed by us, or for something else."""
    try:
        parts = _signer(salt).unsign(token).decode().rsplit(".", PARTS - 1)
    except (BadSignature, UnicodeDecodeError):
        return None
    if len(parts) != PARTS:  # of a version before links had numbers
        return None
    return SignedLink(parts[0], int(parts[1]), EPOCH + timedelta(days=int(parts[2], 16)))


def _signer(salt: str) -> Signer:
    return Signer(current_app.extensions["settings"].secret_key, salt=salt)
