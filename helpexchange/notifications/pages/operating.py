"""For whoever runs the installation: whether messages go out, and those that did not."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import current_app, flash, redirect, render_template, request, url_for

from helpexchange.config import Settings
from helpexchange.core.audience import audience
from helpexchange.core.clock import now
from helpexchange.core.i18n import gettext as _
from helpexchange.core.i18n import ngettext
from helpexchange.core.viewer import Viewer, current_viewer
from helpexchange.notifications import actions, queries
from helpexchange.notifications.forms import TrialForm
from helpexchange.notifications.labels import CHANNELS, fault_of
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.pages.blueprint import blueprint
from helpexchange.notifications.rules import (
    SEE_DEAD_LETTERS,
    About,
    Channel,
    MessageState,
    Recipient,
)

UNPROCESSABLE = 422
TRIAL = "notifications/messages/trial"


@blueprint.get("/messages/sending")
@audience(SEE_DEAD_LETTERS)
def sending() -> str:
    """Show whether messages go out, and those that were given up."""
    return _page(TrialForm(formdata=None))


@blueprint.post("/messages/sending/<int:message_id>/retry")
@audience(SEE_DEAD_LETTERS)
def retry(message_id: int) -> Any:
    """Try a message again."""
    actions.retry_message(message_id=message_id, by=current_viewer(), now=now())
    flash(_("The message is tried again."), "success")
    return _back()


@blueprint.post("/messages/sending/retry")
@audience(SEE_DEAD_LETTERS)
def retry_all() -> Any:
    """Try every message again."""
    count = actions.retry_all(by=current_viewer(), now=now())
    flash(ngettext("%(num)s message is tried again.", "%(num)s messages are tried again.", count), "success")
    return _back()


@blueprint.get("/messages/sending/<int:message_id>/cancel")
@audience(SEE_DEAD_LETTERS)
def ask_cancel(message_id: int) -> str:
    """Ask whether a message is never to be sent."""
    message = queries.failed_message(current_viewer(), message_id)
    return render_template("notifications/cancel.html", line=_line(message))


@blueprint.post("/messages/sending/<int:message_id>/cancel")
@audience(SEE_DEAD_LETTERS)
def cancel(message_id: int) -> Any:
    """Send a message never."""
    actions.cancel_message(message_id=message_id, by=current_viewer(), now=now())
    flash(_("The message is cancelled. The person's history says so."), "success")
    return _back()


@blueprint.post("/messages/sending/trial")
@audience(SEE_DEAD_LETTERS)
def send_trial() -> Any:
    """Send a trial message to the address that was typed."""
    form = TrialForm()
    if not form.validate_on_submit():
        return _page(form), UNPROCESSABLE
    viewer = current_viewer()
    person = About(object_type="account", object_id=viewer.account_id or 0)
    to = Recipient(
        person=person, office_id=None, name=viewer.name, language=viewer.language,
        channel=Channel.MAIL if form.email.data else Channel.TEXT, email=form.email.data,
        phone=form.phone.data,
    )  # fmt: skip
    actions.tell(
        to=to, message=TRIAL, words={"first_name": viewer.name}, about=person, by=viewer, now=now(),
        is_urgent=True,
    )  # fmt: skip
    flash(_("The trial message waits to be sent. It should arrive within a minute."), "success")
    return _back()


def _page(form: TrialForm) -> str:
    viewer = current_viewer()
    settings: Settings = current_app.extensions["settings"]
    counts = {(channel, state): count for channel, state, count in queries.waiting_counts(viewer)}
    page = queries.failed_page(viewer, number=request.args.get("page", 1, type=int))
    return render_template(
        "notifications/sending.html",
        form=form,
        page=page.map(_line),
        ways=_ways(settings),
        waiting=[
            (str(CHANNELS[channel]), counts.get((channel, MessageState.WAITING), 0)) for channel in Channel
        ],
        oldest=_oldest(viewer),
        quiet_hours=settings.quiet_hours,
        pretends=settings.pretends_to_send,
    )


def _ways(settings: Settings) -> dict[str, str]:
    """Return for mails and text messages the host they go to; "" if they are pretended, or else wait."""
    return {
        "mail": urlsplit(settings.smtp_url).hostname or "",
        "text": urlsplit(settings.text_gateway_url).hostname or "",
    }


def _oldest(viewer: Viewer) -> dict[str, Any] | None:
    message = queries.longest_waiting(viewer, now())
    return {"since": message.first_due_at, "fault": fault_of(message)} if message else None


def _line(message: OutboxMessage) -> dict[str, Any]:
    """Return what an operator may know of a message: neither its words nor whom it is for."""
    return {
        "id": message.id,
        "kind": message.message,
        "channel": str(CHANNELS[message.channel]),
        "fault": fault_of(message),
        "attempts": message.attempts,
        "at": message.created_at,
        "can_retry": bool(message.text),
    }


def _back() -> Any:
    return redirect(url_for("notifications.sending"))
