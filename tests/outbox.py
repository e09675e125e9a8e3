"""What people were told, for tests that are about why."""

from sqlalchemy import select

from helpexchange.core.database import db
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.rules import MessageState


def messages() -> list[OutboxMessage]:
    """Return every message that was not taken back, oldest first."""
    db.session.flush()
    db.session.expire_all()
    statement = select(OutboxMessage).where(OutboxMessage.state != MessageState.CANCELLED)
    return list(db.session.scalars(statement.order_by(OutboxMessage.id)))


def told() -> list[str]:
    """Return the names of these messages."""
    return [message.message.rpartition("/")[2] for message in messages()]
