"""The office's list of lived experience."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for

from helpexchange.accounts.roles import Permission
from helpexchange.core.audience import audience
from helpexchange.core.clock import now
from helpexchange.core.i18n import gettext as _
from helpexchange.core.viewer import current_viewer
from helpexchange.helper_profiles import actions
from helpexchange.helper_profiles.forms import ExperienceForm
from helpexchange.helper_profiles.pages import blueprint
from helpexchange.helper_profiles.queries import experiences_of_offices
from helpexchange.offices.queries import offices

UNPROCESSABLE = 422


@blueprint.route("/helpers/lived-experience", methods=["GET", "POST"])
@audience(Permission.ACTIVATE_HELPERS)
def lived_experiences() -> Any:
    """Show the list, and put something on it."""
    viewer = current_viewer()
    form = ExperienceForm()
    own = [(office.id, office.name) for office in offices(viewer) if office.id in viewer.office_ids]
    form.offer(own)
    if form.validate_on_submit():
        actions.list_experience(office_id=form.office_id.data, name=form.name.data, by=viewer, now=now())
        flash(_("It is on the list."), "success")
        return _back()
    page = render_template(
        "helper_profiles/lived_experiences.html", form=form, entries=experiences_of_offices(viewer),
        office_names=dict(own),
    )  # fmt: skip
    return page, UNPROCESSABLE if form.errors else 200


@blueprint.post("/helpers/lived-experience/<int:experience_id>/remove")
@audience(Permission.ACTIVATE_HELPERS)
def unlist_experience(experience_id: int) -> Any:
    """Take something off the list."""
    actions.unlist_experience(experience_id=experience_id, by=current_viewer(), now=now())
    flash(_("It is off the list. Who chose it keeps it; enter it again to undo."), "success")
    return _back()


def _back() -> Any:
    return redirect(url_for("helper_profiles.lived_experiences"))
