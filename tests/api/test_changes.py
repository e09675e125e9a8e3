"""Decisions and notes by programs: only of what was read, once, and refused as on pages."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from helpexchange.accounts.scopes import Scope
from helpexchange.api.actions import forget_answers
from helpexchange.api.models import RememberedAnswer
from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.database import db
from helpexchange.core.viewer import system_viewer
from helpexchange.engagements.rules import VisitState
from helpexchange.help_requests.models import HelpRequest
from helpexchange.match_runs.models import MatchRun
from helpexchange.match_runs.rules import ProposalState
from tests.api.test_requests import new_request
from tests.cast import Cast
from tests.engaged import after, begun, visits
from tests.fakes import FakeClock
from tests.matched import shopping_proposal
from tests.programs import ANY_VERSION, ProgramClient, token_of

AT_ONCE = 8
on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def office(app: Flask, cast: Cast) -> ProgramClient:
    """The program of Hörde's coordinator."""
    return ProgramClient(app, token_of(cast.coordinator_hoerde))


def count(table: type[Any]) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


@on_sqlite
def test_what_is_known_already_is_not_sent_again(office: ProgramClient, cast: Cast) -> None:
    for path in ("/requests", f"/requests/{cast.shopping.id}", "/me"):
        office.get(path)
        version = office.response.headers["ETag"]
        assert office.get(path, status=304, If_None_Match=version) is None
        office.get(path, If_None_Match='"another"')


def test_only_what_was_read_can_be_changed(office: ProgramClient, cast: Cast, clock: FakeClock) -> None:
    proposal = shopping_proposal(cast, now=clock.now())
    path = f"/proposals/{proposal.id}"
    office.get(path)
    version = office.response.headers["ETag"]
    assert office.post(f"{path}/lock", status=428)["code"] == "version_missing"
    assert office.post(f"{path}/lock", status=412, If_Match='"another"')["code"] == "version_passed"
    assert office.post(f"{path}/lock", If_Match=version)["is_locked"] is True
    newer = office.response.headers["ETag"]
    office.post(f"{path}/approve", status=412, If_Match=version)
    assert office.post(f"{path}/approve", If_Match=newer)["state"] == "approved"


@on_sqlite
def test_a_coordinator_decides(office: ProgramClient, cast: Cast, clock: FakeClock) -> None:
    proposal = shopping_proposal(cast, now=clock.now())
    path = f"/proposals/{proposal.id}"
    assert office.get("/proposals?state=proposed")["total"] == 1
    assert office.get("/proposals?state=approved")["total"] == 0
    assert office.get(path)["visits"][0]["weekday"] == 1
    office.post(f"{path}/lock", **ANY_VERSION)
    assert office.post(f"{path}/unlock", **ANY_VERSION)["is_locked"] is False
    office.post(f"{path}/reject", {}, status=422, **ANY_VERSION)
    office.post(f"{path}/reject", {"reason": "other_plan", "note": "see the file"}, **ANY_VERSION)
    problem = office.post(f"{path}/approve", status=409, **ANY_VERSION)
    assert problem["code"] == "proposal_already_decided"
    assert "Hanna Beispiel (Kalender)" in problem["detail"]
    assert office.post(f"{path}/undo", **ANY_VERSION)["state"] == "proposed"


@on_sqlite
def test_others_decide_nothing(app: Flask, cast: Cast, clock: FakeClock) -> None:
    proposal = shopping_proposal(cast, now=clock.now())
    path = f"/proposals/{proposal.id}/approve"
    for account, status in (
        (cast.coordinator_eving, 404), (cast.network_lead, 403), (cast.administrator, 403),
        (cast.volunteer, 403),
    ):  # fmt: skip
        ProgramClient(app, token_of(account)).post(path, status=status, **ANY_VERSION)
    db.session.refresh(proposal)
    assert proposal.state is ProposalState.PROPOSED


@on_sqlite
def test_a_match_is_started_once(office: ProgramClient, cast: Cast) -> None:
    run = office.post("/runs", {"office": "hoerde"}, status=201)
    assert (run["state"], run["office_id"]) == ("requested", cast.hoerde.id)
    assert office.get("/runs")["items"][0]["id"] == run["id"]
    assert office.get(f"/runs/{run['id']}")["failure"] is None
    assert office.post("/runs", {"office": "hoerde"}, status=409)["code"] == "run_already_requested"
    office.post("/runs", {"office": "eving"}, status=404)
    office.post("/runs", {"office": "nowhere"}, status=404)
    office.post("/runs", {"office": "town"}, status=403)


@on_sqlite
def test_each_side_sees_its_visits(app: Flask, office: ProgramClient, cast: Cast, clock: FakeClock) -> None:
    engagement = begun(cast, clock)
    helper, person = (ProgramClient(app, token_of(each)) for each in (cast.volunteer, cast.senior))
    for program in (office, helper, person):
        assert program.get("/engagements?state=agreed")["total"] == 1
        assert program.get(f"/engagements/{engagement.id}")["series"][0]["rhythm"] == "weekly"
        found = program.get("/visits?state=planned&until=2026-11-11")
        assert [each["starts_at"][:10] for each in found["items"]] == ["2026-11-03", "2026-11-10"]
        program.get(f"/visits/{found['items'][0]['id']}")
    assert helper.get("/helpers/me")["id"] == cast.meryem.id
    person.get("/helpers/me", status=404)
    other = ProgramClient(app, token_of(cast.coordinator_eving))
    assert other.get("/visits")["total"] == 0
    other.get(f"/engagements/{engagement.id}", status=404)
    other.get(f"/visits/{visits()[0].id}", status=404)


@on_sqlite
def test_a_helper_notes_and_cancels_as_on_the_page(app: Flask, cast: Cast, clock: FakeClock) -> None:
    begun(cast, clock)
    first, second, *_others = visits()
    helper = ProgramClient(app, token_of(cast.volunteer))
    problem = helper.post(f"/visits/{first.id}/done", {"minutes": 50}, status=409, **ANY_VERSION)
    assert problem["code"] == "visit_not_begun"
    cancelled = helper.post(f"/visits/{second.id}/cancel", {"reason": "ill"}, **ANY_VERSION)
    assert (cancelled["state"], cancelled["noted_by"]) == ("cancelled", "helper")
    assert helper.post(f"/visits/{second.id}/restore", **ANY_VERSION)["state"] == "planned"
    helper.post(f"/visits/{second.id}/cancel", {"reason": "pause"}, status=422, **ANY_VERSION)
    after(clock, first)
    helper.post(f"/visits/{first.id}/done", {"minutes": 0}, status=422, **ANY_VERSION)
    done = helper.post(f"/visits/{first.id}/done", {"minutes": 50, "note": "fine"}, **ANY_VERSION)
    assert (done["state"], done["minutes_spent"]) == ("done", 50)
    other = helper.post(f"/visits/{first.id}/missed", {"missing": "person"}, status=409, **ANY_VERSION)
    assert other["code"] == "visit_decided"
    db.session.refresh(first)
    assert first.note == "fine"


@on_sqlite
def test_an_office_notes_for_its_own(app: Flask, office: ProgramClient, cast: Cast, clock: FakeClock) -> None:
    begun(cast, clock)
    first = visits()[0]
    after(clock, first)
    ProgramClient(app, token_of(cast.coordinator_eving)).post(
        f"/visits/{first.id}/missed", {"missing": "helper"}, status=404, **ANY_VERSION
    )
    ProgramClient(app, token_of(cast.network_lead)).post(
        f"/visits/{first.id}/missed", {"missing": "helper"}, status=403, **ANY_VERSION
    )
    missed = office.post(f"/visits/{first.id}/missed", {"missing": "helper"}, **ANY_VERSION)
    assert (missed["state"], missed["noted_by"]) == (VisitState.MISSED, "office")


@on_sqlite
def test_helpers_are_the_offices(app: Flask, office: ProgramClient, cast: Cast) -> None:
    assert {each["first_name"] for each in office.get("/helpers")["items"]} == {"Meryem", "Pavel"}
    assert office.get("/helpers?state=active&skill=shopping")["total"] == 1
    one = office.get(f"/helpers/{cast.meryem.id}")
    assert one["checks"][0]["check"] == "interview"
    office.get(f"/helpers/{cast.jonas.id}", status=404)
    ProgramClient(app, token_of(cast.volunteer)).get("/helpers", status=403)


def test_the_same_key_does_nothing_twice(office: ProgramClient, cast: Cast, clock: FakeClock) -> None:
    first = office.post("/requests", new_request(), status=201, Idempotency_Key="one")
    version = office.response.headers["ETag"]
    again = office.post("/requests", new_request(), status=201, Idempotency_Key="one")
    assert again == first
    assert office.response.headers["Idempotent-Replayed"] == "true"
    assert office.response.headers["Location"].endswith(f"/requests/{first['id']}")
    assert office.response.headers["ETag"] == version
    assert count(HelpRequest) == 5
    problem = office.post("/requests", new_request(note="other"), status=422, Idempotency_Key="one")
    assert problem["code"] == "idempotency_key_reused"
    office.post("/runs", {"office": "hoerde"}, status=422, Idempotency_Key="one")
    clock.advance(hours=24)
    office.post("/requests", new_request(), status=409, Idempotency_Key="one")  # a person like this is known


@on_sqlite
def test_a_key_belongs_to_one_token_and_a_refusal_leaves_it_free(
    app: Flask, office: ProgramClient, cast: Cast
) -> None:
    office.post("/requests", new_request(consent=False), status=422, Idempotency_Key="one")
    office.post("/requests", new_request(), status=201, Idempotency_Key="one")
    other = ProgramClient(app, token_of(cast.coordinator_hoerde, Scope.REQUESTS_WRITE))
    other.post("/requests", new_request(is_somebody_else=True), status=201, Idempotency_Key="one")
    for key in ("", "two words", "x" * 256):
        office.post("/requests", new_request(), status=400, Idempotency_Key=key)


def test_at_the_same_moment_one_acts(app: Flask, office: ProgramClient, cast: Cast) -> None:
    sent = new_request()
    db.session.remove()

    def ask(_number: int) -> tuple[int, int]:
        program = ProgramClient(app, office.token, is_alone=False)
        made = program.post("/requests", sent, status=201, Idempotency_Key="one")
        return made["id"], "Idempotent-Replayed" not in program.response.headers

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(ask, range(AT_ONCE)))
    assert len({made for made, _is_first in answers}) == 1
    assert sum(is_first for _made, is_first in answers) == 1
    assert count(HelpRequest) == 5
    submitted = select(func.count()).select_from(AuditEntry).where(AuditEntry.act == "submit_request")
    assert db.session.scalar(submitted) == 1


@on_sqlite
def test_whoever_may_no_longer_do_it_is_not_told_what_was_answered(office: ProgramClient, cast: Cast) -> None:
    office.post("/runs", {"office": "hoerde"}, status=201, Idempotency_Key="one")
    cast.coordinator_hoerde.roles.clear()
    office.post("/runs", {"office": "hoerde"}, status=403, Idempotency_Key="one")


@on_sqlite
def test_answers_are_forgotten_after_a_day(office: ProgramClient, cast: Cast, clock: FakeClock) -> None:
    office.post("/runs", {"office": "hoerde"}, status=201, Idempotency_Key="one")
    assert count(RememberedAnswer) == 1
    assert forget_answers(by=system_viewer("job"), now=clock.now()) == 0
    assert forget_answers(by=system_viewer("job"), now=clock.advance(hours=24)) == 1
    assert count(MatchRun) == 1
