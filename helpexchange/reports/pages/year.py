"""The report of a year for the council: a page made to be printed, and the same as a PDF."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from flask import render_template, request

from helpexchange.accounts.roles import Permission
from helpexchange.core.audience import audience
from helpexchange.core.clock import today
from helpexchange.core.i18n import gettext
from helpexchange.reports import sentences
from helpexchange.reports.charts import chart_of
from helpexchange.reports.pages.asking import Question, question, tabs_of
from helpexchange.reports.pages.blueprint import blueprint
from helpexchange.reports.rules import year_period
from helpexchange.reports.tables import PARTS, Part, Table

YEARS_OFFERED = 5
#: A year is reported when it is over; until so many days after its begin the last one is meant.
STILL_LAST_YEAR = timedelta(days=120)
SHOWN_PARTS = (Part.REQUESTS, Part.ENGAGEMENTS, Part.HELPERS, Part.EQUALITY)
#: What each section of the report shows.
REQUESTS = ("served", "requests-by-district", "requests-by-kind", "waits")
VISITS = ("visits-by-month", "visits", "ends")
HELPERS = ("helpers", "load")
EQUALITY = ("waits-by-channel", "waits-by-district", "waits-by-language")


@blueprint.get("/reports/year")
@audience(Permission.SEE_REPORTS)
def show_year() -> str:
    """Show the report of a year, to read and to print."""
    asking, year = _year_asked()
    return render_template(
        "reports/year.html", year=year, place=asking.place, today=today(), form=asking.form,
        sections=sections_of(asking), years=[(each, each) for each in _years()],
        counted_at=asking.asked.counts.counted_at, has_offices=len(asking.offices) > 1,
        tabs=tabs_of("year", asking.offices), is_running=asking.asked.wish.period.until > today(),
        file_query={"span": "days", **_days(asking), **_office(asking)},
    )  # fmt: skip


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


def sections_of(asking: Question) -> list[dict[str, Any]]:
    """Return heading, sentences and tables of each section."""
    tables = {table.name: table for part in SHOWN_PARTS for table in PARTS[part](asking.asked)}
    return [
        _section("requests", gettext("Help requests"), sentences.said_of_requests(tables), REQUESTS, tables),
        _section(
            "visits", gettext("Visits and engagements"), sentences.said_of_visits(tables), VISITS, tables
        ),
        _section("helpers", gettext("Helpers"), sentences.said_of_helpers(tables), HELPERS, tables),
        _section("equality", gettext("Equal waits"), sentences.said_of_equality(tables), EQUALITY, tables),
    ]


def _section(
    name: str, heading: str, said: Iterable[str], shown: Iterable[str], tables: dict[str, Table]
) -> dict[str, Any]:
    kept = [tables[each] for each in shown if each in tables]
    return {
        "name": name, "heading": heading, "said": [sentence[:1].upper() + sentence[1:] for sentence in said],
        "tables": [(table, chart_of(table)) for table in kept],
    }  # fmt: skip
