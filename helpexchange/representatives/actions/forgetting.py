"""What is known of representatives is forgotten: with the person, with their account, or in time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, update

from helpexchange.audit_trail.actions import record
from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.rules import MessageState
from helpexchange.representatives.actions.ending import end_representation
from helpexchange.representatives.models import Representation
from helpexchange.representatives.queries import representations_of, unfinished_of_account
from helpexchange.representatives.rules import REPRESENTATION, EndedBy, EndReason


def end_of_account(*, account_id: int, by: Viewer, now: datetime) -> int:
    """End all that somebody does for others by their account, because it is erased; return how many."""
    own = unfinished_of_account(by, account_id)
    _forget_words([each.id for each in own])
    for each in own:
        end_representation(
            representation=each, ended_by=EndedBy.REPRESENTATIVE, reason=EndReason.ERASED, by=by, now=now
        )
    return len(own)


def end_of_person(*, person_id: int, by: Viewer, now: datetime) -> int:
    """End all that others do for a person who is forgotten, and the words in which they were told of them.

    Return how many ended.
    """
    known = [each for each in representations_of(by, [person_id]) if each.name]  # not yet forgotten
    _forget_words([each.id for each in known])
    unfinished = [each for each in known if each.ended_at is None]
    for each in unfinished:
        end_representation(
            representation=each, ended_by=EndedBy.PERSON, reason=EndReason.ERASED, by=by, now=now
        )
    return len(unfinished)


def forget_contacts(*, before: datetime, by: Viewer, now: datetime) -> int:
    """Forget how to reach representatives whose representation ended before a moment; return of how many."""
    is_known = or_(Representation.phone != "", Representation.email != "")
    old = update(Representation).where(Representation.ended_at < before, is_known)
    gone = db.session.execute(old.values(phone="", phone_key="", email="").returning(Representation.id)).all()
    if gone:
        record(
            act="forget_contacts", object_type=REPRESENTATION, object_id=0, office_id=None, by=by, now=now,
            count=len(gone),
        )  # fmt: skip
    return len(gone)


def _forget_words(ids: Sequence[int]) -> None:
    """Forget what these representatives were told; what still waits is not sent."""
    told = (OutboxMessage.person_type == REPRESENTATION) & OutboxMessage.person_id.in_(ids)
    waits = OutboxMessage.state == MessageState.WAITING
    db.session.execute(update(OutboxMessage).where(told, waits).values(state=MessageState.CANCELLED))
    no_words = {"name": "", "address": "", "subject": "", "text": "", "calendar": ""}
    db.session.execute(update(OutboxMessage).where(told).values(no_words))
