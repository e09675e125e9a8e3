"""Two at the same moment: both merge the same two people, or one merges while the other erases."""

import threading
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.database import db
from helpexchange.core.errors import NotFoundRefusal, Refusal
from helpexchange.help_requests.models import HelpRequest, PersonInNeed
from helpexchange.people.actions import merge_people, undo_merge
from helpexchange.people.models import PersonMerge
from helpexchange.people.rules import AlreadyMergedError, MergeIsOldError, Side
from helpexchange.people_index.models import KnownPerson, SearchWord
from helpexchange.people_index.rules import Source
from helpexchange.privacy.actions import forget_person
from helpexchange.privacy.queries import person_of_office
from helpexchange.privacy.rules import PersonKind
from tests.cast import Cast, help_request
from tests.fakes import FakeClock
from tests.matched import as_viewer

ROUNDS = 5


@pytest.fixture
def pair(cast: Cast, clock: FakeClock) -> tuple[PersonInNeed, PersonInNeed]:
    """Erna as she was entered first, and again."""
    again = PersonInNeed(first_name="Erma", last_name="Muster", phone="0231 5550199")
    db.session.add(
        help_request("again", office=cast.hoerde, kind="garden", weekday=1, now=clock.now(), person=again)
    )
    db.session.commit()
    assert cast.shopping.person is not None
    return cast.shopping.person, again


def at_once(app: Flask, *acts: Callable[[], object]) -> list[str]:
    """Do these things in a thread each, from the same moment; return what became of them, in words."""
    db.session.rollback()
    results: list[str] = []
    start = threading.Barrier(len(acts))

    def do(act: Callable[[], object]) -> None:
        with app.app_context():
            start.wait()
            try:
                act()
                db.session.commit()
                results.append("done")
            except Refusal as refusal:
                db.session.rollback()
                results.append(type(refusal).__name__)
            except Exception as defect:  # noqa: BLE001  # a deadlock, for instance: no refusal at all
                db.session.rollback()
                results.append(repr(defect))
            finally:
                db.session.remove()

    threads = [threading.Thread(target=do, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.expire_all()
    return sorted(results)


@pytest.mark.parametrize("is_crosswise", [False, True])
def test_of_two_merges_one_wins_and_the_other_is_told(
    app: Flask, cast: Cast, clock: FakeClock, pair: tuple[PersonInNeed, PersonInNeed], is_crosswise: bool
) -> None:
    hanna, now = as_viewer(cast.coordinator_hoerde), clock.now()
    ids = [each.known_id or 0 for each in pair]
    other = ids[::-1] if is_crosswise else ids

    def merge(kept_id: int, gone_id: int) -> object:
        return merge_people(kept_id=kept_id, gone_id=gone_id, choices={}, by=hanna, now=now)

    for number in range(ROUNDS):
        results = at_once(app, lambda: merge(*ids), lambda: merge(*other))
        assert results == [AlreadyMergedError.__name__, "done"], number
        made = db.session.scalars(select(PersonMerge).where(PersonMerge.undone_at.is_(None))).one()
        merged = select(KnownPerson.merged_into_id).where(KnownPerson.id.in_(ids))
        assert set(db.session.scalars(merged)) == {None, made.kept_id}
        asked = select(PersonInNeed.known_id).join(HelpRequest, HelpRequest.person_id == PersonInNeed.id)
        assert set(db.session.scalars(asked.where(PersonInNeed.known_id.in_(ids)))) == {made.kept_id}
        undo_merge(merge_id=made.id, by=hanna, now=now)
        db.session.commit()
    acts = db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)).all()
    assert (acts.count("merge_people"), acts.count("undo_merge")) == (ROUNDS, ROUNDS)


def test_of_two_who_undo_one_wins(
    app: Flask, cast: Cast, clock: FakeClock, pair: tuple[PersonInNeed, PersonInNeed]
) -> None:
    hanna, now = as_viewer(cast.coordinator_hoerde), clock.now()
    kept_id, gone_id = (each.known_id or 0 for each in pair)
    made = merge_people(kept_id=kept_id, gone_id=gone_id, choices={}, by=hanna, now=now).id
    db.session.commit()

    def undo() -> object:
        return undo_merge(merge_id=made, by=hanna, now=now)

    assert at_once(app, undo, undo) == [MergeIsOldError.__name__, "done"]


@pytest.mark.parametrize("erased", [0, 1])
def test_merged_while_erased_nothing_of_the_erased_is_left(
    app: Flask, cast: Cast, clock: FakeClock, pair: tuple[PersonInNeed, PersonInNeed], erased: int
) -> None:
    hanna, now = as_viewer(cast.coordinator_hoerde), clock.now()
    ids, person = [each.known_id or 0 for each in pair], pair[erased].id
    names = {"name": Side.GONE}

    def merge() -> object:
        return merge_people(kept_id=ids[0], gone_id=ids[1], choices=names, by=hanna, now=now)

    def erase() -> None:
        who, _name = person_of_office(hanna, PersonKind.PERSON_IN_NEED, person)  # as the page does
        forget_person(person=who, by=hanna, now=now)

    requests = len(db.session.scalars(select(HelpRequest.id)).all())
    results = at_once(app, merge, erase)
    assert "done" in results
    assert set(results) <= {"done", AlreadyMergedError.__name__, NotFoundRefusal.__name__}
    if results != ["done", "done"] and db.session.scalar(select(PersonMerge.id)) is not None:
        person = pair[0].id  # whoever erases looks again, and erases who the two are now
        erase()
        db.session.commit()
    db.session.expire_all()
    left = db.session.get(PersonInNeed, person)
    name = ("erna", "erma")[erased]
    assert left is None or name not in left.name.lower()
    found = select(SearchWord.word).where(SearchWord.word == name, SearchWord.source == Source.PERSON_IN_NEED)
    assert db.session.scalars(found).all() == []
    assert all(name not in str(each.changes).lower() for each in db.session.scalars(select(PersonMerge)))
    assert len(db.session.scalars(select(HelpRequest.id)).all()) == requests
