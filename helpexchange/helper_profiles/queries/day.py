"""New helpers and expiring checks, as the day board shows them: few questions to the database."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import exists, false, or_
from sqlalchemy.orm import load_only

from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.helper_profiles.models import HelperCheck, HelperProfile, HelperSkill, InterviewSlot
from helpexchange.helper_profiles.queries.records import of_offices
from helpexchange.helper_profiles.rules import ARRIVING_STATES, HelperState

MOST = 300
INTERVIEW = "interview"
#: What a call to a new helper needs to know.
_CALLED = (
    HelperProfile.first_name, HelperProfile.last_name, HelperProfile.phone, HelperProfile.email,
    HelperProfile.state, HelperProfile.contact_due_on, HelperProfile.call_again_at, HelperProfile.created_at,
)  # fmt: skip
KNOWN_STATES = (HelperState.ACTIVE, HelperState.PAUSED)


class Arriving(NamedTuple):
    """A helper on the way to being active.

    Attributes:
        slot: their interview, from the beginning of today on; None if none is booked.
        wants_interview: their kinds of help ask for an interview that nobody has held yet.
    """

    helper: HelperProfile
    slot: InterviewSlot | None
    wants_interview: bool


class Expiring(NamedTuple):
    """A check that a helper's kinds of help ask for, and that expires or has expired."""

    helper_id: int
    name: str
    check_code: str
    expires_on: date


def arriving_on_day(
    viewer: Viewer, *, midnight: datetime, today: date, interview_kinds: Collection[str]
) -> Sequence[Arriving]:
    """Return the viewer's offices' helpers who are not active yet, those first whose interview is next.

    Args:
        midnight: when today began.
        interview_kinds: codes of the kinds of help that ask for an interview.
    """
    holds = or_(HelperCheck.expires_on.is_(None), HelperCheck.expires_on >= today)
    passed = exists().where(
        HelperCheck.helper_id == HelperProfile.id, HelperCheck.check_code == INTERVIEW, holds
    )
    asked = HelperSkill.skill_code.in_(interview_kinds) if interview_kinds else false()
    wants = exists().where(HelperSkill.helper_id == HelperProfile.id, asked)
    booked = (InterviewSlot.helper_id == HelperProfile.id) & (InterviewSlot.starts_at >= midnight)
    statement = (
        of_offices(viewer).outerjoin(InterviewSlot, booked).add_columns(InterviewSlot, wants & ~passed)
    ).options(load_only(*_CALLED))
    statement = statement.where(HelperProfile.state.in_(ARRIVING_STATES))
    in_order = statement.order_by(
        InterviewSlot.starts_at.is_(None), InterviewSlot.starts_at, HelperProfile.created_at, HelperProfile.id
    )
    found: dict[int, Arriving] = {}
    for helper, slot, wants_interview in db.session.execute(in_order.limit(MOST)):
        found.setdefault(helper.id, Arriving(helper, slot, bool(wants_interview)))
    return list(found.values())


def expiring_on_day(
    viewer: Viewer, *, until: date, asking_kinds: dict[str, Collection[str]]
) -> Sequence[Expiring]:
    """Return the checks of the viewer's offices' helpers that expire until then, or have, soonest first.

    Args:
        asking_kinds: for each kind of help the checks it asks for, by code.
    """
    statement = (
        of_offices(viewer)
        .join(HelperCheck, HelperCheck.helper_id == HelperProfile.id)
        .join(HelperSkill, HelperSkill.helper_id == HelperProfile.id)
        .with_only_columns(
            HelperProfile.id, HelperProfile.first_name, HelperProfile.last_name, HelperCheck.check_code,
            HelperCheck.expires_on, HelperSkill.skill_code,
        )
        .where(HelperProfile.state.in_(KNOWN_STATES), HelperCheck.expires_on <= until)
        .order_by(HelperCheck.expires_on, HelperProfile.id, HelperCheck.check_code)
        .limit(MOST)
    )  # fmt: skip
    found = [
        Expiring(helper_id, f"{first} {last}".strip(), check, expires_on)
        for helper_id, first, last, check, expires_on, kind in db.session.execute(statement)
        if expires_on is not None and check in asking_kinds.get(kind, ())
    ]
    return list(dict.fromkeys(found))
