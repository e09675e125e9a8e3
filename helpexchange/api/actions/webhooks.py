"""Webhooks: added, tried out, paused; and what came of sending to them."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete

from helpexchange.api import queries
from helpexchange.api.actions.telling import add_delivery
from helpexchange.api.models import Webhook, WebhookDelivery
from helpexchange.api.rules import (
    CHOSEN,
    KEEP_DELIVERIES,
    MOST_FAILURES,
    DeliveryState,
    Event,
    NoScopeError,
    NotSentAgainError,
    is_valid,
    next_try,
)
from helpexchange.audit_trail.actions import record
from helpexchange.core.database import db
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.viewer import Viewer

OBJECT_TYPE = "webhook"


def add_webhook(*, token_id: int, url: str, events: Collection[str], by: Viewer, now: datetime) -> Webhook:
    """Let an integration be told of events; whoever calls this has looked at the address.

    Raises:
        NotFoundRefusal: there is no such integration, or the viewer does not look after them.
        NoScopeError: of no event.
    """
    token = queries.token_to_manage(by, token_id)
    if token.office_id is None:
        raise NotFoundRefusal
    chosen = [each.value for each in CHOSEN if each.value in events]
    if not chosen:
        raise NoScopeError
    webhook = Webhook(token_id=token.id, url=url, events=chosen, salt=secrets.token_hex(16), made_at=now)
    db.session.add(webhook)
    db.session.flush()
    _record("add_webhook", webhook, token.office_id, by=by, now=now, events=chosen)
    return webhook


def remove_webhook(*, webhook_id: int, by: Viewer, now: datetime) -> None:
    """Take a webhook away, with what waits for it."""
    webhook = queries.webhook(by, webhook_id)
    _record("remove_webhook", webhook, webhook.token.office_id, by=by, now=now)
    db.session.delete(webhook)
    db.session.flush()


def pause_webhook(*, webhook_id: int, by: Viewer, now: datetime) -> None:
    """Send nothing to a webhook for now; what happens meanwhile is not told later."""
    webhook = queries.webhook(by, webhook_id)
    if webhook.paused_at is None:
        webhook.paused_at = now
        _record("pause_webhook", webhook, webhook.token.office_id, by=by, now=now)


def resume_webhook(*, webhook_id: int, by: Viewer, now: datetime) -> None:
    """Send to a webhook again, also what waited when it was paused."""
    webhook = queries.webhook(by, webhook_id)
    if webhook.paused_at is not None:
        webhook.paused_at, webhook.failures = None, 0
        _record("resume_webhook", webhook, webhook.token.office_id, by=by, now=now)


def send_trial(*, webhook_id: int, by: Viewer, now: datetime) -> None:
    """Send a message that means nothing, to see whether it arrives."""
    webhook = queries.webhook(by, webhook_id)
    add_delivery(webhook, Event.TRIAL, {"office_id": webhook.token.office_id}, now=now)
    _record("send_trial", webhook, webhook.token.office_id, by=by, now=now)


def send_again(*, delivery_id: int, by: Viewer, now: datetime) -> WebhookDelivery:
    """Let a message that has ended wait once more, with the same id: a partner who has had it leaves it out.

    Raises:
        NotFoundRefusal: there is none, or the viewer does not look after integrations.
        NotSentAgainError: it still waits, or nothing is sent there for now.
    """
    delivery = queries.delivery(by, delivery_id)
    webhook = delivery.webhook
    token = webhook.token
    is_open = is_valid(expires_at=token.expires_at, revoked_at=token.revoked_at, now=now)
    if delivery.state is DeliveryState.WAITING or webhook.paused_at is not None or not is_open:
        raise NotSentAgainError
    delivery.state, delivery.due_at, delivery.ended_at, delivery.attempts = (
        DeliveryState.WAITING,
        now,
        None,
        0,
    )
    db.session.flush()
    _record("send_again", webhook, token.office_id, by=by, now=now, message_id=delivery.message_id)
    return delivery


def note_delivered(*, delivery: WebhookDelivery, by: Viewer, now: datetime) -> None:  # noqa: ARG001
    """Note that a message has arrived."""
    delivery.state, delivery.ended_at, delivery.fault = DeliveryState.DELIVERED, now, ""
    delivery.attempts += 1
    delivery.webhook.failures = 0


def note_failed(*, delivery: WebhookDelivery, fault: str, by: Viewer, now: datetime) -> None:
    """Note that a try has failed: another follows after a pause, or it is given up.

    A webhook that fails again and again is paused; that stands in the trail.
    """
    webhook = delivery.webhook
    delivery.attempts += 1
    delivery.fault = fault
    again_at = next_try(delivery.attempts, now)
    if again_at is None:
        delivery.state, delivery.ended_at = DeliveryState.FAILED, now
    else:
        delivery.due_at = again_at
    webhook.failures += 1
    if webhook.failures >= MOST_FAILURES and webhook.paused_at is None:
        webhook.paused_at = now
        _record("pause_webhook", webhook, webhook.token.office_id, by=by, now=now, failures=webhook.failures)


def forget_deliveries(*, by: Viewer, now: datetime) -> int:  # noqa: ARG001  # the job is named in the log
    """Forget the messages of long ago."""
    gone = db.session.execute(delete(WebhookDelivery).where(WebhookDelivery.made_at < now - KEEP_DELIVERIES))
    return int(gone.rowcount)  # type: ignore[attr-defined]  # a DELETE has it


def _record(
    act: str, webhook: Webhook, office_id: int | None, *, by: Viewer, now: datetime, **details: object
) -> None:
    record(
        act=act, object_type=OBJECT_TYPE, object_id=webhook.id, office_id=office_id, by=by, now=now, **details
    )
