"""The outbox: every message to a person, before and after it has reached them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from helpexchange.core.database import Base, words
from helpexchange.notifications.rules import Channel, MessageState


class OutboxMessage(Base):
    """A message in the words, the language and on the channel that were right when it was written.

    `message` names its template; `person_type` and `person_id` say who is told, `object_type` and `object_id`
    what it is about. `once_key` makes a message that is told twice one. It is not sent before `due_at`, which
    moves when sending fails, `first_due_at` does not; `claimed_until` keeps a second sender away.
    The words of secret ones are erased when they are sent. `last_error` is a word of `rules.Fault` and a
    number. `delivered_at` is when the text message reached the phone, if the gateway says so. `batch_id` is
    the print in which a letter came out. `calendar` is a file for calendars that goes with a mail.
    """

    __tablename__ = "outbox_messages"
    __table_args__ = (
        Index(None, "state", "channel", "due_at"),
        Index(None, "person_type", "person_id"),
        Index(None, "object_type", "object_id"),
        Index(None, "office_id", "channel", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    once_key: Mapped[str | None] = mapped_column(String(120), unique=True)
    message: Mapped[str] = mapped_column(String(120))
    person_type: Mapped[str] = mapped_column(String(60))
    person_id: Mapped[int]
    object_type: Mapped[str] = mapped_column(String(60))
    object_id: Mapped[int]
    office_id: Mapped[int | None] = mapped_column(ForeignKey("offices.id"))
    channel: Mapped[Channel] = mapped_column(words(Channel))
    name: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(2))
    subject: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
    calendar: Mapped[str] = mapped_column(Text, default="")
    is_essential: Mapped[bool] = mapped_column(default=True)
    is_urgent: Mapped[bool] = mapped_column(default=False)
    is_secret: Mapped[bool] = mapped_column(default=False)
    state: Mapped[MessageState] = mapped_column(words(MessageState), default=MessageState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(String(300), default="")
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    first_due_at: Mapped[datetime]
    claimed_until: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("letter_batches.id"), index=True)


class LetterBatch(Base):
    """Letters of an office that were printed together; printed again they are the same letters.

    `office_id` is None for letters of the whole town; `sent_at` is when somebody said that they are posted.
    """

    __tablename__ = "letter_batches"
    __table_args__ = (Index(None, "office_id", "sent_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int | None] = mapped_column(ForeignKey("offices.id"))
    made_at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(String(200))
    sent_at: Mapped[datetime | None]


class MessagePreference(Base):
    """Messages of one kind that a person has stopped, or wants again (`stopped_at` is None)."""

    __tablename__ = "message_preferences"
    __table_args__ = (UniqueConstraint("person_type", "person_id", "message"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_type: Mapped[str] = mapped_column(String(60))
    person_id: Mapped[int]
    message: Mapped[str] = mapped_column(String(120))
    stopped_at: Mapped[datetime | None]
