"""What is known of a person, and whose time has come to be forgotten."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, exists, func, select

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.database import Base, db
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.models import CallBack, HelpRequest, PersonInNeed
from helpexchange.help_requests.queries.records import OBJECT_TYPE as REQUEST
from helpexchange.help_requests.rules import FINAL_STATES
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.helper_profiles.queries import OBJECT_TYPE as HELPER
from helpexchange.helper_profiles.rules import HelperState
from helpexchange.notifications.models import LetterBatch, OutboxMessage
from helpexchange.notifications.rules import MessageState
from helpexchange.people_index.models import KnownPerson
from helpexchange.privacy.personal_data import PERSONAL
from helpexchange.privacy.rules import Kept, Person, PersonKind, limit

#: What is left of a message whose words are forgotten.
NO_WORDS: dict[str, object] = {"name": "", "address": "", "subject": "", "text": ""}
_ENDED_MESSAGES = (MessageState.SENT, MessageState.CANCELLED)


def tables_of(kind: PersonKind) -> list[str]:
    """Return the tables with rows that belong to people of this kind, in the order of the list."""
    return [name for name in PERSONAL if _leads_to(name, kind)]


def _leads_to(table: str, kind: PersonKind) -> bool:
    owner = PERSONAL[table].owner if table in PERSONAL else None
    return owner is not None and (owner.table == kind or _leads_to(owner.table, kind))


def belongs_to(person: Person, table: str) -> ColumnElement[bool]:
    """Return the condition that a row of `table`, one of `tables_of`, belongs to this person."""
    owner = PERSONAL[table].owner
    if owner is None:
        raise LookupError(f"rows of {table} belong to nobody alone")
    column = table_named(table).c[owner.column]
    if owner.table == person.kind:
        return column == person.id
    parent = table_named(owner.table)
    return column.in_(select(parent.c.id).where(belongs_to(person, owner.table)))


def table_named(name: str) -> Table:
    """Return a table by its name in the database."""
    return Base.metadata.tables[name]


def known_of(viewer: Viewer, person: Person) -> dict[str, list[dict[str, Any]]]:
    """Return everything personal that is known of somebody: rows by table, as names and values.

    A viewer who may not see the person's office gets nothing.
    """
    if not _may_see(viewer, person):
        return {}
    known = {}
    for name in tables_of(person.kind):
        table = table_named(name)
        columns = [column for names in PERSONAL[name].columns.values() for column in names]
        rows = db.session.execute(
            select(*(table.c[column] for column in columns))
            .where(belongs_to(person, name))
            .order_by(*table.primary_key.columns)
        )
        known[name] = [dict(row) for row in rows.mappings()]
    return known


def _may_see(viewer: Viewer, person: Person) -> bool:
    if person.kind is PersonKind.HELPER:
        offices = select(HelperProfile.office_id).where(HelperProfile.id == person.id)
    else:
        offices = select(HelpRequest.office_id).where(HelpRequest.person_id == person.id)
    return viewer.is_network_wide or any(map(viewer.sees_office, db.session.scalars(offices.distinct())))


def people_to_forget(_viewer: Viewer, *, now: datetime) -> list[Person]:
    """Return the people whose days are over; nobody with anything unfinished is among them."""
    asked = db.session.scalars(_people_in_need_due(limit(Kept.SINCE_LAST_REQUEST_ENDED, now)))
    helped = db.session.scalars(_helpers_due(limit(Kept.SINCE_HELPER_LEFT, now)))
    return [
        *(Person(kind=PersonKind.PERSON_IN_NEED, id=found) for found in asked),
        *(Person(kind=PersonKind.HELPER, id=found) for found in helped),
    ]


def _people_in_need_due(before: datetime) -> Any:
    own = HelpRequest.person_id == PersonInNeed.id
    unfinished = exists().where(own, HelpRequest.state.not_in(FINAL_STATES))
    recent = exists().where(own, HelpRequest.submitted_at >= before)
    touched = exists().where(
        own,
        AuditEntry.object_type == REQUEST,
        AuditEntry.object_id == HelpRequest.id,
        AuditEntry.at >= before,
    )
    # Who was merged with somebody else has no requests any more, but may come back while it can be undone.
    merged = exists().where(KnownPerson.id == PersonInNeed.known_id, KnownPerson.merged_into_id.is_not(None))
    return (
        select(PersonInNeed.id)
        .where(PersonInNeed.first_name != "", ~unfinished, ~recent, ~touched, ~merged)
        .order_by(PersonInNeed.id)
    )


def _helpers_due(before: datetime) -> Any:
    touched = exists().where(
        AuditEntry.object_type == HELPER, AuditEntry.object_id == HelperProfile.id, AuditEntry.at >= before
    )
    gone = HelperProfile.state.in_((HelperState.LEFT, HelperState.DECLINED))
    return (
        select(HelperProfile.id)
        .where(HelperProfile.first_name != "", gone, HelperProfile.created_at < before, ~touched)
        .order_by(HelperProfile.id)
    )


def words_to_forget(now: datetime) -> list[tuple[str, type[Base], ColumnElement[bool], dict[str, object]]]:
    """Return whose words are forgotten now, although no person is: what, rows, condition and what is left."""
    ended = limit(Kept.SINCE_MESSAGE_ENDED, now)
    done = limit(Kept.SINCE_ACT, now)
    sent = and_(
        OutboxMessage.state.in_(_ENDED_MESSAGES), OutboxMessage.created_at < ended, OutboxMessage.text != ""
    )
    called = and_(CallBack.request_id.is_(None), CallBack.done_at < ended, CallBack.name != "")
    acted = and_(AuditEntry.at < done, AuditEntry.actor != "")
    printed = and_(LetterBatch.made_at < done, LetterBatch.made_by != "")
    return [
        ("messages", OutboxMessage, sent, NO_WORDS),
        ("calls", CallBack, called, {"name": "", "phone": "", "note": ""}),
        ("acts", AuditEntry, acted, {"actor": "", "details": {}}),
        ("letters", LetterBatch, printed, {"made_by": ""}),
    ]


def count_of(_viewer: Viewer, model: type[Base], condition: ColumnElement[bool]) -> int:
    """Return how many rows meet a condition."""
    return db.session.scalar(select(func.count()).select_from(model).where(condition)) or 0
