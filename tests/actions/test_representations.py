"""Somebody acts for a person: asked for, given, refused, ended, taken back, run out, forgotten."""

import dataclasses
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.consents.rules import ConsentPurpose
from helpexchange.consents.wordings import current_wording
from helpexchange.core.database import db
from helpexchange.core.viewer import VISITOR, system_viewer
from helpexchange.help_requests.actions import (
    hand_over_request,
    note_proof,
    open_request,
    submit_request,
    tell_late,
)
from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.queries import callers
from helpexchange.help_requests.rules import Proof
from helpexchange.notifications.rules import Channel
from helpexchange.representatives.actions import (
    confirm_representation,
)
from helpexchange.representatives.jobs import look_after_representations
from helpexchange.representatives.rules import (
    CourtOrderError,
    Relation,
    RepresentationState,
    Told,
    UntilIsPastError,
    WordGiven,
)
from tests.asking import request_answers
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.matched import as_viewer
from tests.outbox import messages, told
from tests.representing import UTE, acts, acts_for_erna, asked_for_ada, to_whom, word

TODAY = date(2026, 11, 2)


def test_an_office_notes_it_with_the_words(cast: Cast, clock: FakeClock) -> None:
    made = acts_for_erna(cast, clock.now(), until=date(2027, 1, 31), may_see_data=True)
    assert (made.state, made.word_given) == (RepresentationState.IN_FORCE, WordGiven.PHONE)
    assert made.wording.startswith("May this person act for you")
    assert (made.version, made.wording_language) == ("act_for_me_spoken_1", "en")
    assert (made.recorded_by, made.began_at) == ("Hanna Beispiel", clock.now())
    assert acts()[-1] == ("record_representation", "Hanna Beispiel")
    assert told() == ["they_act", "acting_begun"]
    assert to_whom("Ute Muster") == ["acting_begun"]
    assert messages()[-1].person_type == "representation"


def test_the_same_form_twice_is_one(cast: Cast, clock: FakeClock) -> None:
    assert acts_for_erna(cast, clock.now()).id == acts_for_erna(cast, clock.now()).id
    assert len(told()) == 2


@pytest.mark.parametrize(
    ("who", "seen_on"),
    [(Relation.FAMILY, TODAY), (Relation.GUARDIAN, None), (Relation.GUARDIAN, date(2027, 1, 1))],
)
def test_a_court_order_is_for_guardians_and_seen(
    cast: Cast, clock: FakeClock, who: Relation, seen_on: date | None
) -> None:

    with pytest.raises(CourtOrderError):
        acts_for_erna(
            cast, clock.now(), who=dataclasses.replace(UTE, relation=who), given=WordGiven.COURT_ORDER,
            court_order_seen_on=seen_on,
        )  # fmt: skip


def test_a_last_day_lies_ahead(cast: Cast, clock: FakeClock) -> None:
    with pytest.raises(UntilIsPastError):
        acts_for_erna(cast, clock.now(), until=TODAY - timedelta(days=1))


def test_who_asks_for_somebody_waits_for_their_word(cast: Cast, clock: FakeClock) -> None:
    request = asked_for_ada(cast, clock.now())
    waiting = request.representation
    assert waiting is not None
    assert waiting.state is RepresentationState.WAITING
    assert request.person is not None
    assert (request.person.phone, request.person.asked_by, request.person.account_id) == (
        "0231 555 0177", "", None,
    )  # fmt: skip
    assert to_whom("Ute Muster") == ["acting_asked"]
    (asked,) = [message for message in messages() if message.name == "Ada Muster"]
    assert (asked.channel, asked.address, asked.office_id) == (Channel.CALL, "0231 555 0177", cast.hoerde.id)
    assert "May this person act for you" in asked.text
    assert acts()[:2] == [("ask_representation", "Ute Muster"), ("submit_request", "Ute Muster")]


def test_without_a_number_of_the_person_the_office_asks_at_the_other_one(
    cast: Cast, clock: FakeClock
) -> None:
    asked_for_ada(cast, clock.now(), phone="", email="")
    (asked,) = [message for message in messages() if message.name == "Ada Muster"]
    assert (asked.channel, asked.address) == (Channel.CALL, UTE.phone)


def test_a_mail_goes_to_the_person_only_once_the_asker_is_proved(cast: Cast, clock: FakeClock) -> None:
    request = asked_for_ada(cast, clock.now(), email="ada@example.org", is_proved=False)
    (call,) = [message for message in messages() if message.name == "Ada Muster"]
    assert call.channel is Channel.CALL
    note_proof(request=request, proof=Proof.MAIL, by=VISITOR, now=clock.now())
    (mail,) = [message for message in messages() if message.name == "Ada Muster"]
    assert (mail.channel, mail.address) == (Channel.MAIL, "ada@example.org")


def test_until_then_only_the_person_hears_how_it_goes_on(cast: Cast, clock: FakeClock) -> None:
    request = asked_for_ada(cast, clock.now())
    open_request(request_id=request.id, by=as_viewer(cast.coordinator_hoerde), now=clock.now())
    clock.advance(days=9)
    asked_for_ada(cast, clock.now())
    tell_late(by=system_viewer("scheduler"), now=clock.now())
    assert to_whom("Ute Muster") == ["acting_asked"]
    assert "opened" in to_whom("Ada Muster")


@pytest.mark.parametrize(
    ("choice", "person", "representative"),
    [(Told.BOTH, 1, 1), (Told.PERSON, 1, 0), (Told.REPRESENTATIVE, 0, 1)],
)
def test_who_is_told_is_as_chosen(
    cast: Cast, clock: FakeClock, choice: Told, person: int, representative: int
) -> None:
    request = asked_for_ada(cast, clock.now())
    assert request.representation is not None
    confirm_representation(
        representation=request.representation, word=word(told=choice), by=VISITOR, now=clock.now()
    )
    open_request(request_id=request.id, by=as_viewer(cast.coordinator_hoerde), now=clock.now())
    assert to_whom("Ada Muster").count("opened") == person
    assert to_whom("Ute Muster").count("opened") == representative
    for message in messages():
        if message.message.endswith("opened"):
            assert ("You act for Ada" in message.text) is (message.name == "Ute Muster")


def test_once_somebody_has_said_yes_nobody_asks_again(cast: Cast, clock: FakeClock) -> None:
    waiting = asked_for_ada(cast, clock.now()).representation
    assert waiting is not None
    for _again in range(2):
        confirm_representation(representation=waiting, word=word(), by=VISITOR, now=clock.now())
    assert told() == ["acting_asked", "they_act", "acting_begun"]  # the call that asks is cancelled
    assert [act for act, _actor in acts()].count("confirm_representation") == 1


def test_another_office_answers_when_the_request_is_handed_over(cast: Cast, clock: FakeClock) -> None:
    request = asked_for_ada(cast, clock.now())
    hand_over_request(
        request_id=request.id, office_id=cast.eving.id, note="", by=as_viewer(cast.coordinator_hoerde),
        now=clock.now(),
    )  # fmt: skip
    db.session.expire_all()
    assert request.representation is not None
    assert request.representation.office_id == cast.eving.id
    (asks,) = [each for each in messages() if each.message.endswith("may_they_act")]
    assert asks.office_id == cast.eving.id


def test_who_does_not_answer_a_mail_is_called_after_three_days(cast: Cast, clock: FakeClock) -> None:
    asked_for_ada(cast, clock.now(), email="ada@example.org")
    assert to_whom("Ada Muster") == ["may_they_act"]
    clock.advance(days=2)
    look_after_representations(clock.now())
    assert to_whom("Ada Muster") == ["may_they_act"]
    for _again in range(2):
        clock.advance(days=1)
        look_after_representations(clock.now())
    assert [each.channel for each in messages() if each.name == "Ada Muster"] == [Channel.MAIL, Channel.CALL]


def test_a_call_that_is_still_to_be_made_is_not_made_twice(cast: Cast, clock: FakeClock) -> None:
    asked_for_ada(cast, clock.now())
    clock.advance(days=4)
    look_after_representations(clock.now())
    assert to_whom("Ada Muster") == ["may_they_act"]


def test_the_call_asks_in_one_language_also_where_nobody_has_said_which(cast: Cast, clock: FakeClock) -> None:
    request = asked_for_ada(cast, clock.now(), email="ada@example.org")
    assert request.person is not None
    request.person.language = None
    db.session.commit()
    clock.advance(days=3)
    look_after_representations(clock.now())
    (call,) = [each for each in messages() if each.channel is Channel.CALL and each.name == "Ada Muster"]
    words = current_wording(ConsentPurpose.REPRESENT, is_spoken=True).texts
    assert [language for language, text in words.items() if text in call.text] == [call.language]


def test_whoever_acts_may_call_and_the_number_of_the_person_stays(cast: Cast, clock: FakeClock) -> None:
    made = acts_for_erna(cast, clock.now())
    answers = request_answers(
        cast.hoerde, person_id=made.person_id, asked_by="ute muster", phone=UTE.phone, first_name="Erna"
    )
    by = as_viewer(cast.coordinator_hoerde)
    request = submit_request(answers=answers, reference="P-2345ABCD", by=by, now=clock.now())
    db.session.flush()
    assert (request.person_id, request.representation_id) == (made.person_id, made.id)
    assert request.person is not None
    assert (request.person.asked_by, request.person.phone) == ("", "0231 555 0199")


def test_the_number_of_whoever_acts_finds_the_person(cast: Cast, clock: FakeClock) -> None:
    made = acts_for_erna(cast, clock.now())
    by = as_viewer(cast.coordinator_hoerde)
    assert [person.id for person in callers(by, "0151/5550144")] == [made.person_id]
    assert list(callers(as_viewer(cast.coordinator_eving), "0151/5550144")) == []


def test_a_request_knows_through_whom_it_came(cast: Cast, clock: FakeClock) -> None:
    request = asked_for_ada(cast, clock.now())
    entry = db.session.scalars(
        select(AuditEntry).where(AuditEntry.act == "submit_request").order_by(AuditEntry.id)
    ).one()
    assert entry.details["representation_id"] == request.representation_id
    found = db.session.scalars(select(HelpRequest).where(HelpRequest.id == request.id)).one()
    assert found.representation_id is not None
