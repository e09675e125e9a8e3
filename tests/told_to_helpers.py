"""What people were told, for tests that are about the telling."""

from sqlalchemy import select

from helpexchange.core.database import db
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.rules import MessageState


def told(helper: HelperProfile) -> list[OutboxMessage]:
    """Return the messages to a helper that are not taken back, oldest first."""
    statement = select(OutboxMessage).where(
        OutboxMessage.person_type == "helper",
        OutboxMessage.person_id == helper.id,
        OutboxMessage.state != MessageState.CANCELLED,
    )
    return list(db.session.scalars(statement.order_by(OutboxMessage.id)))


def names(helper: HelperProfile) -> list[str]:
    """Return the names of these messages."""
    return [each.message.rpartition("/")[2] for each in told(helper)]
