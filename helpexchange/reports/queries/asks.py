"""When helpers were asked: for a request, to step in for one visit, or directly, by agreeing with the office.

An approval is no ask: it can be taken back before the helper hears of it, and then nobody was asked.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Subquery, case, exists, func, select, union_all

from helpexchange.asking.models import Ask
from helpexchange.engagements.models import Engagement, Visit
from helpexchange.match_runs.models import StandIn


def asks() -> Subquery:
    """Return every ask: `helper_id`, `request_id`, and `at`, the moment when the helper was asked.

    Whoever agreed with the office without a message was asked too, at that moment; else helpers who are asked
    by phone or in the street would stand among those whom nobody asks.
    """
    by_message = select(Ask.helper_id, Ask.request_id, Ask.asked_at.label("at")).where(
        Ask.asked_at.is_not(None)
    )
    to_step_in = (
        select(StandIn.helper_id, Visit.request_id, StandIn.asked_at)
        .join(Visit, Visit.id == StandIn.visit_id)
        .where(StandIn.asked_at.is_not(None))
    )
    was_asked = exists().where(
        Ask.request_id == Engagement.request_id, Ask.helper_id == Engagement.helper_id,
        Ask.asked_at.is_not(None),
    )  # fmt: skip
    directly = select(Engagement.helper_id, Engagement.request_id, Engagement.agreed_at).where(~was_asked)
    return union_all(by_message, to_step_in, directly).subquery()


def first_ask(
    asked: ColumnElement[datetime | None], agreed: ColumnElement[datetime | None]
) -> ColumnElement[datetime | None]:
    """Return when a helper was first asked for a request, or agreed to it directly; NULL for never."""
    return case((agreed < asked, agreed), else_=func.coalesce(asked, agreed))
