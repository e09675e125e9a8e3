"""Messages that were given up: tried again, or cancelled for good."""

from __future__ import annotations

from datetime import datetime

from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.notifications.actions.changing import check_may, move
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.queries import failed_message, failed_messages
from helpexchange.notifications.rules import SEE_DEAD_LETTERS, MessageAlreadyDecidedError, MessageState


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


def _retry(message: OutboxMessage, by: Viewer, now: datetime) -> None:
    move(message, MessageState.WAITING, act="retry_message", by=by, now=now)
    message.attempts = 0
    message.due_at = message.first_due_at = now
    message.claimed_until = message.sent_at = None
