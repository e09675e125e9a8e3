"""Telling people things."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.notifications.messages import Written, write
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.queries import has_stopped, message_with_key
from helpexchange.notifications.rules import About, Channel, MessageState, Recipient


def tell(  # noqa: PLR0913  # the one door to the outbox names what a message can be
    *,
    to: Recipient,
    message: str,
    words: Mapping[str, object],
    about: About,
    by: Viewer,
    now: datetime,
    once_key: str | None = None,
    is_essential: bool = True,
    due_at: datetime | None = None,
    is_urgent: bool = False,
    is_secret: bool = False,
    calendar: str = "",
) -> OutboxMessage:
    """Put a message into the outbox, in the transaction of the act that it tells of.

    The act has its own audit entry; the message stands in the person's history.

    Args:
        to: who is told; the channel is the one wished, or else the first with an address.
        message: "<feature>/messages/<name>"; see `messages.write`.
        words: what the template names; strings, numbers, dates.
        about: the record that the message belongs to.
        once_key: told twice under the same key, the first message is returned and nothing is written.
        is_essential: False lets people stop messages of this kind with one click; to those who did so the
            message is not sent, but stands in their history as cancelled.
        due_at: not to be sent before; now when left out.
        is_urgent: True sends it in quiet hours too: what somebody waits for at the screen, such as a code.
        is_secret: True for codes and links that let somebody in: the history does not show the words,
            and they are erased as soon as they are sent.
        calendar: visits as a file for calendars (RFC 5545), attached where it goes out by mail.
    """
    if once_key is not None and (known := message_with_key(by, once_key)) is not None:
        return known
    channel = to.reachable_by()
    is_stopped = not is_essential and has_stopped(by, to.person, message)
    entry = OutboxMessage(
        once_key=once_key, message=message, object_type=about.object_type, object_id=about.object_id,
        is_essential=is_essential, is_urgent=is_urgent, is_secret=is_secret, created_at=now,
        due_at=due_at or now, first_due_at=due_at or now,
        state=MessageState.CANCELLED if is_stopped else MessageState.WAITING,
    )  # fmt: skip
    _address(entry, to, channel)
    entry.calendar = calendar if channel is Channel.MAIL else ""
    _put_into_words(
        entry, write(message, channel=channel, language=to.language, words=words, reads_easy=to.reads_easy)
    )
    return _kept_once(entry, by)


def _address(entry: OutboxMessage, to: Recipient, channel: Channel) -> None:
    entry.person_type, entry.person_id = to.person.object_type, to.person.object_id
    entry.office_id, entry.channel = to.office_id, channel
    entry.name, entry.address = to.name, to.address_for(channel)


def _put_into_words(entry: OutboxMessage, written: Written) -> None:
    entry.language, entry.subject, entry.text = written.language, written.subject, written.text


def _kept_once(entry: OutboxMessage, by: Viewer) -> OutboxMessage:
    """Keep the message, and return it; or the one that somebody told under the same key at this moment."""
    once_key = entry.once_key
    try:
        with db.session.begin_nested():
            db.session.add(entry)
    except IntegrityError:
        known = message_with_key(by, once_key) if once_key else None
        if known is None:
            raise
        return known
    return entry
