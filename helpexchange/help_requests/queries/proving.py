"""Codes that were sent to prove who asks."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.models import RequestCode


def latest_code(_viewer: Viewer, request_id: int) -> RequestCode | None:
    """Return the code sent last for a request, whose reference the viewer knows from the signed session."""
    statement = select(RequestCode).where(RequestCode.request_id == request_id)
    return db.session.scalar(statement.order_by(RequestCode.id.desc()).limit(1))


def code_count(_viewer: Viewer, request_id: int, *, since: datetime) -> int:
    """Return how many codes were sent for a request since a moment."""
    statement = select(func.count()).select_from(RequestCode)
    sent = statement.where(RequestCode.request_id == request_id, RequestCode.created_at >= since)
    return db.session.scalar(sent) or 0
