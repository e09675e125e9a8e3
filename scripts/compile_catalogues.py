"""Compile every catalogue (.po) of the application into the form it reads (.mo), beside it.

A catalogue whose folder has an @ in its name, such as de@easy, holds some texts only: all others are taken
from the language before the @.
"""

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent


def compile_catalogue(source: Path) -> Path:
    """Write the compiled twin of a catalogue and return its path; unsure (fuzzy) texts are left out."""
    language, _at, variant = source.parent.parent.name.partition("@")
    catalogue = _read(source, language)
    if variant:
        plain = _read(source.parent.parent.parent / language / "LC_MESSAGES" / source.name, language)
        for message in catalogue:
            if message.id:
                plain.delete(message.id, context=message.context)  # or adding would keep the old words
                plain.add(message.id, message.string, context=message.context)
        catalogue = plain
    target = source.with_suffix(".mo")
    with target.open("wb") as file:
        write_mo(file, catalogue, use_fuzzy=False)
    return target


def _read(source: Path, language: str) -> Catalog:
    with source.open("rb") as file:
        return read_po(file, locale=language)


def main() -> None:
    """Compile all catalogues below `helpexchange`."""
    for source in sorted((ROOT / "helpexchange").rglob("*.po")):
        compile_catalogue(source)


if __name__ == "__main__":
    main()
