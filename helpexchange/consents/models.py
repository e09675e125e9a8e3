"""The table of consents."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from helpexchange.consents.rules import ConsentChannel, ConsentPurpose
from helpexchange.core.database import Base, words


class Consent(Base):
    """Somebody has agreed to something; it holds until `ended_at`.

    `person_type` and `person_id` are as in the audit trail; no foreign key, so that the proof outlives what
    it speaks of. `wording` are the words as shown or read out; empty where only their version is known.
    `recorded_by` and `ended_by` name whoever of an office noted it; empty when the person did so themselves.
    """

    __tablename__ = "consents"
    __table_args__ = (Index(None, "person_type", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_type: Mapped[str] = mapped_column(String(60))
    person_id: Mapped[int]
    purpose: Mapped[ConsentPurpose] = mapped_column(words(ConsentPurpose))
    version: Mapped[str] = mapped_column(String(60))
    wording: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(2), default="")
    channel: Mapped[ConsentChannel] = mapped_column(words(ConsentChannel))
    given_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(200), default="")
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str] = mapped_column(String(200), default="")
