"""Forgetting: a person, or what was kept long enough. Counts stay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Table, delete, update

from helpexchange.accounts.actions import empty_account
from helpexchange.audit_trail.actions import record
from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.rules import MessageState
from helpexchange.people.actions import forget_traces
from helpexchange.people_index.rules import Source
from helpexchange.privacy.personal_data import PERSONAL
from helpexchange.privacy.queries import (
    ACT,
    NOBODY,
    OBJECT_TYPE,
    belongs_to,
    count_of,
    people_to_forget,
    table_named,
    tables_of,
    words_to_forget,
)
from helpexchange.privacy.rules import Person, PersonKind
from helpexchange.representatives.actions import end_of_account, end_of_person
from helpexchange.representatives.models import Representation


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """How much was forgotten, or would be."""

    people: int
    messages: int
    calls: int
    acts: int
    letters: int
    consents: int
    representations: int
    concerns: int
    cost_exports: int
    closed_months: int


def forget_person(*, person: Person, by: Viewer, now: datetime) -> None:
    """Empty or remove everything personal of somebody; what is counted stays. Twice does no harm."""
    _end_representations(person, by, now)
    forget_traces(source=Source(person.kind), record_id=person.id)
    for name in reversed(tables_of(person.kind)):
        table, condition = table_named(name), belongs_to(person, name)
        if name == "accounts":
            empty_account(account_id=person.id, now=now)
        elif PERSONAL[name].rows_go:
            db.session.execute(delete(table).where(condition))
        elif emptied := _emptied(name, table):
            db.session.execute(update(table).where(condition).values(emptied))
    unsent = (
        OutboxMessage.person_type == person.kind, OutboxMessage.person_id == person.id,
        OutboxMessage.state == MessageState.WAITING,
    )  # fmt: skip
    db.session.execute(update(OutboxMessage).where(*unsent).values(state=MessageState.CANCELLED))
    db.session.expire_all()
    record(act="forget_person", object_type=person.kind, object_id=person.id, office_id=None, by=by, now=now)


def _end_representations(person: Person, by: Viewer, now: datetime) -> None:
    """Let nobody act for whoever is forgotten, nor they for others; the other end is told."""
    if person.kind is PersonKind.PERSON_IN_NEED:
        end_of_person(person_id=person.id, by=by, now=now)
    elif person.kind is PersonKind.ACCOUNT:
        end_of_account(account_id=person.id, by=by, now=now)
        own = Representation.account_id == person.id
        db.session.execute(update(Representation).where(own).values(NOBODY))


def _emptied(name: str, table: Table) -> dict[str, Any]:
    listed = PERSONAL[name]
    return {column: _nothing(table.c[column]) for column in listed.names if column not in listed.stays}


def _nothing(column: Column[Any]) -> object:
    """Return what a column holds when it says nothing: no value, else no, no words, an empty list."""
    if column.nullable:
        return None
    if isinstance(column.type, Boolean):
        return False
    return [] if isinstance(column.type, JSON) else ""


def forget_in_time(*, by: Viewer, now: datetime, is_trial: bool = False) -> Forgotten:
    """Forget people, messages and actors whose days are over, and note how much it was.

    Args:
        is_trial: only count.
    """
    people, words = people_to_forget(by, now=now), words_to_forget(now)
    counts = {what: count_of(by, model, condition) for what, model, condition, _left in words}
    if not is_trial:
        for person in people:
            forget_person(person=person, by=by, now=now)
        for _what, model, condition, left in words:
            db.session.execute(update(model).where(condition).values(left))
        record(
            act=ACT, object_type=OBJECT_TYPE, object_id=0, office_id=None, by=by, now=now,
            people=len(people), **counts,
        )  # fmt: skip
    return Forgotten(people=len(people), **counts)
