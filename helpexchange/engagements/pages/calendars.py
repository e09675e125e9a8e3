"""Visits in one's own calendar: a secret address to read them from, and a file with one visit."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import Response, current_app, flash, redirect, render_template, request
from flask_babel import force_locale

from helpexchange.core.audience import PUBLIC, audience
from helpexchange.core.clock import now
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.i18n import LANGUAGES, locale_of
from helpexchange.core.i18n import gettext as _
from helpexchange.core.viewer import current_viewer
from helpexchange.engagements import actions
from helpexchange.engagements.calendar_feed import MIMETYPE, calendar_of
from helpexchange.engagements.links import feed_address, feed_in
from helpexchange.engagements.pages.blueprint import blueprint
from helpexchange.engagements.pages.mine import BOTH, Mine, page_for
from helpexchange.engagements.queries import feed_of, language_of_feed, visits_for_calendar


@blueprint.get("/calendar/<token>.ics")
@audience(PUBLIC)
def feed(token: str) -> Response:
    """Answer a calendar that reads somebody's visits."""
    viewer = current_viewer()
    found = feed_in(viewer, token)
    if found is None:
        raise NotFoundRefusal
    visits = visits_for_calendar(viewer, found.owner_type, found.owner_id, now=now())
    with force_locale(locale_of(_spoken(language_of_feed(viewer, found)))):
        data = calendar_of(visits, host=_host(), name=_calendar_name())
    response = Response(data, content_type=MIMETYPE)
    response.headers["Cache-Control"] = "private, no-cache"  # may be kept, but is asked for again
    response.headers["X-Robots-Tag"] = "noindex"
    response.add_etag()
    response.make_conditional(request)
    return response


@page_for(BOTH, "/visits/<int:visit_id>.ics")
def visit_file(mine: Mine, visit_id: int) -> Response:
    """Return one visit as a file for the calendar."""
    data = calendar_of([mine.visit(visit_id)], host=_host(), name=_calendar_name())
    return Response(
        data, content_type=MIMETYPE, headers={"Content-Disposition": 'attachment; filename="visit.ics"'}
    )


@page_for(BOTH, "/calendar", for_acting=False)
def calendar(mine: Mine) -> str:
    """Show the secret address, or offer one."""
    owner = mine.human()
    found = feed_of(current_viewer(), owner.object_type, owner.object_id)
    is_open = found is not None and found.closed_at is None
    address = feed_address(found) if found is not None and is_open else ""
    return render_template(
        "engagements/calendar.html", mine=mine, address=address, number=found.number if found else 0,
        webcal=address.replace("https://", "webcal://", 1).replace("http://", "webcal://", 1),
    )  # fmt: skip


@page_for(BOTH, "/calendar/open", "POST", for_acting=False)
def open_calendar(mine: Mine) -> Any:
    """Open the secret address."""
    actions.open_feed(owner=mine.human(), office_id=_office_id(mine), by=current_viewer(), now=now())
    flash(_("Your calendar address is ready."), "success")
    return redirect(mine.url("calendar"))


@page_for(BOTH, "/calendar/renew/<int:number>", "POST", for_acting=False)
def renew_calendar(mine: Mine, number: int) -> Any:
    """Renew the secret address."""
    actions.renew_feed(
        owner=mine.human(), office_id=_office_id(mine), number=number, by=current_viewer(), now=now()
    )
    flash(_("Your calendar has a new address. The old one no longer works."), "success")
    return redirect(mine.url("calendar"))


@page_for(BOTH, "/calendar/close", "POST", for_acting=False)
def close_calendar(mine: Mine) -> Any:
    """Close the secret address."""
    actions.close_feed(owner=mine.human(), office_id=_office_id(mine), by=current_viewer(), now=now())
    flash(_("The address is closed. Nobody can read your visits with it any more."), "success")
    return redirect(mine.url("calendar"))


def _office_id(mine: Mine) -> int | None:
    return mine.office.id if mine.office else None


def _calendar_name() -> str:
    return str(_("Visits"))


def _spoken(language: str | None) -> str:
    default: str = current_app.extensions["settings"].default_language
    return language if language in LANGUAGES else default


def _host() -> str:
    return urlsplit(current_app.extensions["settings"].site_address).hostname or "localhost"
