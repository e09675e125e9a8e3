"""Finding people by what is typed: names with a mistake, numbers in any form, places."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from helpexchange.core.database import db
from helpexchange.core.phones import international
from helpexchange.core.viewer import Viewer
from helpexchange.people_index.models import SearchWord
from helpexchange.people_index.rules import (
    LAST,
    SHORTEST_MISTYPED,
    SHORTEST_NUMBER,
    Term,
    WordKind,
    digits_of,
    halves_of,
    nearly,
    terms_of,
)

_WORDS = (WordKind.NAME, WordKind.PLACE)


def fitting(_viewer: Viewer, person_id: Any, typed: str) -> ColumnElement[bool] | None:
    """Return the condition that a column holds somebody who fits all of what was typed.

    Words may be beginnings; numbers the beginning or the end of a phone number, or a postcode's beginning.

    Returns:
        None when what was typed is too little to look for.
    """
    if "@" in typed:
        return _among(person_id, _begins(typed.strip().lower(), WordKind.MAIL))
    terms = terms_of(typed)
    return and_(*(_among(person_id, _exactly(term)) for term in terms)) if terms else None


def nearly_fitting(viewer: Viewer, person_id: Any, typed: str) -> ColumnElement[bool] | None:
    """Return the same condition, for words with one mistake; None when no word has another meaning."""
    terms = terms_of(typed) if "@" not in typed else []
    similar = {term: similar_words(viewer, term.text) for term in terms if not term.is_number}
    if not any(similar.values()):
        return None
    wanted = []
    for term in terms:
        others = SearchWord.word.in_(similar.get(term, [])) & SearchWord.kind.in_(_WORDS)
        wanted.append(_among(person_id, or_(_exactly(term), others) if similar.get(term) else _exactly(term)))
    return and_(*wanted)


def similar_words(_viewer: Viewer, typed: str) -> list[str]:
    """Return the words of names and places that are what was typed, but for one letter."""
    if len(typed) < SHORTEST_MISTYPED:
        return []
    begins, ends = halves_of(typed)
    ranges = (_begins(begins, *_WORDS), _ends(ends, *_WORDS))
    found = {word for each in ranges for word in db.session.scalars(_distinct(each))}
    return nearly(typed, found)


def _distinct(condition: ColumnElement[bool]) -> Any:
    return select(SearchWord.word).where(condition).distinct().order_by(SearchWord.word)


def _among(person_id: Any, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    found: ColumnElement[bool] = person_id.in_(select(SearchWord.person_id).where(condition))
    return found


def _exactly(term: Term) -> ColumnElement[bool]:
    if not term.is_number:
        return _begins(term.text, *_WORDS)
    digits = digits_of(term.text)
    numbers = [_begins(each, WordKind.PHONE) for each in international(term.text)]
    endings = {each for each in (digits, digits.lstrip("0")) if len(each) >= SHORTEST_NUMBER}
    numbers += [_ends(each, WordKind.PHONE) for each in sorted(endings)]
    return or_(_begins(digits, WordKind.PLACE), *numbers)


def _begins(text: str, *kinds: WordKind) -> ColumnElement[bool]:
    return and_(SearchWord.word >= text, SearchWord.word < text + LAST, SearchWord.kind.in_(kinds))


def _ends(text: str, *kinds: WordKind) -> ColumnElement[bool]:
    backwards = SearchWord.backwards
    return and_(backwards >= text[::-1], backwards < text[::-1] + LAST, SearchWord.kind.in_(kinds))
