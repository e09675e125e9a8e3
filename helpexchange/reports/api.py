"""Reports for programs: whole months, quarters and years, as pages show them.

Not any days one likes, as on pages: who may open those sees the records, too, while the program of a partner
could take reports from each other that share days, such as a quarter and its months. It reads calendar years
that are over, as they are printed for the council.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from helpexchange.accounts.roles import Permission
from helpexchange.accounts.scopes import Scope
from helpexchange.core.clock import now, today
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.paging import Page
from helpexchange.core.rest import Blueprint, for_programs, lists
from helpexchange.core.viewer import Viewer, current_viewer
from helpexchange.offices.queries import office_by_code, own_offices
from helpexchange.reports.files import rounding_words
from helpexchange.reports.gathering import asked_by, place_of
from helpexchange.reports.queries import readable_wish
from helpexchange.reports.rules import OnlyYearsError, Period, Span, chosen_period, named_period
from helpexchange.reports.schemas import (
    ReportListSchema,
    ReportSchema,
    ReportTableSchema,
    ReportWishSchema,
)
from helpexchange.reports.tables import PART_OF_TABLE, PARTS, Cell, Table

reports = Blueprint("reports_api", __name__, url_prefix="/reports", description="Numbers that name nobody.")
blueprints = (reports,)


@lists(reports, ReportSchema, Scope.REPORTS_READ, Permission.SEE_REPORTS, filters=ReportListSchema)
def list_reports(sent: Mapping[str, Any]) -> Page[dict[str, Any]]:
    """List the tables there are."""
    number, per_page = sent["page"], sent["per_page"]
    every = [{"name": name, "part": part} for name, part in PART_OF_TABLE.items()]
    first = (number - 1) * per_page
    return Page(every[first : first + per_page], number, per_page, len(every))


@reports.route("/<name>")
@for_programs(Scope.REPORTS_READ, Permission.SEE_REPORTS)
@reports.arguments(ReportWishSchema, location="query")
@reports.response(200, ReportTableSchema)
def read_report(sent: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Read a table of a month, a quarter or a year, of one office or all that the token sees.

    Programs of partners read whole years that are over.
    """
    viewer = current_viewer()
    if name not in PART_OF_TABLE:
        raise NotFoundRefusal
    office_id = office_by_code(viewer, sent["office"]).id if "office" in sent else None
    usual = chosen_period(Span.LAST_MONTH if viewer.is_signed_in else Span.LAST_YEAR, today=today())
    period = named_period(sent["period"]) if "period" in sent else usual
    if not viewer.is_signed_in and not period.may_leave_the_house(today()):
        raise OnlyYearsError
    return _read(viewer, name, period, office_id)


def _read(viewer: Viewer, name: str, period: Period, office_id: int | None) -> dict[str, Any]:
    wish, offices = readable_wish(viewer, period=period, office_id=office_id), own_offices(viewer)
    asked = asked_by(viewer, wish, offices, today=today(), now=now())
    found = {each.name: each for each in PARTS[PART_OF_TABLE[name]](asked)}
    if name not in found:  # the visits by month of a single month
        raise NotFoundRefusal
    return {
        **_answer(found[name]), "part": PART_OF_TABLE[name], "place": place_of(asked, offices),
        "days": period, "before": period.before, "is_over": period.until <= today(),
        "counted_at": asked.counts.counted_at, "rounding": rounding_words(period),
    }  # fmt: skip


def _answer(table: Table) -> dict[str, Any]:
    lines = [
        {"label": line.label, "is_total": line.is_total, "cells": [_cell(each) for each in line.cells]}
        for line in table.lines
    ]
    return {
        "name": table.name, "caption": table.caption, "heading": table.heading, "note": table.note,
        "columns": table.columns, "lines": lines,
    }  # fmt: skip


def _cell(cell: Cell) -> dict[str, Any]:
    return {"text": cell.text, "value": cell.value if isinstance(cell.value, int) else None}
