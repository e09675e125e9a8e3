"""One question to each side after the first visit, then monthly, never more; the answers."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from helpexchange.core.database import db
from helpexchange.core.errors import NotAllowedRefusal, NotFoundRefusal, Refusal
from helpexchange.core.viewer import VISITOR
from helpexchange.engagements.actions import cancel_visit
from helpexchange.engagements.rules import CancelReason, Outcome, Side
from helpexchange.follow_up.actions import answer_question, ask_how_visits_go
from helpexchange.follow_up.models import VisitQuestion
from helpexchange.follow_up.rules import Answer, AnsweredError, Cause, Urgency
from tests.cast import Cast
from tests.engaged import begun, visits
from tests.fakes import FakeClock
from tests.following import BY, asked, concerns, entries, questions, told
from tests.matched import as_viewer

DAY = timedelta(days=1)
AT_ONCE = 12


def answer(question: VisitQuestion, clock: FakeClock, **others: Any) -> Outcome:
    act: dict[str, Any] = {
        "side": question.side,
        "answer": Answer.GOOD,
        "by": VISITOR,
        "now": clock.now(),
        **others,
    }
    return answer_question(question=question, **act)


def test_both_are_asked_after_the_first_visit_and_monthly(cast: Cast, clock: FakeClock) -> None:
    begun(cast, clock)
    assert ask_how_visits_go(by=BY, now=clock.now()) == 0
    assert [each.side for each in asked(clock)] == [Side.HELPER, Side.PERSON]
    days = []
    for day in range(1, 70):
        clock.advance(days=1)
        if ask_how_visits_go(by=BY, now=clock.now()):
            days.append(day)
    assert days == [30, 60]
    assert len(questions()) == len(told("question")) == 6
    assert len(entries("ask_about_visits")) == 6


def test_twice_at_once_is_one_question(cast: Cast, clock: FakeClock) -> None:
    begun(cast, clock)
    asked(clock)
    assert ask_how_visits_go(by=BY, now=clock.now()) == 0
    assert len(questions()) == 2


def test_nobody_is_asked_about_what_was_called_off(cast: Cast, clock: FakeClock) -> None:
    begun(cast, clock)
    cancel_visit(visit=visits()[0], side=Side.PERSON, reason=CancelReason.AWAY, by=VISITOR, now=clock.now())
    assert asked(clock) == []


def test_good_is_only_kept(cast: Cast, clock: FakeClock) -> None:
    begun(cast, clock)
    question = asked(clock)[0]
    assert answer(question, clock, note="fine") is Outcome.DONE
    assert answer(question, clock) is Outcome.DONE_BEFORE
    assert (question.answer, question.note, question.answered_at) == (Answer.GOOD, "fine", clock.now())
    assert concerns() == []
    (entry,) = entries("answer_about_visits")
    assert "good" not in str(entry.details)


@pytest.mark.parametrize(
    ("given", "cause", "urgency"),
    [(Answer.WRONG, Cause.WRONG, None), (Answer.NOT_HELD, Cause.NOT_HELD, Urgency.SOON)],
)
def test_what_is_not_good_is_a_concern(
    cast: Cast, clock: FakeClock, given: Answer, cause: Cause, urgency: Urgency | None
) -> None:
    begun(cast, clock)
    question = asked(clock)[1]
    answer(question, clock, answer=given)
    answer(question, clock, answer=given)
    (concern,) = concerns()
    assert (concern.cause, concern.urgency, concern.side) == (cause, urgency, Side.PERSON)
    assert (concern.person_type, concern.person_id) == ("person_in_need", cast.shopping.person_id)


def test_another_answer_comes_too_late(cast: Cast, clock: FakeClock) -> None:
    begun(cast, clock)
    question = asked(clock)[0]
    answer(question, clock)
    with pytest.raises(AnsweredError):
        answer(question, clock, answer=Answer.WRONG)


def test_an_office_notes_answers_for_its_own_only(cast: Cast, clock: FakeClock) -> None:
    begun(cast, clock)
    question = asked(clock)[0]
    with pytest.raises(NotFoundRefusal):
        answer(question, clock, side=Side.OFFICE, by=as_viewer(cast.coordinator_eving))
    with pytest.raises(NotAllowedRefusal):
        answer(question, clock, side=Side.OFFICE, by=as_viewer(cast.network_lead))
    assert answer(question, clock, side=Side.OFFICE, by=as_viewer(cast.coordinator_hoerde)) is Outcome.DONE
    db.session.commit()


def test_of_many_answers_at_once_one_wins(app: Flask, cast: Cast, clock: FakeClock) -> None:
    begun(cast, clock)
    question_id, moment = asked(clock)[0].id, clock.now()
    db.session.rollback()

    def click(number: int) -> str:
        with app.app_context():
            try:
                question = db.session.get_one(VisitQuestion, question_id)
                outcome = answer_question(
                    question=question,
                    side=Side.HELPER,
                    answer=list(Answer)[number % 3],
                    by=VISITOR,
                    now=moment,
                )
                db.session.commit()
            except Refusal as refusal:
                db.session.rollback()
                return refusal.code
            return outcome.value

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = Counter(pool.map(click, range(AT_ONCE)))
    assert (answers["done"], answers["answered"]) == (1, 2 * AT_ONCE // 3)
    assert len(entries("answer_about_visits")) == 1
    assert len(concerns()) <= 1
