"""Tables of helpers: how many there are, whom nobody asks, who is asked too often, how the load is spread."""

from __future__ import annotations

from collections.abc import Sequence

from helpexchange.core.i18n import gettext
from helpexchange.helper_profiles.rules import HelperState
from helpexchange.reports.labels import LOADS
from helpexchange.reports.queries import HelperCount, helper_counts
from helpexchange.reports.rules import LoadStep, load_step, published_beside
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


def helper_tables(asked: Asked) -> list[Table]:
    """Return the tables of helpers, in one statement."""
    counts = asked.counts.of(helper_counts)
    return [helpers_table(counts), load_table(counts)]


def helpers_table(counts: Sequence[HelperCount]) -> Table:
    """Return who helps, who is new, who was not asked or too often; each row is counted by itself."""
    active = [each for each in counts if each.state is HelperState.ACTIVE]
    rows = [
        (gettext("Active today"), active, None),
        (gettext("New in the period"), [each for each in counts if each.is_new],
         [each for each in counts if each.was_new]),
        (gettext("Active and never asked"), [each for each in active if not each.is_asked], None),
        (gettext("Asked in the period"), [each for each in counts if each.asked_now], None),
        (gettext("Asked too often"), [each for each in counts if each.asked_often], None),
    ]  # fmt: skip
    lines = [Line(str(label), (_number(now), _number(before))) for label, now, before in rows]
    return Table(
        name="helpers", caption=gettext("Helpers"), heading=gettext("Helpers"),
        columns=(Column("now", gettext("Number")), Column("before", gettext("Period before"))),
        lines=tuple(lines) if counts else (), drawn=("now",),
    )  # fmt: skip


def load_table(counts: Sequence[HelperCount]) -> Table:
    """Return how many people the active helpers help."""
    sums = dict.fromkeys(LoadStep, 0)
    for each in counts:
        if each.state is HelperState.ACTIVE:
            sums[load_step(each.engagements)] += each.number
    rows = [(str(LOADS[step]), [sums[step]]) for step in LoadStep]
    active = [each for each in counts if each.state is HelperState.ACTIVE]
    of_offices = ((load_step(each.engagements), each.office_id, [each.number]) for each in active)
    parts = by_offices(of_offices, list(LoadStep))
    return Table(
        name="load", caption=gettext("How many people an active helper helps"),
        heading=gettext("Helps"), columns=(Column("now", gettext("Active helpers")),),
        lines=counted_lines(rows, parts=parts) if any(sums.values()) else (), drawn=("now",),
    )  # fmt: skip


def _number(counts: Sequence[HelperCount] | None) -> Cell:
    """How many they are, beside the numbers of each office; blank for None."""
    if counts is None:
        return blank()
    offices = summed([(each.office_id, [each.number]) for each in counts])
    parts = [number for [number] in offices.values()]
    return count_cell(published_beside(sum(parts), parts))
