"""One's own request by the signed link of its first message: where it stands, change, end, call me."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, make_response, redirect, render_template, url_for

from helpexchange.audit_trail.queries import history_of_own
from helpexchange.core.audience import PUBLIC, audience
from helpexchange.core.clock import now, today
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.i18n import easy_to_read
from helpexchange.core.i18n import gettext as _
from helpexchange.core.links import SignedLink
from helpexchange.core.viewer import VISITOR, current_viewer
from helpexchange.help_requests import actions, labels
from helpexchange.help_requests.forms.own import ChangeForm, EndForm
from helpexchange.help_requests.messages import is_over, link_in
from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.pages import blueprint
from helpexchange.help_requests.pages.cards import facts_of, history_in_words
from helpexchange.help_requests.queries import open_call_about, request_by_reference, shown
from helpexchange.help_requests.queries.records import OBJECT_TYPE
from helpexchange.help_requests.rules import CHANGEABLE_STATES, FINAL_STATES, RequestState, WithdrawReason
from helpexchange.skills.labels import skill_name

UNPROCESSABLE, GONE = 422, 410


@blueprint.get("/my-request/<token>")
@audience(PUBLIC)
@easy_to_read
def my_request(token: str) -> str:
    """Show where a request stands."""
    viewer, record = current_viewer(), request_of_link(token)
    entries = history_of_own(viewer, object_type=OBJECT_TYPE, object_ids=[record.id])
    state = labels.state_of(record.state)
    is_waiting = record.state is RequestState.SUBMITTED and record.first_contact_at is None
    return render_template(
        "help_requests/my_request.html", record=record, token=token, state=state, office=record.office,
        kind_name=skill_name(record.kind_code, record.kind.name), facts=facts_of(shown(record)),
        events=history_in_words(VISITOR, record, entries), call=open_call_about(viewer, record.id),
        may_change=record.state in CHANGEABLE_STATES, may_end=record.state not in FINAL_STATES,
        due_on=record.first_contact_due_on if is_waiting else None, today=today(),
        has_phone=record.person is not None and bool(record.person.phone),
    )  # fmt: skip


@blueprint.route("/my-request/<token>/change", methods=["GET", "POST"])
@audience(PUBLIC)
@easy_to_read
def change_my_request(token: str) -> Any:
    """Ask what is different now, and change it."""
    record = request_of_link(token)
    form = ChangeForm.of(record)
    if not form.validate_on_submit():
        page = render_template("help_requests/change_my_request.html", form=form, token=token)
        return page, UNPROCESSABLE if form.errors else 200
    actions.change_own_request(request=record, changes=form.changes(record), by=current_viewer(), now=now())
    flash(_("Your request is changed. Your office sees it at once."), "success")
    return redirect(url_for("help_requests.my_request", token=token))


@blueprint.route("/my-request/<token>/end", methods=["GET", "POST"])
@audience(PUBLIC)
@easy_to_read
def end_my_request(token: str) -> Any:
    """Ask why the help is no longer needed, and end the request."""
    record, form = request_of_link(token), EndForm()
    if not form.validate_on_submit():
        page = render_template("help_requests/end_my_request.html", form=form, token=token)
        return page, UNPROCESSABLE if form.errors else 200
    reason = WithdrawReason(form.reason.data)
    actions.end_own_request(request=record, reason=reason, by=current_viewer(), now=now())
    flash(_("Your request is ended. Thank you for telling us."), "success")
    return redirect(url_for("help_requests.my_request", token=token))


@blueprint.post("/my-request/<token>/call")
@audience(PUBLIC)
def call_me_about_my_request(token: str) -> Any:
    """Put the person on the call list."""
    actions.call_about_request(request=request_of_link(token), note="", by=current_viewer(), now=now())
    flash(_("We will call you."), "success")
    return redirect(url_for("help_requests.my_request", token=token))


@blueprint.post("/my-request/<token>/fresh")
@audience(PUBLIC)
def fresh_link(token: str) -> Any:
    """Send a new link the way the person is told things, and end the old ones; or plan a call."""
    link, record = _linked(token)
    way = actions.renew_link(request=record, number=link.number, by=current_viewer(), now=now())
    return render_template("link_sent.html", way=way, office=record.office)


def request_of_link(token: str) -> HelpRequest:
    """Return the request that a link leads to.

    Raises:
        NotFoundRefusal: we have not signed it, or the request is gone.
        HTTPException: the link is over; its answer offers a new one.
    """
    link, record = _linked(token)
    if is_over(link, record):
        fresh_url = url_for("help_requests.fresh_link", token=token)
        page = render_template("link_over.html", fresh_url=fresh_url, office=record.office)
        abort(make_response(page, GONE))
    return record


def _linked(token: str) -> tuple[SignedLink, HelpRequest]:
    link = link_in(token)
    record = request_by_reference(current_viewer(), link.subject) if link else None
    if link is None or record is None:
        raise NotFoundRefusal
    return link, record
