"""All offices side by side and summed: what came, was served and waits, and what the helpers do."""

from __future__ import annotations

from collections.abc import Sequence

from helpexchange.core.i18n import gettext
from helpexchange.engagements.rules import VisitState
from helpexchange.helper_profiles.rules import HelperState
from helpexchange.reports.queries import (
    HelperCount,
    VisitCount,
    helper_counts,
    request_counts,
    visit_counts,
)
from helpexchange.reports.rules import Limit
from helpexchange.reports.tables.parts import Asked, Column, Table, by_offices, counted_lines, summed
from helpexchange.reports.tables.requests import by_office


def office_tables(asked: Asked) -> list[Table]:
    """Return the tables with a row for each office, in three statements."""
    counts = asked.counts.of(request_counts)
    helpers = asked.counts.of(helper_counts)
    visits = asked.counts.of(visit_counts)
    return [by_office(asked, counts), _work(asked, helpers, visits)]


def _work(asked: Asked, helpers: Sequence[HelperCount], visits: Sequence[VisitCount]) -> Table:
    """Active helpers, those never asked, and visits that took place, by office."""
    active = [each for each in helpers if each.state is HelperState.ACTIVE]
    done = [each for each in visits if each.state is VisitState.DONE and not each.is_before]
    sums = summed(
        [(each.office_id, [each.number, 0 if each.is_asked else each.number, 0]) for each in active]
        + [(each.office_id, [0, 0, each.number]) for each in done]
    )
    named = sorted((asked.office_names.get(each, ""), each, counts) for each, counts in sums.items())
    parts = by_offices(((each, each, counts) for _name, each, counts in named), [each[1] for each in named])
    lines = counted_lines(
        [(name, counts) for name, _id, counts in named], limits=(Limit((1,), 0),), parts=parts
    )
    columns = (
        Column("active", gettext("Active helpers")),
        Column("never", gettext("Active and never asked")),
        Column("visits", gettext("Visits that took place")),
    )
    return Table(
        name="work-by-office", caption=gettext("Helpers and visits by office"), heading=gettext("Office"),
        columns=columns, lines=lines, drawn=("active", "never"),
    )  # fmt: skip
