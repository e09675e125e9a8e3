"""Tables of what offices note about people, and of who has read the record of a person in need."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from helpexchange.core.database import Base, words
from helpexchange.people_index.models import KnownPerson
from helpexchange.people_index.rules import ReadOn


class PersonNote(Base):
    """What an office has noted about somebody; `reference` makes a form that is sent twice one note.

    Its author may correct it for a day; from then on it is only followed by another one.
    """

    __tablename__ = "person_notes"
    __table_args__ = (Index(None, "person_id", "written_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(60), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("known_people.id", ondelete="CASCADE"))
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"), index=True)
    author: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime]
    corrected_at: Mapped[datetime | None]


class RecordReading(Base):
    """Somebody has read the record of a person in need; once an hour is enough to know.

    `account_id` below nothing is the number of a representation: its representative came by a link.
    """

    __tablename__ = "record_readings"
    __table_args__ = (UniqueConstraint("account_id", "person_id", "hour"), Index(None, "read_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(index=True)
    reader: Mapped[str] = mapped_column(String(200))
    person_id: Mapped[int] = mapped_column(ForeignKey("known_people.id", ondelete="CASCADE"), index=True)
    page: Mapped[ReadOn] = mapped_column(words(ReadOn))
    hour: Mapped[datetime]
    read_at: Mapped[datetime]

    person: Mapped[KnownPerson] = relationship()


class PersonMerge(Base):
    """Somebody who was entered twice was made one; for 30 days `changes` tell how it was before.

    `kept_id` is who stays, `gone_id` who turned out to be the same.
    """

    __tablename__ = "person_merges"
    __table_args__ = (Index(None, "merged_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kept_id: Mapped[int] = mapped_column(ForeignKey("known_people.id", ondelete="CASCADE"), index=True)
    gone_id: Mapped[int] = mapped_column(ForeignKey("known_people.id", ondelete="CASCADE"), index=True)
    merged_by: Mapped[str] = mapped_column(String(200))
    merged_at: Mapped[datetime]
    changes: Mapped[list[Any]]
    undone_at: Mapped[datetime | None]


class DifferentPeople(Base):
    """Two people who look like one and are not; `first_id` is the smaller number."""

    __tablename__ = "different_people"

    first_id: Mapped[int] = mapped_column(ForeignKey("known_people.id", ondelete="CASCADE"), primary_key=True)
    second_id: Mapped[int] = mapped_column(
        ForeignKey("known_people.id", ondelete="CASCADE"), primary_key=True, index=True
    )
