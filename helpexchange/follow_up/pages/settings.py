"""What an office wishes to follow up."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for

from helpexchange.accounts.roles import Permission
from helpexchange.core.audience import audience
from helpexchange.core.clock import now
from helpexchange.core.i18n import gettext as _
from helpexchange.core.viewer import current_viewer
from helpexchange.follow_up import actions
from helpexchange.follow_up.forms import NO, YES, SettingsForm
from helpexchange.follow_up.pages.blueprint import blueprint
from helpexchange.follow_up.queries import has_check_in
from helpexchange.offices.queries import office_by_id
from helpexchange.offices.rules import check_may_edit

UNPROCESSABLE = 422


@blueprint.route("/offices/<int:office_id>/follow-up", methods=["GET", "POST"])
@audience(Permission.EDIT_OFFICES)
def settings(office_id: int) -> Any:
    """Ask whether both sides are called two weeks after the first visit."""
    viewer = current_viewer()
    office = office_by_id(viewer, office_id)
    check_may_edit(viewer, office_id)
    form = SettingsForm(data={"has_check_in": YES if has_check_in(viewer, office.id) else NO})
    if form.validate_on_submit():
        actions.set_check_in(office=office, is_on=form.has_check_in.data == YES, by=viewer, now=now())
        flash(_("Saved."), "success")
        return redirect(url_for("follow_up.settings", office_id=office_id))
    page = render_template("follow_up/settings.html", form=form, office=office)
    return page, UNPROCESSABLE if form.errors else 200
