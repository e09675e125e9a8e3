"""Channels, states and faults in words, and messages as lines of a person's history."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from helpexchange.core.i18n import Text, gettext
from helpexchange.core.i18n import lazy_text as _
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.rules import Channel, Fault, MessageState

CHANNELS: dict[Channel, Text] = {
    Channel.MAIL: _("E-mail"),
    Channel.TEXT: _("Text message"),
    Channel.LETTER: _("Letter"),
    Channel.CALL: _("Phone call"),
}

ICONS = {Channel.MAIL: "mail", Channel.TEXT: "tablet", Channel.LETTER: "document", Channel.CALL: "phone"}

WAITING: dict[Channel, Text] = {
    Channel.MAIL: _("waits to be sent"),
    Channel.TEXT: _("waits to be sent"),
    Channel.LETTER: _("waits to be printed"),
    Channel.CALL: _("waits to be called"),
}

SENT: dict[Channel, Text] = {
    Channel.MAIL: _("sent"),
    Channel.TEXT: _("sent"),
    Channel.LETTER: _("posted"),
    Channel.CALL: _("told on the phone"),
}

COLOURS = {
    MessageState.WAITING: "yellow",
    MessageState.SENT: "green",
    MessageState.FAILED: "red",
    MessageState.CANCELLED: "grey",
}

FAULTS: dict[Fault, Text] = {
    Fault.NO_ANSWER: _("The service did not answer."),
    Fault.SERVICE_REFUSED: _("The service refuses us. Look at its address, name and password."),
    Fault.NOT_TRUSTED: _("The service cannot prove who it is. Look at its certificate."),
    Fault.SERVICE_BUSY: _("The service was not able to take it."),
    Fault.ADDRESS_REFUSED: _("The address or number is not accepted."),
    Fault.CONTENT_REFUSED: _("The service did not accept the message."),
    Fault.BAD_ADDRESS: _("The address or number is not complete."),
    Fault.NOT_DELIVERED: _("The text message did not reach the phone."),
    Fault.DEFECT: _("An error in this software. It is in the log."),
}

#: What was done with a call, for the list of attempts.
CALL_ACTS: dict[str, Text] = {
    "miss_call": _("not reached"),
    "finish_call": _("told on the phone"),
    "reopen_call": _("to be called again"),
}


def state_of(message: OutboxMessage) -> str:
    """Return where a message stands."""
    if message.state is MessageState.WAITING:
        return str(WAITING[message.channel])
    if message.state is MessageState.SENT:
        return str(gettext("delivered") if message.delivered_at else SENT[message.channel])
    return str(gettext("not sent") if message.state is MessageState.FAILED else gettext("cancelled"))


def fault_of(message: OutboxMessage) -> str:
    """Return why a message did not go out, with the number that the service gave; empty for no fault."""
    word, _space, code = message.last_error.partition(" ")
    if word not in set(Fault):
        return ""
    words = str(FAULTS[Fault(word)])
    return f"{words} ({code})" if code else words


def history_lines(messages: Iterable[OutboxMessage], *, shows_secrets: bool = False) -> list[dict[str, Any]]:
    """Return messages as the component `components/sent_messages.html` wants them.

    Args:
        shows_secrets: True where sending is only pretended; elsewhere codes are nobody's to read.
    """
    return [
        {
            "id": message.id,
            "icon": ICONS[message.channel],
            "channel": str(CHANNELS[message.channel]),
            "at": message.sent_at or message.created_at,
            "state": state_of(message),
            "colour": COLOURS[message.state],
            "subject": message.subject,
            "text": message.text if shows_secrets or not message.is_secret else "",
            "language": message.language,
            "fault": fault_of(message) if message.state is MessageState.FAILED else "",
        }
        for message in messages
    ]


#: What an office is told after it has sent somebody a new link.
NEW_LINK: dict[Channel, Text] = {
    Channel.MAIL: _("A new link is on its way by e-mail. The old ones no longer work."),
    Channel.TEXT: _("A new link is on its way by text message. The old ones no longer work."),
    Channel.LETTER: _("A new link goes out by letter. The old ones no longer work."),
    Channel.CALL: _(
        "There is no address for a link: the call is on your list. The old links no longer work."
    ),
}
