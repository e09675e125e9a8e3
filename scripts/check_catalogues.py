"""Refuse catalogues that lack a text, are unsure of one, or lose a placeholder on the way."""

import re
import sys
from collections.abc import Iterator

from babel.messages.catalog import Catalog, Message

from scripts.texts import LANGUAGES, Text, extracted_texts, read_catalogue

PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]")


def placeholders(text: str) -> set[str]:
    """Return the names a text leaves open, such as `count` of `%(count)s`."""
    return set(PLACEHOLDER.findall(text.replace("%%", "")))


def faults_of_message(message: Message, text: Text) -> Iterator[str]:
    """Yield what is wrong with one translation."""
    string = message.string or ""
    translated = (string,) if isinstance(string, str) else tuple(string)
    if not all(translated):
        yield "has no translation"
    elif message.fuzzy:
        yield "is marked unsure (fuzzy)"
    known = set().union(*(placeholders(form) for form in text.forms))
    for form in filter(None, translated):
        # One visit may be spelt out ("a visit"), so plural forms may drop a name; no form may invent one.
        if placeholders(form) - known or (len(text.forms) == 1 and placeholders(form) != known):
            yield f"has other placeholders than its source: {form!r}"


def faults_of_catalogue(catalogue: Catalog, texts: list[Text]) -> Iterator[str]:
    """Yield a sentence for each fault of one language."""
    for text in texts:
        message = catalogue.get(text.forms[0], context=text.context or None)
        if message is None:
            yield f"{text.forms[0]!r} ({text.where}) is missing"
        else:
            yield from (f"{text.forms[0]!r} {fault}" for fault in faults_of_message(message, text))


def catalogue_faults() -> list[str]:
    """Return everything wrong with the catalogues of all languages."""
    texts = extracted_texts()
    return [
        f"{language}: {fault}"
        for language in LANGUAGES
        for fault in faults_of_catalogue(read_catalogue(language), texts)
    ]


def main() -> int:
    """Print all faults; return how the process shall exit."""
    faults = catalogue_faults()
    print("\n".join(faults) or "catalogues are complete")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
