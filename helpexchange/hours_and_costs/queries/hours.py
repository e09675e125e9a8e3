"""Hours of helpers: their visits, and what they did without one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from helpexchange.accounts.roles import Permission
from helpexchange.core.database import db
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.viewer import Viewer
from helpexchange.engagements.models import Visit
from helpexchange.engagements.rules import VisitState
from helpexchange.help_requests.models import HelpRequest
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.hours_and_costs.models import LoggedHours
from helpexchange.hours_and_costs.rules import HourKind, Month
from helpexchange.offices.models import District
from helpexchange.skills.models import Skill


class MinutesOfKind(NamedTuple):
    """Minutes of visits of one kind of help, or (`kind_code` empty) of hours without a visit."""

    kind_code: str
    kind_name: str
    hour_kind: HourKind | None
    minutes: int


def helper_with_hours(viewer: Viewer, helper_id: int) -> HelperProfile:
    """Return a helper of one of the viewer's offices.

    Raises:
        NotFoundRefusal: there is none, they are another office's, or the viewer sees no hours.
    """
    statement = select(HelperProfile).options(joinedload(HelperProfile.district).joinedload(District.office))
    helper = db.session.scalar(statement.where(HelperProfile.id == helper_id))
    if helper is None or not viewer.may(Permission.SEE_COSTS) or not viewer.sees_office(helper.office_id):
        raise NotFoundRefusal
    return helper


def visits_of_month(_viewer: Viewer, helper_id: int, month: Month, *, now: datetime) -> Sequence[Visit]:
    """Return the visits of a helper, whom the viewer has read before, that were to take place, in order."""
    statement = select(Visit).options(
        joinedload(Visit.request).joinedload(HelpRequest.person),
        joinedload(Visit.request).joinedload(HelpRequest.kind),
    )
    statement = statement.where(
        Visit.helper_id == helper_id, Visit.day >= month.first, Visit.day < month.before,
        Visit.starts_at <= now, Visit.state != VisitState.CANCELLED,
    )  # fmt: skip
    return db.session.scalars(statement.order_by(Visit.starts_at, Visit.id)).all()


def logged_of_month(_viewer: Viewer, helper_id: int, month: Month) -> Sequence[LoggedHours]:
    """Return the hours without a visit of a helper whom the viewer has read before, in order."""
    statement = select(LoggedHours).where(
        LoggedHours.helper_id == helper_id,
        LoggedHours.day >= month.first,
        LoggedHours.day < month.before,
    )
    return db.session.scalars(statement.order_by(LoggedHours.day, LoggedHours.id)).all()


def logged_of_helper(_viewer: Viewer, helper_id: int, entry_id: int) -> LoggedHours:
    """Return hours of a helper whom the viewer has read before.

    Raises:
        NotFoundRefusal: there are none, or they are somebody else's.
    """
    entry = db.session.get(LoggedHours, entry_id)
    if entry is None or entry.helper_id != helper_id:
        raise NotFoundRefusal
    return entry


def logged_by_reference(_viewer: Viewer, reference: str) -> LoggedHours | None:
    """Return the hours that a form has entered already."""
    return db.session.scalar(select(LoggedHours).where(LoggedHours.reference == reference))


def minutes_by_kind(_viewer: Viewer, helper_id: int, *, first: date, before: date) -> list[MinutesOfKind]:
    """Return how long a helper, whom the viewer has read before, helped from `first` until `before`.

    The longest comes first.
    """
    kinds = [
        MinutesOfKind(code, name, None, minutes or 0)
        for code, name, minutes in db.session.execute(_minutes_of_visits(helper_id, first, before))
    ]
    total = func.sum(LoggedHours.minutes)
    logged = select(LoggedHours.kind, total).where(
        LoggedHours.helper_id == helper_id, LoggedHours.day >= first, LoggedHours.day < before
    )
    kinds += [
        MinutesOfKind("", "", kind, minutes)
        for kind, minutes in db.session.execute(logged.group_by(LoggedHours.kind).order_by(LoggedHours.kind))
    ]
    return sorted(kinds, key=lambda each: (-each.minutes, each.kind_code, each.hour_kind or ""))


def _minutes_of_visits(helper_id: int, first: date, before: date) -> Select[str, str, int | None]:
    statement = select(Skill.code, Skill.name, func.sum(Visit.minutes_spent))
    statement = statement.join(HelpRequest, HelpRequest.kind_code == Skill.code)
    statement = statement.join(Visit, Visit.request_id == HelpRequest.id).where(
        Visit.helper_id == helper_id, Visit.day >= first, Visit.day < before,
        Visit.state == VisitState.DONE, Visit.minutes_spent.is_not(None),
    )  # fmt: skip
    return statement.group_by(Skill.code, Skill.name).order_by(Skill.code)


def minutes_of(_viewer: Viewer, helper_id: int, *, first: date, before: date) -> int:
    """Return all minutes of a helper, whom the viewer has read before, from `first` until `before`."""
    visits = select(func.coalesce(func.sum(Visit.minutes_spent), 0)).where(
        Visit.helper_id == helper_id, Visit.day >= first, Visit.day < before, Visit.state == VisitState.DONE
    )
    logged = select(func.coalesce(func.sum(LoggedHours.minutes), 0)).where(
        LoggedHours.helper_id == helper_id, LoggedHours.day >= first, LoggedHours.day < before
    )
    both = select(visits.scalar_subquery(), logged.scalar_subquery())
    return sum(int(each) for each in db.session.execute(both).one())
