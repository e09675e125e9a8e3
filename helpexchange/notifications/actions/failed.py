"""Messages that were given up: tried again, or cancelled for good."""

from __future__ import annotations

from datetime import datetime

from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.notifications.actions.changing import check_may, move
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.queries import failed_message, failed_message_of_office, failed_messages
from helpexchange.notifications.rules import (
    SEE_DEAD_LETTERS,
    SEND_LETTERS,
    Channel,
    MessageAlreadyDecidedError,
    MessageState,
)


def retry_message(*, message_id: int, by: Viewer, now: datetime) -> OutboxMessage:
    """Let a message that was given up wait to be sent again, at once. Twice does no harm.

    Raises:
        NotFoundRefusal, NotAllowedRefusal, MessageAlreadyDecidedError: it cannot be done by this viewer now.
    """
    check_may(by, SEE_DEAD_LETTERS)
    message = failed_message(by, message_id)
    if not message.text:
        raise MessageAlreadyDecidedError
    if message.state is not MessageState.WAITING:
        _retry(message, by, now)
    db.session.flush()
    return message


def retry_for_office(*, message_id: int, by: Viewer, now: datetime) -> OutboxMessage:
    """Let an office try one of its own messages again. Twice does no harm.

    Raises:
        NotFoundRefusal, NotAllowedRefusal, MessageAlreadyDecidedError: it cannot be done by this viewer now.
    """
    check_may(by, SEND_LETTERS)
    message = failed_message_of_office(by, message_id)
    if message.state is not MessageState.WAITING:
        _check_failed(message)
        _retry(message, by, now)
    db.session.flush()
    return message


def send_otherwise(
    *, message_id: int, channel: Channel, address: str, by: Viewer, now: datetime
) -> OutboxMessage:
    """Send a message that was given up on another channel, in the same words. Twice does no harm.

    Args:
        channel: letter or phone call.
        address: of the person on that channel.

    Raises:
        NotFoundRefusal, NotAllowedRefusal, MessageAlreadyDecidedError: it cannot be done by this viewer now.
    """
    check_may(by, SEND_LETTERS)
    message = failed_message_of_office(by, message_id)
    if message.channel is not channel:
        _check_failed(message)
        move(
            message, MessageState.WAITING, act="send_otherwise", by=by, now=now, before=message.channel.value
        )
        message.channel, message.address = channel, address
        message.attempts, message.last_error = 0, ""
        message.due_at = message.first_due_at = now
        message.claimed_until = message.sent_at = None
    db.session.flush()
    return message


def retry_all(*, by: Viewer, now: datetime) -> int:
    """Let every message that was given up wait to be sent again; return how many.

    Secret ones, of which only the delivery failed, have no words any more and are left.

    Raises:
        NotAllowedRefusal: this viewer may not.
    """
    check_may(by, SEE_DEAD_LETTERS)
    found = [message for message in failed_messages(by) if message.text]
    for message in found:
        _retry(message, by, now)
    db.session.flush()
    return len(found)


def cancel_message(*, message_id: int, by: Viewer, now: datetime) -> OutboxMessage:
    """Send a message never; it stays in the person's history. Twice does no harm.

    Raises:
        NotFoundRefusal, NotAllowedRefusal, MessageAlreadyDecidedError: it cannot be done by this viewer now.
    """
    check_may(by, SEE_DEAD_LETTERS)
    message = failed_message(by, message_id)
    if message.state is not MessageState.CANCELLED:
        move(message, MessageState.CANCELLED, act="cancel_message", by=by, now=now)
    db.session.flush()
    return message


def _check_failed(message: OutboxMessage) -> None:
    if message.state is not MessageState.FAILED or not message.text:
        raise MessageAlreadyDecidedError


def _retry(message: OutboxMessage, by: Viewer, now: datetime) -> None:
    move(message, MessageState.WAITING, act="retry_message", by=by, now=now)
    message.attempts = 0
    message.due_at = message.first_due_at = now
    message.claimed_until = message.sent_at = None
