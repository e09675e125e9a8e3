"""What the scheduler does with messages: it claims some, sends each, and notes how it went."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import or_, select, update

from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.notifications.actions.changing import move, note
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.queries import message_to_report
from helpexchange.notifications.rules import (
    CLAIM,
    CLAIM_SIZE,
    Channel,
    Fault,
    MessageState,
    SendingError,
    next_try,
)


def claim(
    *, channels: Collection[Channel], urgent_only: bool, by: Viewer, now: datetime, at_most: int = CLAIM_SIZE
) -> Sequence[OutboxMessage]:
    """Claim messages that are due, urgent ones first, so that no other sender takes them for a while.

    The caller commits before it sends the first of them. A sender that dies leaves them to whoever comes when
    the claim has run out.

    Args:
        channels: those that can be sent on.
        urgent_only: True in quiet hours.
        by: the sender; only a job claims.
    """
    if not by.is_network_wide or not channels:
        return []
    waiting = select(OutboxMessage).where(
        OutboxMessage.state == MessageState.WAITING,
        OutboxMessage.channel.in_(channels),
        OutboxMessage.due_at <= now,
        or_(OutboxMessage.claimed_until.is_(None), OutboxMessage.claimed_until <= now),
    )
    if urgent_only:
        waiting = waiting.where(OutboxMessage.is_urgent)
    ordered = waiting.order_by(OutboxMessage.is_urgent.desc(), OutboxMessage.due_at, OutboxMessage.id)
    locked = ordered.limit(at_most).with_for_update(skip_locked=True)
    found = db.session.scalars(locked.execution_options(populate_existing=True)).all()
    for message in found:
        message.claimed_until = now + CLAIM
    db.session.flush()
    return found


def release_claims(*, by: Viewer, now: datetime) -> None:
    """Let go of every claim: for a process that has just begun to lead, when no other can be sending."""
    held = update(OutboxMessage).where(
        OutboxMessage.state == MessageState.WAITING, OutboxMessage.claimed_until > now
    )
    if by.is_network_wide:
        db.session.execute(held.values(claimed_until=None))


def note_sent(message: OutboxMessage, *, by: Viewer, now: datetime, keeps_secrets: bool = False) -> None:
    """Note that a message went out; `sent_at` is its record, which no entry of the audit trail repeats.

    Args:
        keeps_secrets: True where sending is only pretended, and somebody must be able to look at a code.
    """
    if by.is_network_wide and message.state is MessageState.WAITING:
        message.state = MessageState.SENT
        message.sent_at = now
        message.attempts += 1
        message.claimed_until = None
        message.last_error = ""
        if message.is_secret and not keeps_secrets:
            message.text = ""
        db.session.flush()


def note_failure(message: OutboxMessage, error: SendingError, *, by: Viewer, now: datetime) -> None:
    """Note that a message did not go out: it is tried again later, or given up when that cannot help."""
    if not by.is_network_wide or message.state is not MessageState.WAITING:
        return
    message.attempts += 1
    message.last_error = error.word
    message.claimed_until = None
    again_at = next_try(attempts=message.attempts, first_due_at=message.first_due_at, now=now)
    if error.is_final or again_at is None:
        move(message, MessageState.FAILED, act="give_up_message", by=by, now=now, fault=error.word)
    else:
        message.due_at = again_at
    db.session.flush()


def put_back(messages: Sequence[OutboxMessage], error: SendingError, *, by: Viewer) -> None:
    """Let go of claimed messages that could not be tried, because the service does not work at all.

    That is not counted against them: when the service is back, they go out in their old order.
    """
    if by.is_network_wide:
        for message in messages:
            message.claimed_until = None
            message.last_error = error.word
        db.session.flush()


def mark_delivered(*, message_id: int, is_delivered: bool, by: Viewer, now: datetime) -> bool:
    """Note what the gateway reports of a text message; return whether that was news.

    The first report counts; a second one, and one about a message that was never sent, change nothing.
    """
    message = message_to_report(by, message_id)
    if message is None or message.state is not MessageState.SENT or message.delivered_at is not None:
        return False
    if is_delivered:
        message.delivered_at = now
        note(message, act="note_delivery", by=by, now=now)
    else:
        message.last_error = Fault.NOT_DELIVERED.value
        move(message, MessageState.FAILED, act="give_up_message", by=by, now=now, fault=message.last_error)
    db.session.flush()
    return True
