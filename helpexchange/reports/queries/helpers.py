"""Helpers in numbers: who is active or new, who is never asked or too often, how the load is spread."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Subquery, case, func, select, text

from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.engagements.models import Engagement
from helpexchange.engagements.rules import UNENDED_STATES
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.helper_profiles.rules import HelperState
from helpexchange.reports.queries.asks import asks
from helpexchange.reports.queries.spans import hours_between
from helpexchange.reports.queries.wishes import Wish, flag, seen
from helpexchange.reports.rules import DAY_HOURS, OFTEN_ASKS, OFTEN_WITHIN

#: More engagements than this count as so many.
MOST_TOLD = 3


class HelperCount(NamedTuple):
    """How many helpers have all of this in common; the flags are 0 or 1.

    `is_new` and `was_new` say that they signed up in the period, or in the one before; `is_asked` that they
    were ever asked; `asked_now` in the period; `asked_often` too often in it. `engagements` have not ended,
    0 to `MOST_TOLD`.
    """

    office_id: int
    state: HelperState
    is_new: int
    was_new: int
    is_asked: int
    asked_now: int
    asked_often: int
    engagements: int
    number: int


def helper_counts(viewer: Viewer, wish: Wish) -> Sequence[HelperCount]:
    """Return all helpers as they stand today, and what happened to them in the period, in one statement."""
    asked, load = _asked(wish), _load()
    engaged = func.coalesce(load.c.engagements, 0)
    new = wish.is_before(HelperProfile.created_at)
    keys: tuple[Any, ...] = (
        HelperProfile.office_id, HelperProfile.state,
        flag(wish.now(HelperProfile.created_at)),
        case((wish.covers(HelperProfile.created_at), new), else_=0),
        flag(asked.c.helper_id.is_not(None)),
        func.coalesce(asked.c.asked_now, 0), func.coalesce(asked.c.asked_often, 0),
        case((engaged > MOST_TOLD, MOST_TOLD), else_=engaged),
    )  # fmt: skip
    places = [text(str(place)) for place in range(1, len(keys) + 1)]
    statement = (
        select(*keys, func.count())
        .outerjoin(asked, asked.c.helper_id == HelperProfile.id)
        .outerjoin(load, load.c.helper_id == HelperProfile.id)
        .where(seen(viewer, wish, HelperProfile.office_id))
        .group_by(*places)
        .order_by(*places)
    )
    return [HelperCount._make(row) for row in db.session.execute(statement)]


def _asked(wish: Wish) -> Subquery:
    """For every helper who was ever asked: whether in the period, and whether too often in it.

    Too often: the ask that is `OFTEN_ASKS` - 1 asks earlier was within `OFTEN_WITHIN`.
    """
    every = asks()
    earlier = func.lag(every.c.at, OFTEN_ASKS - 1).over(
        partition_by=every.c.helper_id, order_by=(every.c.at, every.c.request_id)
    )
    with_earlier = select(every.c.helper_id, every.c.at, earlier.label("earlier")).subquery()
    at, before = with_earlier.c.at, with_earlier.c.earlier
    is_close = hours_between(before, at) < OFTEN_WITHIN.days * DAY_HOURS
    often = before.is_not(None) & is_close & wish.now(at)
    statement = select(
        with_earlier.c.helper_id,
        func.max(flag(wish.now(at))).label("asked_now"),
        func.max(flag(often)).label("asked_often"),
    )
    return statement.group_by(with_earlier.c.helper_id).subquery()


def _load() -> Subquery:
    statement = select(Engagement.helper_id, func.count().label("engagements"))
    running = statement.where(Engagement.state.in_(UNENDED_STATES))
    return running.group_by(Engagement.helper_id).subquery()
