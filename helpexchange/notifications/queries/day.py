"""What the outbox holds for an office's day: what did not arrive, letters, what to tell by phone."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ScalarSelect, Select, and_, func, or_, select, true
from sqlalchemy.orm import load_only

from helpexchange.core.database import db
from helpexchange.core.paging import Page, fetch_page
from helpexchange.core.viewer import Viewer
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.queries.outbox import PER_PAGE, is_unprinted, seen_by
from helpexchange.notifications.rules import SENT_BY_MACHINE, Channel, LettersOfDay, MessageState


class Told(NamedTuple):
    """What is to be told, or was told, by phone, without its words."""

    id: int
    name: str
    address: str
    object_type: str
    object_id: int
    attempts: int
    created_at: datetime
    due_at: datetime
    sent_at: datetime | None


class OutboxOfDay(NamedTuple):
    """The first messages that did not arrive, how many there are, and the letters to print.

    Attributes:
        beside: the other numbers that were asked for.
    """

    failed: Sequence[OutboxMessage]
    failed_count: int
    letters: LettersOfDay
    beside: Sequence[int]


def to_tell_by_phone(viewer: Viewer, *, made_since: datetime | None = None) -> Select[OutboxMessage]:
    """Return the statement of the calls that wait: its columns are those of `Told`.

    Args:
        made_since: also those that were made since then.
    """
    stands = OutboxMessage.state == MessageState.WAITING
    if made_since is not None:
        made = (OutboxMessage.state == MessageState.SENT) & (OutboxMessage.sent_at >= made_since)
        stands = or_(stands, made)
    statement = select(*(getattr(OutboxMessage, name) for name in Told._fields))
    in_order = statement.order_by(OutboxMessage.due_at, OutboxMessage.id)
    return in_order.where(OutboxMessage.channel == Channel.CALL, seen_by(viewer), stands)


def words_to_say(viewer: Viewer, message_ids: Collection[int]) -> Mapping[int, OutboxMessage]:
    """Return those of these messages that are of the viewer's offices, by id, with language and text."""
    if not message_ids:
        return {}
    statement = select(OutboxMessage).options(load_only(OutboxMessage.language, OutboxMessage.text))
    found = statement.where(OutboxMessage.id.in_(message_ids), seen_by(viewer)).order_by(OutboxMessage.id)
    return {each.id: each for each in db.session.scalars(found)}


def outbox_of_day(viewer: Viewer, *, at_most: int, beside: Sequence[ScalarSelect[int]] = ()) -> OutboxOfDay:
    """Return the mails and texts of the viewer's offices that were given up, and the letters.

    One question to the database: the day board asks many.

    Args:
        beside: other numbers to ask for in the same question.
    """
    of_office = func.count(OutboxMessage.office_id)
    ends = (func.min(OutboxMessage.office_id), func.max(OutboxMessage.office_id))
    letters = select(
        func.count().label("count"), of_office.label("known"), ends[0].label("least"), ends[1].label("most")
    ).where(is_unprinted(), seen_by(viewer)).subquery()  # fmt: skip
    failed = _not_delivered(viewer)
    count = select(func.count()).select_from(failed.order_by(None).subquery()).scalar_subquery()
    first = failed.with_only_columns(OutboxMessage.id).limit(at_most).subquery()
    joined = select(letters, count, *beside, OutboxMessage).select_from(letters).outerjoin(first, true())
    statement = joined.outerjoin(OutboxMessage, OutboxMessage.id == first.c[0])
    rows = db.session.execute(statement.order_by(OutboxMessage.due_at, OutboxMessage.id)).all()
    total, known, least, most, failed_count, *numbers, _message = rows[0]
    is_one = total > 0 and least == most and known in (0, total)
    messages = [row[-1] for row in rows if row[-1] is not None]
    return OutboxOfDay(messages, failed_count, LettersOfDay(total, is_one=is_one, office_id=least), numbers)


def not_delivered(viewer: Viewer, *, number: int) -> Page[OutboxMessage]:
    """Return a page of the mails and texts of the viewer's offices that were given up, oldest first."""
    return fetch_page(db.session(), _not_delivered(viewer), number=number, per_page=PER_PAGE)


def _not_delivered(viewer: Viewer) -> Select[OutboxMessage]:
    """Codes and links that let somebody in are nobody's to read or send another way."""
    failed = OutboxMessage.channel.in_(SENT_BY_MACHINE) & (OutboxMessage.state == MessageState.FAILED)
    wanted = and_(seen_by(viewer), failed, ~OutboxMessage.is_secret)
    return select(OutboxMessage).where(wanted).order_by(OutboxMessage.due_at, OutboxMessage.id)
