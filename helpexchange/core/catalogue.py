"""Words in the language of a page: a page asks for up to a thousand, so each is found by one look."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from babel import Locale
from babel.support import NullTranslations
from flask import Flask, g, has_app_context
from flask_babel import get_locale, get_translations
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

#: The catalogue of each language: read once, for the life of the process.
_catalogues: dict[Locale, NullTranslations] = {}
#: Texts of templates that are kept as they stand in a page; there are some three thousand in each language.
KEPT = 16_384


def gettext(message: str, **values: Any) -> str:
    """Return `message` in the language of this page; `values` fill its %(names)s."""
    words: str = catalogue_of(page_locale()).ugettext(message)
    return words % values if values else words


def ngettext(singular: str, plural: str, num: int, **values: Any) -> str:
    """Return the form of a message that fits a number, which fills %(num)s."""
    words: str = catalogue_of(page_locale()).ungettext(singular, plural, num)
    return words % {"num": num, **values}


def page_locale() -> Locale | None:
    """Return the locale of this page.

    Where Flask-Babel has found it, one look at what it keeps does for its own six.
    """
    kept: Locale | None = getattr(g.get("_flask_babel"), "babel_locale", None) if has_app_context() else None
    return kept or get_locale()


def catalogue_of(locale: Locale | None) -> NullTranslations:
    """Return the catalogue of a language; the English words stand for themselves.

    Outside of a running application there is no language, and so nothing is kept.
    """
    if locale is None:
        return NullTranslations()
    found = _catalogues.get(locale)
    if found is None:
        found = _catalogues[locale] = get_translations()
    return found


@lru_cache(maxsize=32)
def known_locale(name: str) -> Locale:
    """Return the locale of a name, the same object each time: so what is kept for it is found at once."""
    return Locale.parse(name)


def init_templates(app: Flask) -> None:
    """Let templates find their words by this way, as `_`, `gettext`, `ngettext` and in `trans`."""
    app.jinja_env.globals.update(_=_say, gettext=_say, ngettext=_say_of_number)


@pass_eval_context
def _say(context: EvalContext, message: str, /, **values: Any) -> str:
    """Fill in the values even when there are none, as Jinja does: a percent sign is always written as two."""
    if not context.autoescape:
        words: str = catalogue_of(page_locale()).ugettext(message)
        return words % values
    return _in_page(page_locale(), str(message)) % values if values else _filled(page_locale(), str(message))


@lru_cache(maxsize=KEPT)
def _in_page(locale: Locale | None, message: str) -> Markup:
    return Markup(catalogue_of(locale).ugettext(message))  # noqa: S704  # words of ours; values are escaped


@lru_cache(maxsize=KEPT)
def _filled(locale: Locale | None, message: str) -> Markup:
    return _in_page(locale, message) % ()


@pass_eval_context
def _say_of_number(context: EvalContext, singular: str, plural: str, num: int, /, **values: Any) -> str:
    words: str = catalogue_of(page_locale()).ungettext(singular, plural, num)
    filled = {"num": num, **values}
    return Markup(words) % filled if context.autoescape else words % filled  # noqa: S704  # as above


def forget_catalogues() -> None:
    """Let every catalogue be read anew, where others stand in for them: in tests."""
    _catalogues.clear()
    _in_page.cache_clear()
    _filled.cache_clear()
