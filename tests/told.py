"""Messages for tests that are about sending them, not about what they say."""

import dataclasses
from datetime import datetime
from typing import Any

from flask import Flask

from helpexchange.config import Settings
from helpexchange.core.database import db
from helpexchange.core.viewer import system_viewer
from helpexchange.notifications.actions import tell
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.rules import About, Channel, Recipient

PERSON = About(object_type="person_in_need", object_id=7)
BY = system_viewer("test")
TRIAL = "notifications/messages/trial"
SENDING = {"mail_from": "Hilfe Musterstadt <help@example.org>"}


def told(
    *, now: datetime, channel: Channel = Channel.MAIL, office_id: int | None = None, name: str = "Erika Kaya",
    person: About = PERSON, email: str = "erika@example.org", phone: str = "0231 5550123", **others: Any,
) -> OutboxMessage:  # fmt: skip
    """Return the trial message, told to somebody with every address, and committed."""
    to = Recipient(
        person=person, office_id=office_id, name=name, channel=channel, language=others.pop("language", "de"),
        email=email, phone=phone, post_lines=("Markt 1", "44135 Dortmund"),
    )  # fmt: skip
    words = {"first_name": name.split(maxsplit=1)[0]}
    message = tell(to=to, message=TRIAL, words=words, about=person, by=BY, now=now, **others)
    db.session.commit()
    return message


def with_settings(app: Flask, monkeypatch: Any, **changes: Any) -> Settings:
    """Change settings of the application until the test ends."""
    changed: Settings = dataclasses.replace(app.extensions["settings"], **changes)
    monkeypatch.setitem(app.extensions, "settings", changed)
    return changed
