"""What becomes of a visit: called off, not taken place, done; of two at once one wins."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core import events
from helpexchange.core.database import db
from helpexchange.core.errors import NotAllowedRefusal, NotFoundRefusal, Refusal
from helpexchange.core.viewer import VISITOR
from helpexchange.engagements.actions import (
    begin_engagement,
    cancel_visit,
    end_engagement,
    note_done,
    note_missed,
    restore_visit,
)
from helpexchange.engagements.models import Visit
from helpexchange.engagements.rules import (
    BadVisitError,
    CancelReason,
    EndReason,
    EngagementEndedError,
    HelperBusyThenError,
    Missing,
    Outcome,
    Side,
    VisitDecidedError,
    VisitFreed,
    VisitNotBegunError,
    VisitOverError,
    VisitState,
)
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.rules import Channel
from tests.cast import Cast
from tests.engaged import FIRST, after, agreed, begun, visits
from tests.fakes import FakeClock
from tests.matched import as_viewer
from tests.outbox import messages
from tests.representing import acts_for_erna

AT_ONCE = 20
Act = Callable[..., Outcome]
ACTS: dict[str, tuple[Act, dict[str, Any], bool]] = {
    "cancel_visit": (cancel_visit, {"reason": CancelReason.ILL}, False),
    "note_missed": (note_missed, {"missing": Missing.PERSON, "note": "nobody opened"}, True),
    "note_done": (note_done, {"minutes": 55, "note": "all well"}, True),
}


def do(act: str, visit: Visit, clock: FakeClock, *, side: Side = Side.HELPER, **others: Any) -> Outcome:
    action, values, is_after = ACTS[act]
    now = after(clock, visit) if is_after else clock.now()
    return action(**{"visit": visit, "side": side, "by": VISITOR, "now": now, **values, **others})


def entries(act: str) -> list[AuditEntry]:
    return list(db.session.scalars(select(AuditEntry).where(AuditEntry.act == act).order_by(AuditEntry.id)))


@pytest.mark.parametrize("act", ACTS)
def test_it_is_audited_and_calendars_see_it(cast: Cast, clock: FakeClock, act: str) -> None:
    engagement = begun(cast, clock)
    visit = visits()[0]
    assert do(act, visit, clock) is Outcome.DONE
    (entry,) = entries(act)
    assert (entry.object_id, entry.details["visit_id"]) == (engagement.id, visit.id)
    assert (visit.sequence, visit.changed_at, visit.noted_by) == (1, clock.now(), Side.HELPER)


@pytest.mark.parametrize("act", ACTS)
def test_twice_does_no_harm(cast: Cast, clock: FakeClock, act: str) -> None:
    begun(cast, clock)
    visit = visits()[0]
    do(act, visit, clock)
    assert do(act, visit, clock) is Outcome.DONE_BEFORE
    assert (visit.sequence, len(entries(act))) == (1, 1)


@pytest.mark.parametrize("act", ACTS)
def test_an_office_acts_for_its_own_only(cast: Cast, clock: FakeClock, act: str) -> None:
    begun(cast, clock)
    visit = visits()[0]
    with pytest.raises(NotFoundRefusal):
        do(act, visit, clock, side=Side.OFFICE, by=as_viewer(cast.coordinator_eving))
    with pytest.raises(NotAllowedRefusal):
        do(act, visit, clock, side=Side.OFFICE, by=as_viewer(cast.network_lead))
    assert do(act, visit, clock, side=Side.OFFICE, by=as_viewer(cast.coordinator_hoerde)) is Outcome.DONE


@pytest.mark.parametrize("act", ["note_missed", "note_done"])
def test_what_is_to_come_has_not_taken_place(cast: Cast, clock: FakeClock, act: str) -> None:
    begun(cast, clock)
    with pytest.raises(VisitNotBegunError):
        do(act, visits()[0], clock, now=clock.now())


def test_what_has_begun_is_not_called_off(cast: Cast, clock: FakeClock) -> None:
    begun(cast, clock)
    after(clock, visits()[0])
    with pytest.raises(VisitOverError):
        do("cancel_visit", visits()[0], clock)


def test_the_two_may_see_it_differently_but_one_is_kept(cast: Cast, clock: FakeClock) -> None:
    begun(cast, clock)
    visit = visits()[0]
    do("note_done", visit, clock)
    with pytest.raises(VisitDecidedError):
        do("note_missed", visit, clock, side=Side.PERSON, missing=Missing.HELPER)
    assert visit.state is VisitState.DONE


@pytest.mark.parametrize(
    ("side", "told"),
    [
        (Side.HELPER, ["person_in_need"]),
        (Side.PERSON, ["helper"]),
        (Side.OFFICE, ["helper", "person_in_need"]),
    ],
)
def test_the_other_side_is_told(cast: Cast, clock: FakeClock, side: Side, told: list[str]) -> None:
    begun(cast, clock)
    do("cancel_visit", visits()[0], clock, side=side, by=as_viewer(cast.coordinator_hoerde))
    messages = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
    assert [message.person_type for message in messages] == told
    assert all("3 November 2026, 14:00" in message.text for message in messages)
    assert all("Muster" not in message.subject for message in messages)


def test_somebody_else_may_be_looked_for(cast: Cast, clock: FakeClock) -> None:
    heard: list[VisitFreed] = []
    events.listen(VisitFreed, heard.append)
    try:
        begun(cast, clock)
        visit = visits()[0]
        do("cancel_visit", visit, clock)
        do("cancel_visit", visit, clock)
    finally:
        events._listeners[VisitFreed].remove(heard.append)
    assert [(event.visit_id, event.side) for event in heard] == [(visit.id, Side.HELPER)]


@pytest.mark.parametrize("channel", [Channel.TEXT, Channel.LETTER, Channel.MAIL, Channel.CALL])
def test_it_is_told_on_the_own_channel(cast: Cast, clock: FakeClock, channel: Channel) -> None:
    cast.meryem.channel, cast.meryem.street = channel, "Weg 1"
    begun(cast, clock)
    do("cancel_visit", visits()[1], clock, side=Side.PERSON)
    message = db.session.scalars(select(OutboxMessage)).one()
    assert message.channel is channel
    assert ("http" in message.text) is (channel is Channel.MAIL)


def test_whom_a_letter_would_reach_too_late_is_called(cast: Cast, clock: FakeClock) -> None:
    cast.meryem.channel, cast.meryem.street = Channel.LETTER, "Weg 1"
    begun(cast, clock)
    do("cancel_visit", visits()[0], clock, side=Side.PERSON)
    assert db.session.scalars(select(OutboxMessage)).one().channel is Channel.CALL


def test_whoever_acts_for_the_person_is_told_too(cast: Cast, clock: FakeClock) -> None:
    acts_for_erna(cast, clock.now())
    begun(cast, clock)
    before = len(messages())
    do("cancel_visit", visits()[0], clock)
    told = messages()[before:]
    assert [message.person_type for message in told] == ["person_in_need", "representation"]
    assert "It is about the visits to Erna." in told[1].text
    assert "/acting-for/" in told[1].text


def test_who_can_come_after_all_says_so(cast: Cast, clock: FakeClock) -> None:
    begun(cast, clock)
    visit = visits()[0]
    do("cancel_visit", visit, clock)
    with pytest.raises(VisitDecidedError):
        restore_visit(visit=visit, side=Side.PERSON, by=VISITOR, now=clock.now())
    assert restore_visit(visit=visit, side=Side.HELPER, by=VISITOR, now=clock.now()) is Outcome.DONE
    assert restore_visit(visit=visit, side=Side.HELPER, by=VISITOR, now=clock.now()) is Outcome.DONE_BEFORE
    assert (visit.state, visit.cancel_reason, visit.sequence) == (VisitState.PLANNED, None, 2)
    assert len(entries("restore_visit")) == 1


def test_who_has_another_visit_meanwhile_cannot_come_after_all(cast: Cast, clock: FakeClock) -> None:
    begun(cast, clock)
    visit = visits()[0]
    do("cancel_visit", visit, clock)
    begin_engagement(
        request_id=cast.garden.id, helper_id=cast.meryem.id, agreed=agreed(visit_count=1),
        by=as_viewer(cast.coordinator_hoerde), now=clock.now(),
    )  # fmt: skip
    with pytest.raises(HelperBusyThenError):
        restore_visit(visit=visit, side=Side.HELPER, by=VISITOR, now=clock.now())


def test_nothing_comes_back_too_late(cast: Cast, clock: FakeClock) -> None:
    engagement = begun(cast, clock)
    visit = visits()[0]
    do("cancel_visit", visit, clock)
    with pytest.raises(VisitOverError):
        restore_visit(visit=visit, side=Side.HELPER, by=VISITOR, now=after(clock, visit))
    end_engagement(
        engagement=engagement, side=Side.HELPER, reason=EndReason.MOVED, needs_another=False, by=VISITOR,
        now=clock.now(),
    )  # fmt: skip
    with pytest.raises(EngagementEndedError):
        restore_visit(visit=visits()[1], side=Side.HELPER, by=VISITOR, now=clock.now())


def test_hours_can_be_corrected(cast: Cast, clock: FakeClock) -> None:
    begun(cast, clock)
    visit = visits()[0]
    do("note_done", visit, clock)
    assert do("note_done", visit, clock, minutes=90) is Outcome.DONE
    assert (visit.minutes_spent, visit.note) == (90, "all well")
    assert entries("correct_visit")[0].details["before"] == 55
    assert cast.meryem.last_engaged_on == FIRST


@pytest.mark.parametrize("minutes", [0, -5, 1441])
def test_hours_that_cannot_be_are_refused(cast: Cast, clock: FakeClock, minutes: int) -> None:
    begun(cast, clock)
    with pytest.raises(BadVisitError):
        do("note_done", visits()[0], clock, minutes=minutes)


def test_of_many_at_once_one_wins(app: Flask, cast: Cast, clock: FakeClock) -> None:
    begun(cast, clock)
    visit_id = visits()[0].id
    after(clock, visits()[0])
    clock.moment -= timedelta(minutes=5)
    names = ["note_missed", "note_done"]
    moment = clock.now()
    db.session.rollback()

    def click(number: int) -> str:
        with app.app_context():
            act, values, _is_after = ACTS[names[number % 2]]
            try:
                visit = db.session.get_one(Visit, visit_id)
                outcome = act(visit=visit, side=Side.HELPER, by=VISITOR, now=moment, **values)
                db.session.commit()
            except Refusal as refusal:
                db.session.rollback()
                return refusal.code
            return outcome.value

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = Counter(pool.map(click, range(AT_ONCE)))
    assert answers["done"] == 1
    assert answers["visit_decided"] == AT_ONCE // 2
    assert len(entries("note_done")) + len(entries("note_missed")) == 1
