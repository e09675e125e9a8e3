"""Telling whoever asked what has become of it, and taking back what was not sent yet."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, update

from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.messages import link_to, recipient_of
from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.queries.records import OBJECT_TYPE
from helpexchange.help_requests.rules import MINUTES_BEFORE_TELLING
from helpexchange.notifications.actions import tell
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.rules import About, MessageState

FOLDER = "help_requests/messages/"


def tell_asker(
    request: HelpRequest,
    message: str,
    *,
    by: Viewer,
    now: datetime,
    once: bool = False,
    once_for: str = "",
    after_a_while: bool = False,
    **words: Any,
) -> None:
    """Tell whoever asked; a request that came with a file and without a person tells nobody.

    Args:
        message: name of a template in `messages/`.
        once: True if it is never told twice about this request.
        once_for: what it is told once for.
        after_a_while: True if the act can be taken back: it is told some minutes later.
    """
    if request.person is None:
        return
    db.session.flush()
    recipient = recipient_of(request.person, request.office_id)
    known = {
        "name": recipient.name, "office": request.office.name, "office_phone": request.office.phone,
        "reference": request.reference, "link": link_to(request),
    }  # fmt: skip
    tell(
        to=recipient, message=f"{FOLDER}{message}", words={**known, **words}, by=by, now=now,
        about=About(object_type=OBJECT_TYPE, object_id=request.id),
        once_key=_key(request, message, once_for) if once or once_for else None,
        due_at=now + timedelta(minutes=MINUTES_BEFORE_TELLING) if after_a_while else None,
    )  # fmt: skip


def _key(request: HelpRequest, message: str, what: str) -> str:
    return f"{OBJECT_TYPE} {request.id} {message}" + (f" {what}" if what else "")


def take_back(request: HelpRequest, *messages: str) -> bool:
    """Cancel these messages about a request while they wait; return whether one was stopped in time."""
    statement = update(OutboxMessage).where(
        OutboxMessage.object_type == OBJECT_TYPE,
        OutboxMessage.object_id == request.id,
        OutboxMessage.message.in_([f"{FOLDER}{message}" for message in messages]),
        OutboxMessage.state == MessageState.WAITING,
    )
    changed = db.session.execute(statement.values(state=MessageState.CANCELLED))
    return cast("CursorResult[Any]", changed).rowcount > 0
