"""An act is told to partners: a message for each webhook, written in the transaction of the act."""

from __future__ import annotations

import json
import secrets
from datetime import datetime
from typing import Any

from helpexchange.api import queries
from helpexchange.api.models import Webhook, WebhookDelivery
from helpexchange.api.rules import DeliveryState, Event, event_of, is_wished
from helpexchange.audit_trail.rules import ActRecorded
from helpexchange.core.database import db

#: Of the details of an act, the numbers of other records.
_IDS = ("helper_id", "request_id", "run_id", "visit_id")


def tell_partners(act: ActRecorded) -> None:
    """Write a message for each webhook of the office that wishes to know of this act: ids, no names."""
    event = event_of(act.act, act.details)
    if event is None or act.office_id is None:
        return
    for webhook in queries.webhooks_of_office(act.by, act.office_id, now=act.now):
        if is_wished(event, webhook.events):
            ids = {name: act.details[name] for name in _IDS if name in act.details}
            data = {"object": act.object_type, "id": act.object_id, "office_id": act.office_id, **ids}
            add_delivery(webhook, event, data, now=act.now)


def add_delivery(webhook: Webhook, event: Event, data: dict[str, Any], *, now: datetime) -> None:
    """Let a message wait to be sent."""
    body = {"type": event.value, "timestamp": now.isoformat(), "data": data}
    db.session.add(
        WebhookDelivery(
            webhook_id=webhook.id, message_id=f"msg_{secrets.token_hex(16)}", event=event,
            body=json.dumps(body, separators=(",", ":")), state=DeliveryState.WAITING, made_at=now,
            due_at=now,
        )
    )  # fmt: skip
