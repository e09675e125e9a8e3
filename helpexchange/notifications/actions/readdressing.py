"""Messages that wait when somebody gets another number or address go there."""

from __future__ import annotations

from sqlalchemy import select

from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.rules import MessageState, Recipient


def readdress_waiting(*, to: Recipient, by: Viewer) -> None:  # noqa: ARG001  # every write names who does it
    """Give what waits for somebody the address that they have now; the act of the change has its own entry.

    Each message stays on its channel; without an address there it keeps the old one. Codes and links that
    somebody waits for where they asked for them stay as they are.
    """
    waiting = select(OutboxMessage).where(
        OutboxMessage.person_type == to.person.object_type,
        OutboxMessage.person_id == to.person.object_id,
        OutboxMessage.state == MessageState.WAITING,
        OutboxMessage.is_secret.is_(False),
    )
    known = to.channels_known()
    for message in db.session.scalars(waiting.order_by(OutboxMessage.id).with_for_update()).all():
        if message.channel in known:
            message.address = to.address_for(message.channel)
