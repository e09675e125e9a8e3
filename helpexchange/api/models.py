"""Tables of tokens, of answers to requests with an Idempotency-Key, and of webhooks with their deliveries."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from helpexchange.accounts.models import Account
from helpexchange.api.rules import DeliveryState, Event
from helpexchange.core.database import Base, words
from helpexchange.offices.models import Office


class ApiToken(Base):
    """What a program shows; only the hash of it is kept.

    It acts for `account_id`, with at most what that person may do, or for an integration: then `office_id` is
    the one office it sees. It opens nothing after `expires_at`, or once it is `revoked_at`.
    """

    __tablename__ = "api_tokens"
    __table_args__ = (CheckConstraint("(account_id IS NULL) <> (office_id IS NULL)", name="owner"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(100), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    office_id: Mapped[int | None] = mapped_column(ForeignKey("offices.id"), index=True)
    scopes: Mapped[list[str]]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    account: Mapped[Account | None] = relationship()
    office: Mapped[Office | None] = relationship()


class RememberedAnswer(Base):
    """The answer to a request with an Idempotency-Key, written in the transaction of its act.

    `asked_hash` is of method, address and body. `status` is 0 while the act goes on.
    """

    __tablename__ = "api_answers"
    __table_args__ = (UniqueConstraint("token_id", "key"), Index(None, "made_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    token_id: Mapped[int] = mapped_column(ForeignKey("api_tokens.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(255))
    asked_hash: Mapped[str] = mapped_column(String(64))
    status: Mapped[int] = mapped_column(default=0)
    location: Mapped[str] = mapped_column(String(200), default="")
    body: Mapped[str] = mapped_column(Text, default="")
    made_at: Mapped[datetime]


class Webhook(Base):
    """An address of an integration that is told of `events` of its office.

    What signs its messages is made of `salt` and the secret of the installation, so that whoever reads this
    table can sign nothing. `failures` counts failed tries in a row; nothing is sent while it is `paused_at`.
    """

    __tablename__ = "webhooks"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_id: Mapped[int] = mapped_column(ForeignKey("api_tokens.id", ondelete="CASCADE"), index=True)
    url: Mapped[str] = mapped_column(String(500))
    events: Mapped[list[str]]
    salt: Mapped[str] = mapped_column(String(40))
    made_at: Mapped[datetime]
    failures: Mapped[int] = mapped_column(default=0)
    paused_at: Mapped[datetime | None]

    token: Mapped[ApiToken] = relationship()


class WebhookDelivery(Base):
    """One message to a webhook: `body` has ids only. `fault` says in a word why the last try failed."""

    __tablename__ = "webhook_deliveries"
    __table_args__ = (Index(None, "state", "due_at"), Index(None, "webhook_id", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    webhook_id: Mapped[int] = mapped_column(ForeignKey("webhooks.id", ondelete="CASCADE"))
    message_id: Mapped[str] = mapped_column(String(40), unique=True)
    event: Mapped[Event] = mapped_column(words(Event))
    body: Mapped[str] = mapped_column(Text)
    state: Mapped[DeliveryState] = mapped_column(words(DeliveryState))
    attempts: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime]
    due_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    fault: Mapped[str] = mapped_column(String(60), default="")

    webhook: Mapped[Webhook] = relationship()
