"""What the scheduler calls: sending to webhooks, and forgetting what was kept long enough."""

from __future__ import annotations

from datetime import datetime

from flask import current_app

from helpexchange.api import actions, queries
from helpexchange.api.models import WebhookDelivery
from helpexchange.api.rules import DeliveryState
from helpexchange.api.sending import DeliveryError, secret_of, send, signature, target_of
from helpexchange.core import clock
from helpexchange.core.database import db, only_reading
from helpexchange.core.logs import get_logger
from helpexchange.core.viewer import system_viewer

SENDER = "sending to partners"
FORGETTING = "interface for programs"
NOT_REACHED = "not_reached"
#: A tick sends no more than this; the next follows at once.
MOST_AT_ONCE = 20

log = get_logger(__name__)


def send_to_partners(_due_at: datetime) -> int:
    """Send what is due, one commit a message; return how many have arrived.

    A process that is killed after a message has arrived and before that is noted sends it once more, with the
    same id: so partners know it.
    """
    by, arrived = system_viewer(SENDER), 0
    away: set[int] = set()  # whoever did not answer just now is not asked again in this tick
    with only_reading():
        found = queries.due_deliveries(by, now=clock.now(), at_most=MOST_AT_ONCE)
        due = [(each.id, each.webhook_id) for each in found]
        db.session.rollback()
    for delivery_id, webhook_id in due:
        if webhook_id not in away:
            fault = _send(delivery_id)
            arrived += fault == ""
            away |= {webhook_id} if fault == NOT_REACHED else set()
    return arrived


def forget_in_time(now: datetime) -> int:
    """Forget tokens, answers and deliveries that were kept long enough."""
    by = system_viewer(FORGETTING)
    return sum(
        forget(by=by, now=now)
        for forget in (actions.forget_deliveries, actions.forget_answers, actions.forget_tokens)
    )


def _send(delivery_id: int) -> str | None:
    """Send a message, and return what went wrong: "" if nothing did, None if it is no longer to be sent.

    No transaction is open while the other side answers.
    """
    by = system_viewer(SENDER)
    delivery = db.session.get(WebhookDelivery, delivery_id)
    is_due = delivery is not None and delivery.state is DeliveryState.WAITING
    if delivery is None or not is_due or delivery.webhook.paused_at is not None:
        db.session.rollback()
        return None
    webhook, timestamp = delivery.webhook, int(clock.now().timestamp())
    url, body, message_id, salt = webhook.url, delivery.body, delivery.message_id, webhook.salt
    db.session.rollback()
    fault = _fault_of(url, body, message_id, salt, timestamp)
    delivery = db.session.get(WebhookDelivery, delivery_id)
    if delivery is not None:  # the webhook may have been removed meanwhile
        if not fault:
            actions.note_delivered(delivery=delivery, by=by, now=clock.now())
        else:
            actions.note_failed(delivery=delivery, fault=fault, by=by, now=clock.now())
    db.session.commit()
    return fault


def _fault_of(url: str, body: str, message_id: str, salt: str, timestamp: int) -> str:
    signed = signature(secret_of(salt), message_id=message_id, timestamp=timestamp, body=body)
    headers = {
        "Content-Type": "application/json", "User-Agent": "HelpExchange-Webhooks/1",
        "webhook-id": message_id, "webhook-timestamp": str(timestamp), "webhook-signature": signed,
    }  # fmt: skip
    allows_loopback = current_app.extensions["settings"].environment == "test"
    try:
        send(target_of(url, allows_loopback=allows_loopback), headers, body)
    except DeliveryError as error:
        return error.fault
    except Exception:  # a defect must not keep the messages behind this one from going out
        log.exception("webhook_failed")
        return "defect"
    return ""
