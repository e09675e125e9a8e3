"""An office chooses how it asks."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import flash, redirect, render_template, url_for

from helpexchange.accounts.roles import Permission
from helpexchange.asking import actions
from helpexchange.asking.forms import SettingsForm
from helpexchange.asking.pages.blueprint import blueprint
from helpexchange.asking.queries import policy_of
from helpexchange.core.audience import audience
from helpexchange.core.clock import now
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.i18n import gettext as _
from helpexchange.core.viewer import current_viewer
from helpexchange.offices.queries import office_by_id

UNPROCESSABLE = 422


@blueprint.route("/asks/settings/<int:office_id>", methods=["GET", "POST"])
@audience(Permission.EDIT_OFFICES)
def ask_settings(office_id: int) -> Any:
    """Ask how an office asks."""
    viewer = current_viewer()
    office = office_by_id(viewer, office_id)
    if not viewer.sees_office(office_id):
        raise NotFoundRefusal
    form = SettingsForm(data=asdict(policy_of(viewer, office_id)))
    if form.validate_on_submit():
        actions.save_ask_settings(office_id=office_id, policy=form.policy(), by=viewer, now=now())
        flash(_("Noted. This holds from now on."), "success")
        return redirect(url_for("asking.asks"))
    page = render_template("asking/settings.html", form=form, office=office)
    return page, UNPROCESSABLE if form.errors else 200
