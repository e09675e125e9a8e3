"""The nearest fix as a button: one entry on the list of calls, with the answer noted there."""

import pytest

from helpexchange.core.database import db
from helpexchange.help_requests.rules import RequestState
from helpexchange.match_runs.models import UnmatchedRequest
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.matched import done_run
from tests.page_checks import Page
from tests.page_client import PageClient

QUESTION = "Ask Meryem Muster whether 6.4 km is all right"


@pytest.fixture
def hanna(client: PageClient, cast: Cast) -> PageClient:
    """The browser of the coordinator of Hörde."""
    client.sign_in(cast.coordinator_hoerde)
    return client


@pytest.fixture
def address(cast: Cast, clock: FakeClock) -> str:
    """The page of those who wait: Meryem could do the garden of Hörde, if she went farther."""
    run = done_run(now=clock.now())
    fix = {"kind": "more_distance", "needed_km": 6.4, "limit_km": 5.0, "side": "helper"}
    db.session.add(
        UnmatchedRequest(
            run_id=run.id, request_id=cast.garden.id, office_id=cast.hoerde.id, reason="outweighed",
            details={"helpers": 1, "with_room": 0, "by": [cast.shopping.id]},
            nearest_fix={"helper_id": cast.meryem.id, **fix},
        )
    )  # fmt: skip
    db.session.commit()
    return f"/match-runs/{run.id}/unmatched"


def _fields(page: Page, **more: str) -> dict[str, str]:
    return {"csrf_token": page.all("input", name="csrf_token")[0].get("value") or "", **more}


def _ask(hanna: PageClient, cast: Cast, address: str) -> Page:
    return hanna.submit(f"{address}/{cast.garden.id}/ask", _fields(hanna.get(address)))


def test_one_click_puts_the_question_on_the_list(hanna: PageClient, cast: Cast, address: str) -> None:
    assert QUESTION in hanna.get(address).text
    after = _ask(hanna, cast, address)
    assert "On the list of calls since" in after.text
    assert not [form for form in after.all("form") if (form.get("action") or "").endswith("/ask")]
    calls = hanna.get("/calls")
    assert QUESTION in calls.text
    assert cast.garden.reference not in calls.text
    assert "1 person to call" in hanna.get("/home").text


def test_a_yes_is_noted_on_the_list_of_calls(hanna: PageClient, cast: Cast, address: str) -> None:
    _ask(hanna, cast, address)
    calls = hanna.get("/calls")
    action = next(
        form.get("action") or "" for form in calls.all("form") if "/fix-" in (form.get("action") or "")
    )
    missed = hanna.submit(action, _fields(calls, outcome="two_hours", version="0"))
    assert "Not before" in missed.text
    hanna.post(action, _fields(missed, outcome="reached", version="1"), status=400)
    answered = hanna.submit(action, _fields(missed, outcome="yes", version="1", note="gladly"))
    assert f"{QUESTION}: Yes" in answered.text
    assert "Not before" not in answered.text
    db.session.refresh(cast.meryem)
    assert cast.meryem.max_distance_m == 6_400.0
    page = hanna.get(address)
    assert "gladly" in page.text
    assert "On the list of calls since" not in page.text


def test_what_is_no_longer_needed_leaves_the_list(hanna: PageClient, cast: Cast, address: str) -> None:
    _ask(hanna, cast, address)
    cast.garden.state = RequestState.WITHDRAWN
    assert QUESTION not in hanna.get("/calls").text
    assert "to call" not in hanna.get("/home").text


def test_another_office_does_not_see_the_call(
    hanna: PageClient, client: PageClient, cast: Cast, address: str
) -> None:
    _ask(hanna, cast, address)
    client.sign_in(cast.coordinator_eving)
    assert QUESTION not in client.get("/calls").text
    client.post("/calls/fix-1/note", {"outcome": "yes", "version": "0"}, status=404)


def test_an_answer_noted_wrongly_is_taken_back(hanna: PageClient, cast: Cast, address: str) -> None:
    _ask(hanna, cast, address)
    calls = hanna.get("/calls")
    note = next(
        form.get("action") or "" for form in calls.all("form") if "/fix-" in (form.get("action") or "")
    )
    reopen = note.replace("/note", "/reopen")
    hanna.submit(note, _fields(calls, outcome="yes", version="0"))
    made = hanna.get("/calls")
    assert f"{QUESTION}: Yes" in made.text
    hanna.get(reopen, status=405)
    after = hanna.submit(reopen, _fields(made))
    assert "The call is on the list again." in after.text
    assert QUESTION in after.text
    db.session.refresh(cast.meryem)
    assert cast.meryem.max_distance_m == 5_000.0
    hanna.submit(reopen, _fields(made))
