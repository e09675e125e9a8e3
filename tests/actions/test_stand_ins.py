"""Somebody else comes to one visit: found by the engine, asked by the office, answered with one click."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.database import db
from helpexchange.core.errors import NotAllowedRefusal, NotFoundRefusal, Refusal
from helpexchange.core.viewer import VISITOR
from helpexchange.engagements.actions import (
    cancel_visit,
    look_after,
    pause_engagement,
    restore_visit,
)
from helpexchange.engagements.models import Engagement, Visit
from helpexchange.engagements.queries import visits_for_calendar
from helpexchange.engagements.rules import CancelReason, Side, VisitState
from helpexchange.helper_profiles.actions import leave, pause_own_help
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.match_runs.actions import answer_for_stand_in, answer_stand_in, ask_stand_in
from helpexchange.match_runs.jobs import mend_what_broke
from helpexchange.match_runs.models import StandIn
from helpexchange.match_runs.rules import Outcome, StandInOverError
from helpexchange.match_runs.rules.causes import StandInState
from tests.cast import TUESDAY, Cast, helper
from tests.engaged import begun, visits
from tests.fakes import FakeClock
from tests.matched import as_viewer
from tests.outbox import messages
from tests.told_to_helpers import names


@dataclass
class Story:
    """Meryem does Erna's shopping and cannot come on the first Tuesday; Lena and Mara could."""

    engagement: Engagement
    visit: Visit
    lena: HelperProfile
    mara: HelperProfile

    def of(self, person: HelperProfile) -> StandIn:
        """Return somebody who could come."""
        found = (StandIn.visit_id == self.visit.id) & (StandIn.helper_id == person.id)
        return db.session.scalars(select(StandIn).where(found)).one()


@pytest.fixture
def story(cast: Cast, clock: FakeClock) -> Story:
    """The search is done."""
    others = [
        helper(name, office=cast.hoerde, offers="shopping", speaks=speaks, weekday=TUESDAY, now=clock.now())
        for name, speaks in (("Lena", "tr"), ("Mara", "pl"))
    ]
    db.session.add_all(others)
    engagement = begun(cast, clock)
    visit = visits()[0]
    called_off(visit, cast, clock)
    searched(clock)
    return Story(engagement, visit, *others)


def called_off(visit: Visit, cast: Cast, clock: FakeClock) -> None:
    me = as_viewer(cast.volunteer)
    cancel_visit(visit=visit, side=Side.HELPER, reason=CancelReason.ILL, by=me, now=clock.now())
    db.session.commit()


def searched(clock: FakeClock) -> None:
    mend_what_broke(clock.now(), "worker-1")


def asked(story: Story, person: HelperProfile, cast: Cast, clock: FakeClock) -> StandIn:
    found = story.of(person)
    ask_stand_in(stand_in_id=found.id, by=as_viewer(cast.coordinator_hoerde), now=clock.now())
    db.session.commit()
    return found


def says(found: StandIn, clock: FakeClock, *, yes: bool) -> Outcome:
    outcome = answer_stand_in(stand_in=found, says_yes=yes, by=VISITOR, now=clock.now())
    db.session.commit()
    return outcome


def test_those_free_then_are_found_the_best_first(cast: Cast, story: Story) -> None:
    found = db.session.scalars(select(StandIn).order_by(StandIn.rank)).all()
    assert [(each.helper_id, each.state) for each in found] == [
        (story.lena.id, StandInState.FOUND), (story.mara.id, StandInState.FOUND)
    ]  # fmt: skip
    assert found[0].distance_m == pytest.approx(556, abs=5)


def test_rules_are_kept_and_who_is_busy_is_left_out(cast: Cast, clock: FakeClock, story: Story) -> None:
    """Lena has a visit elsewhere then, Mara no check; and the next week nobody is left."""
    cast.shopping.checks = ["police_certificate"]
    story.mara.checks[0].check_code = "police_certificate"
    second = visits()[1]
    db.session.add(copy_of(second, story.lena))
    called_off(second, cast, clock)
    searched(clock)
    found = db.session.scalars(
        select(StandIn.helper_id).where(StandIn.visit_id == second.id).order_by(StandIn.rank)
    ).all()
    assert found == [story.mara.id]


def copy_of(visit: Visit, person: HelperProfile) -> Visit:
    columns = {
        name: getattr(visit, name)
        for name in (
            "engagement_id", "series_id", "request_id", "office_id", "day", "end_min", "ends_at", "changed_at"
        )
    }  # fmt: skip
    return Visit(
        **columns, uid="other", helper_id=person.id, start_min=visit.start_min + 30,
        starts_at=visit.starts_at + timedelta(minutes=30), state=VisitState.PLANNED,
    )  # fmt: skip


def test_a_yes_puts_them_on_the_visit_and_both_are_told(cast: Cast, clock: FakeClock, story: Story) -> None:
    found = asked(story, story.lena, cast, clock)
    assert names(story.lena) == ["stand_in_asked"]
    before = story.visit.sequence
    assert says(found, clock, yes=True) is Outcome.DONE
    assert (story.visit.helper_id, story.visit.state) == (story.lena.id, VisitState.PLANNED)
    assert story.visit.sequence == before + 1
    assert names(story.lena) == ["stand_in_asked", "stand_in_thanks"]
    to_erna = [each for each in messages() if each.message.endswith("/stand_in")]
    assert len(to_erna) == 1
    assert not [each for each in messages() if each.message.endswith("/visit_cancelled")]  # not sent yet
    assert "Lena" in to_erna[0].text
    assert "Muster" not in to_erna[0].text.replace("Erna Muster", "")
    assert story.of(story.mara).state is StandInState.OVER
    acts = set(db.session.scalars(select(AuditEntry.act)))
    assert {"find_stand_ins", "ask_stand_in", "accept_stand_in", "put_stand_in"} <= acts


def test_calendars_follow(cast: Cast, clock: FakeClock, story: Story) -> None:
    says(asked(story, story.lena, cast, clock), clock, yes=True)
    by = as_viewer(cast.coordinator_hoerde)
    uid = story.visit.uid
    theirs = visits_for_calendar(by, "helper", story.lena.id, now=clock.now())
    persons = visits_for_calendar(by, "person_in_need", cast.shopping.person_id or 0, now=clock.now())
    assert [each.uid for each in theirs] == [uid]
    assert uid in [each.uid for each in persons]
    assert uid not in [
        each.uid for each in visits_for_calendar(by, "helper", cast.meryem.id, now=clock.now())
    ]


def test_a_no_is_noted_and_the_next_can_be_asked(cast: Cast, clock: FakeClock, story: Story) -> None:
    found = asked(story, story.lena, cast, clock)
    assert says(found, clock, yes=False) is Outcome.DONE
    assert says(found, clock, yes=False) is Outcome.DONE_BEFORE
    assert found.state is StandInState.NO
    assert says(asked(story, story.mara, cast, clock), clock, yes=True) is Outcome.DONE


def test_twice_does_no_harm(cast: Cast, clock: FakeClock, story: Story) -> None:
    found = asked(story, story.lena, cast, clock)
    hanna = as_viewer(cast.coordinator_hoerde)
    assert ask_stand_in(stand_in_id=found.id, by=hanna, now=clock.now()) is Outcome.DONE_BEFORE
    says(found, clock, yes=True)
    assert says(found, clock, yes=True) is Outcome.DONE_BEFORE
    assert names(story.lena) == ["stand_in_asked", "stand_in_thanks"]
    with pytest.raises(StandInOverError):
        ask_stand_in(stand_in_id=story.of(story.mara).id, by=hanna, now=clock.now())


def test_the_helper_who_can_come_after_all_comes(cast: Cast, clock: FakeClock, story: Story) -> None:
    found = asked(story, story.lena, cast, clock)
    restore_visit(visit=story.visit, side=Side.HELPER, by=as_viewer(cast.volunteer), now=clock.now())
    db.session.commit()
    with pytest.raises(StandInOverError):
        says(found, clock, yes=True)
    assert story.visit.helper_id == cast.meryem.id


def test_the_office_notes_what_it_heard_on_the_phone(cast: Cast, clock: FakeClock, story: Story) -> None:
    found, hanna = story.of(story.mara), as_viewer(cast.coordinator_hoerde)
    answer_for_stand_in(stand_in_id=found.id, says_yes=True, by=hanna, now=clock.now())
    assert (found.state, story.visit.helper_id) == (StandInState.YES, story.mara.id)


def test_wrong_role_and_other_office_are_refused(cast: Cast, clock: FakeClock, story: Story) -> None:
    found = story.of(story.lena)
    with pytest.raises(NotAllowedRefusal):
        ask_stand_in(stand_in_id=found.id, by=as_viewer(cast.network_lead), now=clock.now())
    with pytest.raises(NotFoundRefusal):
        ask_stand_in(stand_in_id=found.id, by=as_viewer(cast.coordinator_eving), now=clock.now())


def test_a_stand_in_who_cannot_come_is_replaced_by_another(
    cast: Cast, clock: FakeClock, story: Story
) -> None:
    says(asked(story, story.lena, cast, clock), clock, yes=True)
    called_off(story.visit, cast, clock)
    assert "visit_cancelled" not in names(cast.meryem)
    searched(clock)
    assert story.of(story.lena).state is StandInState.NO
    assert story.of(story.mara).state is StandInState.FOUND
    assert says(asked(story, story.mara, cast, clock), clock, yes=True) is Outcome.DONE
    assert story.visit.helper_id == story.mara.id


@pytest.mark.parametrize("days", [3, None])
def test_a_stand_in_who_pauses_or_leaves_gives_the_visit_back(
    days: int | None, cast: Cast, clock: FakeClock, story: Story
) -> None:
    office, now, today = as_viewer(cast.coordinator_hoerde), clock.now(), clock.now().date()
    answer_for_stand_in(stand_in_id=story.of(story.lena).id, says_yes=True, by=office, now=now)
    if days is None:
        leave(reference=story.lena.reference, by=office, now=now)
    else:
        until = today + timedelta(days=days)
        pause_own_help(reference=story.lena.reference, until=until, by=office, now=now, today=today)
    db.session.commit()
    assert story.visit.state is VisitState.CANCELLED
    assert story.visit.cancel_reason is CancelReason.AWAY
    searched(clock)
    assert story.of(story.mara).state is StandInState.FOUND


def test_a_pause_that_is_over_by_then_changes_nothing(cast: Cast, clock: FakeClock, story: Story) -> None:
    office, now, today = as_viewer(cast.coordinator_hoerde), clock.now(), clock.now().date()
    answer_for_stand_in(stand_in_id=story.of(story.lena).id, says_yes=True, by=office, now=now)
    pause_own_help(reference=story.lena.reference, until=story.visit.day, by=office, now=now, today=today)
    assert story.visit.state is VisitState.PLANNED


def test_a_pause_of_the_helper_finds_stand_ins_who_stay(cast: Cast, clock: FakeClock, story: Story) -> None:
    first, second = visits()[:2]
    me = as_viewer(cast.volunteer)
    pause_engagement(
        engagement=story.engagement, side=Side.HELPER, starts_on=second.day,
        back_on=second.day + timedelta(days=3), by=me, now=clock.now(),
    )  # fmt: skip
    db.session.commit()
    searched(clock)
    found = db.session.scalars(
        select(StandIn).where(StandIn.visit_id == second.id, StandIn.helper_id == story.lena.id)
    ).one()
    ask_stand_in(stand_in_id=found.id, by=as_viewer(cast.coordinator_hoerde), now=clock.now())
    says(found, clock, yes=True)
    look_after(engagement_id=story.engagement.id, by=me, now=clock.now())
    db.session.refresh(second)
    assert (second.state, second.helper_id) == (VisitState.PLANNED, story.lena.id)
    pause_engagement(
        engagement=story.engagement, side=Side.PERSON, starts_on=second.day,
        back_on=second.day + timedelta(days=2), by=me, now=clock.now(),
    )  # fmt: skip
    db.session.refresh(second)
    assert second.state is VisitState.CANCELLED
    assert first.state is VisitState.CANCELLED


def test_of_many_who_say_yes_at_once_one_comes(
    app: Flask, cast: Cast, clock: FakeClock, story: Story
) -> None:
    ids = [asked(story, person, cast, clock).id for person in (story.lena, story.mara)]
    now = clock.now()
    db.session.rollback()

    def yes(number: int) -> str:
        with app.app_context():
            try:
                found = db.session.get_one(StandIn, ids[number % 2])
                outcome = answer_stand_in(stand_in=found, says_yes=True, by=VISITOR, now=now)
                db.session.commit()
            except Refusal as refusal:
                db.session.rollback()
                return refusal.code
            return outcome.value

    with ThreadPoolExecutor(20) as pool:
        answers = Counter(pool.map(yes, range(20)))
    assert (answers["done"], answers["done_before"]) == (1, 9)
    assert set(answers) <= {"done", "done_before", "stand_in_over", "visit_decided"}
    states = sorted(each.state for each in db.session.scalars(select(StandIn)))
    assert states == [StandInState.OVER, StandInState.YES]
