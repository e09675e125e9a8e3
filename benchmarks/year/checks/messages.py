"""Messages: none at night, and no contact data before both have agreed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import select

from benchmarks.year.places import ZONE
from helpexchange.asking.models import Ask
from helpexchange.asking.rules import AskState
from helpexchange.core.database import db
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.rules import Channel, QuietHours

LATELY = timedelta(days=1)
#: Fewer digits could be a house number or a time.
FEWEST_DIGITS = 6


def no_mail_at_night(now: datetime) -> Iterator[str]:
    """Name mails and texts that went out in quiet hours without being urgent."""
    quiet = QuietHours.read(current_app.extensions["settings"].quiet_hours)
    sent = select(OutboxMessage.id, OutboxMessage.message, OutboxMessage.sent_at).where(
        OutboxMessage.sent_at > now - LATELY, OutboxMessage.is_urgent.is_(False),
        OutboxMessage.channel.in_((Channel.MAIL, Channel.TEXT)),
    )  # fmt: skip
    for message_id, message, sent_at in db.session.execute(sent):
        if quiet is not None and sent_at is not None and quiet.cover(sent_at, ZONE.key):
            yield f"message {message_id} {message} at {sent_at}"


def contacts_only_for_the_agreed(now: datetime) -> Iterator[str]:
    """Name messages about an ask that tell how to reach the other one although not both have agreed."""
    new = select(OutboxMessage).where(
        OutboxMessage.created_at > now - LATELY, OutboxMessage.once_key.startswith("ask ")
    )
    messages = db.session.scalars(new.order_by(OutboxMessage.id)).all()
    ids = {int((each.once_key or "").split()[1]) for each in messages}
    asks = {ask.id: ask for ask in db.session.scalars(select(Ask).where(Ask.id.in_(ids)))}
    for message in messages:
        ask = asks[int((message.once_key or "").split()[1])]
        if ask.state is AskState.AGREED:
            continue
        words = f"{message.subject} {message.text}"
        for secret in _contacts_of_others(message, ask):
            if secret in words or secret in _digits(words):
                yield f"message {message.id} {message.message} tells a contact, ask is {ask.state.value}"


def _contacts_of_others(message: OutboxMessage, ask: Ask) -> Iterator[str]:
    """Yield mail addresses and numbers of whom the message is not written to."""
    own = {message.address, _digits(message.address)}
    for who in (ask.helper, ask.request.person):
        if who is None or message.name == who.name:
            continue
        if who.email and who.email not in own:
            yield who.email
        if len(number := _digits(who.phone)) >= FEWEST_DIGITS and number not in own:
            yield number


def _digits(words: str) -> str:
    return "".join(each for each in words if each.isdigit())


MESSAGE_CHECKS = (no_mail_at_night, contacts_only_for_the_agreed)
