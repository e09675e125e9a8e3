"""Phone calls that the office makes instead of a mail."""

from __future__ import annotations

from datetime import datetime

from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.notifications.actions.changing import check_may, move, note
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.queries import call_by_id
from helpexchange.notifications.rules import SEND_LETTERS, MessageAlreadyDecidedError, MessageState


def finish_call(*, message_id: int, by: Viewer, now: datetime) -> OutboxMessage:
    """Note that the person was told by phone. Twice does no harm.

    Raises:
        NotFoundRefusal, NotAllowedRefusal, MessageAlreadyDecidedError: it cannot be done by this viewer now.
    """
    call = _call(message_id, by)
    if call.state is not MessageState.SENT:
        move(call, MessageState.SENT, act="finish_call", by=by, now=now)
        call.attempts += 1
        call.sent_at = now
    db.session.flush()
    return call


def call_later(
    *, message_id: int, again_at: datetime, seen_attempts: int, by: Viewer, now: datetime
) -> OutboxMessage:
    """Note that nobody answered, and put the call back until later.

    Args:
        seen_attempts: how many attempts the page showed; a second click on it does not count again.

    Raises:
        NotFoundRefusal, NotAllowedRefusal, MessageAlreadyDecidedError: it cannot be done by this viewer now.
    """
    call = _call(message_id, by)
    if call.state is not MessageState.WAITING:
        raise MessageAlreadyDecidedError
    if call.attempts == seen_attempts:
        call.attempts += 1
        call.due_at = again_at
        note(call, act="miss_call", by=by, now=now)
    db.session.flush()
    return call


def reopen_call(*, message_id: int, by: Viewer, now: datetime) -> OutboxMessage:
    """Take back that a person was told: the call waits again.

    Raises:
        NotFoundRefusal, NotAllowedRefusal, MessageAlreadyDecidedError: it cannot be done by this viewer now.
    """
    call = _call(message_id, by)
    if call.state is not MessageState.WAITING:
        move(call, MessageState.WAITING, act="reopen_call", by=by, now=now)
        call.attempts = max(0, call.attempts - 1)
        call.sent_at, call.due_at = None, now
    db.session.flush()
    return call


def _call(message_id: int, by: Viewer) -> OutboxMessage:
    call = call_by_id(by, message_id)
    check_may(by, SEND_LETTERS)
    return call
