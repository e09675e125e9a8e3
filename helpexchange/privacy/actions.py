"""Forgetting: a person, or what was kept long enough. Counts stay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Table, delete, update

from helpexchange.audit_trail.actions import record
from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.notifications.models import OutboxMessage
from helpexchange.privacy.personal_data import PERSONAL
from helpexchange.privacy.queries import (
    acts_to_forget,
    belongs_to,
    count_of,
    messages_to_forget,
    people_to_forget,
    table_named,
    tables_of,
)
from helpexchange.privacy.rules import Person

_NO_WORDS = {"name": "", "address": "", "subject": "", "text": ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """How much was forgotten, or would be."""

    people: int
    messages: int
    acts: int


def forget_person(*, person: Person, by: Viewer, now: datetime) -> None:
    """Empty or remove everything personal of somebody; what is counted stays. Twice does no harm."""
    for name in reversed(tables_of(person.kind)):
        table, condition = table_named(name), belongs_to(person, name)
        if PERSONAL[name].rows_go:
            db.session.execute(delete(table).where(condition))
        else:
            db.session.execute(update(table).where(condition).values(_emptied(name, table)))
    to_person = (OutboxMessage.person_type == person.kind, OutboxMessage.person_id == person.id)
    db.session.execute(update(OutboxMessage).where(*to_person).values(_NO_WORDS))
    db.session.expire_all()
    record(act="forget_person", object_type=person.kind, object_id=person.id, office_id=None, by=by, now=now)


def _emptied(name: str, table: Table) -> dict[str, Any]:
    columns = [column for names in PERSONAL[name].columns.values() for column in names]
    return {column: _nothing(table.c[column]) for column in columns}


def _nothing(column: Column[Any]) -> object:
    """Return what a column holds when it says nothing: no value, else no words, else an empty list."""
    if column.nullable:
        return None
    return [] if isinstance(column.type, JSON) else ""


def forget_in_time(*, by: Viewer, now: datetime, is_trial: bool = False) -> Forgotten:
    """Forget people, messages and actors whose days are over.

    Args:
        is_trial: only count.
    """
    people = people_to_forget(by, now=now)
    done = Forgotten(
        people=len(people),
        messages=count_of(by, OutboxMessage, messages_to_forget(now)),
        acts=count_of(by, AuditEntry, acts_to_forget(now)),
    )
    if is_trial:
        return done
    for person in people:
        forget_person(person=person, by=by, now=now)
    db.session.execute(update(OutboxMessage).where(messages_to_forget(now)).values(_NO_WORDS))
    db.session.execute(update(AuditEntry).where(acts_to_forget(now)).values(actor="", details={}))
    return done
