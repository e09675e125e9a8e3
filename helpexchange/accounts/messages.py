"""Telling people about their account; codes and links stand in the outbox only, never in a log."""

from __future__ import annotations

from dataclasses import dataclass

from helpexchange.accounts.models import Account
from helpexchange.notifications.rules import About, Recipient

#: Folder of the templates.
FOLDER = "accounts/messages"


@dataclass(frozen=True, slots=True)
class Letterbox:
    """An address that something is mailed to, and what it is about."""

    about: About
    to: Recipient


def to_account(account: Account, *, email: str | None = None) -> Letterbox:
    """Return the letterbox of an account; `email` is another address than its own."""
    about = About(object_type="account", object_id=account.id)
    return Letterbox(about, _recipient(about, account.name, email or account.email, account.language))


def to_address(object_type: str, object_id: int, *, name: str, email: str, language: str | None) -> Letterbox:
    """Return the letterbox of somebody without an account."""
    about = About(object_type=object_type, object_id=object_id)
    return Letterbox(about, _recipient(about, name, email, language))


def _recipient(about: About, name: str, email: str, language: str | None) -> Recipient:
    return Recipient(person=about, office_id=None, name=name, email=email, language=language)
