"""Examples of what follows an agreement: links of messages, a concern, a question, a proposed time."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from helpexchange.core.database import db
from helpexchange.core.viewer import VISITOR
from helpexchange.engagements.actions import NewTime, propose_move
from helpexchange.engagements.models import Engagement, Visit
from helpexchange.engagements.queries import open_move
from helpexchange.engagements.rules import Side
from helpexchange.follow_up.actions import raise_concern
from helpexchange.follow_up.actions.concerns import Words
from helpexchange.follow_up.links import NEXT, QUESTION, VISIT, answer_token
from helpexchange.follow_up.models import VisitQuestion
from helpexchange.help_requests.messages import token_of
from tests.fakes import FakeClock
from tests.whole.addresses import Examples

#: Pages by the link of a reminder, of a question and of the thanks.
BY_LINK = {
    VISIT: ("reminder", "confirm", "cancel", "reminder_concern"),
    QUESTION: ("question",),
    NEXT: ("what_next", "look_for_another", "ended_concern"),
}
OF_HELPER = ("ask_me_again", "pause")


def follow_up_examples(engagement: Engagement, *, pavels_id: int) -> Examples:
    """Enter a concern, a question and a proposed time about an engagement; return the examples."""
    visit = db.session.scalars(select(Visit).where(Visit.engagement_id == engagement.id)).first()
    assert visit is not None
    now = FakeClock().now()
    words = Words(text="The door was locked")
    concern = raise_concern(engagement=engagement, side=Side.HELPER, words=words, by=VISITOR, now=now)
    question = VisitQuestion(
        engagement_id=engagement.id, visit_id=visit.id, office_id=engagement.office_id, side=Side.PERSON,
        person_type="person_in_need", person_id=engagement.request.person_id or 0, asked_at=now,
    )  # fmt: skip
    db.session.add(question)
    to = NewTime(visit.day + timedelta(days=1), 600, 660)
    propose_move(visit=visit, side=Side.HELPER, to=to, by=VISITOR, now=now)
    move = open_move(VISITOR, visit.id)
    assert move is not None
    records = {VISIT: visit.id, QUESTION: question.id, NEXT: engagement.id}
    return {
        "concern_id": [concern.id], "question_id": [question.id], "move_id": [move.id],
        "follow_up.helper_concern.engagement_id": [pavels_id],
        "follow_up.acting_concern.request_id": [engagement.request_id],
        "follow_up.concern_about_request.request_id": [engagement.request_id],
        "follow_up.person_concern.token": [token_of(engagement.request.reference)],
        **{
            f"follow_up.{name}.token": _tokens(purpose, record_id, engagement)
            for purpose, record_id in records.items()
            for name in BY_LINK[purpose]
        },
        **{
            f"follow_up.{name}.token": _tokens(NEXT, engagement.id, engagement, side=Side.HELPER)
            for name in OF_HELPER
        },
    }  # fmt: skip


def _tokens(
    purpose: str, record_id: int, engagement: Engagement, *, side: Side = Side.PERSON
) -> Sequence[str]:
    whose_id = engagement.helper_id if side is Side.HELPER else engagement.request_id
    return [answer_token(purpose, record_id=record_id, side=side, whose_id=whose_id, number=1)]
