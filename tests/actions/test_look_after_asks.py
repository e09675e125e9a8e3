"""What happens to asks by themselves: they go out, are reminded, expire, are agreed to, and followed up."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from helpexchange.asking.actions import answer_yes, ask_helper
from helpexchange.asking.jobs import look_after_asks
from helpexchange.asking.models import Ask
from helpexchange.asking.rules import Answer, AskOverError, AskState, NextBest
from helpexchange.core.database import db
from helpexchange.core.viewer import VISITOR
from helpexchange.engagements.actions import begin_engagement
from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.rules import RequestState
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.helper_profiles.rules import HelperState
from helpexchange.match_runs.models import Proposal
from helpexchange.match_runs.rules import ProposalState, RequestServedError
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.rules import Channel, MessageState
from tests.asked import approved, asked, said_yes
from tests.cast import Cast, helper
from tests.engaged import agreed as times
from tests.fakes import FakeClock
from tests.matched import as_viewer
from tests.outbox import messages, told


def test_after_ten_minutes_the_question_goes_out(cast: Cast, clock: FakeClock) -> None:
    approved(cast, clock)
    look_after_asks(clock.advance(minutes=9))
    assert told() == []
    look_after_asks(clock.advance(minutes=2))
    look_after_asks(clock.advance(minutes=2))
    assert told() == ["asked"]


def test_who_does_not_answer_is_reminded_once_and_then_it_ends(cast: Cast, clock: FakeClock) -> None:
    ask = asked(cast, clock)
    for _day in range(3):
        look_after_asks(clock.advance(days=1))
    assert told() == ["asked", "asked_again"]
    look_after_asks(clock.advance(days=1))
    db.session.refresh(ask)
    assert (ask.state, ask.proposal.state) == (AskState.EXPIRED, ProposalState.EXPIRED)
    assert cast.shopping.state is RequestState.OPEN


def test_whoever_begins_a_pause_is_no_longer_asked(cast: Cast, clock: FakeClock) -> None:
    ask = asked(cast, clock)
    cast.meryem.state = HelperState.PAUSED
    db.session.commit()
    look_after_asks(clock.now())
    db.session.refresh(ask)
    assert ask.state is AskState.WITHDRAWN


def state_of(ask: Ask) -> AskState:
    db.session.refresh(ask)
    return ask.state


def test_silence_is_a_yes_once_the_person_has_been_told(cast: Cast, clock: FakeClock) -> None:
    ask = said_yes(cast, clock)
    look_after_asks(clock.advance(days=5))
    assert state_of(ask) is AskState.YES, "nothing has been sent yet"
    coming = db.session.scalars(
        select(OutboxMessage).where(OutboxMessage.message == "asking/messages/coming")
    ).one()
    coming.state, coming.sent_at = MessageState.SENT, clock.now()
    db.session.commit()
    look_after_asks(clock.advance(days=2))
    assert state_of(ask) is AskState.YES
    look_after_asks(clock.advance(days=1))
    assert state_of(ask) is AskState.AGREED


def test_a_letter_is_given_time(cast: Cast, clock: FakeClock) -> None:
    ask = said_yes(cast, clock)
    coming = db.session.scalars(
        select(OutboxMessage).where(OutboxMessage.message == "asking/messages/coming")
    ).one()
    coming.state, coming.sent_at, coming.channel = MessageState.SENT, clock.now(), Channel.LETTER
    db.session.commit()
    look_after_asks(clock.advance(days=6))
    db.session.refresh(ask)
    assert ask.state is AskState.YES


def next_one(cast: Cast, clock: FakeClock, **others: object) -> HelperProfile:
    """Return somebody else who could do Erna's shopping."""
    zoe = helper("Zoe", office=cast.hoerde, offers="shopping", speaks="tr", weekday=1, now=clock.now())
    for name, value in others.items():
        setattr(zoe, name, value)
    db.session.add(zoe)
    db.session.commit()
    return zoe


def alternative(zoe: HelperProfile) -> dict[str, object]:
    return {
        "helper_id": zoe.id, "score": 300, "score_difference": -200, "distance_m": 800.0, "is_free": True,
        "cost": 200, "is_exact": True, "loses": [],
    }  # fmt: skip


def test_the_next_best_is_asked_if_that_was_allowed(cast: Cast, clock: FakeClock) -> None:
    zoe = next_one(cast, clock)
    ask = asked(cast, clock, alternatives=[alternative(zoe)])
    ask.next_best = NextBest.WANTED
    db.session.commit()
    look_after_asks(clock.advance(days=4))
    second = db.session.scalars(select(Proposal).where(Proposal.helper_id == zoe.id)).one()
    assert (second.state, second.visits) == (ProposalState.APPROVED, [[1, 840, 900]])
    look_after_asks(clock.advance(minutes=11))
    db.session.expire_all()
    assert second.state is ProposalState.OFFERED
    assert ask.next_best is NextBest.ASKED
    following = db.session.scalars(select(Ask).where(Ask.helper_id == zoe.id)).one()
    assert (following.state, following.next_best) == (AskState.OPEN, NextBest.WANTED)


@pytest.mark.parametrize(
    "why", [{"state": HelperState.PAUSED}, {"checks": []}, {"times": []}, {"max_requests": 0}]
)
def test_who_cannot_any_more_is_left_out(cast: Cast, clock: FakeClock, why: dict[str, object]) -> None:
    cast.shopping.checks = ["interview"]
    zoe = next_one(cast, clock, **why)
    if "times" in why:
        busy = db.session.get_one(HelpRequest, cast.shopping.id)
        busy.visit_minutes = 600
    ask = asked(cast, clock, alternatives=[alternative(zoe)])
    ask.next_best = NextBest.WANTED
    db.session.commit()
    look_after_asks(clock.advance(days=4))
    db.session.expire_all()
    assert ask.next_best is NextBest.NOBODY
    assert db.session.scalars(select(Proposal).where(Proposal.helper_id == zoe.id)).all() == []


def test_otherwise_the_office_decides(cast: Cast, clock: FakeClock) -> None:
    zoe = next_one(cast, clock)
    asked(cast, clock, alternatives=[alternative(zoe)])
    look_after_asks(clock.advance(days=4))
    look_after_asks(clock.advance(minutes=11))
    assert db.session.scalars(select(Proposal).where(Proposal.helper_id == zoe.id)).all() == []


def test_nobody_is_asked_on_a_day_without_messages(cast: Cast, clock: FakeClock) -> None:
    cast.meryem.quiet_days = [0]
    ask = asked(cast, clock)
    message = messages()[-1]
    assert message.due_at == clock.now() + timedelta(days=1)
    assert ask.expires_at == clock.now() + timedelta(days=5)


def test_a_yes_to_the_office(cast: Cast, clock: FakeClock) -> None:
    ask = asked(cast, clock)
    by = as_viewer(cast.coordinator_hoerde)
    assert answer_yes(ask_id=ask.id, by=by, now=clock.now(), as_office=True) is Answer.DONE


def test_what_the_office_agrees_by_hand_settles_the_question(cast: Cast, clock: FakeClock) -> None:
    ask = asked(cast, clock)
    agree_by_hand(cast, clock, cast.meryem)
    db.session.commit()
    with pytest.raises(AskOverError):
        answer_yes(ask_id=ask.id, by=VISITOR, now=clock.now())
    db.session.rollback()
    look_after_asks(clock.now())
    assert state_of(ask) is AskState.AGREED
    assert ask.proposal.state is ProposalState.CONFIRMED
    assert cast.shopping.state is RequestState.AGREED


def test_nobody_else_is_agreed_on_while_somebody_is_asked(cast: Cast, clock: FakeClock) -> None:
    ask = asked(cast, clock)
    other = next_one(cast, clock)
    with pytest.raises(RequestServedError):
        agree_by_hand(cast, clock, other)
    db.session.rollback()
    assert state_of(ask) is AskState.OPEN


def agree_by_hand(cast: Cast, clock: FakeClock, helper: HelperProfile) -> None:
    """Let the office agree on visits for the shopping, without a proposal."""
    begin_engagement(
        request_id=cast.shopping.id, helper_id=helper.id, agreed=times(),
        by=as_viewer(cast.coordinator_hoerde), now=clock.now(),
    )  # fmt: skip


def test_nobody_is_asked_for_a_request_that_has_its_helper(cast: Cast, clock: FakeClock) -> None:
    proposal = approved(cast, clock)
    agree_by_hand(cast, clock, cast.meryem)
    db.session.commit()
    look_after_asks(clock.advance(minutes=11))
    assert told() == []
    with pytest.raises(AskOverError):
        ask_helper(proposal_id=proposal.id, by=as_viewer(cast.coordinator_hoerde), now=clock.now())
