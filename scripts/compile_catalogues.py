"""Compile every catalogue (.po) of the application into the form it reads (.mo), beside it."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent


def compile_catalogue(source: Path) -> Path:
    """Write the compiled twin of a catalogue and return its path; unsure (fuzzy) texts are left out."""
    with source.open("rb") as file:
        catalogue = read_po(file, locale=source.parent.parent.name)
    target = source.with_suffix(".mo")
    with target.open("wb") as file:
        write_mo(file, catalogue, use_fuzzy=False)
    return target


def main() -> None:
    """Compile all catalogues below `helpexchange`."""
    for source in sorted((ROOT / "helpexchange").rglob("*.po")):
        compile_catalogue(source)


if __name__ == "__main__":
    main()
