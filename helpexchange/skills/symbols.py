"""Which drawing of `assets/icons/sprite` stands for a kind of help."""

from __future__ import annotations

SYMBOLS: dict[str, str] = {
    "company": "cup",
    "shopping": "basket",
    "escort": "people",
    "walking": "walk",
    "phone_company": "phone",
    "garden": "leaf",
    "repair": "spanner",
    "technology": "tablet",
    "letters": "mail",
    "reading": "book",
    "driving": "car",
    "pets": "paw",
    "study_support": "pencil",
    "snow": "snow",
    "music": "note",
    "cooking": "pot",
}


def symbol_of(code: str) -> str:
    """Return the name of the drawing; a helping hand for kinds of help without one of their own."""
    return SYMBOLS.get(code, "help")
