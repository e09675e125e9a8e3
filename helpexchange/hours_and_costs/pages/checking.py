"""Anybody who holds a certificate sees whether it is real, and no more than that takes."""

from __future__ import annotations

from typing import Any

from flask import render_template, request

from helpexchange.core.audience import PUBLIC, audience
from helpexchange.core.clock import town_day
from helpexchange.core.i18n import gettext as _
from helpexchange.core.viewer import current_viewer
from helpexchange.hours_and_costs import labels
from helpexchange.hours_and_costs.forms import CodeForm
from helpexchange.hours_and_costs.models import HourCertificate
from helpexchange.hours_and_costs.pages.blueprint import UNPROCESSABLE, blueprint
from helpexchange.hours_and_costs.queries import certificate_by_code
from helpexchange.hours_and_costs.rules import CertificateState, initials_of, read_code, shown_code

LONGEST_GIVEN = 20


@blueprint.route("/certificates", methods=["GET", "POST"])
@audience(PUBLIC)
def check() -> Any:
    """Ask for a code and say what it stands for; `code` in the address fills it in, and does no more."""
    form = CodeForm(data={"code": request.args.get("code", "")[:LONGEST_GIVEN]})
    found = None
    if form.validate_on_submit():
        code = read_code(form.code.data)
        certificate = certificate_by_code(current_viewer(), code) if code else None
        if certificate is None:
            form.code.errors = [str(_("We know no certificate with this code. Compare it once more."))]
        else:
            found = _shown(certificate)
    page = render_template("hours_and_costs/check.html", form=form, found=found)
    return page, UNPROCESSABLE if form.errors else 200


def _shown(certificate: HourCertificate) -> dict[str, Any]:
    """Return what a stranger learns: enough to compare with the paper; of one taken back only that it is."""
    code, revoked_at = shown_code(certificate.code), certificate.revoked_at
    if certificate.state is CertificateState.REVOKED:
        return {"is_valid": False, "code": code, "revoked_on": town_day(revoked_at) if revoked_at else None}
    return {
        "is_valid": True, "code": code, "initials": initials_of(certificate.name),
        "hours": labels.hours_text(certificate.minutes), "first": certificate.first_day,
        "last": certificate.last_day, "issued_on": town_day(certificate.issued_at),
        "office": certificate.office.name,
    }  # fmt: skip
