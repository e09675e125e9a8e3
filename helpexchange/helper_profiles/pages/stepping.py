"""The office's steps with a new helper: each is one button."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from helpexchange.accounts.roles import Permission
from helpexchange.core.audience import audience
from helpexchange.core.clock import now, today
from helpexchange.core.i18n import gettext as _
from helpexchange.core.viewer import current_viewer
from helpexchange.core.way_back import way_back
from helpexchange.helper_profiles import actions
from helpexchange.helper_profiles.forms import DeclineForm
from helpexchange.helper_profiles.pages import blueprint
from helpexchange.helper_profiles.queries import helper_of_office
from helpexchange.helper_profiles.rules import HelperDeclineReason
from helpexchange.notifications.labels import NEW_LINK

UNPROCESSABLE = 422


@blueprint.post("/helpers/<int:helper_id>/contacted")
@audience(Permission.ACTIVATE_HELPERS)
def contact_helper(helper_id: int) -> Any:
    """Note that the office has spoken with the helper."""
    actions.contact_helper(helper_id=helper_id, by=current_viewer(), now=now())
    flash(_("Noted: you have spoken with the helper."), "success")
    return _to_arrivals()


@blueprint.post("/helpers/<int:helper_id>/checked")
@audience(Permission.ACTIVATE_HELPERS)
def check_helper(helper_id: int) -> Any:
    """Note which certificates the office has seen."""
    seen = request.form.getlist("check")
    actions.check_helper(helper_id=helper_id, seen_checks=seen, by=current_viewer(), now=now(), today=today())
    flash(_("Noted: the certificates have been looked at."), "success")
    return _to_arrivals()


@blueprint.post("/helpers/<int:helper_id>/active")
@audience(Permission.ACTIVATE_HELPERS)
def activate_helper(helper_id: int) -> Any:
    """Make the helper active."""
    actions.activate_helper(helper_id=helper_id, by=current_viewer(), now=now())
    flash(_("The helper is active. The next match counts on them."), "success")
    return _to_arrivals()


@blueprint.post("/helpers/<int:helper_id>/new-link")
@audience(Permission.ACTIVATE_HELPERS)
def send_new_link(helper_id: int) -> Any:
    """Send the helper a new link to their page."""
    way = actions.send_new_link(helper_id=helper_id, by=current_viewer(), now=now())
    flash(str(NEW_LINK[way]), "success")
    return redirect(url_for("helper_profiles.show_helper", helper_id=helper_id))


@blueprint.route("/helpers/<int:helper_id>/decline", methods=["GET", "POST"])
@audience(Permission.ACTIVATE_HELPERS)
def decline_helper(helper_id: int) -> Any:
    """Ask why a helper is not taken, and decline the offer."""
    form = DeclineForm()
    if not form.validate_on_submit():
        helper = helper_of_office(current_viewer(), helper_id)
        page = render_template("helper_profiles/ask_reason.html", form=form, helper=helper)
        return page, UNPROCESSABLE if form.errors else 200
    reason = HelperDeclineReason(form.reason.data)
    actions.decline_helper(helper_id=helper_id, reason=reason, by=current_viewer(), now=now())
    flash(_("The offer is declined. The helper is told the reason."), "success")
    return _to_arrivals()


@blueprint.post("/helpers/<int:helper_id>/undo")
@audience(Permission.ACTIVATE_HELPERS)
def undo_helper_step(helper_id: int) -> Any:
    """Take the last step back."""
    actions.undo_helper_step(helper_id=helper_id, by=current_viewer(), now=now())
    flash(_("The last step is taken back."), "success")
    return _to_arrivals()


def _to_arrivals() -> Any:
    return redirect(way_back(url_for("start_pages.arriving_helpers")))
