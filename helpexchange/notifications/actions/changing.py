"""What every step of a message does: the state, and the entry in the audit trail."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from helpexchange.audit_trail.actions import record
from helpexchange.core.errors import NotAllowedRefusal
from helpexchange.core.viewer import Viewer
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.rules import (
    MESSAGE,
    MessageAlreadyDecidedError,
    MessageState,
    may_change,
)


def check_may(by: Viewer, permission: str) -> None:
    """Refuse who may not.

    Raises:
        NotAllowedRefusal: `by` does not hold the permission.
    """
    if not by.may(permission):
        raise NotAllowedRefusal


def move(
    message: OutboxMessage, new: MessageState, *, act: str, by: Viewer, now: datetime, **details: Any
) -> None:
    """Change the state and note who did so.

    Raises:
        MessageAlreadyDecidedError: the message may not go there from where it is.
    """
    if not may_change(message.state, new):
        raise MessageAlreadyDecidedError
    message.state = new
    note(message, act=act, by=by, now=now, **details)


def note(message: OutboxMessage, *, act: str, by: Viewer, now: datetime, **details: Any) -> None:
    """Add an entry about the message to the audit trail."""
    record(
        act=act, object_type=MESSAGE, object_id=message.id, office_id=message.office_id, by=by, now=now,
        **details,
    )  # fmt: skip
