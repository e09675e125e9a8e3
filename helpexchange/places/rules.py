"""How somebody is reached and where they live, and what can go wrong with a place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from helpexchange.core.errors import Refusal
from helpexchange.core.i18n import lazy_text as _
from helpexchange.notifications.rules import Channel

#: What can be new in how somebody is reached, as the audit trail names it.
WHAT_CHANGED = ("phone", "email", "address", "channel")


class UnknownPlaceError(Refusal):
    """The place is not known, or lies in no district of the town."""

    code = "unknown_place"
    words = _("We do not know this place, or it is outside our town.")


class Reached(Protocol):
    """A record of somebody who is told things: whoever asks, or a helper."""

    phone: Any
    email: Any
    street: Any
    channel: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class NewContact:
    """How somebody is to be reached from now on.

    Attributes:
        street: with the house number; for letters.
        channel: how to tell them things.
        place: postcode, and the id of one of its places; None leaves it as it is.
    """

    phone: str
    email: str
    street: str
    channel: Channel
    place: tuple[str, int] | None = None

    def changes_to(self, record: Reached, *, has_new_place: bool) -> list[str]:
        """Return what is new to the record, as words of `WHAT_CHANGED`."""
        is_new = {
            "phone": self.phone != record.phone, "email": self.email != record.email,
            "address": has_new_place or self.street != record.street,
            "channel": self.channel is not record.channel,
        }  # fmt: skip
        return [word for word in WHAT_CHANGED if is_new[word]]

    def ends_links(self, record: Reached) -> bool:
        """Return whether links went to an address or number that is no longer theirs."""
        has_left_phone = record.channel is Channel.TEXT and self.phone != record.phone
        return bool((record.email and self.email != record.email) or (record.phone and has_left_phone))
