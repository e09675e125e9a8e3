"""Who may do what: every route is tried as a visitor, as each role, and as another office's coordinator."""

import pytest
from flask import Flask

from helpexchange.accounts.models import Account
from helpexchange.accounts.queries import viewer_of
from helpexchange.accounts.roles import Role
from helpexchange.core.audience import PUBLIC, SIGNED_IN
from helpexchange.offices.models import Office
from tests.cast import Cast, DbSession, account
from tests.fakes import FakeClock
from tests.page_client import PageClient
from tests.whole.addresses import Address, Examples, addresses

METHODS = ("GET", "POST")
#: Examples that are records of Hörde or of its coordinator; what others may not see is not there for them.
RECORDS = {
    "request_id", "helper_id", "run_id", "proposal_id", "invitation_id", "passkey_id", "session_id",
    "call_key", "slot_id", "absence_id", "experience_id", "person_id", "note_id", "merge_id",
    "representation_id", "entry_id", "cost_id", "certificate_id", "token_id",
}  # fmt: skip
on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
slow = pytest.mark.timeout(180)


@pytest.fixture(params=METHODS)
def tried(request: pytest.FixtureRequest, app: Flask, examples: Examples) -> list[tuple[str, Address]]:
    """Every route that is not for everybody, with how it is tried."""
    method: str = request.param
    found = addresses(app, examples, method=method)
    return [(method, each) for each in found if each.who != PUBLIC]


@pytest.fixture
def everybody(cast: Cast, db_session: DbSession) -> dict[Role, Account]:
    """Somebody of each role, with no other."""
    people = {
        role: account(f"{role.value} Muster", role, now=FakeClock().now(), office=_office(role, cast))
        for role in Role
    }
    db_session.add_all(people.values())
    db_session.commit()
    return people


def _office(role: Role, cast: Cast) -> Office | None:
    return cast.hoerde if role is Role.COORDINATOR else None


def answer(client: PageClient, method: str, url: str) -> int:
    client._open(url, method=method, headers={})
    return client.response.status_code


@on_sqlite
@slow
def test_visitors_are_asked_to_sign_in(tried: list[tuple[str, Address]], client: PageClient) -> None:
    assert tried
    for method, address in tried:
        assert answer(client, method, address.url) == 302, (method, address)
        assert client.location.startswith("/sign-in?"), (method, address)


@on_sqlite
@slow
@pytest.mark.parametrize("role", list(Role))
def test_each_role_is_kept_out_of_what_is_not_its_own(
    role: Role, tried: list[tuple[str, Address]], everybody: dict[Role, Account], client: PageClient
) -> None:
    client.sign_in(everybody[role])
    may = viewer_of(everybody[role]).may
    closed = [(method, each) for method, each in tried if each.who != SIGNED_IN and not may(each.who)]
    assert closed or role is Role.COORDINATOR  # for whom most pages are made
    let_in = {
        (method, each.url, code)
        for method, each in closed
        if (code := answer(client, method, each.url)) != 403
    }
    assert let_in == set()
    opened = [each for method, each in tried if method == "GET" and (each.who == SIGNED_IN or may(each.who))]
    for address in opened:  # 404 where it is a record of others
        assert answer(client, "GET", address.url) in (200, 302, 404), address
        assert not client.location.startswith("/sign-in?"), address


@on_sqlite
@slow
def test_another_office_cannot_know_of_a_record(
    app: Flask, tried: list[tuple[str, Address]], cast: Cast, client: PageClient
) -> None:
    rules = {rule.endpoint: rule for rule in app.url_map.iter_rules()}
    client.sign_in(cast.coordinator_eving)
    may = viewer_of(cast.coordinator_eving).may
    records = [
        (method, each)
        for method, each in tried
        if rules[each.endpoint].arguments & RECORDS and (each.who == SIGNED_IN or may(each.who))
    ]
    assert len(records) >= 5
    seen = {
        (method, each.url, code)
        for method, each in records
        if (code := answer(client, method, each.url)) != 404
    }
    assert seen == set()
