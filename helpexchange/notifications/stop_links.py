"""Signed links by which people stop messages that are not essential, without signing in."""

from __future__ import annotations

from itsdangerous import BadSignature, URLSafeSerializer

from helpexchange.config import Settings
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.rules import About

PATH = "/messages/stop"


def stop_link(message: OutboxMessage, settings: Settings) -> str:
    """Return the address at which this person stops messages of this kind; it does not run out."""
    token = _serializer(settings).dumps([message.person_type, message.person_id, message.message])
    return f"{settings.site_address}{PATH}/{token}"


def read_token(token: str, settings: Settings) -> tuple[About, str] | None:
    """Return the person and the kind of message that a token speaks of; None if it is not ours."""
    try:
        person_type, person_id, message = _serializer(settings).loads(token)
    except (BadSignature, ValueError):
        return None
    return About(object_type=person_type, object_id=person_id), message


def _serializer(settings: Settings) -> URLSafeSerializer:
    return URLSafeSerializer(settings.secret_key or "development", salt="stop messages")
