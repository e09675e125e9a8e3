"""An office edits what it tells about itself."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for

from helpexchange.core.audience import audience
from helpexchange.core.clock import now
from helpexchange.core.i18n import gettext as _
from helpexchange.core.viewer import current_viewer
from helpexchange.offices import actions, queries
from helpexchange.offices.forms import OfficeForm
from helpexchange.offices.models import Office
from helpexchange.offices.rules import EDIT_OFFICES, check_may_edit

UNPROCESSABLE = 422

blueprint = Blueprint("offices", __name__, template_folder="templates")


@blueprint.get("/offices")
@audience(EDIT_OFFICES)
def offices() -> str:
    """Show the offices that the viewer may edit."""
    return render_template("offices/offices.html", offices=queries.own_offices(current_viewer()))


@blueprint.route("/offices/<int:office_id>/edit", methods=["GET", "POST"])
@audience(EDIT_OFFICES)
def edit_office(office_id: int) -> Any:
    """Ask what is different now, and keep it."""
    viewer = current_viewer()
    office = queries.office_by_id(viewer, office_id)
    check_may_edit(viewer, office_id)
    form = OfficeForm(data=_as_it_is(office))
    if not form.validate_on_submit():
        page = render_template("offices/edit.html", form=form, office=office)
        return page, UNPROCESSABLE if form.errors else 200
    actions.edit_office(office_id=office_id, changes=form.changes(), by=viewer, now=now())
    flash(_("Saved. Everybody sees it from now on."), "success")
    return redirect(url_for("offices.offices"))


def _as_it_is(office: Office) -> dict[str, Any]:
    names = (
        "name", "street", "postal_code", "town", "phone", "email", "opening_hours", "caller_notes",
        "call_script", "professional_work", "first_contact_days", "state_code",
    )  # fmt: skip
    return {**{name: getattr(office, name) for name in names}, "spoken": ", ".join(office.languages)}
