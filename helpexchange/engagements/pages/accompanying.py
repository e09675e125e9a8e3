"""Who comes along to the first visit, chosen by the office."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for

from helpexchange.accounts.roles import Permission
from helpexchange.core.audience import audience
from helpexchange.core.clock import now
from helpexchange.core.i18n import gettext as _
from helpexchange.core.viewer import current_viewer
from helpexchange.engagements import actions
from helpexchange.engagements.forms import FirstVisitForm
from helpexchange.engagements.pages.blueprint import blueprint
from helpexchange.engagements.queries import engagement_of_office
from helpexchange.engagements.rules import FirstVisit, VisitOverError

UNPROCESSABLE = 422


@blueprint.route("/engagements/<int:engagement_id>/first-visit", methods=["GET", "POST"])
@audience(Permission.DECIDE_PROPOSALS)
def first_visit(engagement_id: int) -> Any:
    """Ask who comes along to the first visit."""
    engagement = engagement_of_office(current_viewer(), engagement_id)
    chosen = {"first_visit": engagement.first_visit.value, "first_visit_with": engagement.first_visit_with}
    form = FirstVisitForm(data=chosen)
    back = url_for("engagements.show_engagement", engagement_id=engagement_id)
    if form.validate_on_submit():
        try:
            actions.accompany(
                engagement_id=engagement_id, first_visit=FirstVisit(form.first_visit.data),
                name=form.first_visit_with.data or "", by=current_viewer(), now=now(),
            )  # fmt: skip
        except VisitOverError as refusal:
            form.first_visit.errors = [str(refusal.words)]
        else:
            flash(_("Noted. Both have been told."), "success")
            return redirect(back)
    page = render_template("engagements/first_visit.html", form=form, back=back)
    return page, UNPROCESSABLE if form.errors else 200
