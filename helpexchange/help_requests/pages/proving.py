"""Proving who asks, after asking without an account: by a code, or by a call of the office."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from helpexchange.accounts.rules import WrongCodeError
from helpexchange.core.audience import PUBLIC, audience
from helpexchange.core.clock import now
from helpexchange.core.errors import Refusal
from helpexchange.core.i18n import easy_to_read
from helpexchange.core.i18n import gettext as _
from helpexchange.core.viewer import current_viewer
from helpexchange.help_requests import actions
from helpexchange.help_requests.forms import ProveForm
from helpexchange.help_requests.messages import asker_of, token_of, ways_to_prove
from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.pages import blueprint
from helpexchange.help_requests.queries import latest_code, request_by_reference
from helpexchange.help_requests.rules import Proof
from helpexchange.notifications.rules import Channel

CALL = "call"


@blueprint.route("/ask/prove", methods=["GET", "POST"])
@audience(PUBLIC)
@easy_to_read
def prove() -> Any:
    """Ask for the code that was sent."""
    record = _sent()
    if record is None or not may_prove(record):
        return redirect(url_for("help_requests.ask_done"))
    form = ProveForm()
    if form.validate_on_submit():
        try:
            actions.prove_by_code(request=record, code=form.code.data, by=current_viewer(), now=now())
        except WrongCodeError as refusal:
            form.code.errors = [str(refusal.words)]
        else:
            return redirect(url_for("help_requests.ask_done"))
    sent = latest_code(current_viewer(), record.id)
    # 200 also with errors: the tries are counted, and only answers that succeed are kept.
    return render_template(
        "help_requests/ask_prove.html", form=form, sent=sent,
        # The link of the request is the person's; whoever asks for them gets their own.
        token="" if record.representation_id else token_of(record.reference),
        ways=[way.value for way in ways_of(record)], person=asker_of(record),
    )  # fmt: skip


@blueprint.post("/ask/prove/again")
@audience(PUBLIC)
def prove_again() -> Any:
    """Send a new code, or put whoever asked on the call list."""
    record = _sent()
    if record is None or not may_prove(record):
        return redirect(url_for("help_requests.ask_done"))
    if request.form.get("way") == CALL:
        by = actions.as_asker(record, current_viewer())
        actions.call_about_request(request=record, note="", by=by, now=now())
        return redirect(url_for("help_requests.ask_done"))
    way = next((each for each in Channel if each.value == request.form.get("way")), Channel.LETTER)
    try:
        actions.send_code(request=record, way=way, by=current_viewer(), now=now())
    except Refusal as refusal:
        flash(str(refusal.words), "error")
    else:
        flash(_("We have sent a new code. Only the newest one works."), "success")
    return redirect(url_for("help_requests.prove"))


def to_proof(record: HelpRequest) -> Response:
    """Send the first code and lead to where it is typed; without need or address lead to thank you."""
    if not may_prove(record):
        return redirect(url_for("help_requests.ask_done"))
    if latest_code(current_viewer(), record.id) is None:
        way = ways_of(record)[0]
        actions.send_code(request=record, way=way, by=current_viewer(), now=now())
    return redirect(url_for("help_requests.prove"))


def may_prove(record: HelpRequest) -> bool:
    """Return whether a request still waits for its proof, and a code can be sent."""
    return record.proof is Proof.NONE and bool(ways_of(record))


def ways_of(record: HelpRequest) -> list[Channel]:
    """Return how a code can be sent to whoever asked."""
    asker = asker_of(record)
    return ways_to_prove(asker) if asker else []


def _sent() -> HelpRequest | None:
    """Return the request that this browser sent last."""
    reference = session.get("ask", {}).get("sent")
    return request_by_reference(current_viewer(), reference) if reference else None
