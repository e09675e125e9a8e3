"""How long people waited, as numbers of cases by hours, from which the rules take the middle."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import CTE, Select, String, Subquery, case, cast, func, literal, select, text, union_all

from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.engagements.models import Visit
from helpexchange.engagements.rules import VisitState
from helpexchange.help_requests.models import HelpRequest, PersonInNeed
from helpexchange.reports.queries.asks import first_asks
from helpexchange.reports.queries.requests import came, first_agreements
from helpexchange.reports.queries.spans import hours_between
from helpexchange.reports.queries.wishes import Wish
from helpexchange.reports.rules import DAY_HOURS, HOURS_TOLD


class Event(StrEnum):
    """What a request waits for."""

    CONTACT = "contact"
    MATCH = "match"
    AGREEMENT = "agreement"
    VISIT = "visit"


class Group(StrEnum):
    """What waits are compared by."""

    ALL = "all"
    CHANNEL = "channel"
    DISTRICT = "district"
    LANGUAGE = "language"


class WaitCount(NamedTuple):
    """How many requests waited so many hours for an event; hours as `rules.told_hours` has them.

    `code` is the channel, the district's id or the language as a word, "" for none.
    """

    event: Event
    group: Group
    code: str
    is_before: int
    hours: int
    number: int


def wait_counts(viewer: Viewer, wish: Wish) -> Sequence[WaitCount]:
    """Return the waits for every event of the requests of the period and of the one before."""
    return _fetched(viewer, wish, [(event, Group.ALL) for event in Event])


def waits_by_group(viewer: Viewer, wish: Wish) -> Sequence[WaitCount]:
    """Return the waits for the first contact and for help, by channel, district and language."""
    events, groups = (Event.CONTACT, Event.AGREEMENT), (Group.CHANNEL, Group.DISTRICT, Group.LANGUAGE)
    return _fetched(viewer, wish, [(event, group) for event in events for group in groups])


def _fetched(viewer: Viewer, wish: Wish, asked: Sequence[tuple[Event, Group]]) -> Sequence[WaitCount]:
    waits = _waits(viewer, wish)
    statement = union_all(*(_counted(waits, event, group) for event, group in asked))
    return [
        WaitCount(Event(event), Group(group), code or "", *rest)
        for event, group, code, *rest in db.session.execute(statement)
    ]


def _counted(waits: CTE, event: Event, group: Group) -> Select[Any]:
    waited = waits.c[event]
    hours = case((waited < HOURS_TOLD, waited), else_=waited - waited % DAY_HOURS)
    code = literal("") if group is Group.ALL else waits.c[group]
    columns = (literal(event.value), literal(group.value), code, waits.c.is_before, hours, func.count())
    # By place: a value bound twice makes two expressions to PostgreSQL.
    return select(*columns).where(waited.is_not(None)).group_by(*(text(str(place)) for place in range(1, 6)))


def _waits(viewer: Viewer, wish: Wish) -> CTE:
    """Every request of the two periods with its groups, and the hours until each event, None if none came."""
    begun = {
        Event.MATCH: first_asks(), Event.AGREEMENT: first_agreements(), Event.VISIT: _first_visits()
    }  # fmt: skip
    moments: dict[Event, Any] = {event: each.c.at for event, each in begun.items()}
    moments[Event.CONTACT] = HelpRequest.first_contact_at
    statement = select(
        wish.is_before(HelpRequest.submitted_at).label("is_before"),
        cast(HelpRequest.channel, String).label(Group.CHANNEL.value),
        cast(HelpRequest.district_id, String).label(Group.DISTRICT.value),
        func.coalesce(PersonInNeed.language, "").label(Group.LANGUAGE.value),
        *(hours_between(HelpRequest.submitted_at, moments[event]).label(event.value) for event in Event),
    ).select_from(HelpRequest)
    statement = statement.outerjoin(PersonInNeed, PersonInNeed.id == HelpRequest.person_id)
    for each in begun.values():
        statement = statement.outerjoin(each, each.c.request_id == HelpRequest.id)
    return statement.where(came(viewer, wish)).cte("waits")


def _first_visits() -> Subquery:
    statement = select(Visit.request_id, func.min(Visit.starts_at).label("at"))
    return statement.where(Visit.state == VisitState.DONE).group_by(Visit.request_id).subquery()
