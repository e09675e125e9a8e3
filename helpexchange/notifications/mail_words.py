"""A message as a mail: plain text first, the same words as HTML, and the headers of a polite machine."""

from __future__ import annotations

from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from flask import current_app
from flask_babel import force_locale, gettext

from helpexchange.config import Settings
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.rules import Fault, SendingError
from helpexchange.notifications.stop_links import stop_link

#: By what a calendar says that is to be done with it; programs of mail look for the same beside the file.
CALENDAR_FILES = {"PUBLISH": "visit.ics", "CANCEL": "cancelled.ics"}
_CALENDAR_END = "END:VCALENDAR\r\n"
#: The sender where mails are only pretended.
PRETENDED_SENDER = "help@example.org"


def mail_of(message: OutboxMessage, settings: Settings) -> EmailMessage:
    """Return the mail, ready to be handed over; made twice it is the same mail, with the same Message-ID."""
    name, sender = parseaddr(settings.mail_from or PRETENDED_SENDER)
    stop = "" if message.is_essential else stop_link(message, settings)
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address(name or settings.service_name, addr_spec=sender)
    mail["To"] = Address(message.name, addr_spec=message.address)
    mail["Subject"] = message.subject
    mail["Date"] = format_datetime(message.first_due_at)
    mail["Message-ID"] = message_id_of(message, sender)
    mail["Auto-Submitted"] = "auto-generated"
    if stop:
        mail["List-Unsubscribe"] = f"<{stop}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    with force_locale("en_GB" if message.language == "en" else message.language):
        mail.set_content(_text(message, settings, stop))
        mail.add_alternative(_html(message, settings, stop), subtype="html")
    for method, calendar in calendars_in(message.calendar):
        mail.add_attachment(
            calendar, subtype="calendar", filename=CALENDAR_FILES[method], params={"method": method}
        )
    mail["Content-Language"] = message.language  # only now: setting the content would take it away
    return mail


def written(message: OutboxMessage, settings: Settings) -> EmailMessage:
    """Return the message as a mail.

    Raises:
        SendingError: there is no such address.
    """
    try:
        return mail_of(message, settings)
    except (ValueError, IndexError, MessageError) as error:  # an address that cannot stand in a header
        raise SendingError(Fault.BAD_ADDRESS, is_final=True) from error


def calendars_in(text: str) -> list[tuple[str, str]]:
    """Return the calendars that stand one behind the other in a text, each with its method."""
    calendars = [part + _CALENDAR_END for part in text.split(_CALENDAR_END) if part.strip()]
    return [("CANCEL" if "METHOD:CANCEL\r\n" in each else "PUBLISH", each) for each in calendars]


def message_id_of(message: OutboxMessage, sender: str) -> str:
    """Return a Message-ID that is the same however often the message is sent, so that doubles can be seen."""
    moment = message.created_at.strftime("%Y%m%d%H%M%S")
    return f"<message-{message.id}.{moment}@{sender.rpartition('@')[2]}>"


def _text(message: OutboxMessage, settings: Settings, stop: str) -> str:
    lines = [message.text, "", "-- ", settings.service_name, settings.site_address]
    if stop:
        lines += ["", gettext("You want no more messages of this kind? One click is enough:"), stop]
    return "\n".join(lines) + "\n"


def _html(message: OutboxMessage, settings: Settings, stop: str) -> str:
    """Return the words of the text once more; nothing is loaded from anywhere, nobody counts who reads it."""
    paragraphs = [part.strip() for part in message.text.split("\n\n") if part.strip()]
    template = current_app.jinja_env.get_template("notifications/mail.html")
    return template.render(
        message=message, paragraphs=paragraphs, stop=stop, site_address=settings.site_address,
        service_name=settings.service_name,
    )  # fmt: skip
