"""Stretches of the index of words: what begins, or ends, like a part of what was typed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select, union_all

from helpexchange.core.database import db
from helpexchange.core.phones import international
from helpexchange.people_index.models import SearchWord
from helpexchange.people_index.rules import (
    LAST,
    LONGEST_WORD,
    SHORTEST_NUMBER,
    Term,
    WordKind,
    digits_of,
    halves_of,
)

WORDS = (WordKind.NAME, WordKind.PLACE)
_BEGIN, _END = 0, 1
_COLUMNS: tuple[Any, Any] = (SearchWord.word, SearchWord.backwards)


class Stretch:
    """Words of some kinds that begin (or end) alike, or that are among a few."""

    def __init__(
        self, kinds: Sequence[WordKind], text: str = "", *, is_end: bool = False, words: Sequence[str] = ()
    ) -> None:
        """Take either a text or words."""
        self._kinds, self._words = kinds, words
        self._text = text[::-1] if is_end else text
        self._column = _COLUMNS[_END if is_end else _BEGIN]

    def found(self) -> ColumnElement[bool]:
        """Return the condition by which the index is read."""
        is_it = (self._column.in_(self._words),) if self._words else _begins(self._column, self._text)
        return and_(SearchWord.kind.in_(self._kinds), *is_it)

    def held(self) -> ColumnElement[bool]:
        """Return the same condition for the words of one person, in a form that is not looked up by word."""
        begin = func.substr(self._column, 1, LONGEST_WORD if self._words else len(self._text))
        is_it = begin.in_(self._words) if self._words else begin == self._text
        return and_(SearchWord.kind.in_(self._kinds), is_it)


#: What a term may be: one of these is enough.
Stretches = Sequence[Stretch]


def stretches_of(term: Term) -> list[Stretch]:
    """Return what a word, or a number in any form, may be the beginning or the end of."""
    if not term.is_number:
        return [Stretch(WORDS, term.text)]
    digits = digits_of(term.text)
    endings = {each for each in (digits, digits.lstrip("0")) if len(each) >= SHORTEST_NUMBER}
    return [
        Stretch([WordKind.PLACE], digits),
        *(Stretch([WordKind.PHONE], each) for each in international(term.text)),
        *(Stretch([WordKind.PHONE], each, is_end=True) for each in sorted(endings)),
    ]


def people_in(stretches: Stretches) -> Select[Any]:
    """Select who has a word in one of these stretches."""
    return select(SearchWord.person_id).where(or_(*(each.found() for each in stretches)))


def holds(person_id: Any, stretches: Stretches) -> ColumnElement[bool]:
    """Return the condition that the person of a column has such a word; looked up person by person."""
    is_so = or_(*(each.held() for each in stretches))
    return select(literal(1)).select_from(SearchWord).where(SearchWord.person_id == person_id, is_so).exists()


def sizes(wanted: Sequence[Stretches], *, at_most: int) -> list[int]:
    """Return how many rows of the index each of these has, counted no further than `at_most`."""
    some = (people_in(each).limit(at_most).subquery() for each in wanted)
    counts = (select(func.count()).select_from(each).scalar_subquery() for each in some)
    return list(db.session.execute(select(*counts)).one())


def candidates(words: Sequence[str]) -> dict[str, set[str]]:
    """Return the names and places that share one half with each word; the other half may be wrong."""
    found: dict[str, set[str]] = {word: set() for word in words}
    parts = [part for number, word in enumerate(words) for part in _sharing(number, word)]
    for number, side, word in db.session.execute(union_all(*parts)) if parts else ():
        if word is not None:
            found[words[number]].add(word[::-1] if side == _END else word)
    return found


def _sharing(number: int, word: str) -> Iterator[Select[Any]]:
    begins, ends = halves_of(word)
    for side, half in ((_BEGIN, begins), (_END, ends[::-1])):
        yield _names(half, number, side)
        yield _places(half, number, side)


def _names(begin: str, number: int, side: int) -> Select[Any]:
    """Select the names that begin so; most are of a few people only."""
    column = _COLUMNS[side]
    is_name = SearchWord.kind == WordKind.NAME
    return select(literal(number), literal(side), column).where(is_name, *_begins(column, begin)).distinct()


def _places(begin: str, number: int, side: int) -> Select[Any]:
    """Select the places that begin so; they are few, each of thousands of people: from one to the next."""
    column = _COLUMNS[side]

    def first(*conditions: Any) -> Any:
        wanted = select(column).where(SearchWord.kind == WordKind.PLACE, *conditions)
        return wanted.order_by(column).limit(1).scalar_subquery()

    name = f"places_{number}_{side}"
    found = select(first(*_begins(column, begin)).label("place")).cte(name, recursive=True)
    following = first(column > found.c.place, column < begin + LAST)
    found = found.union_all(select(following).where(found.c.place.is_not(None)))
    return select(literal(number), literal(side), found.c.place)


def _begins(column: Any, text: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return column >= text, column < text + LAST
