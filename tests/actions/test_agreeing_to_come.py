"""The person agrees, refuses or lets the time pass; only then the two learn how they reach each other."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from helpexchange.asking.actions import agree, answer_yes, refuse
from helpexchange.asking.jobs import look_after_asks
from helpexchange.asking.models import Ask
from helpexchange.asking.queries import contact_of, contact_of_pair
from helpexchange.asking.rules import Answer, AskOverError, AskState, NextBest
from helpexchange.core.database import db
from helpexchange.core.errors import NotAllowedRefusal, NotFoundRefusal
from helpexchange.core.viewer import VISITOR
from helpexchange.engagements.actions import begin_engagement, end_engagement
from helpexchange.engagements.models import Engagement
from helpexchange.engagements.rules import EndReason, Rhythm, Side
from helpexchange.help_requests.models import CallBack, HelpRequest
from helpexchange.help_requests.rules import RequestState
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.helper_profiles.rules import HelperState
from helpexchange.match_runs.models import Proposal
from helpexchange.match_runs.rules import ProposalState
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.rules import Channel, MessageState
from tests.asked import approved, asked, said_yes
from tests.cast import Cast, helper
from tests.engaged import agreed as times
from tests.fakes import FakeClock
from tests.matched import as_viewer
from tests.outbox import messages, told
from tests.representing import acts_for_erna

PHONES = ("0231 555 0199", "0231 555 0123")


def agreed(cast: Cast, clock: FakeClock) -> Ask:
    ask = said_yes(cast, clock)
    assert agree(ask_id=ask.id, by=VISITOR, now=clock.now()) is Answer.DONE
    db.session.commit()
    return ask


def test_the_visits_begin(cast: Cast, clock: FakeClock) -> None:
    ask = agreed(cast, clock)
    engagement = db.session.scalars(select(Engagement)).one()
    assert (ask.state, ask.engagement_id) == (AskState.AGREED, engagement.id)
    assert ask.proposal.state is ProposalState.CONFIRMED
    assert cast.shopping.state is RequestState.AGREED
    plan = engagement.series[0].plan
    assert (plan.rhythm, plan.starts_on) == (Rhythm.WEEKLY, date(2026, 11, 4))
    assert agree(ask_id=ask.id, by=VISITOR, now=clock.now()) is Answer.DONE_BEFORE
    assert told().count("agreed_helper") == 1


def test_a_one_off_comes_once(cast: Cast, clock: FakeClock) -> None:
    cast.shopping.is_one_off = True
    ask = agreed(cast, clock)
    plan = db.session.get_one(Engagement, ask.engagement_id).series[0].plan
    assert (plan.rhythm, plan.starts_on) == (Rhythm.ONCE, date(2026, 11, 10))
    assert ask.check_in_on is None


def test_both_learn_how_they_reach_each_other_only_now(cast: Cast, clock: FakeClock) -> None:
    ask = said_yes(cast, clock)
    for side, whose in ((Side.HELPER, cast.meryem.id), (Side.PERSON, cast.shopping.id)):
        assert contact_of(VISITOR, side, whose) == []
    with pytest.raises(ValueError, match="only when both"):
        contact_of_pair(VISITOR, ask)
    assert not any(phone in each.text for phone in PHONES for each in messages())
    agree(ask_id=ask.id, by=VISITOR, now=clock.now())
    to_helper, to_person = messages()[-2:]
    assert PHONES[0] in to_helper.text
    assert PHONES[1] in to_person.text
    assert contact_of(VISITOR, Side.HELPER, cast.meryem.id)[0].phone == PHONES[0]
    assert contact_of(VISITOR, Side.PERSON, cast.shopping.id)[0].phone == PHONES[1]
    assert contact_of(VISITOR, Side.HELPER, cast.jonas.id) == []


def test_when_the_visits_end_nobody_is_shown_numbers_and_the_place_is_free(
    cast: Cast, clock: FakeClock
) -> None:
    ask = agreed(cast, clock)
    engagement = db.session.get_one(Engagement, ask.engagement_id)
    end_engagement(
        engagement=engagement, side=Side.OFFICE, reason=EndReason.MOVED, needs_another=True,
        by=as_viewer(cast.coordinator_hoerde), now=clock.now(),
    )  # fmt: skip
    assert contact_of(VISITOR, Side.HELPER, cast.meryem.id) == []
    assert (ask.proposal.state, ask.proposal.place) == (ProposalState.LAPSED, None)


def test_the_person_says_no_without_a_reason(cast: Cast, clock: FakeClock) -> None:
    ask = said_yes(cast, clock)
    assert refuse(ask_id=ask.id, by=VISITOR, now=clock.now()) is Answer.DONE
    assert (ask.state, ask.proposal.state) == (AskState.REFUSED, ProposalState.DECLINED)
    assert cast.shopping.state is RequestState.OPEN
    assert told()[-1] == "not_needed"
    assert refuse(ask_id=ask.id, by=VISITOR, now=clock.now()) is Answer.DONE_BEFORE
    with pytest.raises(AskOverError):
        agree(ask_id=ask.id, by=VISITOR, now=clock.now())


def test_before_the_helper_s_yes_nobody_agrees(cast: Cast, clock: FakeClock) -> None:
    ask = asked(cast, clock)
    for act in (agree, refuse):
        with pytest.raises(AskOverError):
            act(ask_id=ask.id, by=VISITOR, now=clock.now())


def test_the_office_notes_it_for_them(cast: Cast, clock: FakeClock) -> None:
    ask = said_yes(cast, clock)
    with pytest.raises(NotFoundRefusal):
        agree(ask_id=ask.id, by=as_viewer(cast.coordinator_eving), now=clock.now(), as_office=True)
    with pytest.raises(NotAllowedRefusal):
        refuse(ask_id=ask.id, by=as_viewer(cast.network_lead), now=clock.now(), as_office=True)
    agree(ask_id=ask.id, by=as_viewer(cast.coordinator_hoerde), now=clock.now(), as_office=True)
    assert ask.state is AskState.AGREED


def test_without_times_the_office_finds_them_with_both(cast: Cast, clock: FakeClock) -> None:
    ask = said_yes(cast, clock, visits=[])
    agree(ask_id=ask.id, by=VISITOR, now=clock.now())
    assert (ask.state, ask.engagement_id) == (AskState.AGREED, None)
    assert contact_of(VISITOR, Side.HELPER, cast.meryem.id)[0].name == "Erna Muster"


def test_at_the_end_of_the_trial_the_office_calls(cast: Cast, clock: FakeClock) -> None:
    agreed(cast, clock)
    call = db.session.scalars(select(CallBack)).one()
    assert (call.due_on, call.request_id) == (date(2026, 11, 30), cast.shopping.id)
    assert call.again_at is not None
    assert call.again_at > clock.now() + timedelta(days=27)


def test_who_acts_for_the_person_is_told_too(cast: Cast, clock: FakeClock) -> None:
    acts_for_erna(cast, clock.now())
    said_yes(cast, clock)
    coming = [each for each in messages() if each.message == "asking/messages/coming"]
    assert "representation" in {each.person_type for each in coming}


# What happens by itself.


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


@pytest.mark.parametrize("is_same", [True, False])
def test_what_the_office_agrees_by_hand_settles_the_question(
    cast: Cast, clock: FakeClock, *, is_same: bool
) -> None:
    ask = asked(cast, clock)
    somebody = cast.meryem if is_same else next_one(cast, clock)
    begin_engagement(
        request_id=cast.shopping.id, helper_id=somebody.id, agreed=times(),
        by=as_viewer(cast.coordinator_hoerde), now=clock.now(),
    )  # fmt: skip
    db.session.commit()
    with pytest.raises(AskOverError):
        answer_yes(ask_id=ask.id, by=VISITOR, now=clock.now())
    db.session.rollback()
    look_after_asks(clock.now())
    assert state_of(ask) is (AskState.AGREED if is_same else AskState.WITHDRAWN)
    assert ask.proposal.state is (ProposalState.CONFIRMED if is_same else ProposalState.LAPSED)
    assert cast.shopping.state is RequestState.AGREED
