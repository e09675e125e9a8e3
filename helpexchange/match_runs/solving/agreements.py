"""When helpers come to people with whom they have agreed: agreements outlive the proposals they came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from helpexchange.engagements.models import Engagement, VisitSeries
from helpexchange.engagements.rules import UNENDED_STATES, EngagementState, Rhythm

#: Of so many weeks, visits of this rhythm take one.
_WEEKS = {Rhythm.ONCE: 1, Rhythm.WEEKLY: 1, Rhythm.FORTNIGHTLY: 2, Rhythm.MONTHLY: 4}


@dataclass(frozen=True, slots=True)
class Agreement:
    """What a helper does for a request from today on.

    Attributes:
        visits: [weekday, start_min, end_min] each.
        minutes: minutes a week, of visits that come back more seldom their share.
    """

    helper_id: int
    request_id: int
    seat: int
    visits: list[list[int]] = field(default_factory=list)
    minutes: int = 0


def agreements(
    session: Session, today: date, *, helper_id: int | None = None, request_id: int | None = None
) -> Sequence[Agreement]:
    """Return the agreements that have not ended and of which something is to come.

    Args:
        helper_id, request_id: only those of this helper, or for this request.
    """
    statement = (
        select(
            Engagement.id, Engagement.helper_id, Engagement.request_id, Engagement.seat, VisitSeries.rhythm,
            VisitSeries.times,
        )
        .join(VisitSeries, VisitSeries.engagement_id == Engagement.id)
        .where(Engagement.state.in_(UNENDED_STATES), _is_to_come(today))
        .order_by(Engagement.id, VisitSeries.starts_on, VisitSeries.id)
    )  # fmt: skip
    if helper_id is not None:
        statement = statement.where(Engagement.helper_id == helper_id)
    if request_id is not None:
        statement = statement.where(Engagement.request_id == request_id)
    return _gathered(session.execute(statement))


def ended_pairs(session: Session, requests: Any) -> frozenset[tuple[int, int]]:
    """Return (helper id, request id) of agreements that have ended although the person still wants help."""
    statement = select(Engagement.helper_id, Engagement.request_id).where(
        Engagement.state == EngagementState.ENDED, Engagement.request_id.in_(requests)
    )
    return frozenset((helper, request) for helper, request in session.execute(statement))


def _is_to_come(today: date) -> ColumnElement[bool]:
    """A series that is split ends where the next begins, on the same day; then only the next counts."""
    goes_on = or_(VisitSeries.until.is_(None), VisitSeries.until > today)
    is_over = and_(VisitSeries.rhythm == Rhythm.ONCE, VisitSeries.starts_on < today)
    return and_(goes_on, ~is_over)


def _gathered(rows: Any) -> Sequence[Agreement]:
    found: dict[int, Agreement] = {}
    for engagement_id, helper_id, request_id, seat, rhythm, times in rows:
        known = found.get(engagement_id) or Agreement(helper_id, request_id, seat)
        minutes = -(-sum(end - start for _, start, end in times) // _WEEKS[rhythm])
        found[engagement_id] = Agreement(
            helper_id, request_id, seat, [*known.visits, *times], max(known.minutes, minutes)
        )
    return list(found.values())
