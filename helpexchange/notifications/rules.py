"""Ways to reach people, states of a message, and to whom it goes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Channel(StrEnum):
    """How somebody wishes to be told things."""

    MAIL = "mail"
    TEXT = "text"
    LETTER = "letter"
    CALL = "call"


class MessageState(StrEnum):
    """Where a message stands.

    `waiting` mails and text messages are sent by the scheduler; waiting letters are printed, and calls made,
    by an office. `failed` ones are tried no more until somebody looks.
    """

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    CANCELLED = "cancelled"


NEXT_STATES: dict[MessageState, frozenset[MessageState]] = {
    MessageState.WAITING: frozenset({MessageState.SENT, MessageState.FAILED, MessageState.CANCELLED}),
    MessageState.FAILED: frozenset({MessageState.WAITING, MessageState.CANCELLED}),
    MessageState.SENT: frozenset(),
    MessageState.CANCELLED: frozenset(),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """A record that a message belongs to: in its history the message can be seen.

    Attributes:
        object_type, object_id: as in the audit trail.
    """

    object_type: str
    object_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Who is told, and how.

    Attributes:
        person: the record of the person, in whose history the message stands.
        office_id: the office that answers, prints letters and makes calls; None for the whole town.
        channel: the person's choice; where its address is missing, the next that is known is taken.
        language: code of the language, or None for the town's.
        post_lines: lines of the postal address below the name.
    """

    person: About
    office_id: int | None
    name: str
    channel: Channel = Channel.MAIL
    language: str | None = None
    email: str = ""
    phone: str = ""
    post_lines: tuple[str, ...] = ()

    def reachable_by(self) -> Channel:
        """Return the channel wished, or else the first that there is an address for; calls need none."""
        addresses = {Channel.MAIL: self.email, Channel.TEXT: self.phone, Channel.LETTER: self.post_lines}
        known = [channel for channel, address in addresses.items() if address]
        return self.channel if self.channel in {*known, Channel.CALL} else next(iter(known), Channel.CALL)

    def address_for(self, channel: Channel) -> str:
        """Return the address on this channel: lines of a letter follow each other by line breaks."""
        if channel is Channel.MAIL:
            return self.email
        return "\n".join((self.name, *self.post_lines)) if channel is Channel.LETTER else self.phone
