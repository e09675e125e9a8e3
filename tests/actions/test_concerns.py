"""A concern reaches the office at once; whom it may be about never finds it; it is sorted and closed."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from helpexchange.accounts.models import OfficeMembership, RoleGrant
from helpexchange.accounts.roles import Role
from helpexchange.core.database import db
from helpexchange.core.errors import NotAllowedRefusal, NotFoundRefusal
from helpexchange.core.viewer import VISITOR, Viewer
from helpexchange.engagements.models import Engagement
from helpexchange.engagements.rules import Outcome, Side
from helpexchange.follow_up.actions import (
    call_both_sides,
    close_concern,
    plan_concern,
    raise_concern,
    reopen_concern,
    take_concern,
    triage_concern,
)
from helpexchange.follow_up.actions.concerns import Words
from helpexchange.follow_up.models import Concern
from helpexchange.follow_up.queries import concern_of_office, concerns_due, concerns_of_engagement
from helpexchange.follow_up.rules import BadFollowUpError, ConcernClosedError, Urgency, WordsMissingError
from helpexchange.privacy.actions import forget_in_time
from helpexchange.privacy.queries import known_of
from helpexchange.privacy.rules import Person, PersonKind
from tests.cast import Cast
from tests.engaged import begun
from tests.fakes import FakeClock
from tests.following import BY, concerns, entries, raised, told
from tests.matched import as_viewer

LATER = date(2026, 11, 20)
STEPS: dict[str, tuple[Callable[..., Outcome], dict[str, Any]]] = {
    "triage_concern": (triage_concern, {"urgency": Urgency.URGENT}),
    "take_concern": (take_concern, {}),
    "plan_concern": (plan_concern, {"follow_up_on": LATER}),
    "close_concern": (close_concern, {"note": "We talked; a key is there now."}),
}


@pytest.fixture
def engagement(cast: Cast, clock: FakeClock) -> Engagement:
    """Meryem does Erna's shopping."""
    return begun(cast, clock)


@pytest.fixture
def concern(engagement: Engagement, clock: FakeClock) -> Concern:
    """Meryem says that the door was locked."""
    return raised(engagement, clock)


@pytest.fixture
def hanna(cast: Cast) -> Viewer:
    """The coordinator of Hörde."""
    return as_viewer(cast.coordinator_hoerde)


def step(name: str, concern: Concern, by: Viewer, clock: FakeClock) -> Outcome:
    action, values = STEPS[name]
    return action(concern_id=concern.id, by=by, now=clock.now(), **values)


def test_the_office_is_told_at_once(concern: Concern, cast: Cast) -> None:
    (message,) = told("concern")
    assert (message.address, message.is_urgent) == (cast.hoerde.email, True)
    assert f"/concerns/{concern.id}" in message.text
    assert "Muster" not in message.text
    assert "locked" not in message.text
    assert len(entries("raise_concern")) == 1


def test_the_same_words_again_are_the_same_concern(
    concern: Concern, engagement: Engagement, clock: FakeClock
) -> None:
    assert raised(engagement, clock).id == concern.id
    raised(engagement, clock, side=Side.PERSON)
    raised(engagement, clock, text="And again")
    assert len(concerns()) == 3


def test_it_needs_words(engagement: Engagement, clock: FakeClock) -> None:
    with pytest.raises(WordsMissingError):
        raise_concern(
            engagement=engagement, side=Side.HELPER, words=Words(text="  "), by=VISITOR, now=clock.now()
        )


@pytest.mark.parametrize("name", STEPS)
def test_each_step_works_once_and_is_audited(
    concern: Concern, hanna: Viewer, clock: FakeClock, name: str
) -> None:
    assert step(name, concern, hanna, clock) is Outcome.DONE
    assert step(name, concern, hanna, clock) is Outcome.DONE_BEFORE
    (entry,) = entries(name)
    assert (entry.object_type, entry.object_id, entry.account_id) == ("concern", concern.id, hanna.account_id)


@pytest.mark.parametrize("name", STEPS)
def test_each_step_is_for_the_own_office(concern: Concern, cast: Cast, clock: FakeClock, name: str) -> None:
    with pytest.raises(NotFoundRefusal):
        step(name, concern, as_viewer(cast.coordinator_eving), clock)
    with pytest.raises(NotFoundRefusal):
        step(name, concern, as_viewer(cast.administrator), clock)
    with pytest.raises(NotAllowedRefusal):
        step(name, concern, as_viewer(cast.network_lead), clock)


@pytest.mark.parametrize("name", [name for name in STEPS if name != "close_concern"])
def test_nothing_changes_after_the_end(concern: Concern, hanna: Viewer, clock: FakeClock, name: str) -> None:
    step("close_concern", concern, hanna, clock)
    with pytest.raises(ConcernClosedError):
        step(name, concern, hanna, clock)
    with pytest.raises(ConcernClosedError):
        close_concern(concern_id=concern.id, note="otherwise", by=hanna, now=clock.now())
    with pytest.raises(ConcernClosedError):
        call_both_sides(concern_id=concern.id, by=hanna, now=clock.now())


def test_it_is_opened_again(concern: Concern, hanna: Viewer, cast: Cast, clock: FakeClock) -> None:
    step("close_concern", concern, hanna, clock)
    with pytest.raises(NotAllowedRefusal):
        reopen_concern(concern_id=concern.id, by=as_viewer(cast.network_lead), now=clock.now())
    assert reopen_concern(concern_id=concern.id, by=hanna, now=clock.now()) is Outcome.DONE
    assert reopen_concern(concern_id=concern.id, by=hanna, now=clock.now()) is Outcome.DONE_BEFORE
    assert concern.closed_at is None


def test_bad_days_and_empty_notes_are_refused(concern: Concern, hanna: Viewer, clock: FakeClock) -> None:
    with pytest.raises(BadFollowUpError):
        plan_concern(concern_id=concern.id, follow_up_on=date(2026, 11, 1), by=hanna, now=clock.now())
    with pytest.raises(WordsMissingError):
        close_concern(concern_id=concern.id, note=" ", by=hanna, now=clock.now())


def test_urgent_ones_come_first_and_planned_ones_later(
    concern: Concern, engagement: Engagement, hanna: Viewer, clock: FakeClock
) -> None:
    clock.advance(minutes=1)
    new, urgent = raised(engagement, clock, text="new"), raised(engagement, clock, text="urgent")
    triage_concern(concern_id=concern.id, urgency=Urgency.NOTE, by=hanna, now=clock.now())
    triage_concern(concern_id=urgent.id, urgency=Urgency.URGENT, by=hanna, now=clock.now())

    def due(on: date) -> list[int]:
        return [each.id for each in concerns_due(hanna, today=on, at_most=9)[0]]

    assert due(date(2026, 11, 2)) == [urgent.id, new.id, concern.id]
    plan_concern(concern_id=urgent.id, follow_up_on=LATER, by=hanna, now=clock.now())
    assert due(date(2026, 11, 19)) == [new.id, concern.id]
    assert due(LATER) == [urgent.id, new.id, concern.id]


@pytest.mark.parametrize("whose", ["volunteer", "senior"])
def test_whom_it_may_be_about_never_finds_it(
    concern: Concern, cast: Cast, clock: FakeClock, whose: str
) -> None:
    account = getattr(cast, whose)
    account.roles.append(RoleGrant(name=Role.COORDINATOR))
    account.memberships.append(OfficeMembership(office_id=cast.hoerde.id))
    db.session.commit()
    viewer = as_viewer(account)
    with pytest.raises(NotFoundRefusal):
        concern_of_office(viewer, concern.id)
    assert concerns_due(viewer, today=LATER, at_most=9) == ([], 0)
    assert concerns_of_engagement(viewer, concern.engagement_id) == []
    with pytest.raises(NotFoundRefusal):
        step("triage_concern", concern, viewer, clock)


def test_the_words_are_in_the_file_of_who_said_them_only(concern: Concern, cast: Cast) -> None:
    helper = Person(kind=PersonKind.HELPER, id=cast.meryem.id)
    person = Person(kind=PersonKind.PERSON_IN_NEED, id=cast.shopping.person_id or 0)
    assert known_of(BY, helper)["concerns"][0]["text"] == "The door was locked"
    assert "closed_note" not in known_of(BY, helper)["concerns"][0]
    assert "concerns" not in known_of(BY, person)


def test_closed_ones_are_forgotten_in_time(concern: Concern, hanna: Viewer, clock: FakeClock) -> None:
    step("close_concern", concern, hanna, clock)
    forgotten = forget_in_time(by=BY, now=clock.now())
    assert forgotten.concerns == 0
    clock.advance(days=3 * 365 + 1)
    assert forget_in_time(by=BY, now=clock.now()).concerns == 1
    db.session.expire_all()
    assert (concern.text, concern.closed_note) == ("", "")
