"""Ways out of the house: a mail server, a gateway for text messages, and folders that only pretend."""

from __future__ import annotations

from typing import Protocol

from helpexchange.config import Settings
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.rules import Channel
from helpexchange.notifications.transports.folders import MailFolder, TextFolder
from helpexchange.notifications.transports.smtp import SmtpTransport
from helpexchange.notifications.transports.text_gateway import HttpTextGateway


class Transport(Protocol):
    """Sends messages of one channel."""

    def send(self, message: OutboxMessage) -> None:
        """Hand the message over.

        Raises:
            SendingError: it was not taken.
        """

    def close(self) -> None:
        """Let go of what was opened for a batch of messages; the next `send` opens it again."""


def transports_of(settings: Settings) -> dict[Channel, Transport]:
    """Return how messages of each channel go out; of a channel that is missing the messages wait."""
    found: dict[Channel, Transport] = {}
    if settings.smtp_url:
        found[Channel.MAIL] = SmtpTransport(settings)
    elif settings.pretends_to_send:
        found[Channel.MAIL] = MailFolder(settings)
    if settings.text_gateway_url:
        found[Channel.TEXT] = HttpTextGateway(settings)
    elif settings.pretends_to_send:
        found[Channel.TEXT] = TextFolder(settings)
    return found
