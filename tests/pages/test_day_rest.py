"""What the day board shows only the first of stands in full on a page: nothing is out of reach."""

from datetime import timedelta

import pytest

from helpexchange.core.database import db
from helpexchange.engagements.rules import VisitState
from helpexchange.help_requests.rules import RequestState
from helpexchange.match_runs.models import RematchNeed
from helpexchange.match_runs.rules.causes import RematchCause
from helpexchange.notifications.rules import Channel, MessageState
from helpexchange.start_pages.pages import day_board, day_rest
from helpexchange.start_pages.pages.day_board import SHOWN
from helpexchange.start_pages.pages.day_rest import PER_PAGE
from tests.asked import asked
from tests.cast import Cast, help_request
from tests.engaged import begun, visits
from tests.fakes import MONDAY_MORNING, FakeClock
from tests.page_client import PageClient
from tests.spending import claimed
from tests.told import told

FAILED, REST = "/day-board/not-delivered", "/day-board/visits-without-helper"
WAITING = "/day-board/waiting"


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


def test_everybody_who_waits_for_a_helper_can_be_reached(
    hanna: PageClient, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(day_rest, "PER_PAGE", 2)
    cast.shopping.state = cast.garden.state = RequestState.WITHDRAWN
    assert "Nobody waits for a helper" in hanna.get(WAITING).text
    open_ = [
        help_request(
            f"waits-{number}", office=cast.hoerde, kind="shopping" if number else "company", weekday=2,
            now=MONDAY_MORNING - timedelta(days=number),
        )
        for number in range(5)
    ]  # fmt: skip
    db.session.add_all(open_)
    db.session.flush()
    board = hanna.get("/day-board?kind=shopping")
    assert board.one("a", href=f"{WAITING}?kind=shopping") is not None
    assert _waiting(hanna, "", pages=3) == [each.id for each in reversed(open_)]
    assert _waiting(hanna, "kind=shopping&", pages=2) == [each.id for each in reversed(open_[1:])]
    assert "Nobody of these waits" in hanna.get(f"{WAITING}?kind=garden").text
    assert "5 to 5 of 5" in hanna.get(f"{WAITING}?page=9").text


def _waiting(hanna: PageClient, query: str, *, pages: int) -> list[int]:
    """Return the requests on all pages of those who wait, in their order."""
    links = [
        each.get("href")
        for number in range(1, pages + 1)
        for each in hanna.get(f"{WAITING}?{query}page={number}").all("a")
        if "he-row__title" in (each.get("class") or "")
    ]
    return [int(str(href).rpartition("/")[2]) for href in links]


def test_all_calls_are_counted_and_reached(hanna: PageClient, cast: Cast) -> None:
    count = 205
    for number in range(count):
        told(now=MONDAY_MORNING - timedelta(minutes=number), channel=Channel.CALL, office_id=cast.hoerde.id)
    assert f"Calls to make {count}" in hanna.get("/day-board").text
    last = hanna.get("/calls?page=99")
    assert len(last.all("article")) == count % 20


def test_calls_for_later_come_in_pages_of_their_own(hanna: PageClient, cast: Cast) -> None:
    for number in range(25):
        due_at = MONDAY_MORNING + timedelta(hours=number + 1)
        told(now=MONDAY_MORNING, channel=Channel.CALL, office_id=cast.hoerde.id).due_at = due_at
    shown = [
        each.get("id")
        for number in (1, 2)
        for each in hanna.get(f"/calls?later={number}").all("li")
        if each.get("id")
    ]
    assert len(set(shown)) == len(shown) == 25


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
