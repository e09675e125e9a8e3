"""Tokens: what they open, and that they open no more than their owner may."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from helpexchange.accounts.roles import Permission
from helpexchange.accounts.scopes import LETS_THROUGH, SCOPES, Scope, scopes_for
from helpexchange.api.actions import forget_tokens, make_token, revoke_token
from helpexchange.api.models import ApiToken
from helpexchange.api.rules import MOST_TOKENS, NoScopeError, ScopeNotYoursError, TooManyTokensError
from helpexchange.api.viewers import viewer_of_token
from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.database import db
from helpexchange.core.errors import NotAllowedRefusal, NotFoundRefusal
from helpexchange.core.viewer import VISITOR, system_viewer
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.matched import as_viewer, shopping_proposal
from tests.page_client import PageClient
from tests.programs import ANY_VERSION, ProgramClient, integration_of, token_of

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def test_a_token_says_what_it_is_good_for(app: Flask, cast: Cast) -> None:
    me = ProgramClient(app, token_of(cast.coordinator_hoerde, Scope.VISITS_READ)).get("/me")
    assert me == {
        "name": "Hanna Beispiel (Kalender)", "kind": "person", "scopes": ["visits:read"],
        "office_ids": [cast.hoerde.id], "is_network_wide": False,
    }  # fmt: skip


@on_sqlite
@pytest.mark.parametrize("token", [None, "", "hx_wrong", "ü"])
def test_without_a_valid_token_the_answer_is_401(app: Flask, cast: Cast, token: str | None) -> None:
    program = ProgramClient(app, token and token.encode().decode("latin-1"))
    problem = program.get("/requests", status=401)
    assert problem["code"] == "token_missing"
    assert program.response.headers["WWW-Authenticate"].lower().startswith("bearer")


@on_sqlite
def test_an_address_that_does_not_exist_is_a_problem_too(app: Flask, cast: Cast) -> None:
    program = ProgramClient(app)
    assert program.get("/nothing", status=404)["code"] == "not_found"
    assert program.post("/me", status=405)["code"] == "method_not_allowed"
    assert program.response.headers["Allow"]


def test_a_token_that_has_ended_or_was_taken_back_opens_nothing(
    app: Flask, cast: Cast, clock: FakeClock
) -> None:
    program = ProgramClient(app, token_of(cast.volunteer))
    program.get("/me")
    clock.advance(days=30)
    program.get("/me", status=401)
    clock.advance(days=-1)
    token = db.session.scalars(select(ApiToken)).one()
    revoke_token(token_id=token.id, by=as_viewer(cast.volunteer), now=clock.now())
    program.get("/me", status=401)
    entries = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [each.act for each in entries] == ["make_token", "revoke_token"]


def test_a_closed_account_has_no_tokens(app: Flask, cast: Cast) -> None:
    program = ProgramClient(app, token_of(cast.volunteer))
    cast.volunteer.active = False
    program.get("/me", status=401)


def test_only_the_hash_is_kept_and_the_last_use_is_noted(app: Flask, cast: Cast, clock: FakeClock) -> None:
    text = token_of(cast.volunteer)
    ProgramClient(app, text).get("/me")
    token = db.session.scalars(select(ApiToken)).one()
    assert text not in token.token_hash
    assert token.last_used_at == clock.now()


@on_sqlite
def test_a_cookie_opens_nothing(app: Flask, cast: Cast, client: PageClient) -> None:
    client.sign_in(cast.coordinator_hoerde)
    answer = client.browser.get("/api/v1/requests")
    assert answer.status_code == 401


@on_sqlite
def test_a_token_opens_no_page(app: Flask, cast: Cast) -> None:
    token = token_of(cast.coordinator_hoerde)
    answer = app.test_client().get("/home", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 302


@on_sqlite
def test_a_scope_that_is_missing_is_403(app: Flask, cast: Cast) -> None:
    program = ProgramClient(app, token_of(cast.coordinator_hoerde, Scope.REQUESTS_READ))
    program.get("/requests")
    assert program.get("/helpers", status=403)["code"] == "not_allowed"
    program.post(f"/requests/{cast.shopping.id}/withdraw", {}, status=403, **ANY_VERSION)


@on_sqlite
def test_a_token_may_less_than_its_owner(app: Flask, cast: Cast) -> None:
    token_of(cast.coordinator_hoerde, Scope.REQUESTS_READ)
    viewer = viewer_of_token(db.session.scalars(select(ApiToken)).one())
    assert viewer.permissions == {Permission.SEE_NEW_ARRIVALS}
    assert viewer.office_ids == {cast.hoerde.id}


@on_sqlite
def test_whoever_loses_a_role_loses_it_for_programs_too(app: Flask, cast: Cast) -> None:
    program = ProgramClient(app, token_of(cast.coordinator_hoerde))
    program.get("/runs")
    cast.coordinator_hoerde.roles.clear()
    program.get("/runs", status=403)


def test_what_a_program_does_is_audited_with_the_name_of_its_token(
    app: Flask, cast: Cast, clock: FakeClock
) -> None:
    proposal = shopping_proposal(cast, now=clock.now())
    program = ProgramClient(app, token_of(cast.coordinator_hoerde))
    program.post(f"/proposals/{proposal.id}/approve", **ANY_VERSION)
    entry = db.session.scalars(
        select(AuditEntry).where(AuditEntry.act == "approve_proposal").order_by(AuditEntry.id)
    ).one()
    assert (entry.actor, entry.account_id) == ("Hanna Beispiel (Kalender)", cast.coordinator_hoerde.id)
    assert entry.details["token_id"] == db.session.scalars(select(ApiToken.id)).one()


def test_an_integration_sees_one_office_and_no_names(app: Flask, cast: Cast) -> None:
    _token, text = integration_of(cast)
    program = ProgramClient(app, text)
    assert program.get("/me")["kind"] == "integration"
    requests = program.get("/requests")["items"]
    assert {each["office_id"] for each in requests} == {cast.hoerde.id}
    request = program.get(f"/requests/{cast.shopping.id}")
    assert (request["person"], request["note"]) == (None, None)
    helper = program.get(f"/helpers/{cast.meryem.id}")
    assert [helper[name] for name in ("first_name", "last_name", "phone", "email")] == [None] * 4
    program.get(f"/requests/{cast.company.id}", status=404)


@on_sqlite
def test_an_integration_never_decides(cast: Cast, clock: FakeClock) -> None:
    with pytest.raises(ScopeNotYoursError):
        integration_of(cast, Scope.PROPOSALS_WRITE)


@on_sqlite
def test_who_may_make_which_token(cast: Cast, clock: FakeClock) -> None:
    new: dict[str, Any] = {"name": "Kalender", "days": 30, "now": clock.now()}
    helper = as_viewer(cast.volunteer)
    for nobody in (VISITOR, system_viewer("job")):
        with pytest.raises(NotAllowedRefusal):
            make_token(scopes=["visits:read"], by=nobody, **new)
    with pytest.raises(NotAllowedRefusal):
        make_token(scopes=["visits:read"], office_id=cast.hoerde.id, by=helper, **new)
    with pytest.raises(NotFoundRefusal):
        make_token(scopes=["visits:read"], office_id=999, by=as_viewer(cast.administrator), **new)
    with pytest.raises(ScopeNotYoursError):
        make_token(scopes=["runs:read"], by=helper, **new)
    with pytest.raises(NoScopeError):
        make_token(scopes=[], by=helper, **new)


@on_sqlite
def test_nobody_has_a_hundred_tokens(cast: Cast, clock: FakeClock) -> None:
    for _number in range(MOST_TOKENS):
        token_of(cast.volunteer)
    with pytest.raises(TooManyTokensError):
        token_of(cast.volunteer)


def test_tokens_that_ended_long_ago_are_forgotten(cast: Cast, clock: FakeClock) -> None:
    token_of(cast.volunteer)
    by = system_viewer("job")
    assert forget_tokens(by=by, now=clock.now() + timedelta(days=119)) == 0
    assert forget_tokens(by=by, now=clock.now() + timedelta(days=121)) == 1


@on_sqlite
def test_others_tokens_cannot_be_taken_back(cast: Cast, clock: FakeClock) -> None:
    token_of(cast.volunteer)
    token = db.session.scalars(select(ApiToken)).one()
    for other in (cast.senior, cast.administrator):
        with pytest.raises(NotFoundRefusal):
            revoke_token(token_id=token.id, by=as_viewer(other), now=clock.now())


@on_sqlite
def test_too_often_is_429(app: Flask, cast: Cast) -> None:
    program = ProgramClient(app, "hx_wrong")
    for _number in range(10):  # as often as one may try to sign in
        program.get("/me", status=401)
    assert program.get("/me", status=429)["code"] == "too_often"
    assert 1 <= int(program.response.headers["Retry-After"]) <= 60


@on_sqlite
def test_scopes_have_words_and_let_something_through(cast: Cast) -> None:
    assert set(SCOPES) == set(LETS_THROUGH) == set(Scope)
    assert Scope.PROPOSALS_WRITE in scopes_for(as_viewer(cast.coordinator_hoerde))
    assert Scope.RUNS_READ not in scopes_for(as_viewer(cast.senior))


@on_sqlite
def test_a_page_makes_shows_once_and_takes_back(cast: Cast, client: PageClient) -> None:
    client.sign_in(cast.volunteer)
    client.get("/account/tokens")
    page = client.post("/account/tokens", {"name": "", "days": "30"}, status=422)
    assert page is not None
    assert len(page.all("p", class_="govuk-error-message")) == 2
    values = {"name": "Kalender", "scopes": ["visits:read"], "days": "30"}
    page = client.post("/account/tokens", values, status=200)
    assert page is not None
    text = next(each.text or "" for each in page.all("code"))
    assert text.startswith("hx_")
    listed = client.get("/account/tokens")
    assert "Kalender" in listed.text
    assert text not in listed.text
    token = db.session.scalars(select(ApiToken)).one()
    assert "cannot be undone" in client.get(f"/account/tokens/{token.id}/revoke").text
    assert "taken back" in client.submit(f"/account/tokens/{token.id}/revoke").text


@on_sqlite
def test_a_page_lets_a_partner_in(cast: Cast, client: PageClient) -> None:
    client.sign_in(cast.administrator)
    client.get("/integrations")
    values = {
        "name": "Partner", "scopes": ["visits:read"], "days": "365", "office_id": str(cast.hoerde.id)
    }  # fmt: skip
    page = client.post("/integrations", values, status=200)
    assert page is not None
    assert "hx_" in page.text
    assert "Seniorenbüro Hörde" in client.get("/integrations").text
    client.post("/integrations", {**values, "scopes": ["proposals:write"]}, status=422)
