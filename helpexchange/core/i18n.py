"""Languages: which one a page is in, and words, dates and numbers in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol, TypeVar
from urllib.parse import urlencode

from babel import Locale
from flask import Flask, Response, current_app, g, has_request_context, request, session
from flask_babel import Babel, LazyString, get_locale, lazy_pgettext

from helpexchange.config import LANGUAGES
from helpexchange.core.catalogue import gettext, init_templates, known_locale, ngettext
from helpexchange.core.formats import (
    amount_text,
    clock_text,
    day_text,
    full_moment_text,
    minute_text,
    moment_text,
    money_text,
    number_text,
    weekday_text,
)
from helpexchange.core.programs import is_api_request

#: German in easy language (Leichte Sprache), for some pages; what it lacks is said in plain German.
EASY = "de@easy"
EASY_OF = "de"
EASY_NAME = "Leichte Sprache"
COOKIE = "language"
COOKIE_SECONDS = 365 * 24 * 3600
View = TypeVar("View", bound=Callable[..., object])
#: Nearer than this two places are one and the same: we know postcodes, seldom houses.
SAME_AREA_M = 50
SHORT_DISTANCE_M = 950  # said in metres below this, in kilometres from here

__all__ = [
    "LANGUAGES", "Text", "amount_text", "clock_text", "day_text", "full_moment_text", "gettext", "lazy_text",
    "minute_text", "moment_text", "money_text", "ngettext", "number_text", "weekday_text",
]  # fmt: skip


class Text(Protocol):
    """Words that become a string in the language of whoever reads them."""

    def __str__(self) -> str: ...


def lazy_text(message: str, **values: Any) -> Text:
    """Return `message` to be translated when it is shown; `values` fill its %(names)s."""
    text: Text = LazyString(gettext, message, **values)
    return text


def lazy_text_in(context: str, message: str) -> Text:
    """Return `message` as used in `context`, to be translated when it is shown."""
    text: Text = lazy_pgettext(context, message)
    return text


def lazy_moment(moment: datetime) -> Text:
    """Return an aware moment as day and time, in the language of whoever reads it."""
    text: Text = LazyString(moment_text, moment)
    return text


def init_languages(app: Flask, *, default_language: str, time_zone: str) -> None:
    """Give `app` its languages, its filters for dates and numbers, and the cookie of the switch."""
    app.config.update(BABEL_DEFAULT_LOCALE=default_language, BABEL_DEFAULT_TIMEZONE=time_zone)
    Babel(
        app,
        default_translation_directories=f"{app.root_path}/translations",
        locale_selector=_choose_locale,
        timezone_selector=lambda: time_zone,
    )
    init_templates(app)
    app.jinja_env.filters.update(
        date=day_text, time=clock_text, moment=moment_text, full_moment=full_moment_text,
        number=number_text, distance=distance_text, weekday=weekday_text,
        minute_of_day=minute_text, money=money_text,
    )  # fmt: skip
    app.context_processor(
        lambda: {"language": current_language(), "language_links": language_links, "is_easy": is_easy()}
    )
    app.after_request(_remember_language)


def _choose_locale() -> Locale:
    language = choose_language()
    return known_locale(locale_of(language, reads_easy=language == EASY_OF and wishes_easy()))


def locale_of(language: str, *, reads_easy: bool = False) -> str:
    """Return the locale of texts, dates and times: English as in Europe, 24 hours, day before month."""
    if reads_easy and language == EASY_OF:
        return EASY
    return "en_GB" if language == "en" else language


def easy_to_read(view: View) -> View:
    """Declare that a view's pages are written in easy language too, so that they offer the switch to it."""
    view.easy_to_read = True  # type: ignore[attr-defined]
    return view


def wishes_easy() -> bool:
    """Return whether easy language is wished: by this address, this session or the account."""
    if not has_request_context():
        return False
    if request.args.get("easy") in ("0", "1"):
        return request.args["easy"] == "1"
    return bool(session.get("easy", getattr(g.get("viewer"), "reads_easy", False)))


def is_easy() -> bool:
    """Return whether this page is in easy language."""
    return str(get_locale()) == EASY


def choose_language() -> str:
    """Return the language of this request: address, cookie, account, browser, default, in this order.

    A program says it with each request, in `Accept-Language`; else it is that of the account.
    """
    default: str = current_app.config["BABEL_DEFAULT_LOCALE"]
    if not has_request_context():
        return default
    if is_api_request():
        own = getattr(g.get("viewer"), "language", None) or default
        return request.accept_languages.best_match(list(LANGUAGES), default=own) or default
    asked = (
        request.args.get("lang"),
        request.cookies.get(COOKIE),
        getattr(g.get("viewer"), "language", None),
    )
    for language in asked:
        if language in LANGUAGES:
            return str(language)
    return request.accept_languages.best_match(list(LANGUAGES), default=default) or default


def current_language() -> str:
    """Return the code of the language in use: en, de, nl or da."""
    locale = get_locale()
    return locale.language if locale else "en"


def language_links() -> list[dict[str, Any]]:
    """Return the switch: code, native name, address of this page in it, and whether it is the current one.

    Addresses are absolute, because search engines want `hreflang` so. A page that answered a form
    is linked without its query. Beside German stands easy language, where a page has it.
    """
    links = []
    for code, name in LANGUAGES.items():
        links.append(_link(code, name, is_current=code == current_language() and not is_easy()))
        if code == EASY_OF == current_language() and (is_easy() or _has_easy()):
            links[-1]["url"] += "&easy=0" if is_easy() else ""
            links.append({**_link(code, EASY_NAME, is_current=is_easy()), "is_easy": True})
            links[-1]["url"] += "&easy=1"
    return links


def _link(code: str, name: str, *, is_current: bool) -> dict[str, Any]:
    kept = [(key, value) for key, value in request.args.items(multi=True) if key not in ("lang", "easy")]
    url = f"{request.base_url}?{urlencode([*kept, ('lang', code)])}"
    return {"code": code, "name": name, "url": url, "is_current": is_current, "is_easy": False}


def _has_easy() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return bool(getattr(view, "easy_to_read", False))


def _remember_language(response: Response) -> Response:
    if is_api_request():
        return response
    if request.args.get("easy") in ("0", "1"):
        session["easy"] = wishes_easy()
    language = request.args.get("lang")
    if language in LANGUAGES and language != request.cookies.get(COOKIE):
        response.set_cookie(
            COOKIE, language, max_age=COOKIE_SECONDS, samesite="Lax", httponly=True,
            secure=current_app.config["SESSION_COOKIE_SECURE"],
        )  # fmt: skip
    return response


def distance_text(distance_m: float) -> str:
    """Return metres as "350 m" or "1.2 km", rounded so that nobody takes them for exact."""
    if distance_m < SHORT_DISTANCE_M:
        return str(gettext("%(metres)s m", metres=number_text(round(distance_m, -1))))
    return str(gettext("%(km)s km", km=number_text(distance_m / 1000, 1)))


def way_text(distance_m: float) -> str:
    """Return how far a way is: "1.2 km away"; places of the same postcode lie on one point."""
    if distance_m < SAME_AREA_M:
        return str(gettext("in the same area"))
    return str(gettext("%(distance)s away", distance=distance_text(distance_m)))
