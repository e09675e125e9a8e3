"""Tables of everybody the offices know, and of the words by which they are found."""

from __future__ import annotations

from abc import abstractmethod

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from helpexchange.core.database import Base, words
from helpexchange.people_index.rules import LONGEST_WORD, FoundBy, Source, WordKind

# Compared byte by byte on both engines, so that "begins with" is a stretch of the index.
_PLAIN = String(LONGEST_WORD).with_variant(String(LONGEST_WORD, collation="C"), "postgresql")
_PLAIN_KEY = String(420).with_variant(String(420, collation="C"), "postgresql")


class KnownPerson(Base):
    """A human: whoever asks, helps and has an account is one. `merged_into_id` is who they are in truth."""

    __tablename__ = "known_people"

    id: Mapped[int] = mapped_column(primary_key=True)
    sort_key: Mapped[str] = mapped_column(_PLAIN_KEY, default="", index=True)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("known_people.id"), index=True)

    words: Mapped[list[SearchWord]] = relationship(cascade="all, delete-orphan", passive_deletes=True)


class SearchWord(Base):
    """A word that finds a person; `backwards` is the same word from its end, for numbers and mistakes."""

    __tablename__ = "search_words"
    __table_args__ = (Index(None, "kind", "word", "person_id"), Index(None, "kind", "backwards", "person_id"))

    person_id: Mapped[int] = mapped_column(
        ForeignKey("known_people.id", ondelete="CASCADE"), primary_key=True
    )
    source: Mapped[Source] = mapped_column(words(Source), primary_key=True)
    kind: Mapped[WordKind] = mapped_column(words(WordKind), primary_key=True)
    word: Mapped[str] = mapped_column(_PLAIN, primary_key=True)
    backwards: Mapped[str] = mapped_column(_PLAIN)


class Findable:
    """A record of a person. Who it is, and the words that find them, are kept by `keeping.py`."""

    known_id: Mapped[int | None] = mapped_column(ForeignKey("known_people.id"), index=True)

    @declared_attr
    def known(cls) -> Mapped[KnownPerson | None]:  # noqa: N805  # SQLAlchemy calls it with the class
        """Who it is."""
        return relationship(KnownPerson)

    @abstractmethod
    def found_by(self) -> FoundBy:
        """Return what the record says of the person."""

    def same_person(self) -> tuple[type[Findable], int] | None:
        """Return the record whose person this is, if it is known from the beginning: its class and id."""
        return None

    def renew_keys(self) -> None:
        """Bring columns up to date that follow from others; a bulk update has passed them by."""
