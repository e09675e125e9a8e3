"""How a representative is told things, and the signed link that leads to what they may do."""

from __future__ import annotations

from flask import current_app

from helpexchange.core.links import SignedLink, read_link, signed
from helpexchange.notifications.rules import About, Recipient
from helpexchange.representatives.models import Representation
from helpexchange.representatives.rules import REPRESENTATION

LINK_PATH = "/acting-for/"
_LINK = "acting-for"
#: So long a link opens a representation; every message brings a new one.
LINK_DAYS = 180


def recipient_of(representation: Representation) -> Recipient:
    """Return the representative as somebody to be told things."""
    return Recipient(
        person=About(object_type=REPRESENTATION, object_id=representation.id),
        office_id=representation.office_id, name=representation.name, channel=representation.channel,
        language=representation.language, reads_easy=representation.reads_easy, email=representation.email,
        phone=representation.phone,
    )  # fmt: skip


def link_to(representation: Representation) -> str:
    """Return the address at which the representative acts without an account."""
    settings = current_app.extensions["settings"]
    site = settings.public_url.rstrip("/") or f"http://{settings.host}:{settings.port}"
    return f"{site}{LINK_PATH}{token_of(representation)}"


def token_of(representation: Representation) -> str:
    """Return the signed word for a representation; it holds nothing about anybody."""
    return signed(_LINK, representation.reference, representation.link_number)


def link_in(token: str) -> SignedLink | None:
    """Return what a signed word says, even if it is over; None if it was not signed by us."""
    return read_link(_LINK, token)


def is_over(link: SignedLink, representation: Representation) -> bool:
    """Return whether a link is too old, or was replaced by another."""
    return link.number != representation.link_number or not link.is_in_time(LINK_DAYS)
