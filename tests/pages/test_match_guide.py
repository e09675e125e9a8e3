"""The page about how proposals are made: who reads it, and what it never leaves out."""

import pytest

from helpexchange.match_runs.labels import PARTS
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.matched import done_run
from tests.page_client import PageClient

GUIDE = "/match-runs/how-proposals-are-made"

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.mark.parametrize("who", ["coordinator_hoerde", "network_lead", "administrator"])
def test_whoever_answers_for_proposals_reads_how_they_are_made(
    who: str, client: PageClient, cast: Cast
) -> None:
    client.sign_in(getattr(cast, who))
    assert client.get("/home").all("a", href=GUIDE)
    page = client.get(GUIDE)
    for words in ("The computer proposes. People decide.", "Need comes first.", "A check is never left out"):
        assert words in page.text


@pytest.mark.parametrize("who", ["senior", "volunteer"])
def test_others_may_not_open_it(who: str, client: PageClient, cast: Cast) -> None:
    client.sign_in(getattr(cast, who))
    client.get(GUIDE, status=403)


@pytest.mark.parametrize(("who", "back"), [("coordinator_hoerde", "/match-runs"), ("administrator", "/home")])
def test_it_leads_back_to_where_the_reader_may_go(
    who: str, back: str, client: PageClient, cast: Cast
) -> None:
    client.sign_in(getattr(cast, who))
    assert client.get(GUIDE).one("a", class_="govuk-back-link").get("href") == back


def test_the_runs_and_each_run_lead_to_it(client: PageClient, cast: Cast, clock: FakeClock) -> None:
    client.sign_in(cast.coordinator_hoerde)
    run = done_run(now=clock.now(), office_id=cast.hoerde.id)
    for url in ("/match-runs", f"/match-runs/{run.id}"):
        assert client.get(url).all("a", href=GUIDE), url


def test_it_speaks_of_every_part_of_the_points(client: PageClient, cast: Cast) -> None:
    said = {
        "closeness": "how near they live", "skills": "how well they can do", "language": "a language that",
        "continuity": "know each other", "idle": "has not been asked", "stability": "as few as possible move",
        "rare_skill": "a rare skill", "given": "see all the points",
    }  # fmt: skip
    assert set(said) == set(PARTS)
    client.sign_in(cast.network_lead)
    text = client.get(GUIDE).text
    assert [name for name, words in said.items() if words not in text] == []
