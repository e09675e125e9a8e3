"""Engagements and visits in numbers."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import Select, case, extract, func, literal, select, text, union_all

from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.engagements.models import Engagement, Visit
from helpexchange.engagements.rules import UNENDED_STATES, EndReason, VisitState
from helpexchange.reports.queries.wishes import Wish, seen


class Happening(StrEnum):
    """What is counted of engagements: those that run today, and what began and ended."""

    RUNS = "runs"
    BEGAN = "began"
    ENDED = "ended"


class EngagementCount(NamedTuple):
    """How many engagements have this in common; `reason` is set where they ended."""

    office_id: int
    happening: Happening
    reason: EndReason | None
    is_before: int
    number: int


class VisitCount(NamedTuple):
    """The visits of a month with a state; `minutes` is how long they took, or were planned to take."""

    office_id: int
    year: int
    month: int
    state: VisitState
    is_before: int
    number: int
    minutes: int


def engagement_counts(viewer: Viewer, wish: Wish) -> Sequence[EngagementCount]:
    """Return what runs today, and what began and ended in the period and the one before; one statement."""
    runs, began, ended = Happening
    is_running = Engagement.state.in_(UNENDED_STATES)
    reason = func.coalesce(Engagement.end_reason, "")
    parts = (
        _happened(runs, literal(""), literal(0)).where(is_running),
        _happened(began, literal(""), wish.is_before(Engagement.agreed_at)).where(
            wish.covers(Engagement.agreed_at)
        ),
        _happened(ended, reason, wish.is_before(Engagement.ended_at)).where(wish.covers(Engagement.ended_at)),
    )
    statement = union_all(*(part.where(seen(viewer, wish, Engagement.office_id)) for part in parts))
    return [
        EngagementCount(office_id, Happening(happening), EndReason(why) if why else None, before, number)
        for office_id, happening, why, before, number in db.session.execute(statement)
    ]


def _happened(happening: Happening, reason: Any, is_before: Any) -> Select[Any]:
    what = literal(happening.value)
    statement = select(Engagement.office_id, what, reason, is_before, func.count())
    return statement.group_by(Engagement.office_id, text("3"), text("4"))


def visit_counts(viewer: Viewer, wish: Wish) -> Sequence[VisitCount]:
    """Return the visits of the period and of the one before, by month and state, in one statement."""
    minutes = func.coalesce(Visit.minutes_spent, Visit.end_min - Visit.start_min)
    period = wish.period
    is_before = case((Visit.day < period.first, 1), else_=0)
    keys = (Visit.office_id, extract("year", Visit.day), extract("month", Visit.day), Visit.state, is_before)
    places = [text(str(place)) for place in range(1, len(keys) + 1)]
    statement = (
        select(*keys, func.count(), func.sum(minutes))
        .where(Visit.day >= period.before.first, Visit.day < period.until)
        .where(seen(viewer, wish, Visit.office_id))
        .group_by(*places)
        .order_by(*places)
    )
    return [
        VisitCount(office_id, int(year), int(month), state, before, count, int(spent))
        for office_id, year, month, state, before, count, spent in db.session.execute(statement)
    ]
