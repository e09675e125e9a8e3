"""What somebody is found by, and which words mean it although a letter is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from rapidfuzz.distance import OSA

from helpexchange.core.folding import folded
from helpexchange.core.viewer import Viewer

#: What is shorter finds too many.
SHORTEST_WORD = 2
SHORTEST_NUMBER = 4
#: With fewer letters than this, one wrong letter makes another name of nearly everything.
SHORTEST_MISTYPED = 4
LONGEST_WORD = 100
#: Sorts behind every letter: the end of all words that begin alike.
LAST = "\U0010ffff"

_NUMBER = re.compile(r"\+?\d[\d\s()/.\-]*")


class Source(StrEnum):
    """Which record of a person the words come from; the first are the audit trail's words."""

    PERSON_IN_NEED = "person_in_need"
    HELPER = "helper"
    ACCOUNT = "account"


class WordKind(StrEnum):
    """What a word is; `WHOLE` is the whole name with the postcode, by which doubles are noticed."""

    NAME = "name"
    PLACE = "place"
    PHONE = "phone"
    MAIL = "mail"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundBy:
    """What a record says of a person; `phone_key` is in international form."""

    source: Source
    first_name: str
    last_name: str
    phone_key: str = ""
    email: str = ""
    postal_code: str = ""
    town: str = ""

    @property
    def sort_key(self) -> str:
        """By what lists are sorted: the last name, then the first."""
        return folded(f"{self.last_name} {self.first_name}")

    def words(self) -> set[tuple[WordKind, str]]:
        """Return the words that find the person."""
        names = plain_words(f"{self.first_name} {self.last_name}")
        found = {(WordKind.NAME, word) for word in names}
        found |= {(WordKind.PLACE, word) for word in plain_words(f"{self.postal_code} {self.town}")}
        found.add((WordKind.PHONE, self.phone_key.lstrip("+")))
        found.add((WordKind.MAIL, self.email.strip().lower()[:LONGEST_WORD]))
        if names and self.postal_code:
            whole = f"{' '.join(sorted(names))} {folded(self.postal_code)}"
            found.add((WordKind.WHOLE, whole[:LONGEST_WORD]))
        return {(kind, word) for kind, word in found if word}


class Term(NamedTuple):
    """A part of what was typed: a word, or a number with its spaces."""

    text: str
    is_number: bool


def plain_words(text: str) -> list[str]:
    """Return the words of a text without accents and in small letters."""
    return [word[:LONGEST_WORD] for word in re.findall(r"\w+", folded(text))]


def terms_of(typed: str) -> list[Term]:
    """Return what is to be found, part by part; nothing when all of it is too short."""
    numbers = [Term(each.strip(), is_number=True) for each in _NUMBER.findall(typed)]
    numbers = [each for each in numbers if len(digits_of(each.text)) >= SHORTEST_NUMBER]
    words = [Term(each, is_number=False) for each in plain_words(_NUMBER.sub(" ", typed))]
    is_enough = numbers or any(len(each.text) >= SHORTEST_WORD for each in words)
    return [*numbers, *words] if is_enough else []


def digits_of(text: str) -> str:
    """Return the digits of a text."""
    return re.sub(r"\D", "", text)


class Halves(NamedTuple):
    """How words begin, or end, that have at most one mistake: one half is always right."""

    begins: str
    ends: str


def halves_of(word: str) -> Halves:
    """Return the halves of a word of which one is right if one letter is wrong, missing, added or swapped."""
    middle = (len(word) + 1) // 2
    return Halves(word[: middle - 1], word[middle:])


def nearly(typed: str, words: Iterable[str]) -> list[str]:
    """Return the words that are, or begin with, what was typed but for one mistake."""
    return sorted(word for word in words if _is_near(typed, word))


def _is_near(typed: str, word: str) -> bool:
    long = len(typed)
    beginnings = {word, *(word[:size] for size in (long - 1, long, long + 1))}
    return any(OSA.distance(typed, each, score_cutoff=1) <= 1 for each in beginnings)


class ReadOn(StrEnum):
    """On which page the record of a person in need was read."""

    PERSON = "person"
    REQUEST = "request"
    BY_PHONE = "by_phone"
    ACTING = "acting"
    CONTACTS = "contacts"
    API = "api"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRead:
    """Announced when somebody of an office reads the record of a person in need."""

    known_id: int
    page: ReadOn
    by: Viewer
