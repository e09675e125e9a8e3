"""Tables as files for spreadsheets: numbers are numbers, days are days, words are words.

No cell can become a formula: words that begin like one stay words.
"""

from __future__ import annotations

import csv
from datetime import date
from io import BytesIO, StringIO
from typing import Any

from helpexchange.core.clock import today
from helpexchange.core.i18n import gettext
from helpexchange.reports.rules import BASE, Period
from helpexchange.reports.tables import Column, Table

#: Spreadsheets take a cell for a formula, or for the begin of one, when it begins with one of these.
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001  # wide ones, too
#: The longest name of a sheet that spreadsheets accept.
LONGEST_SHEET_NAME = 31
#: The row of the headings; above it stand what it is, the days, how people are protected, and nothing.
HEADINGS = 5
Value = int | str | date
#: How spreadsheets write the days of a period, and the months of a table, in their reader's own way.
DAY_FORMAT, MONTH_FORMAT = "yyyy-mm-dd", "mmm yyyy"


def rows_of(table: Table, *, about: str, period: Period) -> list[list[Value]]:
    """Return a table as rows: what it is about, an empty row, the headings, the lines.

    Args:
        about: the days and the office, in words.
        period: the days; the first and the last stand beside the words.
    """
    headings: list[Value] = [table.heading, *(_heading(column) for column in table.columns)]
    lines: list[list[Value]] = [
        [line.month or line.label, *(cell.value for cell in line.cells)] for line in table.lines
    ]
    words: list[list[Value]] = [
        [table.caption],
        [about, period.first, period.last],
        [rounding_words(period)],
        [],
    ]
    return [*words, headings, *lines]


def rounding_words(period: Period) -> str:
    """Return how people are protected; it stands with every table, and says what must not be handed on."""
    words = gettext(
        "To protect people, 1 to 4 are shown as “%(few)s”, and all other numbers are rounded to fives. "
        "So parts need not add up to the whole.",
        few=f"<{BASE}",
    )
    if period.may_leave_the_house(today()):
        return str(words)
    inside = gettext(
        "For use inside the office: hand on reports of whole years that are over, and none of other days."
    )
    return f"{words} {inside}"


def csv_of(table: Table, *, about: str, period: Period) -> bytes:
    """Return a table as CSV in UTF-8, with the mark by which spreadsheets know it."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows([[safe(value) for value in row] for row in rows_of(table, about=about, period=period)])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def safe(value: Value) -> Value:
    """Return a value that no spreadsheet takes for a formula: risky words get an apostrophe in front."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_RISKY) else value


def xlsx_of(table: Table, *, about: str, period: Period) -> bytes:
    """Return a table as a workbook; words are kept as words, whatever they begin with."""
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    sheet.title = table.name[:LONGEST_SHEET_NAME]
    for at, row in enumerate(rows_of(table, about=about, period=period), start=1):
        for place, value in enumerate(row, start=1):
            _fill(sheet.cell(row=at, column=place), value, is_head=at < HEADINGS)
    for at in (1, HEADINGS):
        for cell in sheet[at]:
            cell.font = Font(bold=True)
    sheet.freeze_panes = sheet.cell(row=HEADINGS + 1, column=2)
    sheet.column_dimensions["A"].width = 34
    for column in range(2, len(table.columns) + 2):
        sheet.column_dimensions[get_column_letter(column)].width = 18
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def _fill(cell: Any, value: Value, *, is_head: bool) -> None:
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(_RISKY)
    elif isinstance(value, date):
        cell.number_format = DAY_FORMAT if is_head else MONTH_FORMAT


def _heading(column: Column) -> str:
    if not column.unit:
        return column.label
    return str(gettext("%(label)s (%(unit)s)", label=column.label, unit=column.unit))
