"""The day board shows visits without a helper; whoever is asked answers with one click, no account needed."""

import pytest
from sqlalchemy import select

from helpexchange.core.database import db
from helpexchange.engagements.models import Visit
from helpexchange.engagements.rules import VisitState
from helpexchange.match_runs.models import StandIn
from helpexchange.match_runs.rules.causes import StandInState
from helpexchange.match_runs.stand_in_links import stand_in_token
from tests.actions.test_stand_ins import Story, called_off, searched
from tests.actions.test_stand_ins import story as _story
from tests.cast import Cast
from tests.engaged import visits
from tests.fakes import FakeClock
from tests.page_checks import Page
from tests.page_client import PageClient

story = _story


def _csrf(page: Page) -> dict[str, str]:
    return {"csrf_token": page.all("input", name="csrf_token")[0].get("value") or ""}


@pytest.fixture
def hanna(client: PageClient, cast: Cast) -> PageClient:
    """The browser of the coordinator of Hörde."""
    client.sign_in(cast.coordinator_hoerde)
    return client


def test_the_board_shows_who_is_free_and_asks_with_one_click(
    hanna: PageClient, cast: Cast, story: Story
) -> None:
    page = hanna.get("/day-board")
    assert "Visits without a helper" in page.text
    assert page.text.index("Lena Muster") < page.text.index("Mara Muster")
    found = story.of(story.lena)
    after = hanna.submit(f"/stand-ins/{found.id}/ask", {**_csrf(page), "back": "/day-board"})
    assert "The helper is asked for this one visit." in after.text
    again = hanna.submit(f"/stand-ins/{found.id}/ask", {**_csrf(page), "back": "/day-board"})
    assert "asked already" in again.text
    said = hanna.submit(f"/stand-ins/{found.id}/yes", {**_csrf(page), "back": "/day-board"})
    assert "Lena Muster" not in said.text
    hanna.post(f"/stand-ins/{found.id}/perhaps", _csrf(page), status=404)


def test_whoever_comes_too_late_for_an_answer_reads_so_on_the_board(hanna: PageClient, story: Story) -> None:
    page = hanna.get("/day-board")
    first, second = (story.of(person) for person in (story.lena, story.mara))
    for each in (first, second):
        hanna.post(f"/stand-ins/{each.id}/ask", _csrf(page))
    hanna.post(f"/stand-ins/{first.id}/yes", _csrf(page))
    for act in ("yes", "ask"):
        late = hanna.submit(f"/stand-ins/{second.id}/{act}", {**_csrf(page), "back": "/day-board"})
        assert "Meanwhile somebody comes to this visit, or its time is over." in late.text
    assert _state(first) is StandInState.YES
    assert _state(second) is not StandInState.YES


def test_where_nobody_is_free_the_board_says_so(
    hanna: PageClient, cast: Cast, clock: FakeClock, story: Story
) -> None:
    for person in (story.lena, story.mara):
        person.times[0].weekday = 4
    second = visits()[1]
    called_off(second, cast, clock)
    assert "We are looking for somebody who is free then." in hanna.get("/day-board").text
    searched(clock)
    assert "Nobody else is free then." in hanna.get("/day-board").text


@pytest.mark.parametrize(("answer", "words"), [("yes", "We count on you."), ("no", "We ask somebody else.")])
def test_one_click_answers_and_opening_changes_nothing(
    client: PageClient, cast: Cast, story: Story, answer: str, words: str
) -> None:
    client.sign_in(cast.coordinator_hoerde)
    found = story.of(story.lena)
    client.post(f"/stand-ins/{found.id}/ask", _csrf(client.get("/day-board")))
    client.sign_out()
    address = f"/stand-in/{stand_in_token(found.id)}"
    page = client.get(address)
    assert "Erna is waiting" in page.text
    assert "0231 555 0199" not in page.text
    assert _state(found) is StandInState.ASKED
    after = client.submit(address, {**_csrf(page), "answer": answer})
    assert words in after.text
    assert _state(found).value == answer
    client.submit(address, {**_csrf(page), "answer": answer})


def _state(found: StandIn) -> StandInState:
    db.session.refresh(found)
    return found.state


def test_a_link_that_is_over_says_so_kindly(
    client: PageClient, hanna: PageClient, cast: Cast, clock: FakeClock, story: Story
) -> None:
    board = hanna.get("/day-board")
    for person in (story.lena, story.mara):
        hanna.post(f"/stand-ins/{story.of(person).id}/ask", _csrf(board))
    client.sign_out()
    first, second = (f"/stand-in/{stand_in_token(story.of(each).id)}" for each in (story.lena, story.mara))
    page = client.get(first)
    client.post(first, {**_csrf(page), "answer": "yes"})
    assert "settled already" in client.get(second).text
    late = client.post(second, {**_csrf(page), "answer": "yes"}, status=409)
    assert late is not None
    assert "settled already" in late.text
    visit = db.session.scalars(select(Visit).where(Visit.id == story.visit.id)).one()
    assert (visit.helper_id, visit.state) == (story.lena.id, VisitState.PLANNED)


def test_a_link_that_is_not_ours_or_too_old_is_none(
    client: PageClient, clock: FakeClock, story: Story
) -> None:
    token = stand_in_token(story.of(story.lena).id)
    client.get("/stand-in/made-up", status=404)
    clock.advance(days=16)
    client.get(f"/stand-in/{token}", status=404)


def test_others_do_not_ask(client: PageClient, cast: Cast, story: Story) -> None:
    found = story.of(story.lena)
    for account, status in ((cast.coordinator_eving, 404), (cast.network_lead, 403), (cast.senior, 403)):
        client.sign_in(account)
        token = _csrf(client.get("/call-me"))
        client.post(f"/stand-ins/{found.id}/ask", token, status=status)
    assert _state(found) is StandInState.FOUND
