"""What a coordinator sees first in the morning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, case, func, select, true
from sqlalchemy.orm import joinedload, load_only

from helpexchange.accounts.models import Account
from helpexchange.core.database import db
from helpexchange.core.paging import few
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.models import HelpRequest, PersonInNeed
from helpexchange.help_requests.queries.calls import Named
from helpexchange.help_requests.queries.records import of_offices
from helpexchange.help_requests.rules import Channel, Proof, RequestState
from helpexchange.offices.models import District
from helpexchange.skills.models import Skill

#: Late first contacts that are read; all of them are counted.
MOST_LATE = 200
#: What a line shows: a request has forty columns, and a page has a hundred requests.
SHOWN_COLUMNS = (
    HelpRequest.kind_code, HelpRequest.state, HelpRequest.channel, HelpRequest.proof, HelpRequest.owner_id,
    HelpRequest.submitted_at, HelpRequest.first_contact_due_on, HelpRequest.first_contact_at,
)  # fmt: skip
PERSON_COLUMNS = (
    PersonInNeed.first_name, PersonInNeed.last_name, PersonInNeed.phone, PersonInNeed.email,
    PersonInNeed.asked_by,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFilters:
    """What to show of the day; an empty field shows everything."""

    is_mine: bool = False
    channel: Channel | None = None
    kind_code: str = ""

    @property
    def is_filtered(self) -> bool:
        """True when something is left out."""
        return bool(self.is_mine or self.channel or self.kind_code)


class Asking(NamedTuple):
    """Who asks, as far as a line shows them."""

    first_name: str
    last_name: str
    phone: str
    email: str
    asked_by: str

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()


class NewRequest(NamedTuple):
    """What a line shows of a new request; read without records, for a morning may have two hundred."""

    id: int
    kind_code: str
    state: RequestState
    channel: Channel
    proof: Proof
    owner_id: int | None
    submitted_at: datetime
    first_contact_due_on: date | None
    first_contact_at: datetime | None
    kind: Named
    person: Asking | None
    district: Named | None
    owner: Named | None


_REQUEST = [getattr(HelpRequest, name) for name in NewRequest._fields[:9]]
_ASKING = [getattr(PersonInNeed, name) for name in Asking._fields]


class ToClear(NamedTuple):
    """The first of the new requests, how many there are in all, and of how many the first contact is late."""

    first: Sequence[NewRequest]
    total: int
    late: int


def requests_to_clear(
    viewer: Viewer, filters: DayFilters, *, today: date, at_most: int, most_late: int = MOST_LATE
) -> ToClear:
    """Return the new requests, those first whose first contact is due first, and how many there are.

    Args:
        at_most: of those that are not late.
        most_late: of those that are; they stand before the others.
    """
    statement = _fitting(viewer, filters).where(HelpRequest.state == RequestState.SUBMITTED)
    is_late = (HelpRequest.first_contact_due_on < today) & HelpRequest.first_contact_at.is_(None)
    due_first = (
        case((is_late, 0), else_=1), HelpRequest.first_contact_due_on.is_(None),
        HelpRequest.first_contact_due_on, HelpRequest.submitted_at, HelpRequest.id,
    )  # fmt: skip
    counts = statement.with_only_columns(
        func.count().label("total"), func.count().filter(is_late).label("late")
    ).subquery()
    late = select(counts.c.late).scalar_subquery()
    most = at_most + case((late < most_late, late), else_=most_late)
    first = few(statement.order_by(*due_first), most).join(counts, true())
    joined = first.join(HelpRequest.kind).outerjoin(HelpRequest.person).outerjoin(HelpRequest.district)
    columns = (*_REQUEST, counts, Skill.name, District.name, Account.name, PersonInNeed.id, *_ASKING)
    rows = db.session.execute(joined.outerjoin(HelpRequest.owner).with_only_columns(*columns)).all()
    total, late_total = rows[0][len(_REQUEST) : len(_REQUEST) + 2] if rows else (0, 0)
    return ToClear([_new_request(row) for row in rows], total, late_total)


def _new_request(row: Sequence[Any]) -> NewRequest:
    _total, _late, kind, district, owner, person_id, *asking = row[len(_REQUEST) :]
    about = (
        Named(kind),
        None if person_id is None else Asking(*asking),
        None if district is None else Named(district),
        None if owner is None else Named(owner),
    )
    return NewRequest._make((*row[: len(_REQUEST)], *about))


def longest_waiting(viewer: Viewer, filters: DayFilters) -> Select[HelpRequest]:
    """Return the statement of the open requests, those that wait longest for a helper first."""
    statement = _fitting(viewer, filters).where(HelpRequest.state == RequestState.OPEN)
    return _shown(statement).order_by(HelpRequest.submitted_at, HelpRequest.id)


def open_request_count(viewer: Viewer, filters: DayFilters) -> int:
    """Return how many requests `longest_waiting` finds."""
    counted = longest_waiting(viewer, filters).order_by(None).with_only_columns(func.count(HelpRequest.id))
    return db.session.scalar(counted) or 0


def _fitting(viewer: Viewer, filters: DayFilters) -> Select[HelpRequest]:
    statement = of_offices(viewer)
    if filters.is_mine:
        statement = statement.where(HelpRequest.owner_id == viewer.account_id)
    if filters.channel is not None:
        statement = statement.where(HelpRequest.channel == filters.channel)
    if filters.kind_code:
        statement = statement.where(HelpRequest.kind_code == filters.kind_code)
    return statement


def _shown(statement: Select[HelpRequest]) -> Select[HelpRequest]:
    return statement.options(
        load_only(*SHOWN_COLUMNS),
        joinedload(HelpRequest.person).load_only(*PERSON_COLUMNS),
        joinedload(HelpRequest.kind).load_only(Skill.name),
        joinedload(HelpRequest.district).load_only(District.name),
        joinedload(HelpRequest.owner).load_only(Account.name).lazyload("*"),
    )
