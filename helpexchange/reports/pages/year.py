"""The report of a year for the council: a page made to be printed, and the same as a PDF."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Response, render_template, request, url_for

from helpexchange.accounts.roles import Permission
from helpexchange.core.audience import audience
from helpexchange.core.clock import now, today
from helpexchange.reports.meanings import definitions
from helpexchange.reports.pages.asking import Question, question, tabs_of
from helpexchange.reports.pages.blueprint import blueprint
from helpexchange.reports.rules import year_period
from helpexchange.reports.year_sections import sections_of
from helpexchange.reports.year_sheet import year_sheet

YEARS_OFFERED = 5
#: A year is reported when it is over; until so many days after its begin the last one is meant.
STILL_LAST_YEAR = timedelta(days=120)


@blueprint.get("/reports/year")
@audience(Permission.SEE_REPORTS)
def show_year() -> str:
    """Show the report of a year, to read and to print."""
    asking, year = _year_asked()
    return render_template(
        "reports/year.html", year=year, place=asking.place, today=today(), form=asking.form,
        sections=sections_of(asking.asked), years=[(each, each) for each in _years()],
        counted_at=asking.asked.counts.counted_at, has_offices=len(asking.offices) > 1,
        tabs=tabs_of("year", asking.offices), is_running=asking.asked.wish.period.until > today(),
        file_query={"span": "days", **_days(asking), **_office(asking)}, meanings=definitions(),
        sheet_url=url_for("reports.year_as_pdf", year=year, **_office(asking)),
    )  # fmt: skip


@blueprint.get("/reports/year.pdf")
@audience(Permission.SEE_REPORTS)
def year_as_pdf() -> Response:
    """Give the report of a year as a PDF to print, in the reader's language."""
    asking, year = _year_asked()
    made = year_sheet(asking.asked, year=year, place=asking.place, now=now())
    filename = "-".join(
        str(each) for each in ("report", year, asking.asked.wish.office_id) if each is not None
    )
    headers = {"Content-Disposition": f'inline; filename="{filename}.pdf"'}
    return Response(made, mimetype="application/pdf", headers=headers)


def _year_asked() -> tuple[Question, int]:
    year = request.args.get("year", "")
    chosen = int(year) if year in {str(each) for each in _years()} else _years()[_default_place()]
    return question(year_period(chosen)), chosen


def _years() -> list[int]:
    return [today().year - back for back in range(YEARS_OFFERED)]


def _default_place() -> int:
    return 1 if (today() - year_period(today().year).first) < STILL_LAST_YEAR else 0


def _office(asking: Question) -> dict[str, Any]:
    office_id = asking.asked.wish.office_id
    return {} if office_id is None else {"office": office_id}


def _days(asking: Question) -> dict[str, Any]:
    period = asking.asked.wish.period
    return {"first": period.first.isoformat(), "last": period.last.isoformat()}
