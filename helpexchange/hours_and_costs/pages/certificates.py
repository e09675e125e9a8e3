"""Certificates of hours: issued and taken back by the office, printed by both sides."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Response, flash, redirect, render_template, url_for

from helpexchange.accounts.roles import Permission
from helpexchange.core.audience import audience
from helpexchange.core.clock import now, today
from helpexchange.core.errors import Refusal
from helpexchange.core.i18n import gettext as _
from helpexchange.core.viewer import current_viewer
from helpexchange.hours_and_costs import actions
from helpexchange.hours_and_costs.certificate_sheet import certificate_sheet
from helpexchange.hours_and_costs.forms import CertificateForm, RevokeForm
from helpexchange.hours_and_costs.pages.blueprint import UNPROCESSABLE, blueprint
from helpexchange.hours_and_costs.pages.cards import certificate_card
from helpexchange.hours_and_costs.pages.whose import Whose, page_for
from helpexchange.hours_and_costs.queries import (
    certificate_of_helper,
    certificate_of_office,
    helper_with_hours,
)
from helpexchange.hours_and_costs.rules import BadPeriodError, NothingToCertifyError


@page_for("/certificates/<int:certificate_id>.pdf")
def certificate(whose: Whose, certificate_id: int) -> Response:
    """Return a certificate to print."""
    found = certificate_of_helper(current_viewer(), whose.helper.id, certificate_id)
    headers = {"Content-Disposition": 'inline; filename="certificate.pdf"'}
    return Response(certificate_sheet(found), mimetype="application/pdf", headers=headers)


@blueprint.route("/hours/helpers/<int:helper_id>/certificates/new", methods=["GET", "POST"])
@audience(Permission.DECIDE_COSTS)
def issue(helper_id: int) -> Any:
    """Ask for which days hours are certified."""
    viewer = current_viewer()
    helper = helper_with_hours(viewer, helper_id)
    first = date(today().year, 1, 1)
    form = CertificateForm(data={"first": first.isoformat(), "last": today().isoformat()})
    back = url_for("hours_and_costs.office_month", helper_id=helper_id)
    if form.validate_on_submit() and form.first.day and form.last.day:
        try:
            actions.issue_certificate(
                helper=helper, first_day=form.first.day, last_day=form.last.day, by=viewer, now=now()
            )
        except (BadPeriodError, NothingToCertifyError) as refusal:
            _show_beside(form, refusal)
        else:
            flash(_("The certificate is there. The helper is told."), "success")
            return redirect(f"{back}#certificates")
    page = render_template("hours_and_costs/issue.html", form=form, helper=helper, back=back)
    return page, UNPROCESSABLE if form.errors else 200


def _show_beside(form: CertificateForm, refusal: Refusal) -> None:
    form.last.errors = [str(refusal.words)]


@blueprint.route("/hours/certificates/<int:certificate_id>/revoke", methods=["GET", "POST"])
@audience(Permission.DECIDE_COSTS)
def revoke(certificate_id: int) -> Any:
    """Ask why a certificate is taken back, and do it."""
    found, form = certificate_of_office(current_viewer(), certificate_id), RevokeForm()
    back = f"{url_for('hours_and_costs.office_month', helper_id=found.helper_id)}#certificates"
    if form.validate_on_submit():
        actions.revoke_certificate(certificate=found, reason=form.reason.data, by=current_viewer(), now=now())
        flash(_("The certificate no longer holds."), "success")
        return redirect(back)
    card = certificate_card(found)
    page = render_template("hours_and_costs/revoke.html", form=form, card=card, name=found.name, back=back)
    return page, UNPROCESSABLE if form.errors else 200
