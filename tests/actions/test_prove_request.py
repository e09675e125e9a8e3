"""Proving who asks without an account."""

import re
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from helpexchange.accounts.queries import viewer_of
from helpexchange.accounts.rules import LINK_MINUTES, MOST_TRIES, WrongCodeError
from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.database import db
from helpexchange.core.viewer import VISITOR, system_viewer
from helpexchange.help_requests.actions import (
    call_about_request,
    forget_codes,
    note_attempt,
    prove_by_code,
    reopen_call,
    send_code,
    submit_request,
)
from helpexchange.help_requests.messages import ways_to_prove
from helpexchange.help_requests.models import HelpRequest, RequestCode
from helpexchange.help_requests.rules import (
    MOST_CODES,
    NoWayForCodeError,
    Proof,
    RequestState,
    TooManyCodesError,
)
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.rules import Channel
from tests.asking import request_answers
from tests.cast import Cast, DbSession
from tests.fakes import FakeClock
from tests.outbox import messages

MAIL, MOBILE = "ada@example.org", "0151 23456789"


@pytest.fixture
def now(clock: FakeClock) -> datetime:
    return clock.now()


@pytest.fixture
def asked(cast: Cast, db_session: DbSession, now: datetime) -> HelpRequest:
    """Return a request of a visitor with a mail address and a mobile phone."""
    answers = request_answers(cast.hoerde, email=MAIL, phone=MOBILE)
    return submit_request(answers=answers, reference="A-PROOF", by=VISITOR, now=now)


def code_of(message: OutboxMessage) -> str:
    found = re.search(r"\b\d{6}\b", message.text)
    assert found
    return found[0]


def other(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def test_a_visitor_has_yet_to_prove_it_and_the_office_has_the_request(asked: HelpRequest) -> None:
    assert (asked.proof, asked.proved_at, asked.state) == (Proof.NONE, None, RequestState.SUBMITTED)


def test_an_account_and_an_office_prove_it_at_once(cast: Cast, db_session: DbSession, now: datetime) -> None:
    for number, (account, proof) in enumerate(
        [(cast.senior, Proof.ACCOUNT), (cast.coordinator_hoerde, Proof.OFFICE)]
    ):
        made = submit_request(
            answers=request_answers(cast.hoerde), reference=f"A-{number}", by=viewer_of(account), now=now
        )
        assert (made.proof, made.proved_at) == (proof, now)


@pytest.mark.parametrize(("way", "address", "proof"), [
    (Channel.MAIL, MAIL, Proof.MAIL), (Channel.TEXT, MOBILE, Proof.TEXT),
])  # fmt: skip
def test_the_code_proves_it(
    asked: HelpRequest, now: datetime, way: Channel, address: str, proof: Proof
) -> None:
    send_code(request=asked, way=way, by=VISITOR, now=now)
    message = messages()[-1]
    assert (message.channel, message.address, message.is_urgent, message.is_secret) == (
        way, address, True, True,
    )  # fmt: skip
    assert "Ada" not in message.subject
    prove_by_code(request=asked, code=f" {code_of(message)[:3]} {code_of(message)[3:]}", by=VISITOR, now=now)
    assert (asked.proof, asked.proved_at) == (proof, now)
    acts = db.session.scalars(
        select(AuditEntry.act).where(AuditEntry.object_id == asked.id).order_by(AuditEntry.id)
    ).all()
    assert {"send_request_code", "prove_request"} <= set(acts)


def test_the_code_is_kept_so_that_nobody_can_read_it(asked: HelpRequest, now: datetime) -> None:
    sent = send_code(request=asked, way=Channel.MAIL, by=VISITOR, now=now)
    assert sent
    assert code_of(messages()[-1]) not in sent.code_hash


def test_a_wrong_code_is_counted_and_after_five_the_right_one_is_too_late(
    asked: HelpRequest, now: datetime
) -> None:
    send_code(request=asked, way=Channel.MAIL, by=VISITOR, now=now)
    code = code_of(messages()[-1])
    for _try in range(MOST_TRIES):
        with pytest.raises(WrongCodeError):
            prove_by_code(request=asked, code=other(code), by=VISITOR, now=now)
    with pytest.raises(WrongCodeError):
        prove_by_code(request=asked, code=code, by=VISITOR, now=now)
    assert asked.proof is Proof.NONE


def test_an_old_code_no_longer_works(asked: HelpRequest, now: datetime) -> None:
    send_code(request=asked, way=Channel.MAIL, by=VISITOR, now=now)
    late = now + timedelta(minutes=LINK_MINUTES)
    with pytest.raises(WrongCodeError):
        prove_by_code(request=asked, code=code_of(messages()[-1]), by=VISITOR, now=late)


def test_only_the_newest_code_works(asked: HelpRequest, now: datetime) -> None:
    send_code(request=asked, way=Channel.MAIL, by=VISITOR, now=now)
    first = code_of(messages()[-1])
    send_code(request=asked, way=Channel.TEXT, by=VISITOR, now=now)
    second = code_of(messages()[-1])
    if first != second:
        with pytest.raises(WrongCodeError):
            prove_by_code(request=asked, code=first, by=VISITOR, now=now)
    prove_by_code(request=asked, code=second, by=VISITOR, now=now)
    assert asked.proof is Proof.TEXT


def test_codes_are_not_sent_without_end(asked: HelpRequest, now: datetime) -> None:
    for _time in range(MOST_CODES):
        send_code(request=asked, way=Channel.MAIL, by=VISITOR, now=now)
    with pytest.raises(TooManyCodesError):
        send_code(request=asked, way=Channel.MAIL, by=VISITOR, now=now)


def test_where_no_code_can_come_none_is_sent(cast: Cast, db_session: DbSession, now: datetime) -> None:
    landline = submit_request(answers=request_answers(cast.hoerde), reference="A-LAND", by=VISITOR, now=now)
    assert landline.person is not None
    assert ways_to_prove(landline.person) == []
    with pytest.raises(NoWayForCodeError):
        send_code(request=landline, way=Channel.TEXT, by=VISITOR, now=now)


def test_twice_does_no_harm(asked: HelpRequest, now: datetime) -> None:
    send_code(request=asked, way=Channel.MAIL, by=VISITOR, now=now)
    code = code_of(messages()[-1])
    prove_by_code(request=asked, code=code, by=VISITOR, now=now)
    prove_by_code(request=asked, code=code, by=VISITOR, now=now + timedelta(minutes=1))
    assert asked.proved_at == now
    assert send_code(request=asked, way=Channel.MAIL, by=VISITOR, now=now) is None


def test_a_call_proves_it_too_and_can_be_taken_back(asked: HelpRequest, cast: Cast, now: datetime) -> None:
    hanna = viewer_of(cast.coordinator_hoerde)
    call = call_about_request(request=asked, note="", by=VISITOR, now=now)
    note_attempt(call_back_id=call.id, is_reached=True, note="", by=hanna, now=now)
    assert (asked.proof, asked.proved_at) == (Proof.CALL, now)
    reopen_call(call_back_id=call.id, by=hanna, now=now)
    assert asked.proof is Proof.NONE


def test_spent_codes_are_forgotten(asked: HelpRequest, now: datetime) -> None:
    send_code(request=asked, way=Channel.MAIL, by=VISITOR, now=now)
    job = system_viewer("test")
    assert forget_codes(before=now, by=job, now=now) == 0
    assert forget_codes(before=now + timedelta(days=1), by=job, now=now) == 1
    assert db.session.scalar(select(RequestCode)) is None
