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
from helpexchange.core.way_back import way_back
from helpexchange.help_requests import actions
from helpexchange.help_requests.forms import CallForm, DeclineForm, HandOverForm, ReferForm
from helpexchange.help_requests.pages import blueprint
from helpexchange.help_requests.queries import request_of_office, request_of_person_or_office
from helpexchange.help_requests.rules import DeclineReason, ReferralGoal
from helpexchange.notifications.labels import NEW_LINK
from helpexchange.offices.queries import offices

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
        return _ask_reason(request_id, form, "decline")
    reason, words = DeclineReason(form.reason.data), form.words.data
    actions.decline_request(request_id=request_id, reason=reason, words=words, by=current_viewer(), now=now())
    flash(_("The request is declined. We tell the person in a few minutes."), "success")
    return _to_arrivals()


@blueprint.route("/open-requests/<int:request_id>/refer", methods=["GET", "POST"])
@audience(Permission.CLEAR_REQUESTS)
def refer_request(request_id: int) -> Any:
    """Ask who can help better, and pass the request on."""
    form = ReferForm()
    if not form.validate_on_submit():
        return _ask_reason(request_id, form, "refer")
    goal, service = ReferralGoal(form.goal.data), form.referred_to()
    actions.refer_request(request_id=request_id, goal=goal, service=service, by=current_viewer(), now=now())
    flash(_("The request is passed on. We tell the person in a few minutes."), "success")
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


@blueprint.route("/open-requests/<int:request_id>/call", methods=["GET", "POST"])
@audience(Permission.CLEAR_REQUESTS)
def plan_call_back(request_id: int) -> Any:
    """Ask what is unclear, and put the person on the call list."""
    form = CallForm()
    if not form.validate_on_submit():
        return _ask_reason(request_id, form, "call")
    actions.plan_call_back(request_id=request_id, note=form.note.data, by=current_viewer(), now=now())
    flash(_("The call is on your list, and the person knows that you will call."), "success")
    return redirect(url_for("start_pages.calls"))


@blueprint.post("/open-requests/<int:request_id>/take")
@audience(Permission.CLEAR_REQUESTS)
def take_request(request_id: int) -> Any:
    """Take a request on."""
    actions.take_request(request_id=request_id, by=current_viewer(), now=now())
    flash(_("You take care of this request now."), "success")
    return redirect(way_back(url_for("help_requests.show", request_id=request_id)))


@blueprint.post("/open-requests/<int:request_id>/give-back")
@audience(Permission.CLEAR_REQUESTS)
def give_back_request(request_id: int) -> Any:
    """Leave a request to the whole office again."""
    actions.give_back_request(request_id=request_id, by=current_viewer(), now=now())
    flash(_("The request belongs to the whole office again."), "success")
    return redirect(url_for("help_requests.show", request_id=request_id))


@blueprint.post("/open-requests/<int:request_id>/new-link")
@audience(Permission.CLEAR_REQUESTS)
def send_new_link(request_id: int) -> Any:
    """Send the person a new link to their request."""
    way = actions.send_new_link(request_id=request_id, by=current_viewer(), now=now())
    flash(str(NEW_LINK[way]), "success")
    return redirect(url_for("help_requests.show", request_id=request_id))


@blueprint.route("/open-requests/<int:request_id>/hand-over", methods=["GET", "POST"])
@audience(Permission.CLEAR_REQUESTS)
def hand_over_request(request_id: int) -> Any:
    """Ask which office, and hand the request over to it."""
    viewer = current_viewer()
    form = HandOverForm()
    here = request_of_office(viewer, request_id)
    form.offer([office for office in offices(viewer) if office.id != here.office_id])
    if not form.validate_on_submit():
        return _ask_reason(request_id, form, "hand_over")
    actions.hand_over_request(
        request_id=request_id, office_id=form.office_id.data, note=form.note.data, by=viewer, now=now()
    )
    flash(_("The other office has the request now. We tell the person in a few minutes."), "success")
    return redirect(url_for("help_requests.handed_over", request_id=request_id))


@blueprint.route("/open-requests/<int:request_id>/handed-over", methods=["GET", "POST"])
@audience(Permission.CLEAR_REQUESTS)
def handed_over(request_id: int) -> Any:
    """Offer to take back what was handed over just now, and do so."""
    form = FlaskForm()
    actions.handed_over(request_id=request_id, by=current_viewer(), now=now())
    if not form.validate_on_submit():
        return render_template("help_requests/handed_over.html", form=form, request_id=request_id)
    actions.undo_hand_over(request_id=request_id, by=current_viewer(), now=now())
    flash(_("Your office has the request again."), "success")
    return redirect(url_for("help_requests.show", request_id=request_id))


def _ask_reason(request_id: int, form: FlaskForm, verb: str) -> Any:
    request = request_of_office(current_viewer(), request_id)
    words = {"form": form, "verb": verb, "request_shown": request, "office": request.office}
    page = render_template("help_requests/ask_reason.html", **words)
    return page, UNPROCESSABLE if form.errors else 200


def _to_arrivals() -> Any:
    return redirect(way_back(url_for("start_pages.arrivals")))
