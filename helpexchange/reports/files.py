"""Tables as files for spreadsheets. No cell can become a formula: words that begin like one stay words."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO

from helpexchange.core.i18n import gettext
from helpexchange.reports.rules import BASE
from helpexchange.reports.tables import Column, Table

#: Spreadsheets take a cell for a formula, or for the begin of one, when it begins with one of these.
_RISKY = ("=", "+", "-", "@", "\t", "\r")
#: The longest name of a sheet that spreadsheets accept.
LONGEST_SHEET_NAME = 31
Value = int | str


def rows_of(table: Table, *, about: str) -> list[list[Value]]:
    """Return a table as rows: what it is about, an empty row, the headings, the lines.

    Args:
        about: the days and the office, in words.
    """
    headings: list[Value] = [table.heading, *(_heading(column) for column in table.columns)]
    lines: list[list[Value]] = [[line.label, *(cell.value for cell in line.cells)] for line in table.lines]
    words: list[list[Value]] = [[table.caption], [about], [str(rounding_words())], []]
    return [*words, headings, *lines]


def rounding_words() -> str:
    """Return the sentence that stands with every table."""
    words = gettext(
        "To protect people, 1 to 4 are shown as “%(few)s”, and all other numbers are rounded to fives. "
        "So parts need not add up to the whole.",
        few=f"<{BASE}",
    )
    return str(words)


def csv_of(table: Table, *, about: str) -> bytes:
    """Return a table as CSV in UTF-8, with the mark by which spreadsheets know it."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows([[safe(value) for value in row] for row in rows_of(table, about=about)])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def safe(value: Value) -> Value:
    """Return a value that no spreadsheet takes for a formula: risky words get an apostrophe in front."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_RISKY) else value


def xlsx_of(table: Table, *, about: str) -> bytes:
    """Return a table as a workbook; words are kept as words, whatever they begin with."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    sheet = book.active
    sheet.title = table.name[:LONGEST_SHEET_NAME]
    for at, row in enumerate(rows_of(table, about=about), start=1):
        for place, value in enumerate(row, start=1):
            cell = sheet.cell(row=at, column=place)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
                cell.quotePrefix = value.startswith(_RISKY)
    sheet.cell(row=1, column=1).font = Font(bold=True)
    sheet.column_dimensions["A"].width = 34
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def _heading(column: Column) -> str:
    if not column.unit:
        return column.label
    return str(gettext("%(label)s (%(unit)s)", label=column.label, unit=column.unit))
