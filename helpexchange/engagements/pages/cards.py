"""A visit as a page shows it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from helpexchange.engagements.labels import CANCEL_REASONS, VISIT_STATES, span
from helpexchange.engagements.models import Visit
from helpexchange.engagements.pages.mine import Mine
from helpexchange.engagements.rules import Side, VisitState
from helpexchange.skills.labels import skill_name


def visit_card(mine: Mine, visit: Visit, *, now: datetime) -> dict[str, Any]:
    """Return what a page shows of a visit to one side: when, with whom, what can be done."""
    is_planned, has_begun = visit.state is VisitState.PLANNED, visit.starts_at <= now
    state, colour = VISIT_STATES[visit.state]
    is_mine = visit.noted_by is mine.side
    return {
        "visit": visit, "day": visit.day, "span": span(visit.start_min, visit.end_min),
        "kind": kind_of(visit), "state": state, "colour": colour, "is_planned": is_planned,
        "has_begun": has_begun, "who": other_name(mine.side, visit),
        **contact_of(mine.side, visit, now=now),
        "may_cancel": is_planned and not has_begun, "may_note": is_planned and has_begun,
        "may_restore": visit.state is VisitState.CANCELLED and is_mine and not has_begun,
        "may_correct": visit.state is VisitState.DONE and mine.side is not Side.PERSON,
        "helper_confirmed": visit.helper_confirmed_at is not None,
        "person_confirmed": visit.person_confirmed_at is not None,
        "why": CANCEL_REASONS[visit.cancel_reason] if visit.cancel_reason else "",
    }  # fmt: skip


def kind_of(visit: Visit) -> str:
    """Return the kind of help in words."""
    return skill_name(visit.request.kind_code, visit.request.kind.name)


def other_name(side: Side, visit: Visit) -> str:
    """Return whom one meets: the helper's first name, or the person's name."""
    if side is Side.PERSON:
        return visit.helper.first_name
    return visit.request.person.name if visit.request.person else ""


def contact_of(side: Side, visit: Visit, *, now: datetime) -> dict[str, str]:
    """Return how to reach the person: for their office, and for the helper while a visit is to come.

    A person sees the helper's first name; they call the office, because a link may be read by others.
    """
    person = visit.request.person
    is_to_come = visit.state is VisitState.PLANNED and visit.ends_at > now
    if person is None or side is Side.PERSON or (side is Side.HELPER and not is_to_come):
        return {"phone": "", "address": ""}
    place = " ".join(filter(None, (person.postal_code, person.town)))
    return {"phone": person.phone, "address": ", ".join(filter(None, (person.street, place)))}
