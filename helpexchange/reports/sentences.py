"""Sentences of the yearly report, made from what the tables show; what they hide, no sentence says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from helpexchange.core.i18n import gettext, number_text
from helpexchange.reports.rules import Showing, Shown, share
from helpexchange.reports.tables import Cell, Line, Table

#: Places of rows in the table "served": came, within 1, 3, 7, 14 days, waiting.
CAME, WITHIN_7, WAITING = 0, 3, 5
#: Places of rows in the table "waits": contact, match, agreement, visit.
CONTACT, AGREEMENT = 0, 2
#: Places of rows in the table "helpers": active, new, never asked, asked in the period, too often.
ACTIVE, NEW, NEVER = 0, 1, 2
#: Places of rows in the table "visits": took place, missed, called off, hours.
DONE, HOURS = 0, 3
NOW, BEFORE, MEDIAN = 0, 1, 1
Tables = Mapping[str, Table]


def said_of_requests(tables: Tables) -> Iterator[str]:
    """Yield what came, what was served, who waits, and how long it took."""
    served, waits = tables["served"].lines, tables["waits"].lines
    if not served:
        yield str(gettext("No help request came in these days."))
        return
    came = served[CAME].cells
    yield str(gettext(
        "%(number)s help requests came; in the period before it was %(before)s.",
        number=_said(came[NOW]), before=_said(came[BEFORE]),
    ))  # fmt: skip
    percent = _percent(served[WITHIN_7].cells[NOW], came[NOW])
    if percent is not None:
        yield str(gettext("About %(percent)s%% of them were served within 7 days.", percent=percent))
    yield str(gettext("Still waiting today: %(number)s.", number=_said(served[WAITING].cells[NOW])))
    yield from _said_of_waits(waits)


def _said_of_waits(waits: tuple[Line, ...]) -> Iterator[str]:
    if waits and waits[CONTACT].cells[MEDIAN].size is not None:
        time = waits[CONTACT].cells[MEDIAN].text
        yield str(gettext("Half of those who asked heard from the office within %(time)s.", time=time))
    if waits and waits[AGREEMENT].cells[MEDIAN].size is not None:
        time = waits[AGREEMENT].cells[MEDIAN].text
        yield str(gettext("Half of those who were served had a helper within %(time)s.", time=time))


def said_of_visits(tables: Tables) -> Iterator[str]:
    """Yield how many visits took place and how many hours they lasted."""
    visits = tables["visits"].lines
    if not visits:
        yield str(gettext("No visit took place in these days."))
        return
    done, hours = visits[DONE].cells, visits[HOURS].cells
    yield str(gettext(
        "%(number)s visits took place; in the period before it was %(before)s.",
        number=_said(done[NOW]), before=_said(done[BEFORE]),
    ))  # fmt: skip
    if hours[NOW].size:
        yield str(gettext("That is %(hours)s hours of help.", hours=hours[NOW].text))


def said_of_helpers(tables: Tables) -> Iterator[str]:
    """Yield how many helpers there are, and whom nobody asked."""
    helpers = tables["helpers"].lines
    if not helpers:
        yield str(gettext("Nobody has offered help yet."))
        return
    active, never = helpers[ACTIVE].cells[NOW], helpers[NEVER].cells[NOW]
    yield str(gettext(
        "%(number)s helpers are active today; %(new)s were new in these days.",
        number=_said(active), new=_said(helpers[NEW].cells[NOW]),
    ))  # fmt: skip
    yield str(gettext("Active and never asked: %(number)s.", number=_said(never)))


def said_of_equality(tables: Tables) -> Iterator[str]:
    """Yield how long people wait by the way they asked."""
    table = tables["waits-by-channel"]
    told = [line for line in table.lines if table.cell(line, "help_median").size is not None]
    for line in told:
        time = table.cell(line, "help_median").text
        yield str(gettext("%(channel)s: half of them had a helper within %(time)s.",
                          channel=line.label, time=time))  # fmt: skip
    if any(table.cell(line, "warning").text for line in told):
        yield str(gettext("Some of these numbers stand on few cases: read them with care."))


def _said(cell: Cell) -> str:
    if cell.size is not None:
        return number_text(cell.size)
    few = gettext("fewer than five")
    return str(few if cell.text.startswith("<") else cell.text)


def _percent(part: Cell, whole: Cell) -> int | None:
    return share(*(Shown(Showing.NUMBER, each.size) for each in (part, whole)))
