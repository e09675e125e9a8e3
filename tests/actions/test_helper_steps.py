"""The office's steps with a new helper, and taking the last one back."""

from collections.abc import Callable
from datetime import date
from functools import partial

import pytest
from sqlalchemy import select

from helpexchange.accounts.models import Account
from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.database import db
from helpexchange.core.errors import NotAllowedRefusal, NotFoundRefusal
from helpexchange.helper_profiles.actions import (
    activate_helper,
    check_helper,
    contact_helper,
    decline_helper,
    undo_helper_step,
)
from helpexchange.helper_profiles.actions.steps import MESSAGES
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.helper_profiles.queries import missing_checks
from helpexchange.helper_profiles.rules import HelperAlreadyDecidedError, HelperDeclineReason, HelperState
from helpexchange.notifications.rules import Channel
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.matched import as_viewer
from tests.told_to_helpers import names, told

TODAY = date(2026, 11, 2)
Step = Callable[..., HelperProfile]
STEPS: dict[str, tuple[Step, HelperState, HelperState]] = {
    "contact_helper": (contact_helper, HelperState.APPLIED, HelperState.CONTACTED),
    "check_helper": (
        partial(check_helper, seen_checks=[], today=TODAY), HelperState.CONTACTED, HelperState.CHECKED
    ),
    "activate_helper": (activate_helper, HelperState.CHECKED, HelperState.ACTIVE),
    "decline_helper": (
        partial(decline_helper, reason=HelperDeclineReason.NOT_REACHED), HelperState.APPLIED,
        HelperState.DECLINED,
    ),
}  # fmt: skip


@pytest.fixture(params=STEPS)
def step(request: pytest.FixtureRequest, cast: Cast) -> str:
    """The name of a step; Pavel stands before it."""
    name: str = request.param
    cast.pavel.state = STEPS[name][1]
    db.session.commit()
    return name


def do(step: str, cast: Cast, clock: FakeClock, *, by: Account | None = None) -> HelperProfile:
    who = as_viewer(by or cast.coordinator_hoerde)
    return STEPS[step][0](helper_id=cast.pavel.id, by=who, now=clock.now())


def test_it_sets_the_state_and_is_audited(cast: Cast, clock: FakeClock, step: str) -> None:
    do(step, cast, clock)
    db.session.expire_all()
    assert cast.pavel.state is STEPS[step][2]
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.act, entry.actor, entry.details["before"]) == (step, "Hanna Beispiel", STEPS[step][1])


def test_what_was_left_to_do_is_not_told_once_it_is_done(cast: Cast, clock: FakeClock) -> None:
    cast.pavel.state = HelperState.APPLIED
    for step in ("contact_helper", "check_helper", "activate_helper"):
        do(step, cast, clock)
    assert names(cast.pavel) == ["check_seen", "activated"]


def test_another_office_cannot_see_the_helper(cast: Cast, clock: FakeClock, step: str) -> None:
    with pytest.raises(NotFoundRefusal):
        do(step, cast, clock, by=cast.coordinator_eving)


def test_who_may_only_look_is_refused(cast: Cast, clock: FakeClock, step: str) -> None:
    with pytest.raises(NotAllowedRefusal):
        do(step, cast, clock, by=cast.network_lead)


def test_pressing_twice_does_no_harm(cast: Cast, clock: FakeClock, step: str) -> None:
    do(step, cast, clock)
    do(step, cast, clock)
    assert len(db.session.scalars(select(AuditEntry)).all()) == 1


def test_the_second_of_two_people_is_told_who_was_first(cast: Cast, clock: FakeClock, step: str) -> None:
    do(step, cast, clock)
    cast.coordinator_eving.memberships[0].office_id = cast.hoerde.id
    with pytest.raises(HelperAlreadyDecidedError) as refused:
        do(step, cast, clock, by=cast.coordinator_eving)
    assert "Hanna Beispiel" in str(refused.value.words)


def test_it_can_be_taken_back(cast: Cast, clock: FakeClock, step: str) -> None:
    do(step, cast, clock)
    undo_helper_step(helper_id=cast.pavel.id, by=as_viewer(cast.coordinator_hoerde), now=clock.now())
    db.session.expire_all()
    assert cast.pavel.state is STEPS[step][1]


def test_taking_back_twice_goes_one_step_only(cast: Cast, clock: FakeClock) -> None:
    hanna = as_viewer(cast.coordinator_hoerde)
    contact_helper(helper_id=cast.pavel.id, by=hanna, now=clock.now())
    check_helper(helper_id=cast.pavel.id, seen_checks=[], by=hanna, now=clock.now(), today=TODAY)
    undo_helper_step(helper_id=cast.pavel.id, by=hanna, now=clock.now())
    undo_helper_step(helper_id=cast.pavel.id, by=hanna, now=clock.now())
    db.session.expire_all()
    assert cast.pavel.state is HelperState.CONTACTED


def test_steps_cannot_be_skipped(cast: Cast, clock: FakeClock) -> None:
    with pytest.raises(HelperAlreadyDecidedError):
        activate_helper(helper_id=cast.pavel.id, by=as_viewer(cast.coordinator_hoerde), now=clock.now())


def test_seen_checks_are_kept_with_their_last_day(cast: Cast, clock: FakeClock) -> None:
    hanna = as_viewer(cast.coordinator_hoerde)
    cast.pavel.skills[0].skill_code = "company"  # asks for an interview
    contact_helper(helper_id=cast.pavel.id, by=hanna, now=clock.now())
    assert missing_checks(hanna, [cast.pavel.id], today=TODAY) == {cast.pavel.id: ["interview"]}
    seen = ["interview", "nobody-asks-for-this"]
    check_helper(helper_id=cast.pavel.id, seen_checks=seen, by=hanna, now=clock.now(), today=TODAY)
    assert [(check.check_code, check.seen_on) for check in cast.pavel.checks] == [("interview", TODAY)]
    assert missing_checks(hanna, [cast.pavel.id], today=TODAY) == {cast.pavel.id: []}


def test_an_expired_check_is_missing_again(cast: Cast) -> None:
    hanna = as_viewer(cast.coordinator_eving)
    jonas = cast.jonas
    jonas.checks[0].expires_on = date(2026, 11, 1)
    db.session.flush()
    assert missing_checks(hanna, [jonas.id], today=date(2026, 11, 1)) == {jonas.id: []}
    assert missing_checks(hanna, [jonas.id], today=TODAY) == {jonas.id: ["interview"]}


def test_each_step_tells_the_helper_once(cast: Cast, clock: FakeClock, step: str) -> None:
    do(step, cast, clock)
    do(step, cast, clock)
    assert names(cast.pavel) == [MESSAGES[step]]
    assert told(cast.pavel)[0].due_at > clock.now()  # so that a step taken back at once is not told


def test_a_step_that_is_taken_back_is_not_told(cast: Cast, clock: FakeClock, step: str) -> None:
    do(step, cast, clock)
    undo_helper_step(helper_id=cast.pavel.id, by=as_viewer(cast.coordinator_hoerde), now=clock.now())
    assert names(cast.pavel) == []


@pytest.mark.parametrize("language", ["en", "de", "nl", "da"])
@pytest.mark.parametrize("channel", list(Channel))
def test_every_reason_is_kind_and_no_subject_names_anybody(
    cast: Cast, clock: FakeClock, language: str, channel: Channel
) -> None:
    cast.pavel.language, cast.pavel.channel, cast.pavel.street = language, channel, "Weg 1"
    do("decline_helper", cast, clock)
    (message,) = told(cast.pavel)
    assert (message.language, message.channel) == (language, channel)
    assert "Pavel" not in message.subject
    assert "Muster" not in message.subject
    assert ("Pavel" in message.text) is (channel is not Channel.TEXT)


def test_taking_back_the_look_at_certificates_takes_them_back_too(cast: Cast, clock: FakeClock) -> None:
    hanna = as_viewer(cast.coordinator_hoerde)
    cast.pavel.skills[0].skill_code = "company"
    cast.pavel.state = HelperState.CONTACTED
    db.session.flush()
    check_helper(helper_id=cast.pavel.id, seen_checks=["interview"], by=hanna, now=clock.now(), today=TODAY)
    undo_helper_step(helper_id=cast.pavel.id, by=hanna, now=clock.now())
    db.session.expire_all()
    assert cast.pavel.checks == []
