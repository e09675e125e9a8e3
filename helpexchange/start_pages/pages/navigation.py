"""The main menu: few entries, those of the viewer's role."""

from __future__ import annotations

from typing import Any

from flask import request, url_for

from helpexchange.accounts.roles import Permission
from helpexchange.core.i18n import gettext as _
from helpexchange.core.viewer import current_viewer
from helpexchange.start_pages.pages import blueprint


@blueprint.app_context_processor
def _menu() -> dict[str, Any]:
    return {"navigation": navigation}


def navigation() -> list[dict[str, Any]]:
    """Return label, address and whether it is the current page, of every entry."""
    viewer = current_viewer()
    entries = []
    if viewer.is_signed_in:
        entries.append((_("My page"), url_for("start_pages.home")))
    if viewer.may(Permission.SEE_NEW_ARRIVALS):
        entries.append((_("Day board"), url_for("start_pages.day_board")))
        entries.append((_("New arrivals"), url_for("start_pages.arrivals")))
        entries.append((_("Asked"), url_for("asking.asks")))
        entries.append((_("Engagements"), url_for("engagements.engagements")))
    if viewer.may(Permission.SEE_PEOPLE):
        entries.append((_("People"), url_for("people.people")))
    if viewer.may(Permission.INVITE_PEOPLE):
        entries.append((_("Invitations"), url_for("accounts.invitations")))
    if viewer.may(Permission.MANAGE_INTEGRATIONS):
        entries.append((_("Integrations"), url_for("api_pages.integrations")))
    if viewer.may(Permission.SEE_MATCH_RUNS):
        entries.append((_("Matches"), "/match-runs"))
    if viewer.may(Permission.SEE_REPORTS):
        entries.append((_("Reports"), "/reports"))
    entries.append((_("Open requests"), url_for("help_requests.board")))
    if not viewer.permissions:
        entries.append((_("Ask for help"), url_for("help_requests.ask", step="kind")))
        entries.append((_("Offer help"), url_for("helper_profiles.offer", step="help")))
    return [{"label": label, "url": url, "active": _is_here(url)} for label, url in entries]


def _is_here(url: str) -> bool:
    return request.path == url or request.path.startswith(f"{url}/")
