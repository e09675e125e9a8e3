"""People stop messages that are not essential, or want them again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.exc import IntegrityError

from helpexchange.audit_trail.actions import record
from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.notifications.actions.changing import move
from helpexchange.notifications.models import MessagePreference
from helpexchange.notifications.queries import preference, unsent_messages
from helpexchange.notifications.rules import About, MessageState


def stop_messages(*, person: About, message: str, by: Viewer, now: datetime) -> None:
    """Send this person no more messages of a kind that is not essential; those that wait are cancelled.

    Whoever calls this has seen that `by` holds the link that only this person got. Twice does no harm.

    Args:
        message: the kind, as told to `tell`.
    """
    wish = _preference(person, message, by)
    if wish.stopped_at is not None:
        return
    wish.stopped_at = now
    for waiting in unsent_messages(by, person, message):
        move(waiting, MessageState.CANCELLED, act="stop_message", by=by, now=now)
    _note("stop_messages", person, message, by, now)


def allow_messages(*, person: About, message: str, by: Viewer, now: datetime) -> None:
    """Send this person messages of this kind again; what was cancelled meanwhile stays so."""
    wish = _preference(person, message, by)
    if wish.stopped_at is not None:
        wish.stopped_at = None
        _note("allow_messages", person, message, by, now)


def _preference(person: About, message: str, by: Viewer) -> MessagePreference:
    known = preference(by, person, message)
    if known is not None:
        return known
    new = MessagePreference(person_type=person.object_type, person_id=person.object_id, message=message)
    try:
        with db.session.begin_nested():
            db.session.add(new)
    except IntegrityError:  # two clicks at the same moment
        known = preference(by, person, message)
        if known is None:
            raise
        return known
    return new


def _note(act: str, person: About, message: str, by: Viewer, now: datetime) -> None:
    record(
        act=act, object_type=person.object_type, object_id=person.object_id, office_id=None, by=by, now=now,
        message=message,
    )  # fmt: skip
