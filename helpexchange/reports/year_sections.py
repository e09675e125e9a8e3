"""What the report of a year is made of, on its page and on paper: sections of sentences and tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from helpexchange.core.i18n import gettext
from helpexchange.reports import sentences
from helpexchange.reports.charts import Chart, chart_of
from helpexchange.reports.tables import PARTS, Asked, Part, Table

SHOWN_PARTS = (Part.REQUESTS, Part.ENGAGEMENTS, Part.HELPERS, Part.EQUALITY)
#: What each section of the report shows.
REQUESTS = ("served", "requests-by-district", "requests-by-kind", "waits")
VISITS = ("visits-by-month", "visits", "ends")
HELPERS = ("helpers", "load")
EQUALITY = ("waits-by-channel", "waits-by-district", "waits-by-language")


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter; each table has its drawing, or None where there is nothing to draw."""

    name: str
    heading: str
    said: tuple[str, ...]
    tables: tuple[tuple[Table, Chart | None], ...]


def sections_of(asked: Asked) -> list[Section]:
    """Return heading, sentences and tables of each section."""
    tables = {table.name: table for part in SHOWN_PARTS for table in PARTS[part](asked)}
    return [
        _section("requests", gettext("Help requests"), sentences.said_of_requests(tables), REQUESTS, tables),
        _section(
            "visits", gettext("Visits and engagements"), sentences.said_of_visits(tables), VISITS, tables
        ),
        _section("helpers", gettext("Helpers"), sentences.said_of_helpers(tables), HELPERS, tables),
        _section("equality", gettext("Equal waits"), sentences.said_of_equality(tables), EQUALITY, tables),
    ]


def _section(
    name: str, heading: str, said: Iterable[str], shown: Iterable[str], tables: Mapping[str, Table]
) -> Section:
    kept = [tables[each] for each in shown if each in tables]
    return Section(
        name=name, heading=str(heading), said=tuple(each[:1].upper() + each[1:] for each in said),
        tables=tuple((table, chart_of(table)) for table in kept),
    )  # fmt: skip
