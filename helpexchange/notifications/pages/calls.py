"""An office's call list: whom to call, the words to say, and how it went."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask import abort, current_app, flash, redirect, render_template, request, url_for

from helpexchange.core.audience import audience
from helpexchange.core.clock import now
from helpexchange.core.i18n import gettext as _
from helpexchange.core.viewer import current_viewer
from helpexchange.notifications import actions, queries
from helpexchange.notifications.forms import LaterForm
from helpexchange.notifications.labels import attempts_of
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.pages.blueprint import blueprint
from helpexchange.notifications.rules import SEND_LETTERS, Later

#: For so long a call that was made stands on the page, with a button that takes that back.
SHOWN_FOR = timedelta(hours=12)


@blueprint.get("/messages/calls")
@audience(SEND_LETTERS)
def calls() -> str:
    """Show whom to call, those who wait longest first."""
    viewer, moment = current_viewer(), now()
    page = queries.calls_to_make(viewer, now=moment, number=request.args.get("page", 1, type=int))
    later = queries.calls_for_later(viewer, now=moment)
    tried = attempts_of(queries.acts_on(viewer, [call.id for call in [*page.items, *later]]))
    return render_template(
        "notifications/calls.html",
        page=page.map(lambda call: _card(call, tried)),
        later=[_card(call, tried) for call in later],
        made=queries.calls_made(viewer, since=moment - SHOWN_FOR),
        letters=sum(count for _office, count in queries.letter_counts(viewer)),
    )


@blueprint.post("/messages/calls/<int:message_id>/done")
@audience(SEND_LETTERS)
def finish(message_id: int) -> Any:
    """Note that the person was told."""
    actions.finish_call(message_id=message_id, by=current_viewer(), now=now())
    flash(_("Noted: the person was told on the phone."), "success")
    return _back()


@blueprint.post("/messages/calls/<int:message_id>/later")
@audience(SEND_LETTERS)
def call_later(message_id: int) -> Any:
    """Note that nobody answered."""
    form = LaterForm()
    if not form.validate_on_submit():
        abort(400)
    actions.call_later(
        message_id=message_id, later=Later(form.later.data), seen_attempts=form.seen_attempts.data,
        time_zone=current_app.extensions["settings"].time_zone, by=current_viewer(), now=now(),
    )  # fmt: skip
    flash(_("Noted: not reached. The call is on the list for later."), "success")
    return _back()


@blueprint.post("/messages/calls/<int:message_id>/undo")
@audience(SEND_LETTERS)
def reopen(message_id: int) -> Any:
    """Take back that the person was told."""
    actions.reopen_call(message_id=message_id, by=current_viewer(), now=now())
    flash(_("The call is on the list again."), "success")
    return _back()


def _card(call: OutboxMessage, tried: Mapping[int, list[dict[str, Any]]]) -> dict[str, Any]:
    return {
        "id": call.id,
        "name": call.name,
        "phone": call.address,
        "number": "".join(sign for sign in call.address if sign.isdigit() or sign == "+"),
        "subject": call.subject,
        "paragraphs": [part.strip().splitlines() for part in call.text.split("\n\n") if part.strip()],
        "language": call.language,
        "since": call.created_at,
        "due_at": call.due_at,
        "attempts": call.attempts,
        "tried": tried.get(call.id, []),
    }


def _back() -> Any:
    return redirect(url_for("notifications.calls"))
