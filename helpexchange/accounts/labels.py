"""Words for languages, and for sessions: which browser on which system."""

from __future__ import annotations

from flask_babel import get_locale

from helpexchange.accounts.models import AccountSession
from helpexchange.accounts.rules import Way
from helpexchange.core.i18n import LANGUAGES, Text, gettext
from helpexchange.core.i18n import lazy_text as _

#: Word in the user agent -> name; the first that is found counts, so those who also name others come first.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)
WAYS: dict[Way, Text] = {
    Way.PASSWORD: _("with a password"),
    Way.MAIL: _("with a mailed code"),
    Way.LINK: _("with a mailed link"),
    Way.PASSKEY: _("with a passkey"),
    Way.DEMO: _("in the demonstration"),
}


def language_name(code: str) -> str:
    """Return the name of one of our languages, in the reader's language."""
    locale = get_locale()
    return str(locale.languages[code]) if locale else LANGUAGES[code]


def device_of(user_agent: str) -> tuple[str, str]:
    """Return browser and system as people call them; "" for what we do not know."""
    browser, system = (
        next((name for word, name in known if word in user_agent), "") for known in (BROWSERS, SYSTEMS)
    )
    return browser, system


def device_in_words(session: AccountSession) -> str:
    """Return which device a session is on."""
    if session.browser and session.system:
        words = gettext("%(browser)s on %(system)s", browser=session.browser, system=session.system)
        return str(words)
    return session.browser or session.system or str(gettext("An unknown device"))
