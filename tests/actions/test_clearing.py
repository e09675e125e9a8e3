"""Opening, declining and referring a new request, and taking that back."""

from collections.abc import Callable
from functools import partial
from threading import Barrier, Thread
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core import events
from helpexchange.core.database import db
from helpexchange.core.errors import NotAllowedRefusal, NotFoundRefusal
from helpexchange.help_requests.actions import decline_request, open_request, refer_request, undo_clearing
from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.rules import (
    DeclineReason,
    ReferralGoal,
    RequestAlreadyDecidedError,
    RequestClosed,
    RequestState,
)
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.matched import as_viewer

Act = Callable[..., HelpRequest]
ACTS: dict[str, tuple[Act, RequestState]] = {
    "open_request": (open_request, RequestState.OPEN),
    "decline_request": (
        partial(decline_request, reason=DeclineReason.NOT_SMALL_HELP), RequestState.DECLINED
    ),
    "refer_request": (partial(refer_request, goal=ReferralGoal.CARE_SERVICE), RequestState.REFERRED),
}  # fmt: skip
REASONS = {"decline_request": "not_small_help", "refer_request": "care_service"}


def acts() -> list[tuple[str, str | None]]:
    """Return every entry of the audit trail as act and reason, oldest first."""
    entries = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))
    return [(entry.act, entry.details.get("reason")) for entry in entries]


@pytest.fixture(params=ACTS)
def act(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


def do(act: str, cast: Cast, clock: FakeClock, *, by: Any = None) -> HelpRequest:
    who = as_viewer(by or cast.coordinator_hoerde)
    return ACTS[act][0](request_id=cast.uncleared.id, by=who, now=clock.now())


def test_it_sets_the_state(cast: Cast, clock: FakeClock, act: str) -> None:
    do(act, cast, clock)
    db.session.expire_all()
    assert cast.uncleared.state is ACTS[act][1]


def test_it_is_audited_with_its_reason(cast: Cast, clock: FakeClock, act: str) -> None:
    do(act, cast, clock)
    assert acts() == [(act, REASONS.get(act))]
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.actor, entry.office_id) == ("Hanna Beispiel", cast.hoerde.id)


def test_another_office_cannot_see_it(cast: Cast, clock: FakeClock, act: str) -> None:
    with pytest.raises(NotFoundRefusal):
        do(act, cast, clock, by=cast.coordinator_eving)


def test_who_may_only_look_is_refused(cast: Cast, clock: FakeClock, act: str) -> None:
    with pytest.raises(NotAllowedRefusal):
        do(act, cast, clock, by=cast.network_lead)


@pytest.mark.parametrize("who", ["senior", "volunteer", "administrator"])
def test_who_works_for_no_office_cannot_see_it(cast: Cast, clock: FakeClock, act: str, who: str) -> None:
    with pytest.raises(NotFoundRefusal):
        do(act, cast, clock, by=getattr(cast, who))


def test_pressing_twice_does_no_harm(cast: Cast, clock: FakeClock, act: str) -> None:
    do(act, cast, clock)
    do(act, cast, clock)
    assert len(acts()) == 1


def test_the_second_of_two_people_is_told_who_was_first(cast: Cast, clock: FakeClock, act: str) -> None:
    do(act, cast, clock)
    cast.coordinator_eving.memberships[0].office_id = cast.hoerde.id
    with pytest.raises(RequestAlreadyDecidedError) as refused:
        do(act, cast, clock, by=cast.coordinator_eving)
    assert "Hanna Beispiel" in str(refused.value.words)


def test_taking_it_back_makes_it_new_again(cast: Cast, clock: FakeClock, act: str) -> None:
    do(act, cast, clock)
    undo_clearing(request_id=cast.uncleared.id, by=as_viewer(cast.coordinator_hoerde), now=clock.now())
    db.session.expire_all()
    assert cast.uncleared.state is RequestState.SUBMITTED
    assert [name for name, _reason in acts()] == [act, "undo_clearing"]


def test_taking_back_what_was_open_frees_its_proposals(
    cast: Cast, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[RequestClosed] = []
    monkeypatch.setitem(events._listeners, RequestClosed, [heard.append])
    do("open_request", cast, clock)
    undo_clearing(request_id=cast.uncleared.id, by=as_viewer(cast.coordinator_hoerde), now=clock.now())
    assert [event.request_id for event in heard] == [cast.uncleared.id]


def test_what_an_office_never_cleared_cannot_be_taken_back(cast: Cast, clock: FakeClock) -> None:
    with pytest.raises(RequestAlreadyDecidedError):
        undo_clearing(request_id=cast.shopping.id, by=as_viewer(cast.coordinator_hoerde), now=clock.now())
    assert cast.shopping.state is RequestState.OPEN


def test_of_two_at_the_same_moment_one_wins(app: Flask, cast: Cast, clock: FakeClock) -> None:
    request_id, viewer, now = cast.uncleared.id, as_viewer(cast.coordinator_hoerde), clock.now()
    db.session.commit()
    start, outcomes = Barrier(2), []

    def run(act: Act) -> None:
        with app.app_context():
            start.wait()
            try:
                act(request_id=request_id, by=viewer, now=now)
                db.session.commit()
                outcomes.append("won")
            except RequestAlreadyDecidedError:
                db.session.rollback()
                outcomes.append("told")

    threads = [Thread(target=run, args=(ACTS[name][0],)) for name in ("open_request", "decline_request")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["told", "won"]
    assert db.session.scalar(select(func.count()).select_from(AuditEntry)) == 1
