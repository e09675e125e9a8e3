"""Reading tokens, remembered answers and webhooks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from helpexchange.accounts.models import Account
from helpexchange.accounts.roles import Permission
from helpexchange.api.models import ApiToken, RememberedAnswer, Webhook, WebhookDelivery
from helpexchange.api.rules import KEEP_ENDED, SHOWN_DELIVERIES, DeliveryState
from helpexchange.core.database import db
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.viewer import Viewer


def token_by_hash(token_hash: str) -> ApiToken | None:
    """Return the token with this hash, its owner loaded, unless the owner's account is closed."""
    statement = select(ApiToken).outerjoin(ApiToken.account).where(ApiToken.token_hash == token_hash)
    owner = joinedload(ApiToken.account)
    statement = statement.where(or_(ApiToken.account_id.is_(None), Account.active))
    together = statement.options(owner.joinedload(Account.roles), owner.joinedload(Account.memberships))
    return db.session.execute(together).unique().scalar_one_or_none()


def own_tokens(viewer: Viewer, *, now: datetime) -> Sequence[ApiToken]:
    """Return the viewer's own tokens, the newest first; those that ended long ago are left out."""
    statement = select(ApiToken).where(ApiToken.account_id == (viewer.account_id or -1))
    return db.session.scalars(_newest_first(statement, now)).all()


def integration_tokens(viewer: Viewer, *, now: datetime) -> Sequence[ApiToken]:
    """Return the tokens of partners' programs, for who looks after them."""
    statement = _of_integrations(viewer).options(joinedload(ApiToken.office))
    return db.session.scalars(_newest_first(statement, now)).all()


def token_to_manage(viewer: Viewer, token_id: int) -> ApiToken:
    """Return one of the viewer's own tokens, or an integration's for who looks after those.

    Raises:
        NotFoundRefusal: it is neither.
    """
    own = select(ApiToken).where(ApiToken.account_id == (viewer.account_id or -1))
    for statement in (own, _of_integrations(viewer).options(joinedload(ApiToken.office))):
        found = db.session.scalar(statement.where(ApiToken.id == token_id))
        if found is not None:
            return found
    raise NotFoundRefusal


def open_token_count(viewer: Viewer, *, now: datetime) -> int:
    """Return how many of the viewer's own tokens still open something."""
    statement = select(func.count()).select_from(ApiToken).where(
        ApiToken.account_id == (viewer.account_id or -1), ApiToken.revoked_at.is_(None),
        ApiToken.expires_at > now,
    )  # fmt: skip
    return db.session.scalar(statement) or 0


def remembered_answer(viewer: Viewer, key: str) -> RememberedAnswer | None:
    """Return what was answered to a key of the viewer's token."""
    statement = select(RememberedAnswer).where(
        RememberedAnswer.token_id == (viewer.token_id or -1), RememberedAnswer.key == key
    )
    return db.session.scalar(statement.execution_options(populate_existing=True))


def webhooks_of(_viewer: Viewer, token_id: int) -> Sequence[Webhook]:
    """Return the webhooks of an integration that the viewer has read."""
    return db.session.scalars(select(Webhook).where(Webhook.token_id == token_id).order_by(Webhook.id)).all()


def webhook(viewer: Viewer, webhook_id: int) -> Webhook:
    """Return a webhook, its token loaded, for who looks after integrations.

    Raises:
        NotFoundRefusal: there is none, or the viewer does not.
    """
    found = db.session.scalar(
        select(Webhook).options(joinedload(Webhook.token)).where(Webhook.id == webhook_id)
    )
    if found is None or not viewer.may(Permission.MANAGE_INTEGRATIONS):
        raise NotFoundRefusal
    return found


def delivery(viewer: Viewer, delivery_id: int) -> WebhookDelivery:
    """Return a delivery, its webhook and token loaded, for who looks after integrations.

    Raises:
        NotFoundRefusal: there is none, or the viewer does not.
    """
    statement = select(WebhookDelivery).where(WebhookDelivery.id == delivery_id)
    loaded = joinedload(WebhookDelivery.webhook).joinedload(Webhook.token)
    found = db.session.scalar(statement.options(loaded))
    if found is None or not viewer.may(Permission.MANAGE_INTEGRATIONS):
        raise NotFoundRefusal
    return found


def last_deliveries(_viewer: Viewer, webhook_id: int) -> Sequence[WebhookDelivery]:
    """Return the last deliveries of a webhook that the viewer has read, the newest first."""
    statement = select(WebhookDelivery).where(WebhookDelivery.webhook_id == webhook_id)
    return db.session.scalars(statement.order_by(WebhookDelivery.id.desc()).limit(SHOWN_DELIVERIES)).all()


def webhooks_of_office(_viewer: Viewer, office_id: int | None, *, now: datetime) -> Sequence[Webhook]:
    """Return the webhooks that are told of what happens in an office."""
    statement = select(Webhook).join(Webhook.token).where(
        ApiToken.office_id == office_id, ApiToken.revoked_at.is_(None), ApiToken.expires_at > now,
        Webhook.paused_at.is_(None),
    )  # fmt: skip
    return db.session.scalars(statement.order_by(Webhook.id)).all()


def due_deliveries(_viewer: Viewer, *, now: datetime, at_most: int) -> Sequence[WebhookDelivery]:
    """Return what is to be sent now, the oldest first."""
    statement = select(WebhookDelivery).join(WebhookDelivery.webhook).join(Webhook.token).where(
        WebhookDelivery.state == DeliveryState.WAITING, WebhookDelivery.due_at <= now,
        Webhook.paused_at.is_(None), ApiToken.revoked_at.is_(None), ApiToken.expires_at > now,
    )  # fmt: skip
    in_order = statement.order_by(WebhookDelivery.due_at, WebhookDelivery.id).limit(at_most)
    return db.session.scalars(in_order).all()


def _of_integrations(viewer: Viewer) -> Select[ApiToken]:
    statement = select(ApiToken).where(ApiToken.account_id.is_(None))
    return statement if viewer.may(Permission.MANAGE_INTEGRATIONS) else statement.where(ApiToken.id.is_(None))


def _newest_first(statement: Select[ApiToken], now: datetime) -> Select[ApiToken]:
    long_ago = now - KEEP_ENDED
    kept = statement.where(
        or_(ApiToken.revoked_at.is_(None), ApiToken.revoked_at > long_ago), ApiToken.expires_at > long_ago
    )
    return kept.order_by(ApiToken.created_at.desc(), ApiToken.id.desc())
