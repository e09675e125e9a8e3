"""What the office decides about a request, and what its person does: each is one button."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_wtf import FlaskForm

from helpexchange.accounts.roles import Permission
from helpexchange.core.audience import SIGNED_IN, audience
from helpexchange.core.clock import now
from helpexchange.core.i18n import gettext as _
from helpexchange.core.viewer import current_viewer
from helpexchange.help_requests import actions
from helpexchange.help_requests.forms import DeclineForm, ReferForm
from helpexchange.help_requests.pages import blueprint
from helpexchange.help_requests.queries import request_of_office, request_of_person_or_office
from helpexchange.help_requests.rules import DeclineReason, ReferralGoal

UNPROCESSABLE = 422


@blueprint.post("/open-requests/<int:request_id>/open")
@audience(Permission.CLEAR_REQUESTS)
def open_request(request_id: int) -> Any:
    """Open a new request."""
    actions.open_request(request_id=request_id, by=current_viewer(), now=now())
    flash(_("The request is open. Everybody can see it on the board now."), "success")
    return _to_arrivals()


@blueprint.route("/open-requests/<int:request_id>/decline", methods=["GET", "POST"])
@audience(Permission.CLEAR_REQUESTS)
def decline_request(request_id: int) -> Any:
    """Ask why a request is not taken, and decline it."""
    form = DeclineForm()
    if not form.validate_on_submit():
        return _ask_reason(request_id, form, form.reason, "decline")
    reason = DeclineReason(form.reason.data)
    actions.decline_request(request_id=request_id, reason=reason, by=current_viewer(), now=now())
    flash(_("The request is declined. Please tell the person."), "success")
    return _to_arrivals()


@blueprint.route("/open-requests/<int:request_id>/refer", methods=["GET", "POST"])
@audience(Permission.CLEAR_REQUESTS)
def refer_request(request_id: int) -> Any:
    """Ask who can help better, and pass the request on."""
    form = ReferForm()
    if not form.validate_on_submit():
        return _ask_reason(request_id, form, form.goal, "refer")
    goal = ReferralGoal(form.goal.data)
    actions.refer_request(request_id=request_id, goal=goal, by=current_viewer(), now=now())
    flash(_("The request is passed on. Please tell the person who helps now."), "success")
    return _to_arrivals()


@blueprint.post("/open-requests/<int:request_id>/undo")
@audience(Permission.CLEAR_REQUESTS)
def undo_clearing(request_id: int) -> Any:
    """Put a request back among the new ones."""
    actions.undo_clearing(request_id=request_id, by=current_viewer(), now=now())
    flash(_("The request is among the new ones again."), "success")
    return _to_arrivals()


@blueprint.route("/open-requests/<int:request_id>/withdraw", methods=["GET", "POST"])
@audience(SIGNED_IN)
def withdraw_request(request_id: int) -> Any:
    """Ask once more, and end the request."""
    form = FlaskForm()
    if not form.validate_on_submit():
        request = request_of_person_or_office(current_viewer(), request_id)
        return render_template("help_requests/withdraw.html", form=form, request_shown=request)
    actions.withdraw_request(request_id=request_id, by=current_viewer(), now=now())
    flash(_("The help request is withdrawn."), "success")
    return redirect(url_for("start_pages.home"))


def _ask_reason(request_id: int, form: FlaskForm, field: Any, verb: str) -> Any:
    request = request_of_office(current_viewer(), request_id)
    words = {"form": form, "field": field, "verb": verb, "request_shown": request}
    page = render_template("help_requests/ask_reason.html", **words)
    return page, UNPROCESSABLE if form.errors else 200


def _to_arrivals() -> Any:
    return redirect(url_for("start_pages.arrivals"))
