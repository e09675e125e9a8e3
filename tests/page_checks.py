"""What every page must be, whatever it is about. Each check takes the page and yields what is wrong."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

from html5lib.html5parser import ParseError

from helpexchange.config import LANGUAGES
from tests.quick_html import Reader

HEADING = re.compile(r"h[1-6]")
CONTROLS = ("input", "select", "textarea")
UNLABELLED_TYPES = ("hidden", "submit", "button", "image")
READER = Reader()
PERSONAL = re.compile(r"[\w.+-]+@[\w-]+\.\w+|\b0\d{2,4}[ /-]\d{3}")


class Page:
    """A page that was opened: its address, its text and its tree."""

    def __init__(self, url: str, html: str) -> None:
        self.url = url
        self.html = html
        try:
            self.tree: Element = READER.read(html)
        except ParseError as error:
            raise AssertionError(f"{url} is not valid HTML: {error}\n{html}") from error

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Return the elements of a tag with these attribute values; `class_` asks for one of the classes."""
        wanted_class = attributes.pop("class_", None)
        found = self.tree.iter(tag)
        return [
            element
            for element in found
            if all(element.get(name.replace("_", "-")) == value for name, value in attributes.items())
            and (wanted_class is None or wanted_class in (element.get("class") or "").split())
        ]

    def one(self, tag: str, **attributes: str) -> Element:
        """Return the only such element."""
        found = self.all(tag, **attributes)
        assert len(found) == 1, f"{self.url}: {len(found)} <{tag}> with {attributes}, wanted one"
        return found[0]

    @property
    def text(self) -> str:
        """The visible text, white space made single."""
        return visible_text(self.one("body"))


def visible_text(element: Element) -> str:
    """Return the text below an element, scripts left out, white space made single."""
    return " ".join(" ".join(_texts(element)).split())


def _texts(element: Element) -> Iterator[str]:
    if element.tag in ("script", "template", "noscript"):
        return
    yield element.text or ""
    for child in element:
        yield from _texts(child)
        yield child.tail or ""


def language_is_named(page: Page) -> Iterator[str]:
    """The page says in which of the languages it is."""
    if page.tree.get("lang") not in LANGUAGES:
        yield f"html lang is {page.tree.get('lang')!r}"


def heading_begins_title(page: Page) -> Iterator[str]:
    """One h1, and the title begins with its words."""
    headings = page.all("h1")
    if len(headings) != 1:
        yield f"{len(headings)} h1, wanted one"
        return
    words, title = visible_text(headings[0]), visible_text(page.one("title"))
    if not words or not title.removeprefix("Error: ").startswith(words):
        yield f"title {title!r} does not begin with h1 {words!r}"


def headings_do_not_skip(page: Page) -> Iterator[str]:
    """After h2 comes h3 at most, not h4."""
    levels = [int(each.tag[1]) for each in page.tree.iter() if HEADING.fullmatch(str(each.tag))]
    for above, below in zip([0, *levels], levels, strict=False):
        if below > above + 1 and above:
            yield f"h{below} follows h{above}"


def controls_have_labels(page: Page) -> Iterator[str]:
    """Every field has a label, in sight or for the ear."""
    labelled = {label.get("for") for label in page.all("label")}
    for tag in CONTROLS:
        for control in page.all(tag):
            named = control.get("aria-label") or control.get("aria-labelledby")
            if (
                control.get("type") not in UNLABELLED_TYPES
                and control.get("id") not in labelled
                and not named
            ):
                yield f"{tag} {control.get('name') or control.get('id')!r} has no label"


def errors_are_linked(page: Page) -> Iterator[str]:
    """Every error beside a field is named in the summary, which links to the field."""
    errors = page.all("p", class_="govuk-error-message")
    links = [
        link.get("href") for box in page.all("div", class_="govuk-error-summary") for link in box.iter("a")
    ]
    if errors and len(links) < len(errors):
        yield f"{len(errors)} errors beside fields, {len(links)} in the summary"
    ids = ids_of(page)
    yield from (
        f"the error summary links to {link}" for link in links if (link or "#").lstrip("#") not in ids
    )


def ids_of(page: Page) -> Counter[str]:
    """Return how often each id is used."""
    return Counter(each.get("id", "") for each in page.tree.iter() if each.get("id"))


def ids_are_unique(page: Page) -> Iterator[str]:
    """No id stands twice."""
    yield from (f"id {name!r} stands {count} times" for name, count in ids_of(page).items() if count > 1)


def addresses_are_impersonal(page: Page) -> Iterator[str]:
    """No mail address or phone number stands in an address of ours: addresses end in logs."""
    links = [each.get(name) or "" for each in page.tree.iter() for name in ("href", "action")]
    for url in [page.url, *links]:
        if urlsplit(url).scheme not in ("mailto", "tel") and PERSONAL.search(unquote(url)):
            yield f"personal data in the address {url!r}"


def nothing_from_outside(page: Page) -> Iterator[str]:
    """Nothing the page loads by itself comes from another host."""
    for tag, name in (("script", "src"), ("img", "src"), ("iframe", "src"), ("source", "src")):
        yield from (
            f"{tag} from outside: {each.get(name)}" for each in page.all(tag) if is_outside(each.get(name))
        )
    for link in page.all("link"):
        if is_outside(link.get("href")) and link.get("rel") not in ("alternate", "canonical"):
            yield f"link from outside: {link.get('href')}"


def is_outside(url: str | None) -> bool:
    """Tell whether an address names a host that is not the test's own."""
    return urlsplit(url or "").hostname not in (None, "localhost", "127.0.0.1")


CHECKS: tuple[Callable[[Page], Iterator[str]], ...] = (
    language_is_named,
    heading_begins_title,
    headings_do_not_skip,
    controls_have_labels,
    errors_are_linked,
    ids_are_unique,
    addresses_are_impersonal,
    nothing_from_outside,
)


def check_page(page: Page) -> None:
    """Fail with everything that is wrong with a page, all at once."""
    faults = [fault for check in CHECKS for fault in check(page)]
    assert not faults, f"{page.url}:\n  " + "\n  ".join(faults)
