"""Tables of requests: how many came, how soon they were served, how long people waited."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from operator import attrgetter
from typing import Any

from helpexchange.core.folding import folded
from helpexchange.core.i18n import gettext, ngettext
from helpexchange.reports.labels import CHANNELS, EVENTS
from helpexchange.reports.queries import (
    WITHIN_DAYS,
    Event,
    RequestCount,
    WaitCount,
    request_counts,
    wait_counts,
)
from helpexchange.reports.rules import Limit, publish, wait_of
from helpexchange.reports.tables.parts import (
    Asked,
    Column,
    Line,
    Table,
    by_offices,
    count_cell,
    counted_lines,
    summed,
    wait_cell,
)
from helpexchange.skills.labels import language_name, skill_name

#: The columns of a row of counts, by place: before, came, within 1, 3, 7, 14 days, waiting.
CAME, FIRST, LAST, WAITING = 1, 2, 5, 6
LIMITS = (
    *(Limit((at,), at + 1) for at in range(FIRST, LAST)),
    Limit((LAST, WAITING), CAME),
)
#: The same without the period before.
ALONE = tuple(Limit(tuple(part - 1 for part in each.parts), each.whole - 1) for each in LIMITS)


def request_tables(asked: Asked) -> list[Table]:
    """Return the tables of the requests of a period, in two statements."""
    counts = asked.counts.of(request_counts)
    return [served_table(counts), wait_table(asked), *breakdowns(asked, counts)]


def breakdowns(asked: Asked, counts: Sequence[RequestCount]) -> list[Table]:
    """Return the requests by kind, district, channel and language."""
    return [
        breakdown(counts, "requests-by-kind", gettext("Kind of help"), gettext("Requests by kind of help"),
                  key=attrgetter("kind_code"), label=partial(kind_name, asked)),
        breakdown(counts, "requests-by-district", gettext("District"), gettext("Requests by district"),
                  key=attrgetter("district_id"), label=partial(district_name, asked)),
        breakdown(counts, "requests-by-channel", gettext("Channel"), gettext("Requests by channel"),
                  key=attrgetter("channel"), label=lambda channel: str(CHANNELS.get(channel, channel))),
        breakdown(counts, "requests-by-language", gettext("Language"), gettext("Requests by language"),
                  key=attrgetter("language"), label=lambda code: language_name(code or asked.town_language)),
    ]  # fmt: skip


def by_office(asked: Asked, counts: Sequence[RequestCount]) -> Table:
    """Return the requests by office."""
    return breakdown(
        counts, "requests-by-office", gettext("Office"), gettext("Requests by office"),
        key=attrgetter("office_id"), label=lambda office_id: asked.office_names.get(office_id, ""),
    )  # fmt: skip


def kind_name(asked: Asked, code: str) -> str:
    """Return the name of a kind of help."""
    return skill_name(code, asked.kind_names.get(code, ""))


def district_name(asked: Asked, district_id: int | None) -> str:
    """Return the name of a district, or words for none."""
    return asked.district_names.get(district_id or 0) or str(gettext("No district"))


def breakdown(
    counts: Sequence[RequestCount],
    name: str,
    heading: str,
    caption: str,
    *,
    key: Callable[[RequestCount], Any],
    label: Callable[[Any], str],
) -> Table:
    """Return the requests by something; rows come in the order of their labels, so that nobody is first."""
    labels = {each: label(each) for each in {key(each) for each in counts}}
    sums = summed([(labels[key(each)], _numbers(each)) for each in counts])
    rows = [(each, sums[each]) for each in sorted(sums, key=folded)]
    of_offices = ((labels[key(each)], each.office_id, _numbers(each)) for each in counts)
    parts = by_offices(of_offices, [word for word, _counts in rows])
    return Table(
        name=name, caption=caption, heading=heading, columns=_columns(),
        lines=counted_lines(rows, limits=LIMITS, parts=parts), drawn=("came", "before"),
    )  # fmt: skip


def _numbers(each: RequestCount) -> list[int]:
    """The columns of a count; of the period before only how many came is told here."""
    if each.is_before:
        return [each.came, 0, 0, 0, 0, 0, 0]
    return [0, each.came, each.within_1, each.within_3, each.within_7, each.within_14, each.waiting]


def _columns() -> tuple[Column, ...]:
    within = [
        Column(f"within_{days}", ngettext("Served within %(num)s day", "Served within %(num)s days", days))
        for days in WITHIN_DAYS
    ]
    return (
        Column("before", gettext("Came in the period before")),
        Column("came", gettext("Came")),
        *within,
        Column("waiting", gettext("Still waiting")),
    )


def served_table(counts: Sequence[RequestCount]) -> Table:
    """Return how soon requests were served, now and before, one row a number of days."""
    sums: dict[int, list[int]] = summed([(each.is_before, list(each[6:])) for each in counts])
    nothing = [0] * (len(WITHIN_DAYS) + 2)
    parts = {which: by_offices(_of_offices(counts, which), [which]) for which in (0, 1)}
    now, before = (publish([sums.get(which, nothing)], ALONE, parts=parts[which]).rows[0] for which in (0, 1))
    labels = [
        gettext("Came"),
        *(ngettext("Served within %(num)s day", "Served within %(num)s days", days) for days in WITHIN_DAYS),
        gettext("Still waiting"),
    ]
    lines = [
        Line(str(label), (count_cell(here), count_cell(there)))
        for label, here, there in zip(labels, now, before, strict=True)
    ]
    return Table(
        name="served", caption=gettext("How soon requests were served"), heading=gettext("Requests"),
        columns=now_and_before(), lines=tuple(lines) if counts else (), drawn=("now", "before"),
    )  # fmt: skip


def _of_offices(counts: Sequence[RequestCount], which: int) -> list[tuple[int, int, list[int]]]:
    return [(which, each.office_id, list(each[6:])) for each in counts if each.is_before == which]


def now_and_before() -> tuple[Column, Column]:
    """Return the columns of a table that compares a period with the one before."""
    return Column("now", gettext("This period")), Column("before", gettext("Period before"))


def wait_table(asked: Asked) -> Table:
    """Return the times until first contact, match, agreement and first visit, now and before."""
    counts = asked.counts.of(wait_counts)
    lines = [_wait_line(event, counts) for event in Event]
    return Table(
        name="waits", caption=gettext("How long it took after asking"), heading=gettext("Until"),
        columns=(
            Column("cases", gettext("Requests that got there")),
            Column("median", gettext("Half of them within"), unit=gettext("hours")),
            Column("p90", gettext("Nine in ten within"), unit=gettext("hours")),
            Column("before", gettext("Half of them within, period before"), unit=gettext("hours")),
        ),
        lines=tuple(lines) if counts else (),
    )  # fmt: skip


def _wait_line(event: Event, counts: Sequence[WaitCount]) -> Line:
    of_event = [each for each in counts if each.event is event]
    now, before = (
        wait_of({each.hours: each.number for each in of_event if each.is_before == which}) for which in (0, 1)
    )
    cells = (count_cell(now.cases), wait_cell(now.median), wait_cell(now.p90), wait_cell(before.median))
    return Line(str(EVENTS[event]), cells)
