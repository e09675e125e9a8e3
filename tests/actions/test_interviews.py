"""Times for interviews: offered by an office, booked by a helper; of two at once one gets it."""

import threading
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.database import db
from helpexchange.core.errors import NotAllowedRefusal, NotFoundRefusal
from helpexchange.core.viewer import VISITOR
from helpexchange.helper_profiles import actions
from helpexchange.helper_profiles.models import InterviewSlot
from helpexchange.helper_profiles.queries import booked_slot, free_slots
from helpexchange.helper_profiles.rules import (
    HelperState,
    InterviewWay,
    NotActiveError,
    SlotOverError,
    SlotTakenError,
)
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.matched import as_viewer
from tests.told_to_helpers import names, told


@pytest.fixture
def slots(cast: Cast, clock: FakeClock) -> list[InterviewSlot]:
    """Two times that Hörde offers, tomorrow."""
    offer(cast, clock)
    db.session.commit()
    return list(free_slots(VISITOR, cast.hoerde.id, now=clock.now()))


def offer(
    cast: Cast, clock: FakeClock, *, hours: tuple[int, ...] = (24, 25), who: str = "coordinator_hoerde"
) -> int:
    return actions.offer_slots(
        office_id=cast.hoerde.id, starts=[clock.now() + timedelta(hours=each) for each in hours], minutes=30,
        way=InterviewWay.OFFICE, by=as_viewer(getattr(cast, who)), now=clock.now(),
    )  # fmt: skip


def book(cast: Cast, clock: FakeClock, slot: InterviewSlot) -> InterviewSlot:
    return actions.book_interview(
        reference=cast.pavel.reference, slot_id=slot.id, by=VISITOR, now=clock.now()
    )


def acts() -> list[str]:
    return list(db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)))


def test_offering_the_same_times_twice_offers_them_once(cast: Cast, clock: FakeClock) -> None:
    assert (offer(cast, clock), offer(cast, clock)) == (2, 0)
    assert acts() == ["offer_interviews"]


@pytest.mark.parametrize("who", ["coordinator_eving", "network_lead", "volunteer"])
def test_only_the_offices_own_coordinator_offers(cast: Cast, clock: FakeClock, who: str) -> None:
    with pytest.raises(NotAllowedRefusal):
        offer(cast, clock, who=who)


def test_a_time_that_is_over_is_not_offered(cast: Cast, clock: FakeClock) -> None:
    with pytest.raises(SlotOverError):
        offer(cast, clock, hours=(-1,))


def test_booking_is_told_and_audited_once(cast: Cast, clock: FakeClock, slots: list[InterviewSlot]) -> None:
    book(cast, clock, slots[0])
    book(cast, clock, slots[0])
    assert slots[0].helper_id == cast.pavel.id
    assert names(cast.pavel) == ["interview_booked"]
    assert "in the office" in told(cast.pavel)[0].text
    assert acts() == ["offer_interviews", "book_interview"]


def test_another_time_frees_the_first(cast: Cast, clock: FakeClock, slots: list[InterviewSlot]) -> None:
    book(cast, clock, slots[0])
    book(cast, clock, slots[1])
    db.session.expire_all()
    assert [slot.helper_id for slot in slots] == [None, cast.pavel.id]


def test_who_comes_second_is_told(cast: Cast, clock: FakeClock, slots: list[InterviewSlot]) -> None:
    slots[0].helper_id = cast.meryem.id
    db.session.flush()
    with pytest.raises(SlotTakenError):
        book(cast, clock, slots[0])


def test_two_people_at_once_never_get_the_same_time(
    app: Flask, cast: Cast, clock: FakeClock, slots: list[InterviewSlot]
) -> None:
    cast.meryem.state = HelperState.APPLIED
    db.session.commit()
    slot_id, references = slots[0].id, (cast.pavel.reference, cast.meryem.reference)
    db.session.rollback()
    results: list[str] = []
    at_once = threading.Barrier(2)

    def try_it(reference: str) -> None:
        with app.app_context():
            at_once.wait()
            try:
                actions.book_interview(reference=reference, slot_id=slot_id, by=VISITOR, now=clock.now())
                db.session.commit()
                results.append("booked")
            except SlotTakenError:
                db.session.rollback()
                results.append("taken")
            finally:
                db.session.remove()

    threads = [threading.Thread(target=try_it, args=(reference,)) for reference in references]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["booked", "taken"]


def test_a_time_that_is_over_cannot_be_booked(
    cast: Cast, clock: FakeClock, slots: list[InterviewSlot]
) -> None:
    clock.advance(days=2)
    with pytest.raises(SlotOverError):
        book(cast, clock, slots[0])


def test_another_offices_time_is_not_found(cast: Cast, clock: FakeClock, slots: list[InterviewSlot]) -> None:
    slots[0].office_id = cast.eving.id
    db.session.flush()
    with pytest.raises(NotFoundRefusal):
        book(cast, clock, slots[0])


def test_who_is_active_needs_no_interview(cast: Cast, clock: FakeClock, slots: list[InterviewSlot]) -> None:
    cast.pavel.state = HelperState.ACTIVE
    with pytest.raises(NotActiveError):
        book(cast, clock, slots[0])


def test_cancelling_frees_the_time_and_twice_does_no_harm(
    cast: Cast, clock: FakeClock, slots: list[InterviewSlot]
) -> None:
    book(cast, clock, slots[0])
    for _twice in range(2):
        actions.cancel_own_interview(reference=cast.pavel.reference, by=VISITOR, now=clock.now())
    assert booked_slot(VISITOR, cast.pavel.id, now=clock.now()) is None
    assert len(free_slots(VISITOR, cast.hoerde.id, now=clock.now())) == 2
    assert acts().count("cancel_interview") == 1


def test_an_office_takes_a_time_back_and_the_helper_is_told(
    cast: Cast, clock: FakeClock, slots: list[InterviewSlot]
) -> None:
    book(cast, clock, slots[0])
    hanna = as_viewer(cast.coordinator_hoerde)
    actions.withdraw_slot(slot_id=slots[0].id, by=hanna, now=clock.now())
    assert names(cast.pavel) == ["interview_cancelled"]
    for who in (cast.coordinator_eving, cast.network_lead):
        with pytest.raises(NotFoundRefusal):
            actions.withdraw_slot(slot_id=slots[1].id, by=as_viewer(who), now=clock.now())


def test_stopping_frees_the_booked_time(cast: Cast, clock: FakeClock, slots: list[InterviewSlot]) -> None:
    book(cast, clock, slots[0])
    actions.leave(reference=cast.pavel.reference, by=VISITOR, now=clock.now())
    db.session.expire_all()
    assert slots[0].helper_id is None
