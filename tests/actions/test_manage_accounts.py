"""Administrators change rights, close and reopen accounts; the last administrator stays."""

import pytest
from sqlalchemy import select

from helpexchange.accounts.actions import change_rights, close_account, reopen_account
from helpexchange.accounts.models import Account, AccountSession
from helpexchange.accounts.queries import accounts_page, viewer_of
from helpexchange.accounts.roles import Role
from helpexchange.accounts.rules import LastAdministratorError, OfficeMissingError, Way
from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.database import db
from helpexchange.core.errors import NotAllowedRefusal, NotFoundRefusal
from helpexchange.core.viewer import Viewer
from helpexchange.notifications.models import OutboxMessage
from tests.cast import Cast, account
from tests.fakes import FakeClock
from tests.matched import as_viewer


@pytest.fixture
def anton(cast: Cast) -> Viewer:
    """The administrator."""
    return as_viewer(cast.administrator)


def messages() -> list[str]:
    return list(db.session.scalars(select(OutboxMessage.message).order_by(OutboxMessage.id)))


def test_rights_are_set_and_audited(cast: Cast, anton: Viewer, clock: FakeClock) -> None:
    made = change_rights(
        account_id=cast.volunteer.id, roles=[Role.VOLUNTEER, Role.COORDINATOR], office_ids=[cast.eving.id],
        by=anton, now=clock.now(),
    )  # fmt: skip
    viewer = viewer_of(made)
    assert viewer.may("clear_requests")
    assert viewer.office_ids == {cast.eving.id}
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.act, entry.object_id) == ("change_rights", made.id)
    assert entry.details["roles_before"] == ["volunteer"]
    change_rights(account_id=made.id, roles=[Role.VOLUNTEER], office_ids=[], by=anton, now=clock.now())
    assert viewer_of(made).permissions == frozenset()


def test_the_same_rights_again_change_nothing(cast: Cast, anton: Viewer, clock: FakeClock) -> None:
    change_rights(
        account_id=cast.volunteer.id, roles=[Role.VOLUNTEER], office_ids=[], by=anton, now=clock.now()
    )
    assert db.session.scalars(select(AuditEntry)).all() == []


def test_a_coordinator_needs_an_office(cast: Cast, anton: Viewer, clock: FakeClock) -> None:
    with pytest.raises(OfficeMissingError):
        change_rights(
            account_id=cast.volunteer.id, roles=[Role.COORDINATOR], office_ids=[], by=anton, now=clock.now()
        )


def test_closing_ends_sessions_and_tells(cast: Cast, anton: Viewer, clock: FakeClock) -> None:
    entry = AccountSession(
        account_id=cast.volunteer.id, token_hash="t", way=Way.PASSWORD, created_at=clock.now(),
        proved_at=clock.now(), last_seen_at=clock.now(),
    )  # fmt: skip
    db.session.add(entry)
    for _ in range(2):
        close_account(account_id=cast.volunteer.id, by=anton, now=clock.now())
    db.session.refresh(entry)
    assert (cast.volunteer.active, entry.ended_at) == (False, clock.now())
    assert messages() == ["accounts/messages/account_closed"]
    assert cast.volunteer in accounts_page(anton, is_closed=True).items
    for _ in range(2):
        reopen_account(account_id=cast.volunteer.id, by=anton, now=clock.now())
    assert cast.volunteer.active
    assert messages()[1:] == ["accounts/messages/account_reopened"]
    acts = db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)).all()
    assert acts == ["close_account", "sign_out_everywhere", "reopen_account"]


def test_the_last_administrator_stays(cast: Cast, anton: Viewer, clock: FakeClock) -> None:
    with pytest.raises(LastAdministratorError):
        close_account(account_id=cast.administrator.id, by=anton, now=clock.now())
    with pytest.raises(LastAdministratorError):
        change_rights(account_id=cast.administrator.id, roles=[], office_ids=[], by=anton, now=clock.now())
    second: Account = account("Zoe Beispiel", Role.ADMINISTRATOR, now=clock.now())
    second.active = False
    db.session.add(second)
    db.session.flush()
    with pytest.raises(LastAdministratorError):  # a closed one does not count
        close_account(account_id=cast.administrator.id, by=anton, now=clock.now())
    second.active = True
    close_account(account_id=cast.administrator.id, by=anton, now=clock.now())
    assert not cast.administrator.active


def test_nobody_else_may(cast: Cast, clock: FakeClock) -> None:
    for person in (cast.coordinator_hoerde, cast.network_lead, cast.volunteer):
        by = as_viewer(person)
        with pytest.raises(NotAllowedRefusal):
            close_account(account_id=cast.senior.id, by=by, now=clock.now())
        assert accounts_page(by).items == []


def test_an_account_that_is_not_there(anton: Viewer, clock: FakeClock) -> None:
    with pytest.raises(NotFoundRefusal):
        close_account(account_id=99_999, by=anton, now=clock.now())
