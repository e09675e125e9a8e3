"""Visits as a calendar that others can read (RFC 5545).

Every visit is an event of its own: no reader has to expand a rule, and one that is called off is told as
cancelled. A summary names the kind of help, never a person: calendars are shown on shared screens and
copied to other firms.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from flask import current_app
from flask_babel import force_locale
from icalendar import Calendar, Event

from helpexchange.core.i18n import LANGUAGES, gettext, locale_of
from helpexchange.engagements.models import Visit
from helpexchange.engagements.rules import VisitState
from helpexchange.engagements.town import time_zone
from helpexchange.skills.labels import skill_name

PRODUCT = "-//HelpExchange//Visits//EN"
#: How often readers are asked to look again; not all of them do.
LOOK_AGAIN = timedelta(hours=6)
MIMETYPE = "text/calendar; charset=utf-8"


def calendar_of(visits: Iterable[Visit], *, host: str, name: str) -> bytes:
    """Return visits as a file for calendars, in the language of this request.

    Args:
        host: of this installation; with it the ids of visits are nobody else's.
        name: of the calendar, as readers show it.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", time_zone())
    calendar.add("refresh-interval", LOOK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    for visit in visits:
        calendar.add_component(_event(visit, host=host))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def calendar_in(visits: Iterable[Visit], *, language: str | None) -> str:
    """Return visits as a file that goes with a mail, in the language of its reader (None: the town's)."""
    settings = current_app.extensions["settings"]
    spoken = language if language in LANGUAGES else settings.default_language
    host = urlsplit(settings.site_address).hostname or "localhost"
    with force_locale(locale_of(spoken)):
        return calendar_of(visits, host=host, name=str(gettext("Visits"))).decode()


def _event(visit: Visit, *, host: str) -> Event:
    zone = ZoneInfo(time_zone())
    event = Event()
    event.add("uid", f"{visit.uid}@{host}")
    event.add("sequence", visit.sequence)
    event.add("dtstamp", visit.changed_at)
    event.add("last-modified", visit.changed_at)
    event.add("dtstart", visit.starts_at.astimezone(zone))
    event.add("dtend", visit.ends_at.astimezone(zone))
    event.add("summary", _summary(visit))
    event.add("description", _description(visit))
    is_off = visit.state in (VisitState.CANCELLED, VisitState.MISSED)
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if is_off else "OPAQUE")
    event.add("class", "PRIVATE")
    return event


def _summary(visit: Visit) -> str:
    kind = skill_name(visit.engagement.kind_code, visit.request.kind.name)
    if visit.state is VisitState.CANCELLED:
        return str(gettext("Does not take place: %(kind)s", kind=kind))
    return str(gettext("Visit: %(kind)s", kind=kind))


def _description(visit: Visit) -> str:
    office = visit.engagement.office
    return str(gettext("Questions? %(office)s, %(phone)s", office=office.name, phone=office.phone))
