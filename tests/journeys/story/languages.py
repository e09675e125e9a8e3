"""Each page of the story once more in every other language, on a phone."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import html5lib
from babel.support import Translations
from playwright.sync_api import ViewportSize

from helpexchange.core.i18n import COOKIE
from scripts.texts import PACKAGE
from tests.browsing import Visitor

TOLD_IN = "de"
OTHERS = ("en", "nl", "da")
PICTURES = os.environ.get("HELPEXCHANGE_TEST_PICTURES", "")


class Languages:
    """The same page in the other languages, with the cookies of whoever reads it.

    Each page is read in all of them, and drawn on a phone in one, each language in turn, to save time.
    Where pictures are taken, all are drawn.

    Attributes:
        visitors: the screens, one a language.
    """

    def __init__(self, open_visitor: Callable[..., Visitor], screen: ViewportSize) -> None:
        self._screens = {language: open_visitor(viewport=screen) for language in OTHERS}
        self._seen: set[str] = set()
        self.visitors = tuple(self._screens.values())

    def look(self, reader: Visitor) -> None:
        """Open the page that somebody reads in each language, each page once."""
        language = reader.page.locator("html").get_attribute("lang")
        assert language == TOLD_IN, f"{reader.page.url} is in {language}"
        path = re.sub(r"[?&]lang=\w+", "", reader.page.url.removeprefix(reader.site))
        kind = re.sub(r"\d+|(?<=/)[\w.~-]{24,}", "", path)
        picture(reader, f"{len(self._seen):03d}-{TOLD_IN}")
        if kind in self._seen:
            return
        self._seen.add(kind)
        headings = {}
        for number, other in enumerate(OTHERS):
            is_its_turn = number == len(self._seen) % len(OTHERS)
            open_in = self._rendered if PICTURES or is_its_turn else self._fetched
            headings[other] = open_in(self._screen(other, reader), other, path)
        for other in ("nl", "da"):
            is_english = headings[other] == headings["en"] and _is_text(headings["en"], other)
            assert not is_english, f"{path} in {other}: {headings[other]}"

    def _screen(self, language: str, reader: Visitor) -> Visitor:
        """Return the screen of a language, with the cookies of whoever reads."""
        screen = self._screens[language]
        screen.context.clear_cookies()
        kept = [each for each in reader.context.cookies() if each["name"] != COOKIE]
        chosen = {"name": COOKIE, "value": language, "url": reader.site}
        screen.context.add_cookies([*kept, chosen])  # type: ignore[list-item]  # as Playwright gave them
        return screen

    def _rendered(self, screen: Visitor, language: str, path: str) -> str:
        """Open a page on the screen, look at it, and return its heading."""
        page = screen.open(path)
        picture(screen, f"{len(self._seen):03d}-{language}")
        assert page.locator("html").get_attribute("lang") == language, path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} in {language}"
        return _single(page.locator("h1").inner_text())

    def _fetched(self, screen: Visitor, language: str, path: str) -> str:
        """Read a page without drawing it, which takes a tenth of the time, and return its heading."""
        answer = screen.context.request.get(screen.site + path)
        tree = html5lib.parse(answer.text(), namespaceHTMLElements=False)
        assert (answer.status, tree.get("lang")) == (200, language), path
        headings = list(tree.iter("h1"))
        assert len(headings) == 1, path
        return _single("".join(headings[0].itertext()))


def _single(words: str) -> str:
    """Return words with single spaces."""
    return " ".join(words.split())


def _is_text(words: str, language: str) -> bool:
    """Return whether words are a text that this language says in another way, and no name."""
    catalogue = Translations.load(PACKAGE / "translations", [language])
    return bool(catalogue.gettext(words) != words)


def picture(visitor: Visitor, name: str) -> None:
    """Take a picture, for whoever wants to see the story with their own eyes."""
    if PICTURES:
        visitor.page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)
