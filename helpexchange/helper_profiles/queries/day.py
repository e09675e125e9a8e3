"""New helpers and expiring checks, as the day board shows them: few questions to the database."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import exists, false, func, or_

from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.helper_profiles.models import HelperCheck, HelperProfile, HelperSkill, InterviewSlot
from helpexchange.helper_profiles.queries.records import of_offices
from helpexchange.helper_profiles.rules import ARRIVING_STATES, HelperState

INTERVIEW = "interview"
KNOWN_STATES = (HelperState.ACTIVE, HelperState.PAUSED)


class NewHelper(NamedTuple):
    """What a call to a new helper needs to know; there may be hundreds of them."""

    id: int
    first_name: str
    last_name: str
    phone: str
    email: str
    state: HelperState
    contact_due_on: date | None
    call_again_at: datetime | None
    created_at: datetime

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()


class Arriving(NamedTuple):
    """A helper on the way to being active.

    Attributes:
        slot: their interview, from the beginning of today on; None if none is booked.
        wants_interview: their kinds of help ask for an interview that nobody has held yet.
    """

    helper: NewHelper
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
    columns = [getattr(HelperProfile, name) for name in NewHelper._fields]
    statement: Any = of_offices(viewer).outerjoin(InterviewSlot, booked)
    statement = statement.with_only_columns(*columns, InterviewSlot, wants & ~passed)
    statement = statement.where(HelperProfile.state.in_(ARRIVING_STATES))
    in_order = statement.order_by(
        InterviewSlot.starts_at.is_(None), InterviewSlot.starts_at, HelperProfile.created_at, HelperProfile.id
    )
    found: dict[int, Arriving] = {}
    for *columns, slot, wants_interview in db.session.execute(in_order):
        found.setdefault(columns[0], Arriving(NewHelper(*columns), slot, bool(wants_interview)))
    return list(found.values())


def late_helpers(viewer: Viewer, *, today: date) -> Sequence[NewHelper]:
    """Return the viewer's offices' new helpers who were not called by the day promised, longest first."""
    late = (HelperProfile.state == HelperState.APPLIED) & (HelperProfile.contact_due_on < today)
    ordered = of_offices(viewer).where(late).order_by(HelperProfile.contact_due_on, HelperProfile.id)
    columns = [getattr(HelperProfile, name) for name in NewHelper._fields]
    return [NewHelper(*row) for row in db.session.execute(ordered.with_only_columns(*columns))]


def expiring_on_day(
    viewer: Viewer, *, until: date, asking_kinds: Mapping[str, Collection[str]], at_most: int
) -> tuple[Sequence[Expiring], int]:
    """Return the first checks of the viewer's offices' helpers that expire until then, and how many do.

    Those that expire soonest, or have, stand first.

    Args:
        asking_kinds: for each kind of help the checks it asks for, by code.
    """
    asked = [
        (HelperSkill.skill_code == kind) & HelperCheck.check_code.in_(sorted(checks))
        for kind, checks in sorted(asking_kinds.items())
        if checks
    ]
    columns = (HelperProfile.id, HelperProfile.first_name, HelperProfile.last_name, HelperCheck.check_code,
               HelperCheck.expires_on)  # fmt: skip
    statement = of_offices(viewer).join(HelperCheck, HelperCheck.helper_id == HelperProfile.id)
    offers = exists().where(HelperSkill.helper_id == HelperProfile.id, or_(false(), *asked))
    expires = HelperCheck.expires_on <= until
    found = statement.where(HelperProfile.state.in_(KNOWN_STATES), expires, offers).with_only_columns(
        *columns
    )
    soonest = (HelperCheck.expires_on, HelperProfile.id, HelperCheck.check_code)
    rows = db.session.execute(found.add_columns(func.count().over()).order_by(*soonest).limit(at_most)).all()
    first = [
        Expiring(id_, f"{first} {last}".strip(), check, day)
        for id_, first, last, check, day, _ in rows
        if day
    ]
    return first, rows[0][-1] if rows else 0
