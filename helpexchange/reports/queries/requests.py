"""How many requests came, and how soon they were served, by everything a table breaks them down by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Subquery, func, select

from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.engagements.models import Engagement
from helpexchange.help_requests.models import HelpRequest, PersonInNeed
from helpexchange.help_requests.rules import Channel, RequestState
from helpexchange.reports.queries.spans import hours_between
from helpexchange.reports.queries.wishes import Wish, seen
from helpexchange.reports.rules import DAY_HOURS

#: Served within so many days; a day has 24 hours.
WITHIN_DAYS = (1, 3, 7, 14)
#: Nobody helps yet, and nobody has ended it.
WAITING_STATES = (RequestState.SUBMITTED, RequestState.OPEN, RequestState.PROPOSED)


class RequestCount(NamedTuple):
    """How many requests have all of this in common.

    `language` is the one in which the person is told things, "" for the town's. `is_before` is 1 for
    requests of the period before. `within_…` were served within so many days.
    """

    office_id: int
    district_id: int | None
    kind_code: str
    channel: Channel
    language: str
    is_before: int
    came: int
    within_1: int
    within_3: int
    within_7: int
    within_14: int
    waiting: int


def request_counts(viewer: Viewer, wish: Wish) -> Sequence[RequestCount]:
    """Return the requests of the period and of the one before, in one statement."""
    each = _each_request(viewer, wish)
    keys = (
        each.c.office_id, each.c.district_id, each.c.kind_code, each.c.channel, each.c.language,
        each.c.is_before,
    )  # fmt: skip
    hours = hours_between(each.c.submitted_at, each.c.agreed_at)
    within = [func.count().filter(hours < days * DAY_HOURS) for days in WITHIN_DAYS]
    waiting = func.count().filter(each.c.state.in_(WAITING_STATES), each.c.agreed_at.is_(None))
    statement = select(*keys, func.count(), *within, waiting).group_by(*keys).order_by(*keys)
    return [RequestCount(*row) for row in db.session.execute(statement)]


def _each_request(viewer: Viewer, wish: Wish) -> Subquery:
    agreed = first_agreements(viewer, wish)
    statement = (
        select(
            HelpRequest.office_id, HelpRequest.district_id, HelpRequest.kind_code, HelpRequest.channel,
            HelpRequest.state,
            func.coalesce(PersonInNeed.language, "").label("language"),
            wish.is_before(HelpRequest.submitted_at).label("is_before"),
            HelpRequest.submitted_at, agreed.c.at.label("agreed_at"),
        )
        .outerjoin(PersonInNeed, PersonInNeed.id == HelpRequest.person_id)
        .outerjoin(agreed, agreed.c.request_id == HelpRequest.id)
        .where(came(viewer, wish))
    )  # fmt: skip
    return statement.subquery()


def first_of_each(
    viewer: Viewer, wish: Wish, moment: Any, request_id: Any, *conditions: ColumnElement[bool]
) -> Subquery:
    """Return `request_id` and `at`, the first such moment, of the requests that came in the two periods.

    Grouped before it is joined: asked request by request, months of a town took nearly twice as long.
    """
    these = select(HelpRequest.id).where(came(viewer, wish))
    statement = select(request_id.label("request_id"), func.min(moment).label("at"))
    return statement.where(request_id.in_(these), *conditions).group_by(request_id).subquery()


def first_agreements(viewer: Viewer, wish: Wish) -> Subquery:
    """Return when somebody agreed to help with a request for the first time."""
    return first_of_each(viewer, wish, Engagement.agreed_at, Engagement.request_id)


def came(viewer: Viewer, wish: Wish) -> Any:
    """Return the condition for requests that came in the period or the one before."""
    return (
        wish.covers(HelpRequest.submitted_at)
        & (HelpRequest.state != RequestState.DRAFT)
        & seen(viewer, wish, HelpRequest.office_id)
    )
