"""What follows an agreement, for tests: the links of messages, concerns, what was told."""

from sqlalchemy import select

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.database import db
from helpexchange.core.viewer import VISITOR, system_viewer
from helpexchange.engagements.models import Engagement, Visit
from helpexchange.engagements.rules import Side
from helpexchange.follow_up.actions import ask_how_visits_go, raise_concern
from helpexchange.follow_up.actions.concerns import Words
from helpexchange.follow_up.links import NEXT, QUESTION, VISIT, answer_token
from helpexchange.follow_up.models import Concern, VisitQuestion
from helpexchange.notifications.models import OutboxMessage
from tests.engaged import after, visits
from tests.fakes import FakeClock

BY = system_viewer("scheduler")


def visit_path(visit: Visit, side: Side) -> str:
    """Return the page of a reminder."""
    whose_id = visit.helper_id if side is Side.HELPER else visit.request_id
    return "/visits/reminder/" + answer_token(
        VISIT, record_id=visit.id, side=side, whose_id=whose_id, number=1
    )


def question_path(question: VisitQuestion) -> str:
    """Return the page of a question."""
    return "/visits/question/" + answer_token(
        QUESTION, record_id=question.id, side=question.side, number=1,
        whose_id=_whose(question.engagement, question.side),
    )  # fmt: skip


def next_path(engagement: Engagement, side: Side) -> str:
    """Return the page of the thanks."""
    return "/visits/next/" + answer_token(
        NEXT, record_id=engagement.id, side=side, whose_id=_whose(engagement, side), number=1
    )


def _whose(engagement: Engagement, side: Side) -> int:
    return engagement.helper_id if side is Side.HELPER else engagement.request_id


def raised(engagement: Engagement, clock: FakeClock, *, side: Side = Side.HELPER, **others: str) -> Concern:
    """Return a committed concern."""
    words = Words(text=others.pop("text", "The door was locked"))
    concern = raise_concern(engagement=engagement, side=side, words=words, by=VISITOR, now=clock.now())
    db.session.commit()
    return concern


def asked(clock: FakeClock) -> list[VisitQuestion]:
    """Let both sides be asked after the first visit; return the questions, the helper's first."""
    ask_how_visits_go(by=BY, now=after(clock, visits()[0]))
    db.session.commit()
    return questions()


def questions() -> list[VisitQuestion]:
    """Return all questions, in order."""
    return list(db.session.scalars(select(VisitQuestion).order_by(VisitQuestion.id)))


def concerns() -> list[Concern]:
    """Return all concerns, in order."""
    return list(db.session.scalars(select(Concern).order_by(Concern.id)))


def told(message: str) -> list[OutboxMessage]:
    """Return the messages of this feature with a name, in order."""
    named = OutboxMessage.message == f"follow_up/messages/{message}"
    return list(db.session.scalars(select(OutboxMessage).where(named).order_by(OutboxMessage.id)))


def entries(act: str) -> list[AuditEntry]:
    """Return what the trail says of an act."""
    return list(db.session.scalars(select(AuditEntry).where(AuditEntry.act == act).order_by(AuditEntry.id)))
