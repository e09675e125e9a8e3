"""How long people waited, as numbers of cases by hours, from which the rules take the middle."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import (
    CTE,
    ScalarSelect,
    Select,
    String,
    case,
    cast,
    func,
    literal,
    outerjoin,
    select,
    text,
    union_all,
)

from helpexchange.asking.models import Ask
from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.engagements.models import Visit
from helpexchange.engagements.rules import VisitState
from helpexchange.reports.queries.asks import first_ask
from helpexchange.reports.queries.requests import came, first_agreements, first_of_each
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
    has_language = any(group is Group.LANGUAGE for _event, group in asked)
    waits = _waits(came(viewer, wish, has_language=has_language), {event: None for event, _group in asked})
    statement = union_all(*(_counted(waits, event, group) for event, group in asked))
    return [
        WaitCount(Event(event), Group(group), code or "", *rest)
        for event, group, code, *rest in db.session.execute(statement)
    ]


def _counted(waits: CTE, event: Event, group: Group) -> Select[Any]:
    waited = waits.c[event]
    hours = case((waited < 0, 0), (waited < HOURS_TOLD, waited), else_=waited - waited % DAY_HOURS)
    code = literal("") if group is Group.ALL else waits.c[group]
    columns = (literal(event.value), literal(group.value), code, waits.c.is_before, hours, func.count())
    # By place: a value bound twice makes two expressions to PostgreSQL.
    asked = waited.is_not(None) if group is Group.ALL else waited.is_not(None) & (waits.c.is_before == 0)
    return select(*columns).where(asked).group_by(*(text(str(place)) for place in range(1, 6)))


def _waits(asked: CTE, events: Collection[Event]) -> CTE:
    """Every request with its groups, and the hours until each event, None if none came."""
    agreed = first_agreements(asked)
    joined = outerjoin(asked, agreed, agreed.c.request_id == asked.c.id)
    moments: dict[Event, Any] = {Event.CONTACT: asked.c.first_contact_at, Event.AGREEMENT: agreed.c.at}
    if Event.MATCH in events:
        by_message = first_of_each(asked, Ask.asked_at, Ask.request_id)
        joined = joined.outerjoin(by_message, by_message.c.request_id == asked.c.id)
        moments[Event.MATCH] = first_ask(by_message.c.at, agreed.c.at)
    if Event.VISIT in events:
        moments[Event.VISIT] = case((agreed.c.at.is_not(None), _first_visit(asked.c.id)))
    hours = [hours_between(asked.c.submitted_at, moments[event]).label(event.value) for event in events]
    groups = (
        asked.c.is_before,
        cast(asked.c.channel, String).label(Group.CHANNEL.value),
        cast(asked.c.district_id, String).label(Group.DISTRICT.value),
        asked.c.language.label(Group.LANGUAGE.value),
    )
    return select(*groups, *hours).select_from(joined).cte("waits")


def _first_visit(request_id: Any) -> ScalarSelect[Any]:
    """Return when the first visit about a request began that took place.

    Looked up for each request that somebody agreed to: a town has far more visits than that.
    """
    begins = select(Visit.starts_at).where(Visit.request_id == request_id, Visit.state == VisitState.DONE)
    return begins.order_by(Visit.starts_at).limit(1).scalar_subquery()
