"""For administrators: programs of partners, each with its token and its webhooks."""

from __future__ import annotations

from typing import Any

from flask import current_app, flash, redirect, render_template, url_for

from helpexchange.accounts.pages.parts import UNPROCESSABLE, ask_again
from helpexchange.accounts.roles import Permission
from helpexchange.accounts.scopes import FOR_INTEGRATIONS
from helpexchange.api import actions, queries
from helpexchange.api.forms import IntegrationForm, WebhookForm
from helpexchange.api.labels import EVENTS
from helpexchange.api.models import ApiToken, Webhook
from helpexchange.api.pages import blueprint
from helpexchange.api.pages.tokens import shown_once, token_row
from helpexchange.api.rules import BadWebhookAddressError, Event
from helpexchange.api.sending import check_address
from helpexchange.core.audience import audience
from helpexchange.core.clock import now
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.i18n import gettext as _
from helpexchange.core.viewer import current_viewer
from helpexchange.offices.queries import offices


@blueprint.route("/integrations", methods=["GET", "POST"])
@audience(Permission.MANAGE_INTEGRATIONS)
def integrations() -> Any:
    """List the programs of partners, and let one in."""
    if asked := ask_again():
        return asked
    viewer, form = current_viewer(), IntegrationForm()
    form.offer(FOR_INTEGRATIONS)
    form.offer_offices(offices(viewer))
    if form.validate_on_submit():
        made, text = actions.make_token(
            name=form.name.data, scopes=form.scopes.data, days=int(form.days.data), by=viewer, now=now(),
            office_id=int(form.office_id.data),
        )  # fmt: skip
        return shown_once(made, text, back=url_for("api_pages.integration", token_id=made.id))
    tokens = [token_row(each) for each in queries.integration_tokens(viewer, now=now())]
    page = render_template("api/integrations.html", tokens=tokens, form=form)
    return page, UNPROCESSABLE if form.errors else 200


@blueprint.route("/integrations/<int:token_id>", methods=["GET", "POST"])
@audience(Permission.MANAGE_INTEGRATIONS)
def integration(token_id: int) -> Any:
    """Show an integration with its webhooks, and add one."""
    viewer, form = current_viewer(), WebhookForm()
    token = _integration(token_id)
    if form.validate_on_submit():
        try:
            _check(form.url.data)
            actions.add_webhook(
                token_id=token.id, url=form.url.data, events=form.events.data, by=viewer, now=now()
            )
        except BadWebhookAddressError as refusal:
            form.url.errors = [str(refusal.words)]
        else:
            flash(_("The webhook is added. Send a trial to see whether it arrives."), "success")
            return redirect(url_for("api_pages.integration", token_id=token.id))
    webhooks = [_webhook_row(each) for each in queries.webhooks_of(viewer, token.id)]
    page = render_template("api/integration.html", entry=token_row(token), webhooks=webhooks, form=form)
    return page, UNPROCESSABLE if form.errors else 200


def _integration(token_id: int) -> ApiToken:
    token = queries.token_to_manage(current_viewer(), token_id)
    if token.office_id is None:
        raise NotFoundRefusal
    return token


def _check(url: str) -> None:
    check_address(url, allows_loopback=current_app.extensions["settings"].environment == "test")


def _webhook_row(webhook: Webhook) -> dict[str, Any]:
    known = [Event(each) for each in webhook.events if each in set(Event)]
    return {"record": webhook, "events": ", ".join(str(EVENTS[each]) for each in known)}
