"""The table of representations."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from helpexchange.accounts.models import Account
from helpexchange.core.database import Base, words
from helpexchange.core.phones import phone_key
from helpexchange.notifications.rules import Channel
from helpexchange.offices.models import Office
from helpexchange.representatives.rules import (
    EndedBy,
    EndReason,
    Relation,
    RepresentationState,
    Told,
    WordGiven,
)


class Representation(Base):
    """Somebody acts for a person in need, with their word.

    `name`, `phone`, `email`, `channel` and `language` are the representative's; `account_id` is their
    account, if they have one. They may ask for the person, follow, change and end requests; `told` says who
    hears about them, `may_see_data` whether the representative also sees how the person is reached. `wording`
    are the words that the person agreed to, as shown or read; none where a court has decided. It begins at
    `began_at` and holds until the end of `until`. `recorded_by` and `ended_by_name` name whoever of an office
    noted it. `phone_key` is for finding. Signed links with another `link_number` no longer open it.
    """

    __tablename__ = "representations"
    __table_args__ = (Index(None, "office_id", "state"), Index(None, "state", "until"))

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(60), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people_in_need.id", ondelete="CASCADE"), index=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"), index=True)
    state: Mapped[RepresentationState] = mapped_column(words(RepresentationState))
    relation: Mapped[Relation] = mapped_column(words(Relation))
    organisation: Mapped[str] = mapped_column(String(200), default="")
    name: Mapped[str] = mapped_column(String(200))
    phone: Mapped[str] = mapped_column(String(40), default="")
    phone_key: Mapped[str] = mapped_column(String(20), default="", index=True)
    email: Mapped[str] = mapped_column(String(254), default="")
    channel: Mapped[Channel] = mapped_column(words(Channel), default=Channel.CALL)
    language: Mapped[str | None] = mapped_column(String(2))
    reads_easy: Mapped[bool] = mapped_column(default=False)
    told: Mapped[Told] = mapped_column(words(Told), default=Told.BOTH)
    may_see_data: Mapped[bool] = mapped_column(default=False)
    word_given: Mapped[WordGiven | None] = mapped_column(words(WordGiven))
    version: Mapped[str] = mapped_column(String(60), default="")
    wording: Mapped[str] = mapped_column(Text, default="")
    wording_language: Mapped[str] = mapped_column(String(2), default="")
    court_order_seen_on: Mapped[date | None]
    recorded_by: Mapped[str] = mapped_column(String(200), default="")
    asked_at: Mapped[datetime]
    began_at: Mapped[datetime | None]
    until: Mapped[date | None]
    reminded_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[EndedBy | None] = mapped_column(words(EndedBy))
    ended_by_name: Mapped[str] = mapped_column(String(200), default="")
    end_reason: Mapped[EndReason | None] = mapped_column(words(EndReason))
    link_number: Mapped[int] = mapped_column(default=1)

    office: Mapped[Office] = relationship()
    account: Mapped[Account | None] = relationship()

    @validates("phone")
    def _keep_key(self, _name: str, value: str) -> str:
        self.phone_key = phone_key(value)
        return value
