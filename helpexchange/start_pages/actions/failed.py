"""A message did not arrive: the office sends it another way."""

from __future__ import annotations

from datetime import datetime

from helpexchange.core.viewer import Viewer
from helpexchange.notifications import actions as messages
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.queries import failed_message_of_office
from helpexchange.notifications.rules import About, Channel
from helpexchange.start_pages.queries import recipient
from helpexchange.start_pages.rules import NoAddressError


def send_otherwise(*, message_id: int, channel: Channel, by: Viewer, now: datetime) -> OutboxMessage:
    """Send a message that was given up as a letter, or tell it by phone. Twice does no harm.

    Raises:
        NotFoundRefusal, NotAllowedRefusal, MessageAlreadyDecidedError: it cannot be done by this viewer now.
        NoAddressError: the office knows no such address.
    """
    message = failed_message_of_office(by, message_id)
    person = About(object_type=message.person_type, object_id=message.person_id)
    to = recipient(by, person, message.office_id) if message.office_id is not None else None
    known = {Channel.LETTER: bool(to and to.post_lines), Channel.CALL: bool(to and to.phone)}
    if to is None or not known.get(channel):
        raise NoAddressError
    address = to.address_for(channel)
    return messages.send_otherwise(message_id=message_id, channel=channel, address=address, by=by, now=now)
