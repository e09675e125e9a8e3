"""Another time for one visit: the office moves it, either side proposes it."""

from datetime import date

import pytest

from helpexchange.core.database import db
from helpexchange.core.viewer import VISITOR
from helpexchange.engagements.models import Engagement
from helpexchange.engagements.queries import open_move
from helpexchange.help_requests.messages import token_of
from tests.cast import Cast
from tests.engaged import FIRST, begun, visits
from tests.fakes import FakeClock
from tests.page_client import PageClient

NEW = {"day": "2026-11-05", "start": "10.30"}


@pytest.fixture
def engagement(cast: Cast, clock: FakeClock) -> Engagement:
    """Meryem does Erna's shopping on Tuesdays."""
    return begun(cast, clock)


def proposed(client: PageClient, cast: Cast) -> int:
    """Let Erna propose another time by her link; return the number of the proposal."""
    visit = visits()[0]
    base = f"/my-request/{token_of(cast.shopping.reference)}/visits"
    assert client.get(base).all("a", href=f"{base}/{visit.id}/move")
    assert "Your office asks the other side" in client.submit(f"{base}/{visit.id}/move", NEW).text
    move = open_move(VISITOR, visit.id)
    assert move is not None
    assert visits()[0].day == FIRST
    return move.id


@pytest.mark.parametrize(("act", "day"), [("accept", date(2026, 11, 5)), ("refuse", FIRST)])
def test_the_office_decides_about_a_proposal(
    client: PageClient, cast: Cast, engagement: Engagement, act: str, day: date
) -> None:
    path = f"/engagements/moves/{proposed(client, cast)}/{act}"
    client.sign_in(cast.coordinator_eving)
    client.post(path, status=404)
    client.sign_in(cast.network_lead)
    client.post(path, status=403)
    client.sign_in(cast.coordinator_hoerde)
    assert "Another time for a visit is proposed" in client.get("/day-board").text
    page = client.get(f"/engagements/{engagement.id}")
    assert page.all("form", action=path)
    assert not client.submit(path).all("form", action=path)
    db.session.expire_all()
    assert min(visits(), key=lambda visit: visit.id).day == day
    assert "Another time for a visit is proposed" not in client.get("/day-board").text


@pytest.mark.parametrize(
    ("values", "field"),
    [({"day": "soon"}, "day"), ({"day": "2026-10-01"}, "day"), ({"start": "late"}, "start")],
)
def test_what_cannot_be_is_answered_beside_the_field(
    client: PageClient, cast: Cast, engagement: Engagement, values: dict[str, str], field: str
) -> None:
    client.sign_in(cast.coordinator_hoerde)
    page = client.post(f"/engagements/visits/{visits()[0].id}/move", {**NEW, **values}, status=422)
    assert page is not None
    assert page.all("a", href=f"#{field}")
    assert visits()[0].day == FIRST


def test_the_office_moves_its_own_only(client: PageClient, cast: Cast, engagement: Engagement) -> None:
    path = f"/engagements/visits/{visits()[0].id}/move"
    client.sign_in(cast.coordinator_eving)
    client.get(path, status=404)
    client.post(path, NEW, status=404)
    client.sign_in(cast.network_lead)
    client.post(path, NEW, status=403)
    client.sign_in(cast.coordinator_hoerde)
    client.get(path)
    assert "Thursday, 5 November 2026, 10:30 to 11:30" in client.submit(path, NEW).text
