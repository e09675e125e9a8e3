"""Reading the outbox."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, or_, select, true

from helpexchange.core.database import db
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.paging import Page, fetch_page
from helpexchange.core.viewer import Viewer
from helpexchange.notifications.models import LetterBatch, MessagePreference, OutboxMessage
from helpexchange.notifications.rules import (
    SEE_DEAD_LETTERS,
    SENT_BY_MACHINE,
    About,
    Channel,
    MessageState,
)

PER_PAGE = 20
#: One print holds no more letters than this, so that no printer chokes; the next print has the rest.
MOST_LETTERS = 200


def message_with_key(_viewer: Viewer, once_key: str) -> OutboxMessage | None:
    """Return the message that was told under this key, if it was."""
    return db.session.scalar(select(OutboxMessage).where(OutboxMessage.once_key == once_key))


def messages_to_any(viewer: Viewer, people: Sequence[About], *, at_most: int = 50) -> Sequence[OutboxMessage]:
    """Return the latest messages to records of one person, newest first; of other offices none."""
    to = [
        (OutboxMessage.person_type == each.object_type) & (OutboxMessage.person_id == each.object_id)
        for each in people
    ]
    ours = or_(OutboxMessage.office_id.is_(None), seen_by(viewer))
    statement = select(OutboxMessage).where(or_(false(), *to), ours)
    newest = statement.order_by(OutboxMessage.created_at.desc(), OutboxMessage.id.desc())
    return db.session.scalars(newest.limit(at_most)).all()


def messages_about(viewer: Viewer, what: About, *, at_most: int = 50) -> Sequence[OutboxMessage]:
    """Return the latest messages about something that the viewer has read, newest first."""
    about = (OutboxMessage.object_type == what.object_type) & (OutboxMessage.object_id == what.object_id)
    ours = or_(OutboxMessage.office_id.is_(None), seen_by(viewer))
    statement = select(OutboxMessage).where(about, ours)
    newest = statement.order_by(OutboxMessage.created_at.desc(), OutboxMessage.id.desc())
    return db.session.scalars(newest.limit(at_most)).all()


def unsent_messages(_viewer: Viewer, person: About, message: str) -> Sequence[OutboxMessage]:
    """Return messages of a kind to a person that still wait to be sent and are not essential."""
    statement = _to(person).where(
        OutboxMessage.message == message,
        OutboxMessage.state == MessageState.WAITING,
        OutboxMessage.is_essential.is_(False),
    )
    return db.session.scalars(statement.order_by(OutboxMessage.id)).all()


def preference(_viewer: Viewer, person: About, message: str) -> MessagePreference | None:
    """Return what a person wishes about messages of a kind, if they ever said so."""
    return db.session.scalar(
        select(MessagePreference).where(
            MessagePreference.person_type == person.object_type,
            MessagePreference.person_id == person.object_id,
            MessagePreference.message == message,
        )
    )


def has_stopped(viewer: Viewer, person: About, message: str) -> bool:
    """Return whether a person wants no more messages of this kind."""
    wish = preference(viewer, person, message)
    return wish is not None and wish.stopped_at is not None


def latest_of_kind(_viewer: Viewer, person: About, message: str) -> OutboxMessage | None:
    """Return the latest message of a kind to a person: for whoever holds the link that it bore."""
    newest = _to(person).where(OutboxMessage.message == message).order_by(OutboxMessage.id.desc())
    return db.session.scalar(newest.limit(1))


def message_to_report(viewer: Viewer, message_id: int) -> OutboxMessage | None:
    """Return the text message that the gateway reports about, locked; None if there is none."""
    if not viewer.is_network_wide:
        return None
    text = OutboxMessage.channel == Channel.TEXT
    statement = select(OutboxMessage).where(OutboxMessage.id == message_id, text).with_for_update()
    return db.session.scalar(statement.execution_options(populate_existing=True))


def waiting_counts(_viewer: Viewer) -> Sequence[tuple[Channel, MessageState, int]]:
    """Return how many messages there are by channel and state, sent ones left out: numbers only."""
    channel, state = OutboxMessage.channel, OutboxMessage.state
    unsent = state.in_((MessageState.WAITING, MessageState.FAILED))
    statement = select(channel, state, func.count()).where(unsent).group_by(channel, state)
    return [(row[0], row[1], row[2]) for row in db.session.execute(statement.order_by(channel, state))]


def longest_waiting(_viewer: Viewer, now: datetime) -> OutboxMessage | None:
    """Return the mail or text message that is due for longest and not sent yet."""
    statement = select(OutboxMessage).where(
        OutboxMessage.state == MessageState.WAITING,
        OutboxMessage.channel.in_(SENT_BY_MACHINE),
        OutboxMessage.first_due_at <= now,
    )
    return db.session.scalar(statement.order_by(OutboxMessage.first_due_at, OutboxMessage.id).limit(1))


def failed_page(viewer: Viewer, *, number: int) -> Page[OutboxMessage]:
    """Return messages that were given up, newest first."""
    statement = _failed(viewer).order_by(None).order_by(OutboxMessage.due_at.desc(), OutboxMessage.id.desc())
    return fetch_page(db.session(), statement, number=number, per_page=PER_PAGE)


def failed_messages(viewer: Viewer) -> Sequence[OutboxMessage]:
    """Return every message that was given up, locked to be changed."""
    return db.session.scalars(_failed(viewer).with_for_update()).all()


def failed_message(viewer: Viewer, message_id: int) -> OutboxMessage:
    """Return a message that was given up, or was until somebody looked, locked to be changed.

    Raises:
        NotFoundRefusal: there is none, or the viewer may not know of it.
    """
    found = select(OutboxMessage).where(OutboxMessage.id == message_id, _if(viewer.may(SEE_DEAD_LETTERS)))
    return _one(found.where(OutboxMessage.channel.in_(SENT_BY_MACHINE)))


def letter_counts(viewer: Viewer) -> Sequence[tuple[int | None, int]]:
    """Return for each office how many of its letters wait and are in no print yet; None is the whole town."""
    statement = select(OutboxMessage.office_id, func.count()).where(is_unprinted(), seen_by(viewer))
    by_office = statement.group_by(OutboxMessage.office_id).order_by(OutboxMessage.office_id)
    return [(row[0], row[1]) for row in db.session.execute(by_office)]


def unprinted_letters(viewer: Viewer, office_id: int | None) -> Sequence[OutboxMessage]:
    """Return letters of an office that wait and are in no print yet, oldest first, locked to be changed."""
    of_office = (
        OutboxMessage.office_id.is_(None) if office_id is None else OutboxMessage.office_id == office_id
    )
    statement = select(OutboxMessage).where(is_unprinted(), seen_by(viewer), of_office)
    oldest = statement.order_by(OutboxMessage.id).limit(MOST_LETTERS).with_for_update(skip_locked=True)
    return db.session.scalars(oldest.execution_options(populate_existing=True)).all()


def letter_batches(viewer: Viewer, *, sent_since: datetime) -> Sequence[tuple[LetterBatch, int]]:
    """Return prints with their number of letters, newest first: those not sent, and those sent lately."""
    lately = or_(LetterBatch.sent_at.is_(None), LetterBatch.sent_at >= sent_since)
    statement = select(LetterBatch, func.count(OutboxMessage.id)).outerjoin(
        OutboxMessage, OutboxMessage.batch_id == LetterBatch.id
    )
    mine = statement.where(lately, sees(viewer, LetterBatch.office_id)).group_by(LetterBatch.id)
    rows = db.session.execute(mine.order_by(LetterBatch.made_at.desc(), LetterBatch.id.desc()).limit(50))
    return [(row[0], row[1]) for row in rows]


def letter_batch(viewer: Viewer, batch_id: int, *, for_update: bool = False) -> LetterBatch:
    """Return a print.

    Raises:
        NotFoundRefusal: there is none, or it is another office's.
    """
    statement = select(LetterBatch).where(LetterBatch.id == batch_id, sees(viewer, LetterBatch.office_id))
    if for_update:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    batch = db.session.scalar(statement)
    if batch is None:
        raise NotFoundRefusal
    return batch


def letters_of_batch(_viewer: Viewer, batch: LetterBatch) -> Sequence[OutboxMessage]:
    """Return the letters of a print that the viewer has read, in the order of their writing."""
    statement = select(OutboxMessage).where(
        OutboxMessage.batch_id == batch.id, OutboxMessage.state != MessageState.CANCELLED
    )
    return db.session.scalars(statement.order_by(OutboxMessage.id)).all()


def letter_count(viewer: Viewer) -> int:
    """Return how many letters wait to be printed, or are printed and not in the post yet."""
    waiting = select(func.count()).where(
        OutboxMessage.channel == Channel.LETTER,
        OutboxMessage.state == MessageState.WAITING,
        seen_by(viewer),
    )
    return db.session.scalar(waiting) or 0


def failed_message_of_office(viewer: Viewer, message_id: int) -> OutboxMessage:
    """Return a mail or text message of the viewer's offices, given up or no longer, locked to be changed.

    Raises:
        NotFoundRefusal: there is none, or it is another office's.
    """
    statement = select(OutboxMessage).where(OutboxMessage.id == message_id, seen_by(viewer))
    return _one(statement.where(~OutboxMessage.is_secret))


def call_by_id(viewer: Viewer, message_id: int) -> OutboxMessage:
    """Return a phone call of the viewer's offices, locked to be changed.

    Raises:
        NotFoundRefusal: there is none, or it is another office's.
    """
    statement = select(OutboxMessage).where(OutboxMessage.id == message_id, seen_by(viewer))
    return _one(statement.where(OutboxMessage.channel == Channel.CALL))


def latest_pretended(_viewer: Viewer, *, at_most: int = 50) -> Sequence[OutboxMessage]:
    """Return the latest mails and text messages to anybody: for installations that only pretend to send."""
    statement = select(OutboxMessage).where(OutboxMessage.channel.in_(SENT_BY_MACHINE))
    newest = statement.order_by(OutboxMessage.created_at.desc(), OutboxMessage.id.desc())
    return db.session.scalars(newest.limit(at_most)).all()


def _to(person: About) -> Select[OutboxMessage]:
    return select(OutboxMessage).where(
        OutboxMessage.person_type == person.object_type, OutboxMessage.person_id == person.object_id
    )


def _failed(viewer: Viewer) -> Select[OutboxMessage]:
    failed = select(OutboxMessage).where(OutboxMessage.state == MessageState.FAILED)
    return failed.where(_if(viewer.may(SEE_DEAD_LETTERS))).order_by(OutboxMessage.id)


def is_unprinted() -> ColumnElement[bool]:
    """Return the condition that a letter waits and is in no print yet."""
    waiting = OutboxMessage.state == MessageState.WAITING
    return (OutboxMessage.channel == Channel.LETTER) & waiting & OutboxMessage.batch_id.is_(None)


def seen_by(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition that a message's office is open to the viewer."""
    return sees(viewer, OutboxMessage.office_id)


def sees(viewer: Viewer, office_id: Any) -> ColumnElement[bool]:
    """Return the condition that a record's office is open to the viewer; None is open to the network lead."""
    return true() if viewer.is_network_wide else office_id.in_(viewer.office_ids)


def _if(is_so: bool) -> ColumnElement[bool]:  # noqa: FBT001  # it reads as it is
    return true() if is_so else false()


def _one(statement: Select[OutboxMessage]) -> OutboxMessage:
    locked = statement.with_for_update().execution_options(populate_existing=True)
    found = db.session.scalar(locked)
    if found is None:
        raise NotFoundRefusal
    return found
