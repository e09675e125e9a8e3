"""HTML read in a third of the time where that cannot make a difference.

html5lib judges a page as the standard says, and takes as long for it as the application for making the page.
Where every tag is closed by its own end tag, what the standard says of a tag or text depends on the tags
around it, that is on its path from the root, and on nothing else. So a page is read quickly when html5lib has
seen each of its paths before, in a page that it found without fault and read like the quick reader. Whatever
is unusual (an end tag left out, a bare &, a comment) is left to html5lib.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import zip_longest
from xml.etree.ElementTree import Element, SubElement

import html5lib
from html5lib.constants import adjustSVGAttributes, voidElements

SVG = "{http://www.w3.org/2000/svg}"
DOCTYPE = "<!doctype html>"
#: Only these tags stand directly in (parts of) a table; anything else moves, by rules of its own.
IN_TABLES = {
    "table": {"caption", "colgroup", "thead", "tbody", "tfoot"}, "colgroup": {"col"},
    "thead": {"tr"}, "tbody": {"tr"}, "tfoot": {"tr"}, "tr": {"th", "td"},
}  # fmt: skip
#: A start tag of the plainest form: attributes apart from each other, values in quotes.
PLAIN_TAG = re.compile(r"""<[a-zA-Z][\w-]*(?:\s+[^\s"'<>/=]+(?:="[^"]*"|='[^']*')?)*\s*/?>""")
UNUSUAL = re.compile(
    r"<(?!/?[a-zA-Z])"  # a bare <, a comment, a second doctype
    r"|&(?!(?:amp|lt|gt|quot|nbsp|#34|#39|#43);)"
    r"|[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U0001f300-\U0001faff]"
)
#: The first line break in them is no text.
DROPS_FIRST_BREAK = {"pre", "textarea", "listing"}


class UnusualError(Exception):
    """The page is for html5lib."""


class QuickReader(HTMLParser):
    """Builds the tree that html5lib would build; refuses what is not of the plainest form.

    Attributes:
        root: the element html.
        paths: where tags and texts stand in this page.
    """

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        if html[: len(DOCTYPE)].lower() != DOCTYPE or UNUSUAL.search(html, len(DOCTYPE)):
            raise UnusualError
        self.root = Element("html")
        self.paths: set[str] = set()
        self._open: list[tuple[str, Element, str]] = []
        self._has_ended = False
        self.feed(html[len(DOCTYPE) :])
        self.close()
        if self._open or [each.tag for each in self.root] != ["head", "body"]:
            raise UnusualError

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element; a void one has ended, too."""
        self._begin(tag, attrs)
        if self._open[-1][0] in voidElements:
            self._open.pop()

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Add an element without content, as there are void ones and those of drawings."""
        element = self._begin(tag, attrs)
        if tag not in voidElements and not str(element.tag).startswith(SVG):
            raise UnusualError
        self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        """End the element that was begun last."""
        if not self._open or self._open[-1][0] != tag:
            raise UnusualError
        self._open.pop()
        self._has_ended = not self._open

    def handle_data(self, data: str) -> None:
        """Add text where html5lib would: what follows the body belongs to it."""
        is_space = not data.strip(" \t\n")
        if not self._open or self._open[-1][0] == "html":
            if not is_space:
                raise UnusualError
            self._add_space_beside_body(data)
            return
        tag, element, path = self._open[-1]
        if tag in DROPS_FIRST_BREAK and not len(element) and not element.text:
            data = data.removeprefix("\n")
        self.paths.add(f"{path}/{' ' if is_space else '#'}")
        _add_text(element, data)

    def _begin(self, tag: str, attrs: list[tuple[str, str | None]]) -> Element:
        names = {name for name, _value in attrs}
        text = self.get_starttag_text() or ""
        if self._has_ended or len(names) < len(attrs) or not PLAIN_TAG.fullmatch(text):
            raise UnusualError
        values = {name: value or "" for name, value in attrs}
        if not self._open:
            element, path = self._root(tag), "html"
        else:
            above, parent, parent_path = self._open[-1]
            if above in IN_TABLES and tag not in IN_TABLES[above]:
                raise UnusualError
            path = f"{parent_path}/{tag}"
            if tag == "svg" or str(parent.tag).startswith(SVG):
                values = {adjustSVGAttributes.get(name, name): value for name, value in values.items()}
                element = SubElement(parent, SVG + tag)
            else:
                element = SubElement(parent, tag)
        element.attrib.update(values)
        self.paths.add(path)
        self._open.append((tag, element, path))
        return element

    def _root(self, tag: str) -> Element:
        if tag != "html":
            raise UnusualError
        return self.root

    def _add_space_beside_body(self, data: str) -> None:
        if len(self.root):
            _add_text(self.root if len(self.root) == 1 else self.root[1], data)


def _add_text(element: Element, data: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + data
    else:
        element.text = (element.text or "") + data


class Reader:
    """Reads pages, quickly where it may; one in a process, as it learns."""

    def __init__(self) -> None:
        self._known: set[str] = set()

    def read(self, html: str) -> Element:
        """Return the tree of a page.

        Raises:
            ParseError: the page is not valid HTML.
        """
        try:
            quick = QuickReader(html)
        except UnusualError:
            return by_standard(html)
        if quick.paths <= self._known:
            return quick.root
        tree = by_standard(html)
        if are_same(tree, quick.root):
            self._known |= quick.paths
        return tree


def by_standard(html: str) -> Element:
    """Return the tree of a page, read and judged as the standard says."""
    tree: Element = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)
    return tree


def are_same(one: Element, other: Element) -> bool:
    """Return whether two trees say the same."""
    return all(first == second for first, second in zip_longest(_told(one), _told(other)))


def _told(tree: Element) -> Iterator[tuple[object, ...]]:
    for each in tree.iter():
        yield each.tag, dict(each.attrib), each.text or "", each.tail or "", len(each)
