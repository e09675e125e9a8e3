"""Whom to ask how visits go, and what was answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from helpexchange.core.database import db
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.viewer import Viewer
from helpexchange.engagements.models import Engagement, Visit
from helpexchange.engagements.queries import engagement_of_office
from helpexchange.engagements.rules import UNENDED_STATES, Side, VisitState
from helpexchange.follow_up.models import VisitQuestion
from helpexchange.follow_up.queries.by_link import with_people
from helpexchange.follow_up.rules import ASKED_ABOUT, may_ask_again
from helpexchange.help_requests.models import HelpRequest

SIDES = (Side.HELPER, Side.PERSON)


class ToAsk(NamedTuple):
    """One side of an engagement that is to be asked about the visits up to one of them."""

    engagement: Engagement
    side: Side
    visit_id: int


def to_ask(_viewer: Viewer, *, now: datetime) -> list[ToAsk]:
    """Return whom to ask: after the first visit, and again a month after the last question.

    Only visits of the last weeks since that question count, and none that was called off.
    """
    recent = (
        select(Visit.engagement_id, func.max(Visit.ends_at).label("ends_at"))
        .join(Engagement, Engagement.id == Visit.engagement_id)
        .where(
            Visit.ends_at <= now, Visit.ends_at > now - ASKED_ABOUT, Visit.state != VisitState.CANCELLED,
            Engagement.state.in_(UNENDED_STATES),
        )
        .group_by(Visit.engagement_id)
    ).subquery()  # fmt: skip
    rows = db.session.execute(select(recent.c.engagement_id, recent.c.ends_at))
    latest = {row[0]: row[1] for row in rows}
    asked = _last_asked(list(latest))
    due = {
        (engagement_id, side)
        for engagement_id, ends_at in latest.items()
        for side in SIDES
        if _is_due(asked.get((engagement_id, side)), ends_at, now)
    }
    return _in_full(due, latest)


def _last_asked(engagement_ids: list[int]) -> dict[tuple[int, Side], datetime]:
    statement = select(VisitQuestion.engagement_id, VisitQuestion.side, func.max(VisitQuestion.asked_at))
    statement = statement.where(VisitQuestion.engagement_id.in_(engagement_ids))
    rows = db.session.execute(statement.group_by(VisitQuestion.engagement_id, VisitQuestion.side))
    return {(row[0], row[1]): row[2] for row in rows}


def _is_due(asked_at: datetime | None, ends_at: datetime, now: datetime) -> bool:
    return may_ask_again(asked_at, now) and (asked_at is None or ends_at > asked_at)


def _in_full(due: set[tuple[int, Side]], latest: dict[int, datetime]) -> list[ToAsk]:
    ids = sorted({engagement_id for engagement_id, _side in due})
    engagements = db.session.scalars(with_people(select(Engagement)).where(Engagement.id.in_(ids)))
    known = {each.id: each for each in engagements}
    last = select(Visit.engagement_id, Visit.ends_at, Visit.id).where(Visit.engagement_id.in_(ids))
    visit_ids = {(row[0], row[1]): row[2] for row in db.session.execute(last.order_by(Visit.id))}
    return [
        ToAsk(known[engagement_id], side, visit_ids[engagement_id, latest[engagement_id]])
        for engagement_id, side in sorted(due)
    ]


def question_by_id(_viewer: Viewer, question_id: int) -> VisitQuestion | None:
    """Return a question; who asks has read its number from a signed link."""
    statement = select(VisitQuestion).options(
        joinedload(VisitQuestion.engagement).joinedload(Engagement.helper),
        joinedload(VisitQuestion.engagement).joinedload(Engagement.office),
        joinedload(VisitQuestion.engagement)
        .joinedload(Engagement.request)
        .options(joinedload(HelpRequest.person), joinedload(HelpRequest.kind)),
    )
    return db.session.scalar(statement.where(VisitQuestion.id == question_id))


def question_of_office(viewer: Viewer, question_id: int) -> VisitQuestion:
    """Return a question about an engagement of one of the viewer's offices.

    Raises:
        NotFoundRefusal: there is none, or it belongs to another office.
    """
    question = question_by_id(viewer, question_id)
    if question is None:
        raise NotFoundRefusal
    engagement_of_office(viewer, question.engagement_id)
    return question


def questions_of_engagement(viewer: Viewer, engagement_id: int) -> Sequence[VisitQuestion]:
    """Return what was asked about an engagement of the viewer's offices, newest first."""
    engagement_of_office(viewer, engagement_id)
    statement = select(VisitQuestion).where(VisitQuestion.engagement_id == engagement_id)
    return db.session.scalars(statement.order_by(VisitQuestion.asked_at.desc(), VisitQuestion.id)).all()
