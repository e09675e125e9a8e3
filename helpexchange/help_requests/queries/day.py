"""What a coordinator sees first in the morning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import Select, func, true
from sqlalchemy.orm import joinedload

from helpexchange.core.database import db
from helpexchange.core.paging import few
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.queries.records import of_offices
from helpexchange.help_requests.rules import Channel, RequestState

MOST_NEW = 60


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


class ToClear(NamedTuple):
    """The first of the new requests, how many there are in all, and of how many the first contact is late."""

    first: Sequence[HelpRequest]
    total: int
    late: int


def requests_to_clear(
    viewer: Viewer, filters: DayFilters, *, today: date, at_most: int = MOST_NEW
) -> ToClear:
    """Return the new requests, those first whose first contact is due first, and how many there are."""
    statement = _fitting(viewer, filters).where(HelpRequest.state == RequestState.SUBMITTED)
    due_first = (
        HelpRequest.first_contact_due_on.is_(None), HelpRequest.first_contact_due_on,
        HelpRequest.submitted_at, HelpRequest.id,
    )  # fmt: skip
    is_late = (HelpRequest.first_contact_due_on < today) & HelpRequest.first_contact_at.is_(None)
    counts = statement.with_only_columns(
        func.count().label("total"), func.count().filter(is_late).label("late")
    ).subquery()
    first = _shown(few(statement.order_by(*due_first), at_most)).add_columns(counts)
    rows = db.session.execute(first.join(counts, true())).all()
    return ToClear([row[0] for row in rows], *(rows[0][1:] if rows else (0, 0)))


def longest_waiting(viewer: Viewer, filters: DayFilters) -> Select[HelpRequest]:
    """Return the statement of the open requests, those that wait longest for a helper first."""
    statement = _fitting(viewer, filters).where(HelpRequest.state == RequestState.OPEN)
    return _shown(statement).order_by(HelpRequest.submitted_at, HelpRequest.id)


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
        joinedload(HelpRequest.person),
        joinedload(HelpRequest.kind),
        joinedload(HelpRequest.district),
        joinedload(HelpRequest.owner).lazyload("*"),
    )
