"""A webhook: its secret, its last deliveries, a trial, a pause."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_wtf import FlaskForm

from helpexchange.accounts.pages.parts import ask_again, question
from helpexchange.accounts.roles import Permission
from helpexchange.api import actions, queries
from helpexchange.api.labels import DELIVERIES, EVENTS, FAULTS
from helpexchange.api.models import WebhookDelivery
from helpexchange.api.pages import blueprint
from helpexchange.api.rules import DeliveryState, Event
from helpexchange.api.sending import secret_of
from helpexchange.core.audience import audience
from helpexchange.core.clock import now
from helpexchange.core.i18n import gettext as _
from helpexchange.core.viewer import current_viewer


@blueprint.get("/integrations/webhooks/<int:webhook_id>")
@audience(Permission.MANAGE_INTEGRATIONS)
def webhook(webhook_id: int) -> Any:
    """Show what was sent lately, and what came of it."""
    if asked := ask_again():
        return asked
    viewer = current_viewer()
    found = queries.webhook(viewer, webhook_id)
    deliveries = [_row(each) for each in queries.last_deliveries(viewer, found.id)]
    told = [EVENTS[event] for event in Event if event.value in found.events]
    return render_template(
        "api/webhook.html", webhook=found, deliveries=deliveries, secret=secret_of(found.salt), told=told
    )


@blueprint.post("/integrations/webhooks/<int:webhook_id>/trial")
@audience(Permission.MANAGE_INTEGRATIONS)
def send_trial(webhook_id: int) -> Any:
    """Send a message that means nothing."""
    actions.send_trial(webhook_id=webhook_id, by=current_viewer(), now=now())
    flash(_("The trial is on its way. Open this page again in a moment."), "success")
    return redirect(url_for("api_pages.webhook", webhook_id=webhook_id))


@blueprint.post("/integrations/deliveries/<int:delivery_id>/again")
@audience(Permission.MANAGE_INTEGRATIONS)
def send_again(delivery_id: int) -> Any:
    """Send a message once more."""
    delivery = actions.send_again(delivery_id=delivery_id, by=current_viewer(), now=now())
    flash(_("The message is on its way again. Open this page again in a moment."), "success")
    return redirect(url_for("api_pages.webhook", webhook_id=delivery.webhook_id))


@blueprint.post("/integrations/webhooks/<int:webhook_id>/pause")
@audience(Permission.MANAGE_INTEGRATIONS)
def pause_webhook(webhook_id: int) -> Any:
    """Send nothing for now."""
    actions.pause_webhook(webhook_id=webhook_id, by=current_viewer(), now=now())
    flash(_("Nothing is sent there for now."), "success")
    return redirect(url_for("api_pages.webhook", webhook_id=webhook_id))


@blueprint.post("/integrations/webhooks/<int:webhook_id>/resume")
@audience(Permission.MANAGE_INTEGRATIONS)
def resume_webhook(webhook_id: int) -> Any:
    """Send again."""
    actions.resume_webhook(webhook_id=webhook_id, by=current_viewer(), now=now())
    flash(_("Messages are sent there again."), "success")
    return redirect(url_for("api_pages.webhook", webhook_id=webhook_id))


@blueprint.route("/integrations/webhooks/<int:webhook_id>/remove", methods=["GET", "POST"])
@audience(Permission.MANAGE_INTEGRATIONS)
def remove_webhook(webhook_id: int) -> Any:
    """Ask once more, and take a webhook away."""
    found, form = queries.webhook(current_viewer(), webhook_id), FlaskForm()
    token_id = found.token_id
    if form.validate_on_submit():
        actions.remove_webhook(webhook_id=webhook_id, by=current_viewer(), now=now())
        flash(_("The webhook is gone."), "success")
        return redirect(url_for("api_pages.integration", token_id=token_id))
    lead = _("Nothing is told there any more, and the list of messages goes too. This cannot be undone.")
    back = (_("Back"), url_for("api_pages.webhook", webhook_id=webhook_id))
    return question(
        _("Remove this webhook?"), form, button=_("Yes, remove it"), lead=[lead], back=back, is_danger=True
    )


def _row(delivery: WebhookDelivery) -> dict[str, Any]:
    words, colour = DELIVERIES[delivery.state]
    is_fine = delivery.state is DeliveryState.DELIVERED
    answered = _("The other side answered %(status)s.", status=delivery.fault)
    return {
        "record": delivery, "event": EVENTS[delivery.event], "state": words, "colour": colour,
        "fault": "" if is_fine else FAULTS.get(delivery.fault, answered),
        "is_over": delivery.state is not DeliveryState.WAITING,
    }  # fmt: skip
