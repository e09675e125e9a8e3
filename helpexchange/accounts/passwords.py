"""Which passwords are easy to guess; a short list of our own, in the four languages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

SHORTEST_PASSWORD = 12
#: Different characters that a password needs, and different letters that must be left without common words.
FEWEST_DIFFERENT = 5
FEWEST_OWN = 4

#: Written as running text: a list of so many words would fill a page.
COMMON_WORDS = tuple(
    """
    password passwort passwd wachtwoord kodeord adgangskode kennwort geheim secret hemmelig letmein
    welcome willkommen welkom velkommen iloveyou ichliebedich hallo hello admin administrator
    changeme master monkey dragon football fussball voetbal fodbold baseball sunshine princess
    schatz sommer summer zomer winter herbst autumn spring januar dezember december dortmund
    borussia schalke kopenhagen copenhagen danmark deutschland nederland helpexchange test
    qwertyuiop qwertzuiop asdfghjkl yxcvbnm zxcvbnm azerty qwerty qwertz asdf
    abcdefghijklmnopqrstuvwxyz abcdef abcd abc abc123 trustno superman batman starwars pokemon
    computer internet
    """.split()  # noqa: SIM905  # as said above
)
_DISGUISES = str.maketrans("@4301!5$7", "aaeoiisst")
_ROW = "abcdefghijklmnopqrstuvwxyz" * 2
_NO_LETTER = re.compile(r"[\W\d_]+")


def as_hashed(password: str) -> str:
    """Return the spelling of a password that is hashed: keyboards write an umlaut as one sign or two."""
    return unicodedata.normalize("NFKC", password)


def is_easy_to_guess(password: str, *, about: Iterable[str] = ()) -> bool:
    """Return whether little is left of a password without common words, digits and what others know.

    Args:
        about: name and address of the owner.
    """
    typed = password.lower()
    if len(set(typed)) < FEWEST_DIFFERENT or typed.isdigit() or typed in _ROW:
        return True
    words = sorted({*COMMON_WORDS, *_known(about)}, key=len, reverse=True)
    return any(_leaves_little(form, words) for form in (typed, typed.translate(_DISGUISES)))


def _known(about: Iterable[str]) -> set[str]:
    pieces = {piece for text in about for piece in _NO_LETTER.split(text.lower())}
    return {piece for piece in pieces if len(piece) >= FEWEST_OWN}


def _leaves_little(typed: str, words: Iterable[str]) -> bool:
    left = typed
    for word in words:
        left = left.replace(word, "")
    own = set(_NO_LETTER.sub("", left))
    return left != typed and len(own) < FEWEST_OWN
