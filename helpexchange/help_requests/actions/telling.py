"""Telling whoever asked what has become of it, and taking back what was not sent yet."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, update

from helpexchange.core.clock import town_day
from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.messages import addressees_of
from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.queries.records import OBJECT_TYPE
from helpexchange.help_requests.rules import MINUTES_BEFORE_TELLING
from helpexchange.notifications.actions import tell
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.rules import About, MessageState
from helpexchange.representatives.queries import acting_for

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
    is_theirs_alone: bool = False,
    **words: Any,
) -> None:
    """Tell the person, whoever acts for them, or both; a request that came without a person tells nobody.

    Args:
        message: name of a template in `messages/`.
        once: True if it is never told twice about this request.
        once_for: what it is told once for.
        after_a_while: True if the act can be taken back: it is told some minutes later.
        is_theirs_alone: True for what only the person may have, such as their own link.
    """
    if request.person is None:
        return
    db.session.flush()
    known = {
        "office": request.office.name, "office_phone": request.office.phone, "reference": request.reference,
    }  # fmt: skip
    acting = [] if is_theirs_alone else acting_for(by, request.person.id, today=town_day(now))
    for each in addressees_of(request, acting):
        theirs = {"name": each.recipient.name, "link": each.link, "acts_for": each.acts_for}
        tell(
            to=each.recipient, message=f"{FOLDER}{message}", words={**known, **theirs, **words}, by=by,
            now=now, about=About(object_type=OBJECT_TYPE, object_id=request.id),
            once_key=_key(request, message, once_for, each.key) if once or once_for else None,
            due_at=now + timedelta(minutes=MINUTES_BEFORE_TELLING) if after_a_while else None,
        )  # fmt: skip


def _key(request: HelpRequest, *parts: str) -> str:
    return " ".join(filter(None, [f"{OBJECT_TYPE} {request.id}", *parts]))


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
