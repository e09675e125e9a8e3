"""Two people who are one: merged, undone within 30 days, forgotten after them."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.database import db
from helpexchange.core.errors import NotAllowedRefusal, NotFoundRefusal
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.models import HelpRequest, PersonInNeed
from helpexchange.notifications.models import OutboxMessage
from helpexchange.people.actions import add_note, merge_people, note_different, undo_merge
from helpexchange.people.jobs import forget_old_merges
from helpexchange.people.models import PersonMerge, PersonNote
from helpexchange.people.queries import PeopleWish, doubles, doubles_of, find_people, merges
from helpexchange.people.rules import (
    AlreadyMergedError,
    MergedAgainError,
    MergeIsOldError,
    SamePersonError,
    Side,
)
from helpexchange.people_index.models import KnownPerson
from helpexchange.people_index.rules import WordKind
from helpexchange.privacy.actions import forget_in_time, forget_person
from helpexchange.privacy.rules import Person, PersonKind
from tests.cast import Cast, help_request
from tests.fakes import FakeClock
from tests.matched import as_viewer
from tests.told import told

GONE = dict.fromkeys(("name", "phone", "email", "address", "told"), Side.GONE)


@pytest.fixture
def hanna(cast: Cast) -> Viewer:
    """The coordinator of Hörde."""
    return as_viewer(cast.coordinator_hoerde)


@pytest.fixture
def erna(cast: Cast) -> PersonInNeed:
    """Erna as she was entered first."""
    assert cast.shopping.person is not None
    return cast.shopping.person


@pytest.fixture
def second(cast: Cast, clock: FakeClock) -> PersonInNeed:
    """Erna as she was entered again, by phone, with a wrong name and her number."""
    person = PersonInNeed(first_name="Erma", last_name="Muster", phone="+49 231 5550199", street="Gasse 1")
    request = help_request(
        "again", office=cast.hoerde, kind="garden", weekday=1, now=clock.now(), person=person
    )
    db.session.add(request)
    db.session.flush()
    message = told(now=clock.now(), office_id=cast.hoerde.id)
    message.person_type, message.person_id = "person_in_need", person.id
    db.session.commit()
    return person


def known(person: PersonInNeed) -> int:
    assert person.known_id is not None
    return person.known_id


def merge(
    erna: PersonInNeed, second: PersonInNeed, by: Viewer, clock: FakeClock, **choices: Side
) -> PersonMerge:
    done = merge_people(kept_id=known(erna), gone_id=known(second), choices=choices, by=by, now=clock.now())
    db.session.commit()
    return done


def found(by: Viewer, typed: str) -> list[int]:
    hits = find_people(by, typed=typed, wish=PeopleWish())
    return list(hits.people) if hits else []


def state() -> list[tuple[object, ...]]:
    """Everything that a merge may change."""
    db.session.expire_all()
    people = db.session.scalars(select(PersonInNeed).order_by(PersonInNeed.id))
    requests = db.session.execute(select(HelpRequest.id, HelpRequest.person_id).order_by(HelpRequest.id))
    messages = db.session.execute(
        select(OutboxMessage.id, OutboxMessage.person_id).order_by(OutboxMessage.id)
    )
    notes = db.session.execute(select(PersonNote.id, PersonNote.person_id).order_by(PersonNote.id))
    words = db.session.scalars(select(KnownPerson).order_by(KnownPerson.id))
    return [
        *((each.id, each.known_id, each.name, each.phone, each.phone_key, each.street) for each in people),
        *map(tuple, requests), *map(tuple, messages), *map(tuple, notes),
        *((each.id, each.merged_into_id, sorted((w.source, w.word) for w in each.words)) for each in words),
    ]  # fmt: skip


def test_who_was_entered_twice_is_shown(
    cast: Cast, hanna: Viewer, erna: PersonInNeed, second: PersonInNeed
) -> None:
    pairs = [each for each in doubles(hanna) if known(second) in each[:2]]
    assert [(each.first_id, each.second_id, each.kinds) for each in pairs] == [
        (known(erna), known(second), (WordKind.PHONE,))
    ]
    assert doubles_of(hanna, known(second)) == pairs
    assert doubles(as_viewer(cast.coordinator_eving)) == []


def test_everything_goes_to_the_kept_one(
    cast: Cast, hanna: Viewer, erna: PersonInNeed, second: PersonInNeed, clock: FakeClock
) -> None:
    add_note(person_id=known(second), text="second floor", reference="N-1", by=hanna, now=clock.now())
    merge(erna, second, hanna, clock, name=Side.KEPT, phone=Side.KEPT, address=Side.GONE)
    db.session.expire_all()
    assert set(
        db.session.scalars(select(HelpRequest.person_id).where(HelpRequest.person_id.is_not(None)))
    ) == {erna.id}
    assert db.session.scalars(select(OutboxMessage.person_id)).all() == [erna.id]
    assert db.session.scalars(select(PersonNote.person_id)).all() == [known(erna)]
    assert (erna.name, erna.phone, erna.street) == ("Erna Muster", "0231 555 0199", "Gasse 1")
    assert found(hanna, "erma") == []
    assert found(hanna, "erna") == [known(erna)]
    assert doubles_of(hanna, known(erna)) == []
    entries = db.session.scalars(
        select(AuditEntry).where(AuditEntry.act == "merge_people").order_by(AuditEntry.id)
    ).all()
    assert [(each.object_id, each.actor) for each in entries] == [(known(erna), "Hanna Beispiel")]


def test_what_is_chosen_of_the_other_is_kept(
    hanna: Viewer, erna: PersonInNeed, second: PersonInNeed, clock: FakeClock
) -> None:
    merge(erna, second, hanna, clock, **GONE)
    db.session.expire_all()
    assert (erna.name, erna.phone, erna.phone_key) == ("Erma Muster", "+49 231 5550199", "+492315550199")
    assert erna.email == "erna.muster@example.org"  # the other had none
    assert found(hanna, "erma") == [known(erna)]


def test_undone_it_is_as_before(
    hanna: Viewer, erna: PersonInNeed, second: PersonInNeed, clock: FakeClock
) -> None:
    add_note(person_id=known(second), text="second floor", reference="N-1", by=hanna, now=clock.now())
    db.session.commit()
    before = state()
    done = merge(erna, second, hanna, clock, **GONE)
    assert state() != before
    assert [each.id for each in merges(hanna, now=clock.now())] == [done.id]
    undo_merge(merge_id=done.id, by=hanna, now=clock.advance(days=29))
    db.session.commit()
    assert state() == before
    assert merges(hanna, now=clock.now()) == []
    with pytest.raises(MergeIsOldError):
        undo_merge(merge_id=done.id, by=hanna, now=clock.now())
    assert "undo_merge" in db.session.scalars(select(AuditEntry.act)).all()


def test_what_was_changed_since_stays(
    hanna: Viewer, erna: PersonInNeed, second: PersonInNeed, clock: FakeClock
) -> None:
    done = merge(erna, second, hanna, clock, **GONE)
    erna.phone = "0231 7777777"
    db.session.commit()
    undo_merge(merge_id=done.id, by=hanna, now=clock.now())
    db.session.expire_all()
    assert (erna.name, erna.phone) == ("Erna Muster", "0231 7777777")


def test_a_helper_and_a_person_who_asks_become_one(
    cast: Cast, hanna: Viewer, erna: PersonInNeed, clock: FakeClock
) -> None:
    pavel = cast.pavel.known_id
    assert pavel is not None
    done = merge_people(
        kept_id=pavel, gone_id=known(erna), choices={"name": Side.GONE}, by=hanna, now=clock.now()
    )
    db.session.commit()
    db.session.expire_all()
    assert (erna.known_id, cast.senior.known_id, cast.pavel.first_name) == (pavel, pavel, "Erna")
    undo_merge(merge_id=done.id, by=hanna, now=clock.now())
    db.session.expire_all()
    assert (erna.known_id == cast.senior.known_id, cast.pavel.first_name) == (True, "Pavel")
    assert erna.known_id != pavel


def test_of_two_at_once_one_wins_and_the_other_is_told(
    cast: Cast, hanna: Viewer, erna: PersonInNeed, second: PersonInNeed, clock: FakeClock
) -> None:
    merge(erna, second, hanna, clock)
    before = state()
    for kept_id, gone_id in ((known(erna), known(second)), (known(second), known(erna))):
        with pytest.raises(AlreadyMergedError):
            merge_people(kept_id=kept_id, gone_id=gone_id, choices={}, by=hanna, now=clock.now())
    assert state() == before


def test_who_may_not(
    cast: Cast, hanna: Viewer, erna: PersonInNeed, second: PersonInNeed, clock: FakeClock
) -> None:
    words = {"kept_id": known(erna), "gone_id": known(second), "choices": {}, "now": clock.now()}
    for account, refusal in (
        (cast.coordinator_eving, NotFoundRefusal),
        (cast.network_lead, NotAllowedRefusal),
        (cast.senior, NotAllowedRefusal),
    ):
        with pytest.raises(refusal):
            merge_people(by=as_viewer(account), **words)  # type: ignore[arg-type]
    with pytest.raises(SamePersonError):
        merge_people(kept_id=1, gone_id=1, choices={}, by=hanna, now=clock.now())
    done = merge(erna, second, hanna, clock)
    for account in (cast.coordinator_eving, cast.network_lead):
        with pytest.raises(NotFoundRefusal):
            undo_merge(merge_id=done.id, by=as_viewer(account), now=clock.now())


def test_a_chain_is_undone_from_its_end(
    cast: Cast, hanna: Viewer, erna: PersonInNeed, second: PersonInNeed, clock: FakeClock
) -> None:
    first = merge(erna, second, hanna, clock)
    pavel = cast.pavel.known_id
    assert pavel is not None
    later = merge_people(kept_id=pavel, gone_id=known(erna), choices={}, by=hanna, now=clock.now())
    db.session.commit()
    with pytest.raises(MergedAgainError):
        undo_merge(merge_id=first.id, by=hanna, now=clock.now())
    undo_merge(merge_id=later.id, by=hanna, now=clock.now())
    undo_merge(merge_id=first.id, by=hanna, now=clock.now())


def test_after_30_days_it_is_forgotten_how_it_was(
    hanna: Viewer, erna: PersonInNeed, second: PersonInNeed, clock: FakeClock
) -> None:
    second_id, done_id = second.id, merge(erna, second, hanna, clock).id
    forget_in_time(by=hanna, now=clock.now())
    assert db.session.get(PersonInNeed, second_id) is not None
    assert forget_old_merges(clock.now() + timedelta(days=29)) == 0
    later = clock.now() + timedelta(days=30)
    with pytest.raises(MergeIsOldError):
        undo_merge(merge_id=done_id, by=hanna, now=later)
    assert forget_old_merges(later) == 1
    assert forget_old_merges(later) == 0
    db.session.expire_all()
    assert db.session.get(PersonInNeed, second_id) is None
    assert db.session.get(PersonMerge, done_id) is None


def test_who_is_forgotten_leaves_nothing_in_a_merge(
    hanna: Viewer, erna: PersonInNeed, second: PersonInNeed, clock: FakeClock
) -> None:
    second_id = second.id
    merge(erna, second, hanna, clock, **GONE)
    forget_person(person=Person(kind=PersonKind.PERSON_IN_NEED, id=erna.id), by=hanna, now=clock.now())
    assert db.session.scalars(select(PersonMerge)).all() == []
    assert db.session.get(PersonInNeed, second_id) is None


def test_who_is_noted_as_different_is_not_shown_again(
    cast: Cast, hanna: Viewer, erna: PersonInNeed, second: PersonInNeed, clock: FakeClock
) -> None:
    for first_id, second_id in ((known(second), known(erna)), (known(erna), known(second))):
        note_different(first_id=first_id, second_id=second_id, by=hanna, now=clock.now())
    assert doubles_of(hanna, known(erna)) == []
    acts = db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)).all()
    assert acts.count("note_different_people") == 1
    with pytest.raises(NotFoundRefusal):
        note_different(
            first_id=known(erna), second_id=known(second), by=as_viewer(cast.coordinator_eving),
            now=clock.now(),
        )  # fmt: skip
