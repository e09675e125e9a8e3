"""Everything that hangs on a person goes to another one: the one place to add to when something new does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from helpexchange.accounts.models import Account
from helpexchange.consents.models import Consent
from helpexchange.core.database import db
from helpexchange.follow_up.models import Concern, VisitQuestion
from helpexchange.help_requests.models import HelpRequest, PersonInNeed
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.notifications.models import MessagePreference, OutboxMessage
from helpexchange.people.actions.changes import Changes
from helpexchange.people.models import PersonNote, RecordReading
from helpexchange.people_index.rules import Source
from helpexchange.representatives.models import Representation


def move_everything(
    kept_id: int, gone_id: int, changes: Changes, *, left_over: int | None = None
) -> int | None:
    """Let everything of one person be the other's; return the id of whom they ask as, if they ask.

    Args:
        left_over: the helper profile that is not moved, because `making_one.py` has made one of two.
    """
    kept_people, gone_people = ids_of(PersonInNeed, kept_id), ids_of(PersonInNeed, gone_id)
    target = kept_people[-1] if kept_people else None
    if target is None:
        changes.set(PersonInNeed, "known_id", gone_people, gone_id, kept_id)
    else:
        for each in (*gone_people, *kept_people[:-1]):
            _move_requests(each, target, changes)
    helpers = [each for each in ids_of(HelperProfile, gone_id) if each != left_over]
    changes.set(HelperProfile, "known_id", helpers, gone_id, kept_id)
    changes.set(Account, "known_id", ids_of(Account, gone_id), gone_id, kept_id)
    notes = db.session.scalars(select(PersonNote.id).where(PersonNote.person_id == gone_id)).all()
    changes.set(PersonNote, "person_id", notes, gone_id, kept_id)
    _move_readings(kept_id, gone_id, changes)
    return target if target is not None else (gone_people[-1] if gone_people else None)


def ids_of(model: Any, known_id: int) -> list[int]:
    """Return the ids of a person's records of one kind, the oldest first."""
    return list(db.session.scalars(select(model.id).where(model.known_id == known_id).order_by(model.id)))


def move_told(source: Source, record_id: int, target: int, changes: Changes) -> None:
    """Move what a record was told, wishes to be told, and has agreed to."""
    for model in (OutboxMessage, Consent, VisitQuestion, Concern):
        changes.set(model, "person_id", _of(model, source, record_id), record_id, target)
    message = MessagePreference.message
    theirs = select(message).where(
        MessagePreference.person_type == source.value, MessagePreference.person_id == target
    )
    taken = set(db.session.scalars(theirs))  # one wish for each kind of message: that of who is kept
    own = _of(MessagePreference, source, record_id, message.not_in(taken))
    changes.set(MessagePreference, "person_id", own, record_id, target)


def _of(model: Any, source: Source, record_id: int, *conditions: Any) -> Sequence[int]:
    own = (model.person_type == source.value, model.person_id == record_id)
    return db.session.scalars(select(model.id).where(*own, *conditions).order_by(model.id)).all()


def _move_requests(person_id: int, target: int, changes: Changes) -> None:
    requests = db.session.scalars(select(HelpRequest.id).where(HelpRequest.person_id == person_id)).all()
    changes.set(HelpRequest, "person_id", requests, person_id, target)
    move_told(Source.PERSON_IN_NEED, person_id, target, changes)
    own = select(Representation.id).where(Representation.person_id == person_id).order_by(Representation.id)
    changes.set(Representation, "person_id", db.session.scalars(own).all(), person_id, target)
    account_id, other = _account_of(target), _account_of(person_id)
    if account_id is None:
        changes.set(PersonInNeed, "account_id", [target], None, other)


def _account_of(person_id: int) -> int | None:
    return db.session.scalar(select(PersonInNeed.account_id).where(PersonInNeed.id == person_id))


def _move_readings(kept_id: int, gone_id: int, changes: Changes) -> None:
    """Move who has read what; of the same hour one entry is enough, and the other stays behind."""
    columns = (RecordReading.account_id, RecordReading.hour)
    known = {
        tuple(row) for row in db.session.execute(select(*columns).where(RecordReading.person_id == kept_id))
    }
    rows = db.session.execute(select(RecordReading.id, *columns).where(RecordReading.person_id == gone_id))
    ids = [row[0] for row in rows if (row[1], row[2]) not in known]
    changes.set(RecordReading, "person_id", ids, gone_id, kept_id)
