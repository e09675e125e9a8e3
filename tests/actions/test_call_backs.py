"""Calls to make: asked for, planned, tried, made, and put back."""

import pytest
from sqlalchemy import func, select

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.database import db
from helpexchange.core.errors import NotAllowedRefusal, NotFoundRefusal
from helpexchange.core.viewer import VISITOR
from helpexchange.help_requests.actions import ask_for_call, note_attempt, plan_call_back, reopen_call
from helpexchange.help_requests.models import CallBack, PersonInNeed
from helpexchange.help_requests.queries import asked_calls
from helpexchange.help_requests.rules import NotReachedByPhoneError, Proof
from helpexchange.notifications.rules import Channel
from tests.asking import place_of
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.matched import as_viewer
from tests.outbox import told


@pytest.fixture(autouse=True)
def _ida(cast: Cast) -> None:
    """Ida's request is not cleared yet."""
    cast.uncleared.person = PersonInNeed(
        first_name="Ida", last_name="Muster", phone="0231 555 0188", email="ida@example.org",
        channel=Channel.MAIL,
    )  # fmt: skip
    db.session.commit()


def test_what_an_earlier_call_has_proved_stays_when_a_later_one_is_put_back(
    cast: Cast, clock: FakeClock
) -> None:
    hanna = as_viewer(cast.coordinator_hoerde)
    cast.uncleared.proof = Proof.NONE
    calls = []
    for _call in range(2):
        calls.append(planned(cast, clock))
        note_attempt(
            call_back_id=calls[-1].id, is_reached=True, note="", by=hanna, now=clock.advance(hours=1)
        )
    first_call_at = cast.uncleared.proved_at
    reopen_call(call_back_id=calls[-1].id, by=hanna, now=clock.advance(hours=1))
    assert (cast.uncleared.proof, cast.uncleared.proved_at) == (Proof.CALL, first_call_at)
    assert cast.uncleared.first_contact_at == first_call_at


def planned(cast: Cast, clock: FakeClock) -> CallBack:
    hanna = as_viewer(cast.coordinator_hoerde)
    return plan_call_back(request_id=cast.uncleared.id, note="Which floor?", by=hanna, now=clock.now())


def test_a_planned_call_is_told_and_audited_once(cast: Cast, clock: FakeClock) -> None:
    assert planned(cast, clock) is planned(cast, clock)
    assert told() == ["call_planned"]
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.act, entry.object_type, entry.object_id) == (
        "ask_for_call",
        "help_request",
        cast.uncleared.id,
    )


def test_without_a_number_nobody_can_be_called(cast: Cast, clock: FakeClock) -> None:
    assert cast.uncleared.person is not None
    cast.uncleared.person.phone = ""
    with pytest.raises(NotReachedByPhoneError):
        planned(cast, clock)


def test_tries_are_kept_until_somebody_is_reached(cast: Cast, clock: FakeClock) -> None:
    call, hanna = planned(cast, clock), as_viewer(cast.coordinator_hoerde)
    note_attempt(call_back_id=call.id, is_reached=False, note="", by=hanna, now=clock.advance(seconds=60))
    assert cast.uncleared.first_contact_at is None
    assert [each.id for each in asked_calls(hanna)] == [call.id]
    for _twice in range(2):
        note_attempt(
            call_back_id=call.id, is_reached=True, note="third", by=hanna, now=clock.advance(seconds=60)
        )
    assert cast.uncleared.first_contact_at == call.done_at
    assert [attempt.is_reached for attempt in call.attempts] == [False, True]
    assert asked_calls(hanna) == []
    reopen_call(call_back_id=call.id, by=hanna, now=clock.now())
    assert [each.id for each in asked_calls(hanna)] == [call.id]
    assert cast.uncleared.first_contact_at is None


@pytest.mark.parametrize(
    ("who", "refusal"), [("coordinator_eving", NotFoundRefusal), ("network_lead", NotAllowedRefusal)]
)
def test_only_its_office_calls(cast: Cast, clock: FakeClock, who: str, refusal: type[Exception]) -> None:
    call, by = planned(cast, clock), as_viewer(getattr(cast, who))
    with pytest.raises(refusal):
        note_attempt(call_back_id=call.id, is_reached=True, note="", by=by, now=clock.now())
    with pytest.raises(refusal):
        reopen_call(call_back_id=call.id, by=by, now=clock.now())


def test_somebody_without_an_account_is_called(cast: Cast, clock: FakeClock) -> None:
    for _twice in range(2):
        ask_for_call(
            name="Otto Muster", phone="0231 5550", note="mornings", postal_code="44263",
            place_id=place_of(cast.hoerde).id, reference="C-TEST", by=VISITOR, now=clock.now(),
        )  # fmt: skip
    assert db.session.scalar(select(func.count()).select_from(CallBack)) == 1
    call = asked_calls(as_viewer(cast.coordinator_hoerde))[0]
    assert (call.name, str(call.due_on)) == ("Otto Muster", "2026-11-04")
    assert not asked_calls(as_viewer(cast.coordinator_eving))
