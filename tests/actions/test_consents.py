"""Consent: noted with its words, once, and taken back with what follows from it."""

import pytest
from sqlalchemy import func, select

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.consents.actions import end_consents, note_consent
from helpexchange.consents.models import Consent
from helpexchange.consents.queries import consents_of, holding_consents
from helpexchange.consents.rules import ConsentChannel, ConsentPurpose
from helpexchange.consents.wordings import agreement, current_wording
from helpexchange.core.database import db
from helpexchange.core.viewer import VISITOR
from helpexchange.help_requests.actions import submit_request
from helpexchange.help_requests.rules import RequestState
from helpexchange.helper_profiles.actions import undo_leave
from helpexchange.helper_profiles.rules import ConsentEndedError, HelperState
from tests.asking import request_answers
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.matched import as_viewer

ASK = agreement(ConsentPurpose.ASK, language="de")


def erna(cast: Cast) -> tuple[str, int]:
    assert cast.shopping.person_id is not None
    return ("person_in_need", cast.shopping.person_id)


def note(cast: Cast, clock: FakeClock) -> Consent:
    return note_consent(
        whose=erna(cast), agreement=ASK, office_id=cast.hoerde.id, by=VISITOR, now=clock.now()
    )


def test_it_keeps_the_words_as_shown(cast: Cast, clock: FakeClock) -> None:
    made = note(cast, clock)
    assert made.wording == current_wording(ConsentPurpose.ASK).texts["de"]
    assert (made.version, made.language, made.channel) == ("contact_by_office_2", "de", ConsentChannel.ONLINE)
    assert (made.given_at, made.ended_at, made.recorded_by) == (clock.now(), None, "")


def test_it_is_audited(cast: Cast, clock: FakeClock) -> None:
    note(cast, clock)
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.act, entry.object_type, entry.object_id) == ("note_consent", *erna(cast))
    assert entry.details == {"purpose": "ask", "version": "contact_by_office_2", "channel": "online"}


def test_noted_twice_is_noted_once(cast: Cast, clock: FakeClock) -> None:
    assert note(cast, clock).id == note(cast, clock).id
    assert db.session.scalar(select(func.count()).select_from(Consent)) == 1


def test_other_words_are_another_consent(cast: Cast, clock: FakeClock) -> None:
    note(cast, clock)
    spoken = agreement(ConsentPurpose.ASK, language="de", channel=ConsentChannel.PHONE)
    by = as_viewer(cast.coordinator_hoerde)
    other = note_consent(whose=erna(cast), agreement=spoken, office_id=cast.hoerde.id, by=by, now=clock.now())
    assert other.recorded_by == "Hanna Beispiel"
    assert len(holding_consents(VISITOR, erna(cast), ConsentPurpose.ASK)) == 2


def test_asking_notes_it_for_the_person(cast: Cast, clock: FakeClock) -> None:
    answers = request_answers(cast.hoerde, consent=ASK)
    made = submit_request(answers=answers, reference="A-TEST2345", by=VISITOR, now=clock.now())
    assert made.person_id is not None
    assert [each.version for each in consents_of(VISITOR, [("person_in_need", made.person_id)])] == [
        "contact_by_office_2"
    ]


@pytest.mark.parametrize("state", [RequestState.SUBMITTED, RequestState.OPEN, RequestState.AGREED])
def test_taken_back_it_ends_what_is_not_finished(cast: Cast, clock: FakeClock, state: RequestState) -> None:
    note(cast, clock)
    cast.shopping.state = state
    db.session.flush()
    ended = end_consents(
        whose=erna(cast), purpose=ConsentPurpose.ASK, office_id=cast.hoerde.id, by=VISITOR, now=clock.now()
    )
    db.session.expire_all()
    assert (ended, cast.shopping.state) == (1, RequestState.WITHDRAWN)
    assert cast.garden.state is RequestState.OPEN
    assert holding_consents(VISITOR, erna(cast), ConsentPurpose.ASK) == []
    acts = set(db.session.scalars(select(AuditEntry.act)))
    assert acts >= {"end_consent", "withdraw_request"}


def test_taken_back_twice_does_no_harm(cast: Cast, clock: FakeClock) -> None:
    note(cast, clock)
    for expected in (1, 0):
        assert expected == end_consents(
            whose=erna(cast), purpose=ConsentPurpose.ASK, office_id=None, by=VISITOR, now=clock.now()
        )


def test_a_helper_who_takes_it_back_leaves(cast: Cast, clock: FakeClock) -> None:
    whose = ("helper", cast.jonas.id)
    note_consent(
        whose=whose, agreement=agreement(ConsentPurpose.HELP, language="en"), office_id=cast.eving.id,
        by=VISITOR, now=clock.now(),
    )  # fmt: skip
    end_consents(whose=whose, purpose=ConsentPurpose.HELP, office_id=None, by=VISITOR, now=clock.now())
    assert cast.jonas.state is HelperState.LEFT
    with pytest.raises(ConsentEndedError):
        undo_leave(reference=cast.jonas.reference, by=VISITOR, now=clock.now())
    assert cast.meryem.state is HelperState.ACTIVE


def test_a_purpose_ends_alone(cast: Cast, clock: FakeClock) -> None:
    note(cast, clock)
    ended = end_consents(
        whose=erna(cast), purpose=ConsentPurpose.ACCOUNT, office_id=None, by=VISITOR, now=clock.now()
    )
    assert ended == 0
    assert cast.shopping.state is RequestState.OPEN
