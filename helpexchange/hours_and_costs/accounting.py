"""Travel costs as a file for accounting: a spreadsheet, or text with columns; nothing in it is a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from flask import current_app
from flask_babel import get_locale

from helpexchange.core.clock import town_day
from helpexchange.core.i18n import gettext as _
from helpexchange.core.i18n import moment_text
from helpexchange.hours_and_costs import labels
from helpexchange.hours_and_costs.models import CostExport, TravelCost
from helpexchange.hours_and_costs.rules import CostState, FileKind, Means, Month, amount_of
from helpexchange.offices.models import Office

#: With one of these at its beginning, spreadsheets take a text for a formula.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
CONTENT_TYPES = {
    FileKind.CSV: "text/csv; charset=utf-8",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
WIDTHS = (14, 30, 24, 12, 14, 14, 26, 14, 14, 30, 40)
HEAD_LINES = 8
Cell = str | int | Decimal | date | None


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file and its type."""

    data: bytes
    content_type: str


def file_of(export: CostExport, costs: Sequence[TravelCost], *, office: Office) -> MadeFile:
    """Return costs as the file that an export asks for, in the language of this request.

    It says of which office and month it is, who made it when, and for the how manieth time.
    """
    rows = [*_head(export, office), *_table(costs), *_totals(costs)]
    make = _csv if export.kind is FileKind.CSV else _xlsx
    return MadeFile(make(rows), CONTENT_TYPES[export.kind])


def as_text(cell: str) -> str:
    """Return a text that no spreadsheet takes for a formula, for files that have texts only."""
    return f"'{cell}" if cell.startswith(DANGEROUS) else cell


def _head(export: CostExport, office: Office) -> list[list[Cell]]:
    what = str(labels.OFFICE_STATES[export.state]) if export.state else str(_("All"))
    return [
        [str(_("Travel costs"))],
        [str(_("Office")), office.name],
        [str(_("Month")), labels.month_text(Month(export.first_day))],
        [str(_("Which costs")), what],
        [str(_("Made by")), export.exported_by],
        [str(_("Made on")), moment_text(export.exported_at)],
        [str(_("File number of this month")), export.number],
        [],
    ]


def _table(costs: Sequence[TravelCost]) -> Iterator[list[Cell]]:
    currency = current_app.extensions["settings"].currency
    yield [
        str(each)
        for each in (
            _("Day"), _("Helper"), _("How"), _("Kilometres"),
            _("%(currency)s a kilometre", currency=currency),
            _("Amount in %(currency)s", currency=currency), _("State"), _("Approved on"), _("Paid on"),
            _("Receipt"), _("Why over the limit"),
        )
    ]  # fmt: skip
    for each in costs:
        rate = None if each.cents_per_km is None else amount_of(each.cents_per_km)
        decided = each.decided_at if each.state in (CostState.APPROVED, CostState.PAID) else None
        yield [
            each.day, each.helper.name, str(labels.MEANS[each.means]), each.km, rate, amount_of(each.cents),
            str(labels.OFFICE_STATES[each.state]), town_day(decided) if decided else None, each.paid_on,
            _receipt(each), each.reason if each.is_over_limit else "",
        ]  # fmt: skip


def _receipt(cost: TravelCost) -> str:
    if cost.means is Means.KM:
        return ""
    if cost.receipts:
        return str(_("sent as a file"))
    return str(_("seen on paper")) if cost.is_receipt_seen else str(_("missing"))


def _totals(costs: Sequence[TravelCost]) -> Iterator[list[Cell]]:
    blank: list[Cell] = [None] * 4
    yield []
    for state in CostState:
        own = [each.cents for each in costs if each.state is state]
        if own:
            yield [str(labels.OFFICE_STATES[state]), *blank, amount_of(sum(own))]
    yield [str(_("Total")), *blank, amount_of(sum(each.cents for each in costs))]


def _csv(rows: Sequence[Sequence[Cell]]) -> bytes:
    """Return rows as spreadsheets of this language read them: a comma before cents goes with semicolons."""
    locale = get_locale()
    point = locale.number_symbols["latn"]["decimal"] if locale else "."
    held = io.StringIO()
    writer = csv.writer(held, delimiter=";" if point == "," else ",", lineterminator="\r\n")
    writer.writerows([[_csv_cell(each, point) for each in row] for row in rows])
    return held.getvalue().encode("utf-8-sig")


def _csv_cell(cell: Cell, point: str) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return f"{cell:.2f}".replace(".", point)
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell) if isinstance(cell, int) else as_text(cell)


def _xlsx(rows: Sequence[Sequence[Cell]]) -> bytes:
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    sheet.title = str(_("Travel costs"))[:31]
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row, start=1):
            _put(sheet.cell(row=number, column=column), cell)
    for column, width in enumerate(WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    for number in (1, HEAD_LINES + 1):
        for cell in sheet[number]:
            cell.font = Font(bold=True)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def _put(place: Any, cell: Cell) -> None:
    """Write a cell; a text stays one, whatever it begins with."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if isinstance(cell, str):
        place.value = ILLEGAL_CHARACTERS_RE.sub("", cell)
        place.data_type = "s"
        place.quotePrefix = cell.startswith(DANGEROUS)
        return
    place.value = cell
    if isinstance(cell, Decimal):
        place.number_format = "0.00"
    elif isinstance(cell, date):
        place.number_format = "yyyy-mm-dd"
