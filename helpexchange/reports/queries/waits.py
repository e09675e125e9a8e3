"""How long people waited, as numbers of cases by hours, from which the rules take the middle."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import (
    CTE,
    Select,
    String,
    case,
    cast,
    func,
    literal,
    select,
    text,
    union_all,
)

from helpexchange.asking.models import Ask
from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.engagements.models import Visit
from helpexchange.engagements.rules import VisitState
from helpexchange.help_requests.models import HelpRequest, PersonInNeed
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
    waits = _waits(viewer, wish, {event: None for event, _group in asked})
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


def _waits(viewer: Viewer, wish: Wish, events: Collection[Event]) -> CTE:
    """Every request of the two periods with its groups, and the hours until each event, None if none came."""
    firsts = {"agreed_at": first_agreements(viewer, wish)}
    if Event.MATCH in events:
        firsts["asked_at"] = first_of_each(viewer, wish, Ask.asked_at, Ask.request_id)
    if Event.VISIT in events:
        is_done = Visit.state == VisitState.DONE
        firsts["visited_at"] = first_of_each(viewer, wish, Visit.starts_at, Visit.request_id, is_done)
    asked: Any = select(
        wish.is_before(HelpRequest.submitted_at).label("is_before"),
        cast(HelpRequest.channel, String).label(Group.CHANNEL.value),
        cast(HelpRequest.district_id, String).label(Group.DISTRICT.value),
        func.coalesce(PersonInNeed.language, "").label(Group.LANGUAGE.value),
        HelpRequest.submitted_at, HelpRequest.first_contact_at.label("contact_at"),
        *(first.c.at.label(name) for name, first in firsts.items()),
    ).select_from(HelpRequest)  # fmt: skip
    asked = asked.outerjoin(PersonInNeed, PersonInNeed.id == HelpRequest.person_id)
    for first in firsts.values():
        asked = asked.outerjoin(first, first.c.request_id == HelpRequest.id)
    each = asked.where(came(viewer, wish)).subquery()
    moments: dict[Event, Any] = {Event.CONTACT: each.c.contact_at, Event.AGREEMENT: each.c.agreed_at}
    if Event.MATCH in events:
        moments[Event.MATCH] = first_ask(each.c.asked_at, each.c.agreed_at)
    if Event.VISIT in events:
        moments[Event.VISIT] = each.c.visited_at
    hours = [hours_between(each.c.submitted_at, moments[event]).label(event.value) for event in events]
    groups = [each.c[group] for group in ("is_before", Group.CHANNEL, Group.DISTRICT, Group.LANGUAGE)]
    return select(*groups, *hours).cte("waits")
