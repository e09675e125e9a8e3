"""A person no longer needs the help."""

import pytest
from sqlalchemy import select

from helpexchange.accounts.models import Account
from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core import events
from helpexchange.core.database import db
from helpexchange.core.errors import NotAllowedRefusal, NotFoundRefusal
from helpexchange.help_requests.actions import withdraw_request
from helpexchange.help_requests.rules import RequestClosed, RequestEndedError, RequestState
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.matched import as_viewer


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[RequestClosed]:
    """What was announced."""
    heard: list[RequestClosed] = []
    monkeypatch.setitem(events._listeners, RequestClosed, [heard.append])
    return heard


def withdraw(cast: Cast, clock: FakeClock, by: Account) -> None:
    withdraw_request(request_id=cast.shopping.id, by=as_viewer(by), now=clock.now())
    db.session.expire_all()


@pytest.mark.parametrize("who", ["senior", "coordinator_hoerde"])
def test_the_person_and_their_office_can(
    cast: Cast, clock: FakeClock, heard: list[RequestClosed], who: str
) -> None:
    withdraw(cast, clock, getattr(cast, who))
    assert cast.shopping.state is RequestState.WITHDRAWN
    assert [(event.request_id, event.state) for event in heard] == [
        (cast.shopping.id, RequestState.WITHDRAWN)
    ]


def test_it_is_audited(cast: Cast, clock: FakeClock) -> None:
    withdraw(cast, clock, cast.senior)
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.act, entry.actor) == ("withdraw_request", "Erna Muster")


@pytest.mark.parametrize("who", ["volunteer", "coordinator_eving", "administrator"])
def test_nobody_else_sees_it(cast: Cast, clock: FakeClock, who: str) -> None:
    with pytest.raises(NotFoundRefusal):
        withdraw(cast, clock, getattr(cast, who))


def test_who_may_only_look_is_refused(cast: Cast, clock: FakeClock) -> None:
    with pytest.raises(NotAllowedRefusal):
        withdraw(cast, clock, cast.network_lead)


def test_twice_does_no_harm(cast: Cast, clock: FakeClock, heard: list[RequestClosed]) -> None:
    withdraw(cast, clock, cast.senior)
    withdraw(cast, clock, cast.senior)
    assert len(heard) == 1
    assert len(db.session.scalars(select(AuditEntry)).all()) == 1


def test_what_is_over_stays_so(cast: Cast, clock: FakeClock) -> None:
    cast.shopping.state = RequestState.FINISHED
    with pytest.raises(RequestEndedError):
        withdraw(cast, clock, cast.senior)
