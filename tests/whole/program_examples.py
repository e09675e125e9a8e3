"""What the pages about programs need to be opened."""

from sqlalchemy import select

from helpexchange.accounts.queries import viewer_of
from helpexchange.accounts.scopes import Scope
from helpexchange.api.actions import add_webhook, make_token
from helpexchange.api.actions.telling import add_delivery
from helpexchange.api.models import WebhookDelivery
from helpexchange.api.rules import CHOSEN, Event
from helpexchange.core.database import db
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.programs import integration_of


def program_examples(cast: Cast) -> dict[str, list[object]]:
    """Enter a token of a coordinator, an integration and its webhook; return the examples of addresses."""
    now, by = FakeClock().now(), viewer_of(cast.administrator)
    coordinator = viewer_of(cast.coordinator_hoerde)
    own, _text = make_token(
        name="Kalender", scopes=[Scope.VISITS_READ.value], days=30, by=coordinator, now=now
    )
    theirs, _text = integration_of(cast)
    webhook = add_webhook(
        token_id=theirs.id, url="https://partner.example.org/told", events=[each.value for each in CHOSEN],
        by=by, now=now,
    )  # fmt: skip
    add_delivery(webhook, Event.TRIAL, {}, now=now)
    db.session.commit()
    return {
        "api_pages.revoke_token.token_id": [own.id],
        "api_pages.integration.token_id": [theirs.id],
        "webhook_id": [webhook.id],
        "delivery_id": [db.session.scalars(select(WebhookDelivery.id)).one()],
    }
