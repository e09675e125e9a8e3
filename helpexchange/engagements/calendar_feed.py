"""Visits as a calendar that others can read (RFC 5545).

Every visit is an event of its own: no reader has to expand a rule, and one that is called off is told as
cancelled. A summary names the kind of help, never a person: calendars are shown on shared screens and
copied to other firms.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from email.utils import parseaddr
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from flask import current_app
from flask_babel import force_locale
from icalendar import Calendar, Event, vCalAddress

from helpexchange.core.i18n import LANGUAGES, gettext, locale_of
from helpexchange.engagements.models import Visit
from helpexchange.engagements.rules import VisitState
from helpexchange.engagements.town import time_zone
from helpexchange.notifications.mail_words import PRETENDED_SENDER
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
    calendar = _calendar("PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", time_zone())
    calendar.add("refresh-interval", LOOK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    return _filled(calendar, [_event(visit, host=host) for visit in visits])


def calendar_in(visits: Iterable[Visit], *, language: str | None) -> str:
    """Return visits as what goes with a mail, in the language of its reader (None: the town's).

    What takes place and what is called off are two calendars, one behind the other: each has its own method
    (RFC 5546), and the mail makes a file of each. The same visit has the same UID in every mail and in the
    feed, and a higher SEQUENCE after each change, so that readers change their entry and make no second one.
    """
    settings = current_app.extensions["settings"]
    spoken = language if language in LANGUAGES else settings.default_language
    host = urlsplit(settings.site_address).hostname or "localhost"
    ordered = sorted(visits, key=lambda visit: visit.starts_at)
    with force_locale(locale_of(spoken)):
        return "".join(
            _filled(
                _calendar(method), [_mailed(each, host=host) for each in ordered if _is_off(each) is off]
            ).decode()
            for method, off in (("PUBLISH", False), ("CANCEL", True))
            if any(_is_off(each) is off for each in ordered)
        )


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def _filled(calendar: Calendar, events: Iterable[Event]) -> bytes:
    for event in events:
        calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _mailed(visit: Visit, *, host: str) -> Event:
    """Return a visit as it stands in a mail: whoever sends it is its organizer, as the method asks for."""
    settings = current_app.extensions["settings"]
    _name, sender = parseaddr(settings.mail_from or PRETENDED_SENDER)
    event = _event(visit, host=host)
    event.add("organizer", vCalAddress(f"mailto:{sender}"), parameters={"CN": settings.service_name})
    return event


def _is_off(visit: Visit) -> bool:
    return visit.state in (VisitState.CANCELLED, VisitState.MISSED)


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
    is_off = _is_off(visit)
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
