"""Catalogues that show what passed through them, so that a test sees the texts that did not."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch
from xml.etree.ElementTree import Element

import flask_babel
from babel import Locale
from babel.support import Translations
from sqlalchemy import Column, Enum, String, select
from sqlalchemy.orm import Session, scoped_session

from helpexchange.config import Settings
from helpexchange.consents.wordings import WORDINGS
from helpexchange.core.catalogue import forget_catalogues
from helpexchange.core.database import Base
from tests.page_checks import Page
from tests.whole.flow_answers import CONTACT

SERVICE_NAME = Settings().service_name
OPENING, CLOSING = "⟦", "⟧"
WORDED_ATTRIBUTES = ("alt", "title", "aria-label", "placeholder")
_real_translations = flask_babel.Domain.get_translations


@contextmanager
def _anew() -> Iterator[None]:
    """Let catalogues be asked for anew inside, and again afterwards."""
    forget_catalogues()
    try:
        yield
    finally:
        forget_catalogues()


class MarkedTranslations(Translations):
    """Returns every text as it is, in brackets."""

    def ugettext(self, message: str) -> str:
        return f"{OPENING}{message}{CLOSING}"

    def ungettext(self, one: str, many: str, count: int) -> str:
        return f"{OPENING}{one if count == 1 else many}{CLOSING}"

    def upgettext(self, context: str, message: str) -> str:
        return f"{OPENING}{message}{CLOSING}"

    def unpgettext(self, context: str, one: str, many: str, count: int) -> str:
        return self.ungettext(one, many, count)


class _Noting(Translations):
    """Stands behind a catalogue and notes what is asked of it: texts that the catalogue lacks."""

    def __init__(self, missing: set[str]) -> None:
        super().__init__()
        self.missing = missing

    def ugettext(self, message: str) -> str:
        self.missing.add(message)
        return message

    def ungettext(self, one: str, many: str, count: int) -> str:
        self.missing.add(one)
        return one if count == 1 else many

    def upgettext(self, context: str, message: str) -> str:
        return self.ugettext(message)

    # GNU gettext's classes ask their fallback by these names.
    gettext, ngettext, pgettext = ugettext, ungettext, upgettext  # type: ignore[assignment]


@contextmanager
def marked_texts() -> Iterator[None]:
    """Let every text that passes through a catalogue stand in brackets."""
    with patch.object(flask_babel.Domain, "get_translations", lambda _domain: MarkedTranslations()), _anew():
        yield


@contextmanager
def noted_misses() -> Iterator[set[str]]:
    """Yield a set that gathers the texts which the catalogue of the page's language lacks."""
    missing: set[str] = set()

    def with_noting(domain: Any) -> Any:
        translations = _real_translations(domain)
        if not str(flask_babel.get_locale()).startswith("en") and not isinstance(
            translations._fallback, _Noting
        ):
            translations._fallback = _Noting(missing)
        elif isinstance(translations._fallback, _Noting):
            translations._fallback.missing = missing
        return translations

    with patch.object(flask_babel.Domain, "get_translations", with_noting), _anew():
        yield missing


def unmarked_texts(page: Page, known: re.Pattern[str]) -> list[str]:
    """Return the words of a page that no catalogue knows and that are no data either."""
    pieces = [*_words_below(page.tree), *_words_of_attributes(page.tree)]
    outside = (
        re.sub(f"{OPENING}.*?{CLOSING}", " ", strip_nested(piece), flags=re.DOTALL) for piece in pieces
    )
    rest = (known.sub(" ", piece) for piece in outside)
    return [piece.strip() for piece in rest if re.search(r"[^\W\d_]{2}", piece)]


def strip_nested(text: str) -> str:
    """Remove brackets that stand inside brackets, as when a text is put into another."""
    inner = re.compile(f"({OPENING}[^{OPENING}{CLOSING}]*){OPENING}([^{OPENING}{CLOSING}]*){CLOSING}")
    while inner.search(text):
        text = inner.sub(r"\1\2", text)
    return text


def _words_below(element: Element) -> Iterator[str]:
    if element.tag in ("script", "style", "template", "textarea") or is_other_language(element):
        return
    yield _own_text(element)
    for child in element:
        yield from _words_below(child)


def is_other_language(element: Element) -> bool:
    """Tell whether an element says that its words are not the page's: a name, or the switch of languages."""
    return element.get("translate") == "no" or (element.tag != "html" and element.get("lang") is not None)


def _own_text(element: Element) -> str:
    return " ".join([element.text or "", *(child.tail or "" for child in element)])


def _words_of_attributes(tree: Element) -> Iterator[str]:
    for element in tree.iter():
        if not is_other_language(element):
            yield from (element.get(name) or "" for name in WORDED_ATTRIBUTES)


def data_words(session: scoped_session[Any] | Session, locale: str = "en") -> re.Pattern[str]:
    """Return a pattern of what is data on a page: values of the database, names of days and languages."""
    words = {
        SERVICE_NAME,
        *(words for wording in WORDINGS for words in wording.texts.values()),
        *CONTACT.values(),
        *_database_values(session),
        *_calendar_words(locale),
        *Locale.parse(locale).languages.values(),
    }
    longest_first = sorted((re.escape(word) for word in words if len(word) > 1), key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(longest_first) + r"|km|min|h)(?!\w)")


def _database_values(session: scoped_session[Any] | Session) -> Iterator[str]:
    for table in Base.metadata.sorted_tables:
        texts = [
            each
            for each in table.columns
            if isinstance(each.type, String) and not isinstance(each.type, Enum)
        ]
        for row in session.execute(select(*texts)) if texts else ():
            yield from filter(None, row)


def is_free_text(column: Column[Any]) -> bool:
    """Tell whether a column holds words of people; the words of enums are codes that a page translates."""
    return isinstance(column.type, String) and not isinstance(column.type, Enum)


def _calendar_words(locale: str) -> Iterator[str]:
    parsed = Locale.parse(locale)
    for width in ("wide", "abbreviated"):
        yield from parsed.months["format"][width].values()
        yield from parsed.days["format"][width].values()
    yield from ("AM", "PM", "am", "pm")
