"""Reading the outbox."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.rules import About


def message_with_key(_viewer: Viewer, once_key: str) -> OutboxMessage | None:
    """Return the message that was told under this key, if it was."""
    return db.session.scalar(select(OutboxMessage).where(OutboxMessage.once_key == once_key))


def messages_to(_viewer: Viewer, person: About, *, at_most: int = 50) -> Sequence[OutboxMessage]:
    """Return the latest messages to a person, newest first; whoever asks has read the person before."""
    statement = select(OutboxMessage).where(
        OutboxMessage.person_type == person.object_type, OutboxMessage.person_id == person.object_id
    )
    newest = statement.order_by(OutboxMessage.created_at.desc(), OutboxMessage.id.desc())
    return db.session.scalars(newest.limit(at_most)).all()
