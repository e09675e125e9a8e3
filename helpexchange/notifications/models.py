"""The outbox: every message to a person, before and after it has reached them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from helpexchange.core.database import Base, words
from helpexchange.notifications.rules import Channel, MessageState


class OutboxMessage(Base):
    """A message in the words, the language and on the channel that were right when it was written.

    `message` names its template; `person_type` and `person_id` say who is told, `object_type` and `object_id`
    what it is about. `once_key` makes a message that is told twice one. It is not sent before `due_at`;
    `claimed_until` keeps a second sender away.
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
    is_essential: Mapped[bool] = mapped_column(default=True)
    state: Mapped[MessageState] = mapped_column(words(MessageState), default=MessageState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(String(300), default="")
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    claimed_until: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
