"""The report of a year as a PDF for the council (PDF/UA): the page's words, tables and drawings."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from flask import current_app

from helpexchange.core.clock import town_day
from helpexchange.core.i18n import current_language, day_text, gettext
from helpexchange.notifications.letters import compiled
from helpexchange.reports.charts import Chart
from helpexchange.reports.drawing import svgs_of, swatch_of
from helpexchange.reports.files import rounding_words
from helpexchange.reports.meanings import definitions
from helpexchange.reports.tables import Asked, Table
from helpexchange.reports.year_sections import Section, sections_of

SOURCE = Path(__file__).parent / "templates" / "reports" / "year.typ"


def year_sheet(asked: Asked, *, year: int, place: str, now: datetime) -> bytes:
    """Return the report in the language of this request.

    Args:
        place: the office, or all of them, in words.
    """
    is_running = asked.wish.period.until > town_day(now)
    counted_on = town_day(asked.counts.counted_at or now)
    data = {
        "language": current_language(),
        "title": gettext("Report of the year %(year)s", year=year),
        "author": current_app.extensions["settings"].service_name,
        "place": place,
        "lead": gettext("Neighbours help neighbours: what was asked for, who helped, and who had to wait."),
        "running": gettext("This year is not over yet.") if is_running else "",
        "made": gettext("As of %(day)s.", day=day_text(counted_on)),
        "rounding": rounding_words(asked.wish.period),
        "contents": gettext("Contents"),
        "sections": [_section(each) for each in sections_of(asked)],
        "meanings": gettext("What the words mean"),
        "definitions": [list(each) for each in definitions()],
    }
    return compiled(SOURCE, data)


def _section(section: Section) -> dict[str, Any]:
    tables = [_table(table, chart) for table, chart in section.tables if table.lines]
    return {"heading": section.heading, "said": section.said, "tables": tables}


def _table(table: Table, chart: Chart | None) -> dict[str, Any]:
    return {
        "caption": str(table.caption),
        "columns": [str(table.heading), *(str(column.label) for column in table.columns)],
        "are_numbers": [False, *(column.is_number for column in table.columns)],
        "lines": [
            {"cells": [line.label, *(cell.text for cell in line.cells)], "is_total": line.is_total}
            for line in table.lines
        ],
        "note": str(table.note),
        "chart": None if chart is None else _chart(chart),
    }


def _chart(chart: Chart) -> dict[str, Any]:
    legend = []
    if len(chart.series) > 1:
        ways = ("solid", "hatched")
        legend = [
            {"svg": swatch_of(way), "words": name} for way, name in zip(ways, chart.series, strict=True)
        ]
    if chart.has_few:
        legend.append({"svg": swatch_of("outlined"), "words": gettext("1 to 4, how many is not said")})
    words = gettext("Bars. The same numbers stand in the table below.")
    return {"svgs": svgs_of(chart), "words": f"{chart.title}. {words}", "legend": legend}
