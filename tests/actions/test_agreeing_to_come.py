"""The person agrees, refuses or lets the time pass; only then the two learn how they reach each other."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from helpexchange.asking.actions import agree, refuse
from helpexchange.asking.models import Ask
from helpexchange.asking.queries import contact_of, contact_of_pair, trial_call_of
from helpexchange.asking.rules import Answer, AskOverError, AskState
from helpexchange.core.database import db
from helpexchange.core.errors import NotAllowedRefusal, NotFoundRefusal
from helpexchange.core.viewer import VISITOR
from helpexchange.engagements.actions import end_engagement
from helpexchange.engagements.models import Engagement
from helpexchange.engagements.rules import EndReason, Rhythm, Side
from helpexchange.help_requests.actions import note_attempt
from helpexchange.help_requests.models import CallBack
from helpexchange.help_requests.rules import RequestState
from helpexchange.match_runs.rules import ProposalState
from tests.asked import asked, said_yes
from tests.cast import Cast
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
    assert (plan.rhythm, plan.starts_on) == (Rhythm.WEEKLY, date(2026, 11, 10))
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
    ask = agreed(cast, clock)
    call = db.session.scalars(select(CallBack)).one()
    assert (call.due_on, call.request_id) == (date(2026, 11, 30), cast.shopping.id)
    assert call.again_at is not None
    assert call.again_at > clock.now() + timedelta(days=27)
    assert trial_call_of(VISITOR, ask.engagement_id or 0) == (call.due_on, None, None)
    hanna, moment = as_viewer(cast.coordinator_hoerde), clock.advance(days=28)
    note_attempt(call_back_id=call.id, is_reached=True, note="", by=hanna, now=moment)
    assert trial_call_of(VISITOR, ask.engagement_id or 0) == (call.due_on, moment, "Hanna Beispiel")


def test_who_acts_for_the_person_is_told_too(cast: Cast, clock: FakeClock) -> None:
    acts_for_erna(cast, clock.now())
    said_yes(cast, clock)
    coming = [each for each in messages() if each.message == "asking/messages/coming"]
    assert "representation" in {each.person_type for each in coming}
