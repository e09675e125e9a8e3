"""One question to each side: after the first visit, then monthly, never more; answered by one click."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from sqlalchemy import CursorResult, update
from sqlalchemy.exc import IntegrityError

from helpexchange.audit_trail.actions import record
from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.engagements.actions.noting import check_may
from helpexchange.engagements.queries import OBJECT_TYPE
from helpexchange.engagements.rules import Outcome, Side
from helpexchange.follow_up.actions.concerns import Words, raise_concern
from helpexchange.follow_up.actions.telling import tell_once, told_of
from helpexchange.follow_up.links import QUESTION
from helpexchange.follow_up.models import VisitQuestion
from helpexchange.follow_up.queries import ToAsk, to_ask
from helpexchange.follow_up.rules import CAUSE_OF, LONGEST_WORDS, Answer, AnsweredError
from helpexchange.help_requests.messages import PERSON_TYPE
from helpexchange.helper_profiles.queries import OBJECT_TYPE as HELPER_TYPE

MESSAGE = "question"


def ask_how_visits_go(*, by: Viewer, now: datetime) -> int:
    """Ask everybody whose turn it is; return how many were asked."""
    return sum(_ask(each, by=by, now=now) for each in to_ask(by, now=now))


def _ask(turn: ToAsk, *, by: Viewer, now: datetime) -> bool:
    engagement, side = turn.engagement, turn.side
    told = told_of(engagement, side, by=by, now=now)
    question = _kept(turn, now=now) if told else None
    if question is None:
        return False
    for each in told:
        tell_once(
            engagement, each, MESSAGE, key=f"question {question.id}", by=by, now=now, is_essential=False,
            answer=each.answer_at(QUESTION, question.id),
        )  # fmt: skip
    _note("ask_about_visits", question, by=by, now=now)
    return True


def _kept(turn: ToAsk, *, now: datetime) -> VisitQuestion | None:
    """Keep a question; None if somebody else has asked the same at this moment."""
    engagement = turn.engagement
    is_helper = turn.side is Side.HELPER
    question = VisitQuestion(
        engagement_id=engagement.id, visit_id=turn.visit_id, office_id=engagement.office_id, side=turn.side,
        person_type=HELPER_TYPE if is_helper else PERSON_TYPE,
        person_id=engagement.helper_id if is_helper else engagement.request.person_id, asked_at=now,
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.add(question)
    except IntegrityError:
        return None
    return question


def answer_question(
    *, question: VisitQuestion, side: Side, answer: Answer, note: str = "", by: Viewer, now: datetime
) -> Outcome:
    """Answer; what is not good becomes a concern of the office.

    Whoever calls this for the helper or the person has come by their link.

    Args:
        side: who does it: one of the two, or the office for whoever has said so on the phone.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: another office's, or the viewer decides nothing.
        AnsweredError: something else was answered before.
    """
    check_may(side, question.office_id, by=by)
    words = note.strip()[:LONGEST_WORDS]
    statement = update(VisitQuestion).where(
        VisitQuestion.id == question.id, VisitQuestion.answered_at.is_(None)
    )
    changed = db.session.execute(
        statement.values(answered_at=now, answer=answer, note=words).execution_options(
            synchronize_session=False
        )
    )
    db.session.refresh(question)
    if cast("CursorResult[tuple[()]]", changed).rowcount != 1:
        if question.answer is answer:
            return Outcome.DONE_BEFORE
        raise AnsweredError
    _note("answer_about_visits", question, by=by, now=now)
    if answer in CAUSE_OF:
        raise_concern(
            engagement=question.engagement, side=question.side, by=by, now=now,
            words=Words(text=words, cause=CAUSE_OF[answer]),
        )  # fmt: skip
    return Outcome.DONE


def _note(act: str, question: VisitQuestion, *, by: Viewer, now: datetime) -> None:
    """Add an act to the history of the engagement; what was answered is not said there."""
    record(
        act=act, object_type=OBJECT_TYPE, object_id=question.engagement_id, office_id=question.office_id,
        by=by, now=now, question_id=question.id, side=question.side,
    )  # fmt: skip
