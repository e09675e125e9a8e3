"""The texts for people in code and templates, and the catalogues that hold their translations.

Run as a program it brings the catalogues up to date: new texts arrive empty, unused ones leave.
"""

from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "helpexchange"
LANGUAGES = ("de", "nl", "da")
#: Some texts once more, in easy language; all others are taken from German when catalogues are compiled.
EASY = "de@easy"
Words = str | tuple[str, ...] | list[str] | None
METHODS = [
    ("migrations/**", "ignore"),
    ("**.py", "python"),
    ("**/templates/**.html", "jinja2"),
    ("**/templates/**.txt", "jinja2"),
]
OPTIONS = {"**/templates/**.html": {"silent": "false"}, "**/templates/**.txt": {"silent": "false"}}
_IN_CONTEXT = ((1, "c"), 2)
# The functions whose words are for people, and which of their arguments those are.
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "lazy_gettext", "lazy_text", "N_")),
    **dict.fromkeys(("ngettext", "lazy_ngettext"), (1, 2)),
    **dict.fromkeys(("pgettext", "lazy_pgettext", "lazy_text_in"), _IN_CONTEXT),
    "npgettext": ((1, "c"), 2, 3),
}


@dataclass(frozen=True, order=True)
class Text:
    """A text to translate: its forms (one, or singular and plural) and the context that tells it apart."""

    forms: tuple[str, ...]
    context: str
    where: str


def extracted_texts() -> list[Text]:
    """Return every text in Python code and templates, each once, with the first place it stands in."""
    found: dict[tuple[tuple[str, ...], str], Text] = {}
    for file, _line, message, _comments, context in extract_from_dir(PACKAGE, METHODS, OPTIONS, KEYWORDS):
        forms = (message,) if isinstance(message, str) else tuple(message)
        if forms and forms[0]:
            found.setdefault((forms, context or ""), Text(forms, context or "", f"helpexchange/{file}"))
    return sorted(found.values())


def catalogue_path(language: str) -> Path:
    """Return where the translations into a language lie."""
    return PACKAGE / "translations" / language / "LC_MESSAGES" / "messages.po"


def read_catalogue(language: str) -> Catalog:
    """Return the translations into a language; an empty catalogue if there is none yet."""
    path = catalogue_path(language)
    if not path.exists():
        return Catalog(locale=_plain(language), project="HelpExchange", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=_plain(language))


def _plain(language: str) -> str:
    return language.partition("@")[0]


def template_catalogue() -> Catalog:
    """Return the texts without translations, the pattern of every catalogue."""
    template = Catalog(project="HelpExchange", charset="utf-8")
    for text in extracted_texts():
        message = text.forms[0] if len(text.forms) == 1 else text.forms
        template.add(message, locations=[(text.where, 0)], context=text.context or None)
    return template


def main() -> None:
    """Bring all catalogues up to date; a changed text arrives empty, for a guess would look finished."""
    template = template_catalogue()
    for language in LANGUAGES:
        catalogue = read_catalogue(language)
        catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
        path = catalogue_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, catalogue, width=110, include_lineno=False, ignore_obsolete=True, sort_output=True)
        missing = sum(1 for message in catalogue if message.id and not message.string)
        print(f"{path.relative_to(ROOT)}: {len(catalogue)} texts, {missing} without translation")
    write_easy({(message.id, message.context): message.string for message in read_catalogue(EASY)})


def write_easy(easy: dict[tuple[object, str | None], Words]) -> None:
    """Write the texts in easy language, by source text and context, without those that are said no more."""
    catalogue = Catalog(locale="de", project="HelpExchange", charset="utf-8")
    for text in extracted_texts():
        message = text.forms[0] if len(text.forms) == 1 else text.forms
        context = text.context or None
        if easy.get((message, context)):
            catalogue.add(message, easy[message, context], locations=[(text.where, 0)], context=context)
    path = catalogue_path(EASY)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=110, include_lineno=False, sort_output=True, omit_header=True)


if __name__ == "__main__":
    main()
