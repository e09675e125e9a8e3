"""Help requests for programs: the same rows, acts and refusals as on pages."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from helpexchange.accounts.scopes import Scope
from helpexchange.audit_trail.models import AuditEntry
from helpexchange.consents.models import Consent
from helpexchange.core.database import db
from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.rules import Channel, RequestState
from helpexchange.people.models import RecordReading
from helpexchange.people_index.rules import ReadOn
from tests.cast import Cast
from tests.programs import ANY_VERSION, ProgramClient, token_of

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def new_request(**others: Any) -> dict[str, Any]:
    """Return what a program sends for a new request; `others` replaces any field."""
    return {
        "first_name": "Ida", "last_name": "Muster", "phone": "0231 5550177", "place": "44263 Hörde",
        "kind": "shopping", "times": [{"weekday": 1, "start": "14:00", "end": "17:00"}], "consent": True,
        "language": "tr", **others,
    }  # fmt: skip


@pytest.fixture
def office(app: Flask, cast: Cast) -> ProgramClient:
    """The program of Hörde's coordinator."""
    return ProgramClient(app, token_of(cast.coordinator_hoerde))


def test_an_office_reads_its_own(office: ProgramClient, cast: Cast) -> None:
    found = office.get("/requests")
    assert found["total"] == 3
    assert {each["id"] for each in found["items"]} == {cast.shopping.id, cast.garden.id, cast.uncleared.id}
    one = office.get(f"/requests/{cast.shopping.id}")
    assert one["person"]["first_name"] == "Erna"
    assert one["times"] == [{"weekday": 1, "start": "14:00", "end": "17:00"}]
    assert "latitude" not in one
    office.get(f"/requests/{cast.company.id}", status=404)


def test_reading_somebodys_record_is_noted(office: ProgramClient, cast: Cast) -> None:
    office.get("/requests")
    assert db.session.scalars(select(RecordReading)).all() == []
    office.get(f"/requests/{cast.shopping.id}")
    assert db.session.scalars(select(RecordReading.page)).all() == [ReadOn.API]


@on_sqlite
def test_filters_narrow_the_list(office: ProgramClient, cast: Cast) -> None:
    def ids(query: str) -> list[int]:
        return [each["id"] for each in office.get(f"/requests?{query}")["items"]]

    assert ids("state=submitted") == [cast.uncleared.id]
    assert ids("kind=garden") == [cast.garden.id]
    assert len(ids("district=hoerde")) == 3
    assert ids("submitted_since=2030-01-01T00:00:00Z") == []
    assert ids(f"office_id={cast.eving.id}") == []
    assert office.get("/requests?state=nowhere", status=422)["errors"] == {
        "state": ["This is none of the words that can stand here."]
    }


@on_sqlite
def test_pages_link_to_their_neighbours(office: ProgramClient, cast: Cast) -> None:
    first = office.get("/requests?per_page=2")
    assert (len(first["items"]), first["pages"], first["total"]) == (2, 2, 3)
    assert 'page=2>; rel="next"' in office.response.headers["Link"]
    second = office.get("/requests?per_page=2&page=2")
    assert 'rel="next"' not in office.response.headers["Link"]
    ids = {each["id"] for each in first["items"] + second["items"]}
    assert len(ids) == 3
    assert office.get("/requests?per_page=2&page=9")["items"] == []
    office.get("/requests?per_page=101", status=422)
    office.get("/requests?page=0", status=422)
    office.get("/requests?submitted_since=0001-01-01T00:00:00%2B14:00", status=422)
    office.get("/requests?submitted_since=2026-11-02T08:00:00", status=422)  # in which zone?
    office.get("/requests?page=99999999999999999999", status=422)


@on_sqlite
def test_people_read_and_withdraw_their_own(app: Flask, cast: Cast) -> None:
    own = ProgramClient(app, token_of(cast.senior))
    assert [each["id"] for each in own.get("/requests")["items"]] == [cast.shopping.id]
    own.get(f"/requests/{cast.garden.id}", status=404)
    own.post("/requests", new_request(), status=403)
    done = own.post(f"/requests/{cast.shopping.id}/withdraw", {"reason": "solved"}, **ANY_VERSION)
    assert done["state"] == "withdrawn"


def test_an_office_enters_a_request_as_by_phone(office: ProgramClient, cast: Cast) -> None:
    made = office.post("/requests", new_request(), status=201)
    assert office.response.headers["Location"] == f"/api/v1/requests/{made['id']}"
    row = db.session.get_one(HelpRequest, made["id"])
    assert (row.channel, row.state, row.office_id) == (Channel.PHONE, RequestState.SUBMITTED, cast.hoerde.id)
    assert row.person is not None
    assert row.person.name == "Ida Muster"
    assert db.session.scalars(select(Consent.person_id)).all() == [row.person_id]
    acts = db.session.scalars(
        select(AuditEntry.act).where(AuditEntry.object_id == row.id).order_by(AuditEntry.id)
    ).all()
    assert "submit_request" in acts
    assert office.get(f"/requests/{made['id']}")["languages"] == ["tr"]


@on_sqlite
@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"consent": False}, "consent"),
        ({"last_name": " "}, "last_name"),
        ({"phone": "12"}, "phone"),
        ({"phone": ""}, "phone"),
        ({"email": "nobody"}, "email"),
        ({"place": "nowhere"}, "place"),
        ({"place": "44263"}, "place"),
        ({"channel": "letter"}, "channel"),
        ({"times": [{"weekday": 1, "start": "17:00", "end": "14:00"}]}, "times"),
        ({"times": [{"weekday": 1, "start": "10:00", "end": "14:00"}] * 2}, "times"),
        ({"when": "tomorrow"}, "when"),
    ],
)
def test_what_is_wrong_is_said_by_field(
    office: ProgramClient, cast: Cast, change: dict[str, Any], field: str
) -> None:
    problem = office.post("/requests", new_request(**change), status=422)
    assert list(problem["errors"]) == [field]
    assert problem["code"] == "not_valid"


@on_sqlite
def test_an_unknown_kind_is_refused_as_on_pages(office: ProgramClient) -> None:
    assert office.post("/requests", new_request(kind="magic"), status=400)["code"] == "unknown_kind"


@on_sqlite
def test_somebody_who_is_known_is_not_entered_twice(office: ProgramClient) -> None:
    office.post("/requests", new_request(), status=201)
    assert office.post("/requests", new_request(), status=409)["code"] == "person_known"
    office.post("/requests", new_request(is_somebody_else=True), status=201)


@on_sqlite
@pytest.mark.parametrize("name", ["\0", "\ud800", "a\0b"])
def test_letters_that_no_database_keeps_are_refused(office: ProgramClient, name: str) -> None:
    office.post("/requests", new_request(last_name=name), status=400)


@on_sqlite
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", "Sie"), ("nl", "u"), ("da-DK,da;q=0.9", "du"), ("fr", "you"), ("en-GB", "you"),
    ],
)  # fmt: skip
def test_problems_are_told_in_the_callers_language(
    office: ProgramClient, cast: Cast, language: str, words: str
) -> None:
    problem = office.post("/requests", new_request(consent=False), status=422, Accept_Language=language)
    assert words in problem["title"].lower().split() or words in problem["title"].split()


@on_sqlite
def test_withdrawing_again_does_no_harm_and_after_the_end_is_refused(
    office: ProgramClient, cast: Cast
) -> None:
    path = f"/requests/{cast.garden.id}/withdraw"
    office.post(path, {}, **ANY_VERSION)
    office.post(path, {}, **ANY_VERSION)
    cast.uncleared.state = RequestState.DECLINED
    problem = office.post(f"/requests/{cast.uncleared.id}/withdraw", {}, status=409, **ANY_VERSION)
    assert problem["code"] == "request_ended"
    office.post(f"/requests/{cast.company.id}/withdraw", {}, status=404, **ANY_VERSION)


@on_sqlite
def test_the_network_lead_reads_all_and_enters_nothing(app: Flask, cast: Cast) -> None:
    lead = ProgramClient(app, token_of(cast.network_lead))
    assert lead.get("/requests")["total"] == 4
    lead.post("/requests", new_request(), status=403)
    lead.post(f"/requests/{cast.shopping.id}/withdraw", {}, status=403, **ANY_VERSION)


@on_sqlite
def test_what_is_no_json_is_refused(app: Flask, office: ProgramClient) -> None:
    headers = {"Authorization": f"Bearer {office.token}"}
    for content, mimetype, status in (
        (b"{", "application/json", 400), (b"x=1", "application/x-www-form-urlencoded", 422),
        (b"[]", "application/json", 422), (b"\xff", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
    ):  # fmt: skip
        answer = app.test_client().post(
            "/api/v1/requests", data=content, content_type=mimetype, headers=headers
        )
        assert (content[:9], answer.status_code) == (content[:9], status)
        assert answer.mimetype == "application/problem+json"


def test_a_scope_is_needed_for_each_thing(app: Flask, cast: Cast) -> None:
    reader = ProgramClient(app, token_of(cast.coordinator_hoerde, Scope.REQUESTS_READ))
    reader.post("/requests", new_request(), status=403)
