"""Telling the helper and the person what an ask needs of them, and taking back what no longer holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update

from helpexchange.asking.links import person_link
from helpexchange.asking.messages import (
    FOLDER,
    about,
    contact_words,
    key_of,
    words_for_helper,
    words_for_person,
)
from helpexchange.asking.models import Ask
from helpexchange.asking.queries import Contact
from helpexchange.core.clock import town_day
from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.engagements.actions import calendar_for
from helpexchange.engagements.models import Visit
from helpexchange.help_requests.messages import Addressee, addressees_of
from helpexchange.help_requests.queries.records import OBJECT_TYPE
from helpexchange.helper_profiles.messages import not_on_quiet_days, recipient_of
from helpexchange.notifications.actions import tell
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.rules import About, MessageState
from helpexchange.representatives.queries import acting_for


def tell_helper(
    ask: Ask, message: str, *, by: Viewer, now: datetime, visits: Sequence[Visit] = (), **words: object
) -> OutboxMessage:
    """Tell the helper, on the own channel and not on a day on which they want no messages.

    Args:
        visits: that go with a mail, as a file for the calendar.
    """
    db.session.flush()
    to = recipient_of(ask.helper)
    return tell(
        to=to, message=f"{FOLDER}{message}", words={**words_for_helper(ask, to), **words}, about=about(ask),
        by=by, now=now, once_key=key_of(ask, message), due_at=not_on_quiet_days(ask.helper, now),
        calendar=calendar_for(to, visits),
    )  # fmt: skip


def tell_person(
    ask: Ask, message: str, *, by: Viewer, now: datetime, visits: Sequence[Visit] = (), **words: object
) -> None:
    """Tell the person, whoever acts for them, or both; nobody where a request came without a person."""
    request = ask.request
    if request.person is None:
        return
    db.session.flush()
    acting = acting_for(by, request.person.id, today=town_day(now))
    for each in addressees_of(request, acting):
        link = person_link(ask.id, _representation_id(each))
        named = words_for_person(ask, each.recipient, link=link, acts_for=each.acts_for)
        tell(
            to=each.recipient, message=f"{FOLDER}{message}",
            words={**named, "own_page": each.link, **words},
            about=About(object_type=OBJECT_TYPE, object_id=request.id), by=by, now=now,
            once_key=key_of(ask, message, each.key), calendar=calendar_for(each.recipient, visits),
        )  # fmt: skip


def tell_contacts(
    ask: Ask, *, of_helper: Contact, of_person: Contact | None, visits: Sequence[Visit], by: Viewer,
    now: datetime,
) -> None:  # fmt: skip
    """Tell both how they reach each other; only what is agreed lets anybody call this.

    Args:
        visits: to come, in order; they go with a mail, as a file for the calendar.
    """
    first_at = visits[0].starts_at if visits else None
    if of_person is not None:
        named = contact_words(of_person, first_at)
        tell_helper(ask, "agreed_helper", by=by, now=now, visits=visits, **named)
    tell_person(ask, "agreed_person", by=by, now=now, visits=visits, **contact_words(of_helper, first_at))


def take_back_messages(ask: Ask) -> None:
    """Cancel what waits to be sent or said about an ask, because it no longer holds."""
    statement = update(OutboxMessage).where(
        OutboxMessage.once_key.startswith(f"{key_of(ask)} ", autoescape=True),
        OutboxMessage.state == MessageState.WAITING,
    )
    db.session.execute(statement.values(state=MessageState.CANCELLED))


def _representation_id(addressee: Addressee) -> int:
    """Return the number in the addressee's key; 0 for the person themselves."""
    return int(addressee.key.rpartition(" ")[2]) if addressee.key else 0
