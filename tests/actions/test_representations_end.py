"""A representation ends: by whom, what follows at once, taken back, run out, merged, forgotten."""

import dataclasses
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from helpexchange.core.database import db
from helpexchange.core.viewer import VISITOR, system_viewer
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.rules import Channel, MessageState
from helpexchange.people.actions import merge_people, undo_merge
from helpexchange.privacy.actions import erase, forget_in_time, forget_person
from helpexchange.privacy.rules import Person, PersonKind
from helpexchange.representatives.actions import (
    confirm_representation,
    undo_end,
)
from helpexchange.representatives.jobs import look_after_representations
from helpexchange.representatives.queries import acting_for, own_representations
from helpexchange.representatives.rules import (
    RepresentationDecidedError,
    RepresentationState,
    Told,
    TooLateToUndoError,
)
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.matched import as_viewer
from tests.outbox import messages, told
from tests.representing import UTE, acts, acts_for_erna, asked_for_ada, end, word

TODAY = date(2026, 11, 2)


def test_an_end_counts_at_once_and_both_are_told(cast: Cast, clock: FakeClock) -> None:
    made = acts_for_erna(cast, clock.now(), told=Told.REPRESENTATIVE)
    end(made, clock, cast, by_office=False)
    end(made, clock, cast, by_office=False)
    assert acting_for(VISITOR, made.person_id, today=TODAY) == []
    assert told()[2:] == ["they_no_longer_act", "acting_ended"]
    assert acts()[-1] == ("end_representation", "")
    with pytest.raises(RepresentationDecidedError):
        confirm_representation(representation=made, word=word(), by=VISITOR, now=clock.now())


def test_an_office_takes_its_end_back_before_anybody_hears_of_it(cast: Cast, clock: FakeClock) -> None:
    made = acts_for_erna(cast, clock.now())
    end(made, clock, cast)
    assert {message.due_at - clock.now() for message in messages()[2:]} == {timedelta(minutes=10)}
    for _again in range(2):
        undo_end(representation=made, by=as_viewer(cast.coordinator_hoerde), now=clock.now())
    assert (made.state, made.ended_at, made.end_reason) == (RepresentationState.IN_FORCE, None, None)
    assert told() == ["they_act", "acting_begun"]


def test_what_was_told_already_is_told_again(cast: Cast, clock: FakeClock) -> None:
    made = acts_for_erna(cast, clock.now())
    end(made, clock, cast)
    for message in messages():
        message.state = MessageState.SENT
    undo_end(representation=made, by=as_viewer(cast.coordinator_hoerde), now=clock.now())
    assert told()[4:] == ["they_act_again", "acting_again"]


def test_a_no_taken_back_is_asked_again(cast: Cast, clock: FakeClock) -> None:
    waiting = asked_for_ada(cast, clock.now()).representation
    assert waiting is not None
    end(waiting, clock, cast)
    undo_end(representation=waiting, by=as_viewer(cast.coordinator_hoerde), now=clock.now())
    assert waiting.state is RepresentationState.WAITING
    assert told() == ["acting_asked", "may_they_act"]


def test_the_next_day_is_too_late(cast: Cast, clock: FakeClock) -> None:
    made = end(acts_for_erna(cast, clock.now()), clock, cast)
    with pytest.raises(TooLateToUndoError):
        undo_end(
            representation=made, by=as_viewer(cast.coordinator_hoerde), now=clock.now() + timedelta(days=1)
        )


def test_nobody_takes_back_what_the_person_has_ended(cast: Cast, clock: FakeClock) -> None:
    made = end(acts_for_erna(cast, clock.now()), clock, cast, by_office=False)
    with pytest.raises(TooLateToUndoError):
        undo_end(representation=made, by=as_viewer(cast.coordinator_hoerde), now=clock.now())


def test_its_last_day_ends_it_even_before_the_night_has_noted_so(cast: Cast, clock: FakeClock) -> None:
    made = acts_for_erna(cast, clock.now(), until=TODAY)
    assert acting_for(VISITOR, made.person_id, today=TODAY) == [made]
    assert acting_for(VISITOR, made.person_id, today=TODAY + timedelta(days=1)) == []
    clock.advance(days=1)
    assert look_after_representations(clock.now()) == 1
    assert look_after_representations(clock.now()) == 0
    assert made.state is RepresentationState.RUN_OUT
    assert told()[-2:] == ["they_no_longer_act", "acting_ended"]


def test_the_office_is_reminded_once_14_days_before(cast: Cast, clock: FakeClock) -> None:
    acts_for_erna(cast, clock.now(), until=TODAY + timedelta(days=15))
    assert look_after_representations(clock.now()) == 0
    clock.advance(days=1)
    assert look_after_representations(clock.now()) == 1
    assert look_after_representations(clock.now()) == 0
    reminder = messages()[-1]
    assert (reminder.message.rpartition("/")[2], reminder.channel) == ("they_act_until", Channel.CALL)
    assert reminder.office_id == cast.hoerde.id


def test_two_days_after_its_end_nobody_knows_the_number(cast: Cast, clock: FakeClock) -> None:
    made = end(acts_for_erna(cast, clock.now()), clock, cast)
    clock.advance(days=3)
    look_after_representations(clock.now())
    db.session.expire_all()
    assert (made.phone, made.email, made.name) == ("", "", "Ute Muster")


def test_merging_takes_it_along_and_back(cast: Cast, clock: FakeClock) -> None:
    by = as_viewer(cast.coordinator_hoerde)
    made = acts_for_erna(cast, clock.now())
    request = asked_for_ada(cast, clock.now())
    assert request.person is not None
    assert cast.shopping.person is not None
    ada, erna = request.person, cast.shopping.person
    assert ada.known_id is not None
    assert erna.known_id is not None
    merge = merge_people(kept_id=ada.known_id, gone_id=erna.known_id, choices={}, by=by, now=clock.now())
    db.session.commit()
    assert made.person_id == ada.id
    undo_merge(merge_id=merge.id, by=by, now=clock.now())
    db.session.commit()
    assert made.person_id == erna.id


def test_erasing_the_person_ends_it_and_leaves_no_name(cast: Cast, clock: FakeClock) -> None:
    made = acts_for_erna(cast, clock.now())
    erna = Person(kind=PersonKind.PERSON_IN_NEED, id=made.person_id)
    erase(people=[erna], office_id=cast.hoerde.id, is_own=True, by=VISITOR, now=clock.now())
    for _again in range(2):
        forget_person(person=erna, by=VISITOR, now=clock.now())
    db.session.expire_all()
    assert (made.state, made.name, made.phone) == (RepresentationState.ENDED, "", "")
    left = db.session.scalars(select(OutboxMessage).where(OutboxMessage.person_type == "representation"))
    assert [message.text for message in left if "Erna" in message.text] == []
    assert "because their data were erased" in messages()[-1].text


def test_erasing_whoever_acts_ends_it_too(cast: Cast, clock: FakeClock) -> None:

    made = acts_for_erna(cast, clock.now(), who=dataclasses.replace(UTE, account_id=cast.volunteer.id))
    assert own_representations(as_viewer(cast.volunteer), today=TODAY) == [made]
    forget_person(person=Person(kind=PersonKind.ACCOUNT, id=cast.volunteer.id), by=VISITOR, now=clock.now())
    db.session.expire_all()
    assert (made.state, made.name, made.account_id) == (RepresentationState.ENDED, "", None)
    assert told()[-1] == "they_no_longer_act"


def test_names_are_forgotten_after_three_years(cast: Cast, clock: FakeClock) -> None:
    made = end(acts_for_erna(cast, clock.now()), clock, cast)
    by = system_viewer("scheduler")
    assert forget_in_time(by=by, now=clock.now() + timedelta(days=3 * 364)).representations == 0
    assert forget_in_time(by=by, now=clock.now() + timedelta(days=3 * 365 + 1)).representations == 1
    db.session.expire_all()
    assert made.name == ""
