"""A helper is asked and answers; a yes is put before the person, a no frees the seat and the place."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from helpexchange.asking.actions import (
    answer_no,
    answer_yes,
    ask_helper,
    plan_ask,
    save_ask_settings,
    want_call,
    withdraw_ask,
)
from helpexchange.asking.models import Ask
from helpexchange.asking.rules import (
    Answer,
    AskOverError,
    AskPolicy,
    AskState,
    HelperPausedError,
    NextBest,
    NoReason,
    NotAskedError,
)
from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.database import db
from helpexchange.core.errors import NotAllowedRefusal, NotFoundRefusal
from helpexchange.core.viewer import VISITOR
from helpexchange.engagements.rules import FirstVisit
from helpexchange.help_requests.actions import withdraw_request
from helpexchange.help_requests.models import CallBack
from helpexchange.help_requests.rules import RequestState, WithdrawReason
from helpexchange.helper_profiles.rules import HelperState
from helpexchange.match_runs.actions import undo_decision
from helpexchange.match_runs.models import RematchNeed
from helpexchange.match_runs.rules import ProposalState, UndoTooLateError
from helpexchange.match_runs.rules.causes import RematchCause
from helpexchange.notifications.rules import Channel, MessageState
from tests.asked import approved, asked, said_yes
from tests.cast import Cast, help_request
from tests.fakes import FakeClock
from tests.matched import as_viewer, done_run, proposed
from tests.outbox import messages, told


def test_the_helper_is_asked(cast: Cast, clock: FakeClock) -> None:
    ask = asked(cast, clock)
    assert (ask.state, ask.proposal.state) == (AskState.OPEN, ProposalState.OFFERED)
    assert ask.expires_at == clock.now() + timedelta(days=4)
    message = messages()[-1]
    assert (message.message, message.channel, message.person_id) == (
        "asking/messages/asked", Channel.MAIL, cast.meryem.id,
    )  # fmt: skip
    assert "/asked/" in message.text
    acts = db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)).all()
    assert acts[-1] == "ask_helper"


def test_the_message_says_what_and_why_but_not_who_and_where(cast: Cast, clock: FakeClock) -> None:
    cast.meryem.language = "en"
    asked(cast, clock, facts={"languages": ["tr"], "skills": {"shopping": 3}, "idle_days": 40})
    text = messages()[-1].text
    for words in ("Erna", "Hörde", "Tuesday afternoon, 14:00", "You both speak Turkish.", "not far from you"):
        assert words in text
    for secret in ("Muster ", "0231 555 0199", "erna.muster@"):
        assert secret not in text.replace("Meryem Muster", "")


def test_asked_twice_is_asked_once(cast: Cast, clock: FakeClock) -> None:
    first = asked(cast, clock)
    again = ask_helper(proposal_id=first.proposal_id, by=as_viewer(cast.coordinator_hoerde), now=clock.now())
    assert again.id == first.id
    assert told().count("asked") == 1


def test_once_asked_the_approval_is_not_taken_back(cast: Cast, clock: FakeClock) -> None:
    ask = asked(cast, clock)
    with pytest.raises(UndoTooLateError):
        undo_decision(proposal_id=ask.proposal_id, by=as_viewer(cast.coordinator_hoerde), now=clock.now())


def test_what_was_taken_back_is_not_asked(cast: Cast, clock: FakeClock) -> None:
    proposal, hanna = approved(cast, clock), as_viewer(cast.coordinator_hoerde)
    undo_decision(proposal_id=proposal.id, by=hanna, now=clock.now())
    with pytest.raises(AskOverError):
        ask_helper(proposal_id=proposal.id, by=hanna, now=clock.now())


def test_only_the_office_asks(cast: Cast, clock: FakeClock) -> None:
    proposal = approved(cast, clock)
    with pytest.raises(NotFoundRefusal):
        ask_helper(proposal_id=proposal.id, by=as_viewer(cast.coordinator_eving), now=clock.now())
    with pytest.raises(NotAllowedRefusal):
        ask_helper(proposal_id=proposal.id, by=as_viewer(cast.network_lead), now=clock.now())
    ask = asked_again(cast, clock, proposal.id)
    with pytest.raises(NotFoundRefusal):
        answer_yes(ask_id=ask.id, by=as_viewer(cast.coordinator_eving), now=clock.now(), as_office=True)


def asked_again(cast: Cast, clock: FakeClock, proposal_id: int) -> Ask:
    return ask_helper(proposal_id=proposal_id, by=as_viewer(cast.coordinator_hoerde), now=clock.now())


def test_who_has_enough_to_answer_is_not_asked(cast: Cast, clock: FakeClock) -> None:
    hanna = as_viewer(cast.coordinator_hoerde)
    policy = AskPolicy(most_open=1)
    save_ask_settings(office_id=cast.hoerde.id, policy=policy, by=hanna, now=clock.now())
    first = asked(cast, clock)
    other = help_request("other", office=cast.hoerde, kind="shopping", weekday=3, now=clock.now())
    db.session.add(other)
    db.session.flush()
    second = proposed(
        done_run(now=clock.now()), cast.meryem, other, state=ProposalState.APPROVED, seat=1, place=2
    )
    with pytest.raises(NotAskedError) as refused:
        ask_helper(proposal_id=second.id, by=hanna, now=clock.now())
    assert "enough questions" in str(refused.value.words)
    answer_no(ask_id=first.id, reason=NoReason.NO_TIME, by=VISITOR, now=clock.now())
    assert ask_helper(proposal_id=second.id, by=hanna, now=clock.now()).state is AskState.OPEN


def test_not_more_often_than_the_office_wishes_in_a_week(cast: Cast, clock: FakeClock) -> None:
    hanna = as_viewer(cast.coordinator_hoerde)
    save_ask_settings(office_id=cast.hoerde.id, policy=AskPolicy(most_a_week=1), by=hanna, now=clock.now())
    answer_no(ask_id=asked(cast, clock).id, reason=NoReason.NO_TIME, by=VISITOR, now=clock.now())
    second = proposed(
        done_run(now=clock.now()), cast.meryem, cast.garden, state=ProposalState.APPROVED, seat=1, place=1
    )
    with pytest.raises(NotAskedError):
        ask_helper(proposal_id=second.id, by=hanna, now=clock.now())
    clock.advance(days=8)
    assert ask_helper(proposal_id=second.id, by=hanna, now=clock.now()).asked_at == clock.now()


def test_a_yes_is_put_before_the_person(cast: Cast, clock: FakeClock) -> None:
    ask = said_yes(cast, clock)
    assert (ask.state, ask.proposal.state) == (AskState.YES, ProposalState.ACCEPTED)
    assert cast.shopping.state is RequestState.PROPOSED
    message = messages()[-1]
    assert (message.message, message.person_type) == ("asking/messages/coming", "person_in_need")
    assert "Meryem" in message.text
    assert "0231 555 0123" not in message.text
    assert answer_yes(ask_id=ask.id, by=VISITOR, now=clock.now()) is Answer.DONE_BEFORE
    assert told().count("coming") == 1
    with pytest.raises(AskOverError):
        answer_no(ask_id=ask.id, reason=NoReason.NO_TIME, by=VISITOR, now=clock.now())


def test_a_no_frees_seat_and_place(cast: Cast, clock: FakeClock) -> None:
    ask = asked(cast, clock)
    answer_no(ask_id=ask.id, reason=NoReason.TOO_FAR, words="x" * 900, by=VISITOR, now=clock.now())
    proposal = ask.proposal
    assert (ask.state, proposal.state, proposal.seat, proposal.place) == (
        AskState.NO, ProposalState.DECLINED, None, None,
    )  # fmt: skip
    assert cast.shopping.state is RequestState.OPEN
    assert (ask.no_reason, len(ask.no_words)) == (NoReason.TOO_FAR, 500)
    assert "asked" not in told()  # a call or letter that waits is not made any more
    again = answer_no(ask_id=ask.id, reason=NoReason.NO_TIME, by=VISITOR, now=clock.now())
    assert again is Answer.DONE_BEFORE


def test_who_has_a_pause_says_no_yes(cast: Cast, clock: FakeClock) -> None:
    ask = asked(cast, clock)
    cast.meryem.state = HelperState.PAUSED
    db.session.commit()
    with pytest.raises(HelperPausedError):
        answer_yes(ask_id=ask.id, by=VISITOR, now=clock.now())


def test_who_would_like_to_talk_is_called_once(cast: Cast, clock: FakeClock) -> None:
    ask = asked(cast, clock)
    for _click in range(2):
        want_call(ask_id=ask.id, by=VISITOR, now=clock.now())
        clock.advance(minutes=1)
    call = db.session.scalars(select(CallBack)).one()
    assert (call.name, call.phone, call.office_id) == ("Meryem Muster", "0231 555 0123", cast.hoerde.id)


def test_a_question_is_taken_back(cast: Cast, clock: FakeClock) -> None:
    ask, hanna = said_yes(cast, clock), as_viewer(cast.coordinator_hoerde)
    assert withdraw_ask(ask_id=ask.id, by=hanna, now=clock.now()) is Answer.DONE
    assert (ask.state, ask.proposal.state) == (AskState.WITHDRAWN, ProposalState.LAPSED)
    assert {"not_needed", "not_coming"} <= set(told())
    assert withdraw_ask(ask_id=ask.id, by=hanna, now=clock.now()) is Answer.DONE_BEFORE


def test_when_the_request_ends_the_helper_is_told(cast: Cast, clock: FakeClock) -> None:
    ask = asked(cast, clock)
    withdraw_request(
        request_id=cast.shopping.id, reason=WithdrawReason.SOLVED, by=as_viewer(cast.senior), now=clock.now()
    )
    db.session.commit()
    assert (ask.state, ask.proposal.state) == (AskState.WITHDRAWN, ProposalState.LAPSED)
    assert told().count("not_needed") == 1
    freed = select(RematchNeed.cause).where(RematchNeed.helper_id == ask.helper_id)
    assert list(db.session.scalars(freed)) == [RematchCause.HELPER_FREED]
    with pytest.raises(AskOverError):
        answer_yes(ask_id=ask.id, by=VISITOR, now=clock.now())


def test_somebody_else_is_looked_for_after_a_no(cast: Cast, clock: FakeClock) -> None:
    ask = asked(cast, clock)
    answer_no(ask_id=ask.id, reason=NoReason.NO_TIME, by=VISITOR, now=clock.now())
    needs = select(RematchNeed.cause).where(RematchNeed.request_id == ask.request_id)
    assert list(db.session.scalars(needs)) == [RematchCause.HELPER_SAID_NO]


def test_how_is_chosen_before_the_question_goes_out(cast: Cast, clock: FakeClock) -> None:
    proposal, hanna = approved(cast, clock), as_viewer(cast.coordinator_hoerde)
    plan_ask(
        proposal_id=proposal.id, asks_next_best=True, first_visit=FirstVisit.COORDINATOR,
        first_visit_with="Hanna", by=hanna, now=clock.now(),
    )  # fmt: skip
    ask = asked_again(cast, clock, proposal.id)
    assert (ask.next_best, ask.first_visit_with) == (NextBest.WANTED, "Hanna")
    assert "Hanna" in messages()[-1].text
    with pytest.raises(AskOverError):
        plan_ask(
            proposal_id=proposal.id, asks_next_best=False, first_visit=FirstVisit.ALONE, first_visit_with="",
            by=hanna, now=clock.now(),
        )  # fmt: skip


def test_only_who_edits_the_office_changes_how_it_asks(cast: Cast, clock: FakeClock) -> None:
    for account, refusal in ((cast.coordinator_eving, NotFoundRefusal), (cast.senior, NotFoundRefusal)):
        with pytest.raises(refusal):
            save_ask_settings(
                office_id=cast.hoerde.id, policy=AskPolicy(), by=as_viewer(account), now=clock.now()
            )


def test_who_is_told_by_phone_stands_on_the_list_of_calls(cast: Cast, clock: FakeClock) -> None:
    cast.meryem.channel, cast.meryem.language = Channel.CALL, "en"
    ask = asked(cast, clock)
    message = messages()[-1]
    assert (message.channel, message.address) == (Channel.CALL, "0231 555 0123")
    assert "http" not in message.text
    assert "Please call us and say" not in message.text, "it is the office that calls"
    answer_no(ask_id=ask.id, reason=NoReason.NO_TIME, by=VISITOR, now=clock.now())
    db.session.refresh(message)
    assert message.state is MessageState.CANCELLED


def test_a_letter_asks_for_a_call_and_has_more_time(cast: Cast, clock: FakeClock) -> None:
    cast.meryem.channel, cast.meryem.language = Channel.LETTER, "en"
    cast.meryem.street, cast.meryem.town = "Musterweg 3", "Musterhausen"
    ask = asked(cast, clock)
    assert "Please call us and say yes or no." in messages()[-1].text
    assert ask.expires_at == clock.now() + timedelta(days=8)
