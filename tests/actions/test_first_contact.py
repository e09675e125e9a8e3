"""The clock of the first contact: until when, told at once, told again when late, and who has taken it on."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.database import db
from helpexchange.core.errors import NotAllowedRefusal, NotFoundRefusal
from helpexchange.core.viewer import VISITOR
from helpexchange.help_requests.actions import (
    Service,
    decline_request,
    give_back_request,
    open_request,
    refer_request,
    submit_request,
    take_request,
    undo_clearing,
)
from helpexchange.help_requests.jobs import tell_late
from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.queries import lateness
from helpexchange.help_requests.rules import DeclineReason, ReferralGoal
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.rules import Channel
from tests.asking import request_answers
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.matched import as_viewer
from tests.outbox import messages, told

WEDNESDAY = date(2026, 11, 4)


def asked(cast: Cast, clock: FakeClock, *, by: Any = VISITOR, **others: Any) -> HelpRequest:
    """Ada asks by mail, unless said otherwise."""
    answers = request_answers(cast.hoerde, **{"email": "ada@example.org", "told_in": "en", **others})
    return submit_request(answers=answers, reference="A-TEST2345", by=by, now=clock.now())


def test_the_clock_is_the_offices(cast: Cast, clock: FakeClock) -> None:
    cast.hoerde.first_contact_days = 3
    assert asked(cast, clock).first_contact_due_on == date(2026, 11, 5)


def test_it_is_told_at_once_until_when(cast: Cast, clock: FakeClock) -> None:
    made = asked(cast, clock)
    assert made.first_contact_due_on == WEDNESDAY
    message = messages()[0]
    assert told() == ["received"]
    assert (message.channel, message.address) == (Channel.MAIL, "ada@example.org")
    assert "We will call you by Wednesday, 4 November 2026." in message.text
    assert "0231 555 0100" in message.text
    assert "/my-request/A-TEST2345." in message.text
    assert "Ada" not in message.subject
    assert message.due_at == clock.now()


@pytest.mark.parametrize(
    ("language", "words"),
    [("de", "spätestens am Mittwoch, 4. November 2026"), ("nl", "uiterlijk op woensdag 4 november 2026"),
     ("da", "senest onsdag den 4. november 2026")],
)  # fmt: skip
def test_it_is_told_in_the_persons_language(cast: Cast, clock: FakeClock, language: str, words: str) -> None:
    asked(cast, clock, told_in=language)
    assert words in messages()[0].text


@pytest.mark.parametrize(
    ("others", "channel"),
    [
        ({}, Channel.MAIL),
        ({"email": "", "phone": "0171 1234567"}, Channel.TEXT),
        ({"email": ""}, Channel.CALL),
        ({"email": "", "phone": "", "street": "Weg 1"}, Channel.LETTER),
        ({"street": "Weg 1", "channel": Channel.LETTER}, Channel.LETTER),
    ],
)
def test_the_channel_is_the_persons(
    cast: Cast, clock: FakeClock, others: dict[str, Any], channel: Channel
) -> None:
    asked(cast, clock, **others)
    assert messages()[0].channel is channel


def test_a_letter_goes_to_the_street(cast: Cast, clock: FakeClock) -> None:
    asked(cast, clock, street="Weg 1", channel=Channel.LETTER)
    assert messages()[0].address == "Ada Muster\nWeg 1\n44263 Hörde"


def test_whoever_is_on_the_phone_is_not_called_to_hear_it_again(cast: Cast, clock: FakeClock) -> None:
    asked(cast, clock, by=as_viewer(cast.coordinator_hoerde), email="")
    assert told() == []


def test_who_asks_for_somebody_is_told(cast: Cast, clock: FakeClock) -> None:
    made = asked(cast, clock, asked_by="Carla Muster")
    assert messages()[0].name == "Carla Muster"
    assert made.person is not None
    assert made.person.name == "Ada Muster"


def test_asking_for_somebody_leaves_ones_own_record_alone(cast: Cast, clock: FakeClock) -> None:
    made = asked(cast, clock, by=as_viewer(cast.senior), asked_by="Erna Muster")
    assert made.person is not cast.shopping.person
    assert cast.shopping.person is not None
    assert cast.shopping.person.first_name == "Erna"


def test_the_outcome_is_told_and_is_the_first_contact(cast: Cast, clock: FakeClock) -> None:
    made = asked(cast, clock)
    open_request(request_id=made.id, by=as_viewer(cast.coordinator_hoerde), now=clock.now())
    assert told() == ["received", "opened"]
    assert messages()[1].due_at == clock.now() + timedelta(minutes=10)
    assert made.first_contact_at == clock.now()


def test_who_is_passed_on_is_told_to_whom(cast: Cast, clock: FakeClock) -> None:
    made = asked(cast, clock)
    service = Service(name="Pflegestützpunkt", phone="0231 50", text="Open on Mondays.")
    refer_request(
        request_id=made.id, goal=ReferralGoal.CARE_SERVICE, service=service,
        by=as_viewer(cast.coordinator_hoerde), now=clock.now(),
    )  # fmt: skip
    text = messages()[1].text
    for words in ("Pflegestützpunkt, 0231 50", "Open on Mondays."):
        assert words in text
    assert (made.referred_name, made.referred_phone) == ("Pflegestützpunkt", "0231 50")


@pytest.mark.parametrize("reason", DeclineReason)
def test_who_is_declined_is_told_why_in_kind_words(
    cast: Cast, clock: FakeClock, reason: DeclineReason
) -> None:
    made = asked(cast, clock)
    decline_request(
        request_id=made.id, reason=reason, words="I am sorry.", by=as_viewer(cast.coordinator_hoerde),
        now=clock.now(),
    )  # fmt: skip
    assert "I am sorry." in messages()[1].text
    assert reason.value not in messages()[1].text


def test_what_is_taken_back_in_time_is_never_told(cast: Cast, clock: FakeClock) -> None:
    made, hanna = asked(cast, clock), as_viewer(cast.coordinator_hoerde)
    open_request(request_id=made.id, by=hanna, now=clock.now())
    undo_clearing(request_id=made.id, by=hanna, now=clock.advance(seconds=60))
    assert told() == ["received"]
    assert made.first_contact_at is None


def test_what_was_told_already_is_put_right(cast: Cast, clock: FakeClock) -> None:
    made, hanna = asked(cast, clock), as_viewer(cast.coordinator_hoerde)
    open_request(request_id=made.id, by=hanna, now=clock.now())
    for message in db.session.scalars(select(OutboxMessage)):
        message.state = "sent"  # type: ignore[assignment]  # the word is enough
    undo_clearing(request_id=made.id, by=hanna, now=clock.advance(seconds=3600))
    assert told() == ["received", "opened", "looked_at_again"]


def test_late_ones_are_told_once(cast: Cast, clock: FakeClock) -> None:
    asked(cast, clock)
    assert tell_late(clock.advance(seconds=2 * 86_400)) == 0  # the day itself is not over
    assert tell_late(clock.advance(seconds=86_400)) == 1
    assert tell_late(clock.advance(seconds=86_400)) == 0
    assert told() == ["received", "late"]
    entries = db.session.scalars(
        select(AuditEntry).where(AuditEntry.act == "tell_late").order_by(AuditEntry.id)
    ).all()
    assert len(entries) == 1


def test_who_was_spoken_to_is_not_late(cast: Cast, clock: FakeClock) -> None:
    asked(cast, clock).first_contact_at = clock.now()
    assert tell_late(clock.advance(seconds=9 * 86_400)) == 0


def test_lateness_is_seen_by_office_and_channel(cast: Cast, clock: FakeClock) -> None:
    asked(cast, clock)
    lead = as_viewer(cast.network_lead)
    rows = {
        (row.office_id, row.channel.value): row for row in lateness(lead, today=WEDNESDAY + timedelta(days=1))
    }
    assert rows[cast.hoerde.id, "online"][2:] == (1, 1)
    assert rows[cast.hoerde.id, "phone"][2:] == (1, 0)  # the cast's, without a clock
    assert not lateness(as_viewer(cast.coordinator_eving), today=WEDNESDAY)


def test_somebody_takes_it_on_and_gives_it_back(cast: Cast, clock: FakeClock) -> None:
    hanna = as_viewer(cast.coordinator_hoerde)
    for _twice in range(2):
        take_request(request_id=cast.uncleared.id, by=hanna, now=clock.now())
    assert cast.uncleared.owner_id == cast.coordinator_hoerde.id
    give_back_request(request_id=cast.uncleared.id, by=hanna, now=clock.now())
    assert not cast.uncleared.owner_id
    acts = list(db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)))
    assert acts == ["take_request", "give_back_request"]


def test_only_its_office_takes_it_on(cast: Cast, clock: FakeClock) -> None:
    with pytest.raises(NotFoundRefusal):
        take_request(request_id=cast.uncleared.id, by=as_viewer(cast.coordinator_eving), now=clock.now())
    with pytest.raises(NotAllowedRefusal):
        take_request(request_id=cast.uncleared.id, by=as_viewer(cast.network_lead), now=clock.now())
