"""Words of reports: spans, waits, and counts as they may be shown."""

from __future__ import annotations

from helpexchange.core.i18n import Text, day_text, gettext, ngettext, number_text
from helpexchange.core.i18n import lazy_text as _
from helpexchange.help_requests.rules import Channel
from helpexchange.reports.queries import Event
from helpexchange.reports.rules import BASE, DAY_HOURS, HOURS_TOLD, LoadStep, Period, Showing, Shown, Span

SPANS: dict[Span, Text] = {
    Span.THIS_MONTH: _("This month"),
    Span.LAST_MONTH: _("Last month"),
    Span.QUARTER: _("This quarter"),
    Span.LAST_QUARTER: _("Last quarter"),
    Span.YEAR: _("This year"),
    Span.LAST_YEAR: _("Last year"),
    Span.DAYS: _("From one day to another"),
}

CHANNELS: dict[Channel, Text] = {
    Channel.ONLINE: _("Asked online"),
    Channel.PHONE: _("Asked by phone"),
    Channel.IMPORT: _("Came with a file"),
}

EVENTS: dict[Event, Text] = {
    Event.CONTACT: _("First contact"),
    Event.MATCH: _("First helper asked"),
    Event.AGREEMENT: _("Agreement with a helper"),
    Event.VISIT: _("First visit"),
}

LOADS: dict[LoadStep, Text] = {
    LoadStep.NONE: _("Nobody at the moment"),
    LoadStep.ONE: _("1 person"),
    LoadStep.TWO: _("2 people"),
    LoadStep.MORE: _("3 people or more"),
}


def shown_text(shown: Shown) -> str:
    """Return a count as everybody may see it: "0", "<5", "1,205" or "not shown"."""
    if shown.showing is Showing.FEW:
        return f"<{BASE}"
    if shown.value is None:
        return str(gettext("not shown"))
    return number_text(shown.value)


def wait_text(hours: int | None) -> str:
    """Return hours of `rules.within` as people say them, up to three days in hours; a dash for None."""
    if hours is None:
        return "–"
    if hours <= HOURS_TOLD:
        return str(ngettext("%(num)s hour", "%(num)s hours", hours))
    days = hours // DAY_HOURS
    return str(ngettext("%(num)s day", "%(num)s days", days))


def period_text(period: Period) -> str:
    """Return the days of a period, both ends included."""
    first, last = day_text(period.first), day_text(period.last)
    return str(gettext("%(first)s to %(last)s", first=first, last=last))
