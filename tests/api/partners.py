"""Webhooks of a partner for tests: added, sent to, and what came of it."""

from sqlalchemy import select

from helpexchange.api.actions import add_webhook
from helpexchange.api.jobs import send_to_partners
from helpexchange.api.models import Webhook, WebhookDelivery
from helpexchange.api.rules import CHOSEN, Event
from helpexchange.core.database import db
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.matched import as_viewer
from tests.programs import integration_of


def added(cast: Cast, clock: FakeClock, url: str, *events: Event) -> Webhook:
    token, _text = integration_of(cast)
    made = add_webhook(
        token_id=token.id, url=url, events=[each.value for each in events or CHOSEN],
        by=as_viewer(cast.administrator), now=clock.now(),
    )  # fmt: skip
    db.session.commit()
    return made


def send(clock: FakeClock) -> int:
    db.session.commit()
    return send_to_partners(clock.now())


def deliveries() -> list[WebhookDelivery]:
    db.session.rollback()
    return list(db.session.scalars(select(WebhookDelivery).order_by(WebhookDelivery.id)))
