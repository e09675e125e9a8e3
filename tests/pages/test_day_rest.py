"""What the day board shows only the first of stands in full on a page: nothing is out of reach."""

from datetime import timedelta

import pytest

from helpexchange.core.database import db
from helpexchange.engagements.rules import VisitState
from helpexchange.match_runs.models import RematchNeed
from helpexchange.match_runs.rules.causes import RematchCause
from helpexchange.notifications.rules import Channel, MessageState
from helpexchange.start_pages.pages import day_board, day_rest
from helpexchange.start_pages.pages.day_board import SHOWN
from helpexchange.start_pages.pages.day_rest import PER_PAGE
from tests.asked import asked
from tests.cast import Cast
from tests.engaged import begun, visits
from tests.fakes import MONDAY_MORNING, FakeClock
from tests.page_client import PageClient
from tests.spending import claimed
from tests.told import told

FAILED, REST = "/day-board/not-delivered", "/day-board/visits-without-helper"


@pytest.fixture
def hanna(client: PageClient, cast: Cast) -> PageClient:
    """The coordinator of Hörde."""
    client.sign_in(cast.coordinator_hoerde)
    return client


def failed(office_id: int, count: int) -> None:
    for _ in range(count):
        mail = told(now=MONDAY_MORNING, office_id=office_id)
        mail.state, mail.last_error = MessageState.FAILED, "address_refused 550"


def test_every_message_that_did_not_arrive_can_be_reached(hanna: PageClient, cast: Cast) -> None:
    assert "Everything has arrived" in hanna.get(FAILED).text
    failed(cast.hoerde.id, PER_PAGE + 1)
    failed(cast.eving.id, 1)
    page = hanna.get("/day-board")
    assert f"Not delivered {PER_PAGE + 1}" in page.text
    assert len([each for each in page.all("li") if (each.get("id") or "").startswith("message-")]) == SHOWN
    assert page.one("a", href=FAILED) is not None
    shown = [
        each.get("id")
        for number in (1, 2)
        for each in hanna.get(f"{FAILED}?page={number}").all("li")
        if (each.get("id") or "").startswith("message-")
    ]
    assert len(set(shown)) == len(shown) == PER_PAGE + 1


def test_every_visit_without_a_helper_can_be_reached(
    hanna: PageClient, cast: Cast, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(day_board, "SHOWN", 2)
    monkeypatch.setattr(day_rest, "PER_PAGE", 3)
    assert "Every visit has a helper" in hanna.get(REST).text
    begun(cast, clock)
    called_off = visits()[1:6]
    for visit in called_off:
        visit.state = VisitState.CANCELLED
        db.session.add(RematchNeed(visit_id=visit.id, cause=RematchCause.CANNOT_COME, at=MONDAY_MORNING))
    page = hanna.get("/day-board")
    assert f"Visits without a helper {len(called_off)}" in page.text
    assert page.one("a", href=REST) is not None
    shown = [
        each.get("id")
        for number in (1, 2)
        for each in hanna.get(f"{REST}?page={number}").all("li")
        if (each.get("id") or "").startswith("visit-")
    ]
    assert shown == [f"visit-{visit.id}" for visit in called_off]
    past_the_end = hanna.browser.get(f"{REST}?page=9")
    assert past_the_end.headers["Location"] == REST


def test_all_calls_are_counted_and_reached(hanna: PageClient, cast: Cast) -> None:
    count = 205
    for number in range(count):
        told(now=MONDAY_MORNING - timedelta(minutes=number), channel=Channel.CALL, office_id=cast.hoerde.id)
    assert f"Calls to make {count}" in hanna.get("/day-board").text
    last = hanna.get("/calls?page=99")
    assert len(last.all("article")) == count % 20


def test_who_was_reminded_and_has_not_answered(hanna: PageClient, cast: Cast, clock: FakeClock) -> None:
    ask = asked(cast, clock)
    assert "Helpers who have not answered 0" in hanna.get("/day-board").text
    silent = hanna.get("/asks?show=silent").text
    assert "Meryem" not in silent
    assert "Everybody who was reminded has answered" in silent
    ask.reminded_at = MONDAY_MORNING
    page = hanna.get("/day-board")
    assert "Helpers who have not answered 1" in page.text
    assert page.one("a", href="/asks?show=silent") is not None
    assert "Meryem" in hanna.get("/asks?show=silent").text
    hanna.sign_in(cast.coordinator_eving)
    assert "Helpers who have not answered 0" in hanna.get("/day-board").text
    assert "Meryem" not in hanna.get("/asks?show=silent").text


def test_costs_that_wait(hanna: PageClient, cast: Cast, clock: FakeClock) -> None:
    claimed(clock, cast.meryem)
    page = hanna.get("/day-board")
    assert "Travel costs to approve 1" in page.text
    assert page.one("a", href="/hours/costs") is not None
    hanna.sign_in(cast.coordinator_eving)
    assert "Travel costs to approve 0" in hanna.get("/day-board").text


@pytest.mark.parametrize("url", [FAILED, REST])
def test_others_see_nothing(client: PageClient, cast: Cast, url: str) -> None:
    failed(cast.hoerde.id, 1)
    client.sign_in(cast.volunteer)
    client.get(url, status=403)
    client.sign_in(cast.coordinator_eving)
    assert not [each for each in client.get(url).all("li") if (each.get("id") or "").startswith("message-")]
