"""Visits that nobody comes to, and who could."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import exists, func, select
from sqlalchemy.orm import contains_eager, joinedload, load_only

from helpexchange.core.database import db
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.paging import few
from helpexchange.core.viewer import Viewer
from helpexchange.engagements.models import Engagement, Visit
from helpexchange.engagements.rules import EngagementState, VisitState
from helpexchange.help_requests.models import HelpRequest, PersonInNeed
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.match_runs.models import RematchNeed, StandIn
from helpexchange.skills.models import Skill


class VisitWithout(NamedTuple):
    """A visit that nobody comes to, and who could, the best first.

    Attributes:
        is_searched: False until somebody was looked for.
    """

    visit: Visit
    stand_ins: Sequence[StandIn]
    is_searched: bool


def visits_without_helper(
    viewer: Viewer, *, now: datetime, at_most: int, after: int = 0
) -> tuple[Sequence[VisitWithout], int]:
    """Return the next visits of the viewer's offices whose helper cannot come, and how many there are.

    The soonest stand first.

    Args:
        after: so many of them are left out.
    """
    unsearched = exists().where(RematchNeed.visit_id == Visit.id, RematchNeed.done_at.is_(None))
    # A count, for `exists` lets PostgreSQL begin with the needs and go through every visit there ever was.
    needs = select(func.count()).where(RematchNeed.visit_id == Visit.id).correlate(Visit).scalar_subquery()
    next_ones = (
        select(Visit)
        .join(Visit.engagement)
        .where(
            Visit.state == VisitState.CANCELLED, Visit.starts_at > now, needs > 0,
            Engagement.state != EngagementState.ENDED,
        )
        .order_by(Visit.starts_at, Visit.id)
    )  # fmt: skip
    if not viewer.is_network_wide:
        next_ones = next_ones.where(Visit.office_id.in_(viewer.office_ids))
    count = select(func.count()).select_from(next_ones.with_only_columns(Visit.id).order_by(None).subquery())
    statement = (
        few(next_ones, at_most, after=after)
        .add_columns(StandIn, unsearched, count.scalar_subquery())
        .outerjoin(StandIn, StandIn.visit_id == Visit.id)
        .options(*_SHOWN)
        .order_by(StandIn.rank)
    )
    found: dict[int, VisitWithout] = {}
    rows: Any = db.session.execute(statement)
    total = 0
    for visit, stand_in, is_open, total in rows:  # noqa: B007  # the same in each row
        known = found.get(visit.id) or VisitWithout(visit, (), not is_open)
        others = (stand_in,) if stand_in is not None else ()
        found[visit.id] = known._replace(stand_ins=(*known.stand_ins, *others))
    return list(found.values()), total


def stand_in_of_office(viewer: Viewer, stand_in_id: int) -> StandIn:
    """Return somebody who could come to a visit of one of the viewer's offices.

    Raises:
        NotFoundRefusal: there is none, or it is another office's.
    """
    found = db.session.get(StandIn, stand_in_id)
    if found is None or not viewer.sees_office(found.office_id):
        raise NotFoundRefusal
    return found


def stand_in_by_id(_viewer: Viewer, stand_in_id: int) -> StandIn | None:
    """Return it with what its page shows; who asks has read the id from a signed link."""
    request = joinedload(StandIn.visit).joinedload(Visit.request)
    statement = select(StandIn).options(
        joinedload(StandIn.helper),
        request.joinedload(HelpRequest.kind),
        request.joinedload(HelpRequest.person),
        request.joinedload(HelpRequest.district),
        joinedload(StandIn.visit).joinedload(Visit.engagement).joinedload(Engagement.office),
    )
    return db.session.scalar(statement.where(StandIn.id == stand_in_id))


#: What a line shows; each of these records has twenty to forty columns.
_NAMES = (HelperProfile.first_name, HelperProfile.last_name)
_SHOWN = (
    load_only(Visit.starts_at, Visit.engagement_id, Visit.request_id),
    contains_eager(Visit.engagement)
    .load_only(Engagement.helper_id)
    .joinedload(Engagement.helper)
    .load_only(*_NAMES),
    joinedload(Visit.request).load_only(
        HelpRequest.reference, HelpRequest.kind_code, HelpRequest.remote, HelpRequest.person_id
    ),
    joinedload(Visit.request)
    .joinedload(HelpRequest.person)
    .load_only(PersonInNeed.first_name, PersonInNeed.last_name),
    joinedload(Visit.request).joinedload(HelpRequest.kind).load_only(Skill.name),
    joinedload(StandIn.helper).load_only(*_NAMES, HelperProfile.phone),
)
