"""Who waits longer than others: waits by channel, district and language, with the number of cases."""

from __future__ import annotations

from collections.abc import Sequence

from helpexchange.core.folding import folded
from helpexchange.core.i18n import gettext
from helpexchange.help_requests.rules import Channel
from helpexchange.reports.labels import CHANNELS
from helpexchange.reports.queries import Event, Group, WaitCount, waits_by_group
from helpexchange.reports.rules import PublishedTable, Wait, publish, wait_of
from helpexchange.reports.tables.parts import Asked, Cell, Column, Line, Table, count_cell, wait_cell
from helpexchange.reports.tables.requests import district_name
from helpexchange.skills.labels import language_name

EVENTS = (Event.CONTACT, Event.AGREEMENT)


def equality_tables(asked: Asked) -> list[Table]:
    """Return the waits by channel, district and language, in one statement."""
    counts = asked.counts.of(waits_by_group)
    captions = {
        Group.CHANNEL: (gettext("Waits by channel"), gettext("Channel")),
        Group.DISTRICT: (gettext("Waits by district"), gettext("District")),
        Group.LANGUAGE: (gettext("Waits by language"), gettext("Language")),
    }
    return [_table(asked, group, *words, counts) for group, words in captions.items()]


def _table(asked: Asked, group: Group, caption: str, heading: str, counts: Sequence[WaitCount]) -> Table:
    of_group = [each for each in counts if each.group is group]
    labels_of = {code: _label(asked, group, code) for code in {each.code for each in of_group}}
    cases: dict[str, dict[Event, dict[int, int]]] = {
        label: {event: {} for event in EVENTS} for label in labels_of.values()
    }
    of_code = {code: cases[label] for code, label in labels_of.items()}
    for each in of_group:
        of_event = of_code[each.code][each.event]
        of_event[each.hours] = of_event.get(each.hours, 0) + each.number
    labels = sorted(cases, key=folded)
    histograms = [[cases[label][event] for event in EVENTS] for label in labels]
    shown = publish([[sum(each.values()) for each in row] for row in histograms])
    lines = _lines(labels, [[wait_of(each) for each in row] for row in histograms], shown)
    return Table(
        name=f"waits-by-{group}", caption=caption, heading=heading, columns=_columns(),
        lines=lines, drawn=("contact_median", "help_median"),
        note=gettext("A wait counts once it is over: who still waits is in the table of requests."),
    )  # fmt: skip


def _label(asked: Asked, group: Group, code: str) -> str:
    if group is Group.CHANNEL:
        return str(CHANNELS.get(Channel(code), code))
    if group is Group.DISTRICT:
        return district_name(asked, int(code) if code else None)
    return language_name(code or asked.town_language)


def _lines(labels: Sequence[str], waits: Sequence[Sequence[Wait]], cases: PublishedTable) -> tuple[Line, ...]:
    lines = []
    for label, of_label, shown in zip(labels, waits, cases.rows, strict=True):
        cells: list[Cell] = []
        for wait, count in zip(of_label, shown, strict=True):
            cells += [count_cell(count), wait_cell(wait.median), wait_cell(wait.p90)]
        is_few = any(wait.is_few for wait in of_label)
        words = str(gettext("Few cases: read with care")) if is_few else ""
        lines.append(Line(label, (*cells, Cell(words, words))))
    return tuple(lines)


def _columns() -> tuple[Column, ...]:
    hours = gettext("hours")
    return (
        Column("contact_cases", gettext("Requests with a first contact")),
        Column("contact_median", gettext("First contact: half of them within"), unit=hours),
        Column("contact_p90", gettext("First contact: nine in ten within"), unit=hours),
        Column("help_cases", gettext("Requests that were served")),
        Column("help_median", gettext("Served: half of them within"), unit=hours),
        Column("help_p90", gettext("Served: nine in ten within"), unit=hours),
        Column("warning", gettext("Note"), is_number=False),
    )
