"""What the pages of a run say of those who wait, of other helpers, and of where help is missing."""

import pytest

from helpexchange.core.database import db
from helpexchange.match_runs.models import RunGap, UnmatchedRequest
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.matched import done_run, shopping_proposal
from tests.page_checks import visible_text
from tests.page_client import PageClient


@pytest.fixture
def hanna(client: PageClient, cast: Cast) -> PageClient:
    """The browser of the coordinator of Hörde."""
    client.sign_in(cast.coordinator_hoerde)
    return client


def test_who_waits_is_told_why_and_what_would_help(hanna: PageClient, cast: Cast, clock: FakeClock) -> None:
    run = done_run(now=clock.now())
    db.session.add(
        UnmatchedRequest(
            run_id=run.id, request_id=cast.garden.id, office_id=cast.hoerde.id, reason="nobody_free_then",
            details={"helpers": 2, "helpers_missing": 1},
            nearest_fix={
                "kind": "more_distance", "helper_id": cast.jonas.id, "needed_km": 4.2, "limit_km": 3.0,
                "side": "helper",
            },
        )
    )  # fmt: skip
    page = hanna.get(f"/match-runs/{run.id}/unmatched")
    assert "2 helpers could do this, but none is free at these times." in page.text
    assert "If Jonas Muster accepts 4.2 km instead of 3 km, this works." in page.text
    filtered = hanna.get(f"/match-runs/{run.id}/unmatched?reason=all_full")
    assert "Nobody waits for this reason here" in filtered.text


def test_who_waits_is_told_who_is_helped_instead(hanna: PageClient, cast: Cast, clock: FakeClock) -> None:
    run = done_run(now=clock.now())
    db.session.add(
        UnmatchedRequest(
            run_id=run.id, request_id=cast.garden.id, office_id=cast.hoerde.id, reason="outweighed",
            details={"helpers": 1, "with_room": 1, "by": [cast.shopping.id, cast.company.id]},
            nearest_fix={"kind": "none"},
        )
    )  # fmt: skip
    page = hanna.get(f"/match-runs/{run.id}/unmatched")
    assert "Helped instead: Erna Muster and 1 person of another office." in page.text


def test_a_card_says_what_another_helper_would_cost(hanna: PageClient, cast: Cast, clock: FakeClock) -> None:
    other = {"helper_id": cast.jonas.id, "score": 400, "score_difference": -100, "distance_m": 900.0}
    others = [
        {**other, "is_free": False, "cost": 10_100, "is_exact": True, "loses": [cast.garden.id]},
        {**other, "is_free": False, "cost": 130, "is_exact": True, "loses": [cast.company.id]},
        {**other, "is_free": True, "cost": 100, "is_exact": True, "loses": []},
    ]
    proposal = shopping_proposal(cast, now=clock.now(), alternatives=others)
    card = visible_text(
        hanna.get(f"/match-runs/{proposal.run_id}").one("article", id=f"proposal-{proposal.id}")
    )
    assert "400 points (costs 100 points in all), has time" in card
    assert "(costs 130 points in all), is taken; 1 person of another office would wait instead" in card
    waits = cast.garden.reference
    assert f"(costs 10,100 points in all), is taken; {waits} would wait instead" in card


def test_the_run_says_where_help_is_missing(hanna: PageClient, cast: Cast, clock: FakeClock) -> None:
    run = shopping_proposal(cast, now=clock.now()).run
    assert run is not None
    address = f"/match-runs/{run.id}"
    assert "Help is missing nowhere" in hanna.get(address).text
    values = {"waiting": 3, "helpers_missing": 4, "visit_minutes": 330, "points": 42_000.0}
    db.session.add(
        RunGap(
            run_id=run.id, office_id=cast.hoerde.id, district="Hörde", skill_code="garden", one_more=12_500.0,
            **values,
        )
    )  # fmt: skip
    db.session.add(
        RunGap(
            run_id=run.id, office_id=cast.eving.id, district="Eving", skill_code="", one_more=9.0, **values
        )
    )  # fmt: skip
    page = hanna.get(address)
    rows = [visible_text(row) for row in page.all("tr")]
    assert "Hörde: help in the garden, 5.5 hours a week 3 12,500" in rows
    assert "Eving" not in page.text
