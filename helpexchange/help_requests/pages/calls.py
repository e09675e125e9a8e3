"""The call-back list: whom to call until when, what was tried, and what came of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from helpexchange.accounts.roles import Permission
from helpexchange.core.audience import audience
from helpexchange.core.clock import now, today
from helpexchange.core.i18n import gettext as _
from helpexchange.core.viewer import current_viewer
from helpexchange.help_requests import actions, labels
from helpexchange.help_requests.forms import AttemptForm
from helpexchange.help_requests.models import CallBack
from helpexchange.help_requests.pages import blueprint
from helpexchange.help_requests.queries import call_backs
from helpexchange.skills.labels import skill_name

UNDO_FOR = timedelta(days=1)
UNPROCESSABLE = 422


@blueprint.get("/calls")
@audience(Permission.SEE_NEW_ARRIVALS)
def calls() -> Any:
    """Show whom the viewer's offices have to call, and who was reached within a day."""
    return _list()


@blueprint.post("/calls/<int:call_back_id>/attempt")
@audience(Permission.CLEAR_REQUESTS)
def note_attempt(call_back_id: int) -> Any:
    """Note a try to call."""
    form = AttemptForm()
    is_reached = request.form.get("outcome") == "reached"
    if not form.validate_on_submit():
        return _list(call_back_id, form), UNPROCESSABLE
    note = form.note.data
    actions.note_attempt(
        call_back_id=call_back_id, is_reached=is_reached, note=note, by=current_viewer(), now=now()
    )
    done, tried = _("Noted: you have spoken."), _("Noted: not reached. The call stays on the list.")
    flash(done if is_reached else tried, "success")
    return redirect(url_for("help_requests.calls"))


@blueprint.post("/calls/<int:call_back_id>/reopen")
@audience(Permission.CLEAR_REQUESTS)
def reopen_call(call_back_id: int) -> Any:
    """Put a call back on the list."""
    actions.reopen_call(call_back_id=call_back_id, by=current_viewer(), now=now())
    flash(_("The call is on the list again."), "success")
    return redirect(url_for("help_requests.calls"))


def _list(call_back_id: int | None = None, form: AttemptForm | None = None) -> str:
    viewer = current_viewer()
    found = [call_of(call) for call in call_backs(viewer, done_since=now() - UNDO_FOR)]
    for item in found:
        item["error"] = form.note.errors[0] if form and item["id"] == call_back_id else ""
        item["typed"] = form.note.data if form and item["id"] == call_back_id else ""
    return render_template(
        "help_requests/calls.html", waiting=[item for item in found if not item["is_done"]],
        done=[item for item in found if item["is_done"]], may_call=viewer.may(Permission.CLEAR_REQUESTS),
        errors=[{"text": item["error"], "href": f"#note-{item['id']}"} for item in found if item["error"]],
    )  # fmt: skip


def call_of(call: CallBack) -> dict[str, Any]:
    """Return what the list shows of a call."""
    asked = call.request
    return {
        "id": call.id,
        "name": call.name,
        "phone": call.phone,
        "note": call.note,
        "is_done": call.done_at is not None,
        "is_late": call.done_at is None and call.due_on < today(),
        "due": labels.due(call.due_on, call.done_at, today()),
        "request_id": call.request_id,
        "kind": skill_name(asked.kind_code, asked.kind.name) if asked else "",
        "attempts": [
            {"at": each.at, "text": labels.attempt(each.is_reached, each.actor), "note": each.note}
            for each in reversed(call.attempts)
        ],
    }
