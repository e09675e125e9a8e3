"""Finding people by what is typed: names with a mistake, numbers in any form, places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_

from helpexchange.core.viewer import Viewer
from helpexchange.people_index.rules import SHORTEST_MISTYPED, Term, WordKind, nearly, terms_of
from helpexchange.people_index.stretches import (
    WORDS,
    Stretch,
    Stretches,
    candidates,
    holds,
    people_in,
    sizes,
    stretches_of,
)

#: Rows of the index are counted no further: with so many, it is quicker to read whom an office knows at once.
MANY = 2_000


@dataclass(frozen=True, slots=True)
class Fit:
    """The condition that somebody fits what was typed; `are_few` if the index holds not many who may."""

    condition: ColumnElement[bool]
    are_few: bool


def fitting(_viewer: Viewer, person_id: Any, typed: str) -> Fit | None:
    """Return the condition that a column holds somebody who fits all of what was typed.

    Words may be beginnings; numbers the beginning or the end of a phone number, or a postcode's beginning.

    Returns:
        None when what was typed is too little to look for.
    """
    if "@" in typed:
        return _all_of(person_id, [[Stretch([WordKind.MAIL], typed.strip().lower())]])
    terms = terms_of(typed)
    return _all_of(person_id, [stretches_of(term) for term in terms]) if terms else None


def nearly_fitting(viewer: Viewer, person_id: Any, typed: str) -> Fit | None:
    """Return the same condition, for words with one mistake; None when no word has another meaning.

    Some who fit as typed may fit this too.
    """
    terms = terms_of(typed) if "@" not in typed else []
    others = similar_words(viewer, terms)
    if not any(others.values()):
        return None
    meant = {term: [Stretch(WORDS, words=words)] for term, words in others.items() if words}
    if len(terms) == 1:  # whoever fits as typed is asked for by `fitting`
        return _all_of(person_id, [meant[terms[0]]])
    return _all_of(person_id, [[*stretches_of(term), *meant.get(term, [])] for term in terms])


def similar_words(_viewer: Viewer, terms: Sequence[Term]) -> dict[Term, list[str]]:
    """Return by term the names and places that are what was typed but for one letter, and begin otherwise."""
    words = {term: term.text for term in terms if not term.is_number and len(term.text) >= SHORTEST_MISTYPED}
    found = candidates(sorted(set(words.values())))
    return {
        term: nearly(text, (word for word in found[text] if not word.startswith(text)))
        for term, text in words.items()
    }


def _all_of(person_id: Any, wanted: Sequence[Stretches]) -> Fit:
    """Return the condition that the person of a column has a word in a stretch of each term.

    The term with the fewest rows is read from the index; among those it finds, the other terms are looked up
    person by person. Left to choose, the engines read half a town for the name of its district.
    """
    rows = sizes(wanted, at_most=MANY)
    rarest = rows.index(min(rows))
    found = person_id.in_(people_in(wanted[rarest]))
    others = (holds(person_id, each) for number, each in enumerate(wanted) if number != rarest)
    return Fit(and_(found, *others), are_few=rows[rarest] < MANY)
