"""Tables of engagements and visits: what runs, why others ended, what took place, how many hours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from babel.dates import format_skeleton
from flask_babel import get_locale

from helpexchange.core.i18n import gettext
from helpexchange.engagements.labels import END_REASONS
from helpexchange.engagements.rules import EndReason, VisitState
from helpexchange.reports.queries import (
    EngagementCount,
    Happening,
    VisitCount,
    engagement_counts,
    visit_counts,
)
from helpexchange.reports.rules import Period, Shown, months_of, published, published_beside
from helpexchange.reports.tables.parts import (
    Asked,
    Cell,
    Column,
    Line,
    Table,
    blank,
    by_offices,
    count_cell,
    counted_lines,
    summed,
)
from helpexchange.reports.tables.requests import now_and_before

MINUTES_PER_HOUR = 60
#: The lines of a table of months that has only one: the month, and all.
ONE_MONTH = 2


def engagement_tables(asked: Asked) -> list[Table]:
    """Return the tables of engagements and visits, in two statements."""
    counts = asked.counts.of(engagement_counts)
    visits = asked.counts.of(visit_counts)
    by_month = month_table(visits, asked.wish.period)
    tables = [running_table(counts), ends_table(counts), visits_table(visits)]
    return [*tables, by_month] if len(by_month.lines) > ONE_MONTH else tables


def running_table(counts: Sequence[EngagementCount]) -> Table:
    """Return what runs today, and what began and ended."""
    rows = (
        (gettext("Running today"), Happening.RUNS),
        (gettext("Began in the period"), Happening.BEGAN),
        (gettext("Ended in the period"), Happening.ENDED),
    )
    sums = summed([((each.happening, each.is_before), [each.number]) for each in counts])
    offices = summed([((each.happening, each.is_before, each.office_id), [each.number]) for each in counts])
    lines = [
        Line(str(label), tuple(_beside(sums, offices, (what, which)) for which in (0, 1)))
        for label, what in rows
    ]
    # What ran on a day of the past is not kept: the present has no period before.
    lines[0] = Line(lines[0].label, (lines[0].cells[0], blank()))
    return Table(
        name="engagements", caption=gettext("Engagements"), heading=gettext("Engagements"),
        columns=now_and_before(), lines=tuple(lines) if counts else (), drawn=("now",),
    )  # fmt: skip


def ends_table(counts: Sequence[EngagementCount]) -> Table:
    """Return why engagements ended, now and before."""
    ended = [each for each in counts if each.happening is Happening.ENDED]
    pairs = [(0, each.number) if each.is_before else (each.number, 0) for each in ended]
    sums = summed([(each.reason, pair) for each, pair in zip(ended, pairs, strict=True)])
    reasons = [reason for reason in [*EndReason, None] if reason in sums]
    rows = [(_reason(reason), sums[reason]) for reason in reasons]
    of_offices = ((each.reason, each.office_id, pair) for each, pair in zip(ended, pairs, strict=True))
    parts = by_offices(of_offices, reasons)
    return Table(
        name="ends", caption=gettext("Why engagements ended"), heading=gettext("Reason"),
        columns=now_and_before(), lines=counted_lines(rows, parts=parts), drawn=("now", "before"),
    )  # fmt: skip


def _beside(
    sums: Mapping[tuple[Any, int], Sequence[int]], parts: Mapping[tuple[Any, int, Any], Sequence[int]],
    key: tuple[Any, int],
) -> Cell:  # fmt: skip
    """A count that stands beside those of the parts (offices, or their months) in other reports."""
    of_key = [counts[0] for part, counts in parts.items() if part[:2] == key]
    return count_cell(published_beside(sums.get(key, [0])[0], of_key))


def _reason(reason: EndReason | None) -> str:
    return str(END_REASONS[reason] if reason else gettext("No reason was noted"))


def visits_table(counts: Sequence[VisitCount]) -> Table:
    """Return what became of visits, and the hours of those that took place."""
    sums = summed([((each.state, each.is_before), [each.number, each.minutes]) for each in counts])
    rows = (
        (gettext("Took place"), VisitState.DONE),
        (gettext("Did not take place"), VisitState.MISSED),
        (gettext("Called off"), VisitState.CANCELLED),
    )
    of_offices = summed([((each.state, each.is_before, each.office_id), [each.number]) for each in counts])
    lines = [
        Line(str(label), tuple(_beside(sums, of_offices, (state, which)) for which in (0, 1)))
        for label, state in rows
    ]
    done = [sums.get((VisitState.DONE, which), [0, 0]) for which in (0, 1)]
    hours = tuple(count_cell(hours_shown(visits, minutes)) for visits, minutes in done)
    lines.append(Line(str(gettext("Hours of visits that took place")), hours))
    return Table(
        name="visits", caption=gettext("Visits"), heading=gettext("Visits"),
        columns=now_and_before(), lines=tuple(lines) if counts else (), drawn=("now", "before"),
    )  # fmt: skip


def hours_shown(visits: int, minutes: int) -> Shown:
    """Return hours as they may be shown: rounded like counts, and as few where the visits are few.

    Exact hours would tell the number of visits where each takes an hour.
    """
    shown = published(visits)
    return published(round(minutes / MINUTES_PER_HOUR)) if shown.value else shown


def month_table(counts: Sequence[VisitCount], period: Period) -> Table:
    """Return the visits that took place, month by month."""
    done = [each for each in counts if each.state is VisitState.DONE and not each.is_before]
    sums = summed([((each.year, each.month), [each.number]) for each in done])
    months = months_of(period)
    rows = [(month_text(*month), sums.get(month, [0])) for month in months]
    parts = by_offices((((each.year, each.month), each.office_id, [each.number]) for each in done), months)
    lines = counted_lines(rows, parts=parts)
    days = [*(date(*month, 1) for month in months), None]
    dated = tuple(replace(line, month=day) for line, day in zip(lines, days, strict=False))
    return Table(
        name="visits-by-month", caption=gettext("Visits that took place, by month"),
        heading=gettext("Month"), columns=(Column("now", gettext("Visits")),),
        lines=dated if done else (), drawn=("now",),
    )  # fmt: skip


def month_text(year: int, month: int) -> str:
    """Return a month with its year: "Nov 2026"."""
    return str(format_skeleton("yMMM", date(year, month, 1), locale=get_locale()))
