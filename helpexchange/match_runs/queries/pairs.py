"""Reading what two people of a proposal have in common: their times, and what was between them before."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, literal, select

from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.core.week import WeeklyTime
from helpexchange.engagements.models import Engagement
from helpexchange.engagements.rules import EndReason
from helpexchange.help_requests.models import HelpRequest, RequestTime
from helpexchange.helper_profiles.models import HelperTime
from helpexchange.match_runs.models import Proposal

_HELPER, _REQUEST = "helper", "request"


@dataclass(frozen=True, slots=True)
class Times:
    """When helpers and those who ask have time, by record id; who is missing has named no times."""

    helpers: Mapping[int, list[WeeklyTime]] = field(default_factory=dict)
    requests: Mapping[int, list[WeeklyTime]] = field(default_factory=dict)


class Before(NamedTuple):
    """Earlier engagements of two people.

    Attributes:
        ended_at: when the last of them ended; None while one goes on.
        went_badly: one ended because the two did not get on.
    """

    ended_at: datetime | None
    went_badly: bool


def times_of(_viewer: Viewer, proposals: Collection[Proposal]) -> Times:
    """Return the weekly times of the people of proposals that the viewer has read, in one statement."""
    helper_ids = {proposal.helper_id for proposal in proposals}
    request_ids = {proposal.request_id for proposal in proposals}
    return weekly_times(_viewer, helper_ids=helper_ids, request_ids=request_ids)


def weekly_times(
    _viewer: Viewer, *, helper_ids: Collection[int] = (), request_ids: Collection[int] = ()
) -> Times:
    """Return the weekly times of helpers and requests that the viewer has read, in one statement."""
    if not helper_ids and not request_ids:
        return Times()
    of_helpers = select(
        literal(_HELPER).label("whose"), HelperTime.helper_id.label("owner_id"), HelperTime.weekday,
        HelperTime.start_min, HelperTime.end_min,
    ).where(HelperTime.helper_id.in_(helper_ids))  # fmt: skip
    of_requests = select(
        literal(_REQUEST), RequestTime.request_id, RequestTime.weekday, RequestTime.start_min,
        RequestTime.end_min,
    ).where(RequestTime.request_id.in_(request_ids))  # fmt: skip
    both = of_helpers.union_all(of_requests).subquery()
    found: dict[str, dict[int, list[WeeklyTime]]] = {_HELPER: {}, _REQUEST: {}}
    for whose, owner_id, *time in db.session.execute(select(both).order_by(*both.c)):
        found[whose].setdefault(owner_id, []).append(WeeklyTime(*time))
    return Times(found[_HELPER], found[_REQUEST])


def before_between(viewer: Viewer, proposals: Iterable[Proposal]) -> Mapping[tuple[int, int], Before]:
    """Return what was between the people of proposals before, by helper id and id of the person in need.

    Only what the viewer's offices know counts.
    """
    pairs = {(each.helper_id, each.request.person_id) for each in proposals if each.request.person_id}
    if not pairs:
        return {}
    keys = (Engagement.helper_id, HelpRequest.person_id)
    went_badly = func.count().filter(Engagement.end_reason == EndReason.DID_NOT_GET_ON)
    going_on = func.count().filter(Engagement.ended_at.is_(None))
    statement = (
        select(*keys, func.max(Engagement.ended_at), going_on, went_badly)
        .join(HelpRequest, HelpRequest.id == Engagement.request_id)
        .where(keys[0].in_({pair[0] for pair in pairs}), keys[1].in_({pair[1] for pair in pairs}))
        .group_by(*keys)
        .order_by(*keys)
    )
    if not viewer.is_network_wide:
        statement = statement.where(Engagement.office_id.in_(viewer.office_ids))
    return {
        (helper_id, person_id): Before(None if open_ones else ended_at, bool(bad))
        for helper_id, person_id, ended_at, open_ones, bad in db.session.execute(statement)
        if person_id is not None and (helper_id, person_id) in pairs
    }
