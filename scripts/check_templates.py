"""Refuse templates that break the promises of every page.

A template compiles, holds no style or script of its own (the content policy of the site would block
them), trusts no text as HTML, and says nothing that does not pass through a catalogue.
"""

import itertools
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, nodes

ROOT = Path(__file__).resolve().parent.parent
# Arguments of components whose value a person reads.
WORDED_NAMES = {"text", "label", "title", "title_text", "titleText", "heading", "caption", "hint", "legend"}
WORDED_ATTRIBUTES = {"alt", "aria-label", "placeholder", "title"}
# Templates with words of their own: the last resort may not lean on catalogues, and so speaks all four
# languages at once; the style guide and the description of the interface are read by developers.
OWN_WORDS = ("templates/errors/500.html", "styleguide/templates/styleguide/", "api/templates/api/docs.html")
VOID_TAGS = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


class _Markup(HTMLParser):
    """Collects the faults of a template's own HTML; expressions are left out of it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[tuple[int, str]] = []
        self.untranslated_depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if self.untranslated_depth or values.get("translate") == "no":
            self.untranslated_depth += tag not in VOID_TAGS
        if tag == "style" or (tag == "script" and not is_allowed_script(values)):
            self.fault(f"<{tag}> inside the page; it belongs into assets/")
        for name, value in values.items():
            self.look_at_attribute(name, value)

    def look_at_attribute(self, name: str, value: str) -> None:
        """Note an attribute that holds code or words."""
        if name == "style" or name.startswith("on"):
            self.fault(f"{name}= inside the page; it belongs into assets/")
        if name in WORDED_ATTRIBUTES and has_words(value):
            self.fault(f"{name}={value!r} is not translated")

    def handle_endtag(self, tag: str) -> None:
        if self.untranslated_depth and tag not in VOID_TAGS:
            self.untranslated_depth -= 1

    def handle_data(self, data: str) -> None:
        if has_words(data) and not self.untranslated_depth:
            blank_lines = data[: len(data) - len(data.lstrip())].count("\n")
            self.fault(f"{' '.join(data.split())!r} is not translated", lines_below=blank_lines)

    def fault(self, what: str, *, lines_below: int = 0) -> None:
        """Note a fault at the place where the parser stands."""
        self.faults.append((self.getpos()[0] + lines_below, what))


def is_allowed_script(attributes: dict[str, str]) -> bool:
    """Tell whether a script is a file of ours or a block of data that no browser runs."""
    return "src" in attributes or attributes.get("type") == "application/json"


def has_words(text: str) -> bool:
    """Tell whether a text holds two letters in a row; units and signs stand in every language."""
    return any(first.isalpha() and second.isalpha() for first, second in itertools.pairwise(text))


def own_markup(tree: nodes.Template) -> str:
    """Return the template's literal text, each piece on its line; expressions inside a tag become nothing."""
    markup = ""
    for node in literal_pieces(tree):
        markup += "\n" * max(0, node.lineno - 1 - markup.count("\n")) + node.data
    return markup


def literal_pieces(node: nodes.Node) -> Iterator[nodes.TemplateData]:
    """Yield the literal pieces in the order they are written."""
    if isinstance(node, nodes.TemplateData):
        yield node
    for child in node.iter_child_nodes():
        yield from literal_pieces(child)


def is_wording(value: nodes.Node) -> bool:
    """Tell whether a node is a literal text that a person would read."""
    return isinstance(value, nodes.Const) and isinstance(value.value, str) and has_words(value.value)


def faults_of_expressions(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    """Yield texts handed to components untranslated, and texts trusted as HTML."""
    for keyword in tree.find_all(nodes.Keyword):
        if keyword.key in WORDED_NAMES and is_wording(keyword.value):
            yield keyword.lineno, f"{keyword.key}={keyword.value.as_const()!r} is not translated"
    for pair in tree.find_all(nodes.Pair):
        key = pair.key.value if isinstance(pair.key, nodes.Const) else ""
        if key in WORDED_NAMES and is_wording(pair.value):
            yield pair.lineno, f"{key!r}: {pair.value.as_const()!r} is not translated"
    for named in tree.find_all(nodes.Filter):
        if named.name == "safe":
            yield named.lineno, "|safe trusts a text as HTML"


def faults_of(source: str) -> list[tuple[int, str]]:
    """Return line and description of everything wrong with the text of one template."""
    environment = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], autoescape=True)
    try:
        tree = environment.parse(source)
    except TemplateSyntaxError as error:
        return [(error.lineno, f"does not compile: {error.message}")]
    markup = _Markup()
    markup.feed(own_markup(tree))
    return sorted({*markup.faults, *faults_of_expressions(tree)})


def faults_of_file(path: Path) -> list[tuple[int, str]]:
    """Return the faults of a template file, its words aside where it may have words of its own."""
    faults = faults_of(path.read_text(encoding="utf-8"))
    if any(part in path.as_posix() for part in OWN_WORDS):
        return [(line, fault) for line, fault in faults if not fault.endswith("is not translated")]
    return faults


def main() -> int:
    """Print the faults of all templates; return how the process shall exit."""
    templates = sorted((ROOT / "helpexchange").rglob("templates/**/*.html"))
    count = 0
    for path in templates:
        for line, fault in faults_of_file(path):
            print(f"{path.relative_to(ROOT)}:{line}: {fault}")
            count += 1
    print(f"{len(templates)} templates, {count} faults")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
