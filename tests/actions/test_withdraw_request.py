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
from tests.engaged import begun
from tests.fakes import FakeClock
from tests.matched import as_viewer
from tests.page_client import recorded_statements


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


@pytest.mark.parametrize(
    "database", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True
)
def test_helpers_are_locked_before_the_request_as_everywhere(cast: Cast, clock: FakeClock) -> None:
    """Else who withdraws, and who decides about the same helper and request, would wait for each other."""
    begun(cast, clock)
    with recorded_statements() as (statements, _lost):
        withdraw(cast, clock, cast.senior)
    places = {
        table: next(number for number, each in enumerate(statements) if is_held(each, table))
        for table in ("helper_profiles", "help_requests")
    }
    assert places["helper_profiles"] < places["help_requests"]


def is_held(statement: str, table: str) -> bool:
    """Return whether nobody else can change the row after a statement."""
    is_locked = statement.endswith("FOR NO KEY UPDATE") and f"FROM {table}" in statement.replace("\n", "")
    return is_locked or statement.startswith(f"UPDATE {table}")
