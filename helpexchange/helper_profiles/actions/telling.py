"""Telling a helper what was done; a step that is taken back is not told."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update

from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.helper_profiles.messages import about_helper, not_on_quiet_days, recipient_of, words_for
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.helper_profiles.queries import OBJECT_TYPE
from helpexchange.notifications.actions import tell
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.queries import message_with_key
from helpexchange.notifications.rules import MessageState

FOLDER = "helper_profiles/messages"


def tell_helper(
    helper: HelperProfile,
    message: str,
    *,
    by: Viewer,
    now: datetime,
    once_key: str | None = None,
    due_at: datetime | None = None,
    is_urgent: bool = False,
    **words: object,
) -> bool:
    """Put a message to a helper into the outbox; return whether it is new, not told before under its key.

    Args:
        message: name of the template.
        is_urgent: True goes out on quiet days too.
        words: what the template names beside the words of every message.
    """
    due = due_at or now
    if once_key is not None and message_with_key(by, once_key) is not None:
        return False
    tell(
        to=recipient_of(helper), message=f"{FOLDER}/{message}", words={**words_for(helper), **words},
        about=about_helper(helper), by=by, now=now, once_key=once_key,
        due_at=due if is_urgent else not_on_quiet_days(helper, due),
    )  # fmt: skip
    return True


def take_back_message(helper: HelperProfile, message: str) -> None:
    """Cancel messages of this name that have not gone out yet, because what they tell no longer holds."""
    waiting = (
        (OutboxMessage.person_type == OBJECT_TYPE)
        & (OutboxMessage.person_id == helper.id)
        & (OutboxMessage.message == f"{FOLDER}/{message}")
        & (OutboxMessage.state == MessageState.WAITING)
    )
    db.session.execute(update(OutboxMessage).where(waiting).values(state=MessageState.CANCELLED))
