"""What is known of a person: one read for the download, the printed sheet and forgetting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, false, or_, select

from helpexchange.audit_trail.queries import history_of_own
from helpexchange.core.database import Base, db
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.models import HelpRequest, PersonInNeed
from helpexchange.help_requests.queries.records import OBJECT_TYPE as REQUEST
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.privacy.ownership import Owner
from helpexchange.privacy.personal_data import NOT_PERSONAL, PERSONAL
from helpexchange.privacy.rules import Person, PersonKind

#: Stands where something is kept that would let others in.
KEPT_SECRET = "kept, not shown"  # noqa: S105  # says that there is a secret, and is none
Rows = list[dict[str, Any]]


#: Where people of each kind stand.
RECORDS = {
    PersonKind.PERSON_IN_NEED: "people_in_need",
    PersonKind.HELPER: "helper_profiles",
    PersonKind.ACCOUNT: "accounts",
}


def tables_of(kind: PersonKind) -> list[str]:
    """Return the tables with rows that belong to people of this kind, in the order of the list."""
    return [name for name, table in PERSONAL.items() if table.owner and _leads_to(table.owner, kind)]


def _leads_to(owner: Owner, kind: PersonKind) -> bool:
    if owner.is_known or owner.kind_column or owner.table == kind:
        return True
    above = PERSONAL[owner.table].owner if owner.table in PERSONAL else None
    return above is not None and _leads_to(above, kind)


def belongs_to(person: Person, table: str) -> ColumnElement[bool]:
    """Return the condition that a row of `table`, one of `tables_of`, belongs to this person."""
    owner = PERSONAL[table].owner
    if owner is None:
        raise LookupError(f"rows of {table} belong to nobody alone")
    return _owned_by(person, table, owner)


def _owned_by(person: Person, name: str, owner: Owner) -> ColumnElement[bool]:
    table = table_named(name)
    column = table.c[owner.column]
    if owner.is_known:
        records = table_named(RECORDS[person.kind])
        return column.in_(select(records.c.known_id).where(records.c.id == person.id))
    if owner.kind_column:
        return and_(table.c[owner.kind_column] == person.kind, column == person.id)
    if owner.table == person.kind:
        return column == person.id
    parent = table_named(owner.table)
    return column.in_(select(parent.c.id).where(belongs_to(person, owner.table)))


def table_named(name: str) -> Table:
    """Return a table by its name in the database."""
    return Base.metadata.tables[name]


def known_of(viewer: Viewer, person: Person, *, is_own: bool = False) -> dict[str, Rows]:
    """Return everything that is known of somebody: rows by table, as names and values.

    What tells of others is left out, and in place of secrets stands that there is one. A viewer who may not
    see the person's office gets nothing.

    Args:
        is_own: whoever calls this has read the person as the viewer's own.
    """
    if not (is_own or _may_see(viewer, person)):
        return {}
    known = {name: _rows(name, _speaks_of(person, name)) for name in PERSONAL}
    known["history"] = _history(viewer, person)
    return {name: rows for name, rows in known.items() if rows}


def _speaks_of(person: Person, name: str) -> ColumnElement[bool]:
    """Return the condition that a row is the person's, alone or with somebody else."""
    table = PERSONAL[name]
    owners = [owner for owner in (table.owner, *table.shared) if owner and _leads_to(owner, person.kind)]
    return or_(*(_owned_by(person, name, owner) for owner in owners)) if owners else false()


def _rows(name: str, condition: ColumnElement[bool]) -> Rows:
    table, listed = table_named(name), PERSONAL[name]
    shown = [each for each in (*NOT_PERSONAL[name], *listed.names) if each not in listed.others]
    statement = select(*(table.c[each] for each in shown)).where(condition)
    rows = db.session.execute(statement.order_by(*table.primary_key.columns)).mappings()
    return [{key: _given(listed.secrets, key, value) for key, value in row.items()} for row in rows]


def _given(secrets: Sequence[str], column: str, value: object) -> object:
    return KEPT_SECRET if column in secrets and value not in (None, "") else value


def _history(viewer: Viewer, person: Person) -> Rows:
    """Return what was done with the person's records and when; by whom is not theirs to know."""
    entries = list(history_of_own(viewer, object_type=person.kind, object_ids=[person.id], at_most=500))
    if person.kind is PersonKind.PERSON_IN_NEED:
        asked = select(HelpRequest.id).where(HelpRequest.person_id == person.id).order_by(HelpRequest.id)
        ids = list(db.session.scalars(asked))
        entries += history_of_own(viewer, object_type=REQUEST, object_ids=ids, at_most=500)
    return [{"at": entry.at, "act": entry.act} for entry in sorted(entries, key=lambda each: each.at)]


def offices_of(_viewer: Viewer, person: Person) -> frozenset[int]:
    """Return the offices that answer for a person; none for an account by itself."""
    if person.kind is PersonKind.ACCOUNT:
        return frozenset()
    if person.kind is PersonKind.HELPER:
        offices = select(HelperProfile.office_id).where(HelperProfile.id == person.id)
    else:
        offices = select(HelpRequest.office_id).where(HelpRequest.person_id == person.id)
    return frozenset(db.session.scalars(offices.distinct().order_by(offices.selected_columns[0])))


def _may_see(viewer: Viewer, person: Person) -> bool:
    if viewer.is_network_wide:
        return True
    if person.kind is PersonKind.ACCOUNT:
        return viewer.account_id == person.id
    return any(map(viewer.sees_office, offices_of(viewer, person)))


def person_of_office(viewer: Viewer, kind: PersonKind, person_id: int) -> tuple[Person, str]:
    """Return somebody of the viewer's offices, and their name.

    Raises:
        NotFoundRefusal: there is nobody, they are another office's, or they are forgotten.
    """
    person = Person(kind=kind, id=person_id)
    model: Any = {PersonKind.HELPER: HelperProfile, PersonKind.PERSON_IN_NEED: PersonInNeed}.get(kind)
    if model is None or not any(map(viewer.sees_office, offices_of(viewer, person))):
        raise NotFoundRefusal
    row = db.session.execute(select(model.first_name, model.last_name).where(model.id == person_id)).one()
    name = f"{row.first_name} {row.last_name}".strip()
    if not name:
        raise NotFoundRefusal
    return person, name


def people_of_account(viewer: Viewer, *, is_themselves: bool = False) -> list[Person]:
    """Return the records of the viewer: the account, what they offer, and those for whom they ask.

    Args:
        is_themselves: without other people for whom they ask.
    """
    if viewer.account_id is None:
        return []
    account = Person(kind=PersonKind.ACCOUNT, id=viewer.account_id)
    offers = select(HelperProfile.id).where(HelperProfile.account_id == viewer.account_id)
    asks = select(PersonInNeed.id).where(PersonInNeed.account_id == viewer.account_id)
    if is_themselves:
        asks = asks.where(PersonInNeed.asked_by == "")
    return [
        account,
        *(_person(PersonKind.HELPER, each) for each in db.session.scalars(_in_order(offers))),
        *(_person(PersonKind.PERSON_IN_NEED, each) for each in db.session.scalars(_in_order(asks))),
    ]


def _in_order(statement: Any) -> Any:
    return statement.order_by(statement.selected_columns[0])


def _person(kind: PersonKind, person_id: int) -> Person:
    return Person(kind=kind, id=person_id)
