"""Names made comparable, however their letters are written."""

from __future__ import annotations

import unicodedata

#: Two ways to write one letter: "Mueller" is Müller, "Aabenraa" is Åbenrå.
_SPELLINGS = (("æ", "a"), ("ø", "o"), ("ae", "a"), ("oe", "o"), ("ue", "u"), ("aa", "a"))


def folded(text: str) -> str:
    """Return a text in small letters without accents; "Müller", "Mueller" and "Muller" become the same."""
    plain = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", text.casefold())
        if not unicodedata.combining(letter)
    )
    for written, meant in _SPELLINGS:
        plain = plain.replace(written, meant)
    return " ".join(plain.split())
