"""The page on which a coordinator finds a helper for one request: let the engine look, or choose by name."""

import pytest
from sqlalchemy import select

from helpexchange.core.database import db
from helpexchange.match_runs.jobs import run_requested_matches
from helpexchange.match_runs.models import MatchRun, Proposal
from helpexchange.match_runs.rules import ProposalState
from helpexchange.people_index.jobs import note_who_is_new
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.matched import done_run, proposed
from tests.page_checks import Page
from tests.page_client import PageClient


@pytest.fixture
def hanna(client: PageClient, cast: Cast) -> PageClient:
    """The browser of the coordinator of Hörde."""
    client.sign_in(cast.coordinator_hoerde)
    return client


def _csrf(page: Page) -> dict[str, str]:
    return {"csrf_token": page.all("input", name="csrf_token")[0].get("value") or ""}


def test_the_page_of_a_request_leads_here_and_the_engine_looks(
    hanna: PageClient, cast: Cast, clock: FakeClock
) -> None:
    address = f"/open-requests/{cast.shopping.id}/helper"
    assert f'href="{address}"' in hanna.get(f"/open-requests/{cast.shopping.id}").html
    page = hanna.get(address)
    assert "Nobody is proposed yet" in page.text
    looking = hanna.submit(f"{address}/now", _csrf(page))
    assert "We are looking for a helper." in looking.text
    assert "Find a helper now" not in looking.text
    run_requested_matches(clock.now(), "worker-1")
    found = hanna.get(address)
    assert "Meryem Muster" in found.text
    assert "You asked for a helper for this request." in found.text
    run = db.session.scalars(select(MatchRun)).one()
    assert "Erna Muster" in hanna.get(f"/match-runs/{run.id}").text
    assert "Match: one request" in hanna.get(f"/match-runs/{run.id}").text
    assert "one request" in hanna.get("/match-runs").text
    assert "asked for a helper" in hanna.get("/day-board").text


def test_somebody_is_chosen_by_name_in_spite_of_a_rule(
    hanna: PageClient, cast: Cast, clock: FakeClock
) -> None:
    cast.meryem.max_distance_m = 400.0
    note_who_is_new(clock.now())
    db.session.commit()
    address = f"/open-requests/{cast.shopping.id}/helper"
    token = _csrf(hanna.get(address))
    found = hanna.post(address, {**token, "typed": "merye"}, status=200)
    assert found is not None
    assert "It is 560 m away; the limit is 400 m." in found.text
    choose = {**token, "overruled": "distance"}
    asked = hanna.post(f"{address}/{cast.meryem.id}", {**choose, "reason": ""}, status=422)
    assert asked is not None
    assert "Write why this is all right" in asked.text
    after = hanna.submit(f"{address}/{cast.meryem.id}", {**choose, "reason": "She likes the walk"})
    assert "She likes the walk" in after.text
    proposal = db.session.scalars(select(Proposal)).one()
    assert (proposal.state, proposal.overruled) == (ProposalState.APPROVED, ["distance"])
    undone = hanna.submit(f"{address}/undo/{proposal.id}", token)
    assert "The decision is taken back." in undone.text


def test_who_cannot_be_chosen_is_told_why(hanna: PageClient, cast: Cast, clock: FakeClock) -> None:
    cast.shopping.checks = ["police_certificate"]
    address = f"/open-requests/{cast.shopping.id}/helper"
    token = _csrf(hanna.get(address))
    page = hanna.post(f"{address}/{cast.meryem.id}", {**token, "overruled": "check"}, status=422)
    assert page is not None
    assert "These checks are not passed" in page.text
    assert "Choose this helper" not in page.text
    nobody = hanna.post(address, {**token, "typed": "Xaver"}, status=200)
    assert nobody is not None
    assert "Nobody fits" in nobody.text


def test_an_alternative_takes_the_place_of_a_proposal(
    hanna: PageClient, cast: Cast, clock: FakeClock
) -> None:
    first = proposed(done_run(now=clock.now()), cast.jonas, cast.shopping)
    address = f"/open-requests/{cast.shopping.id}/helper"
    token = _csrf(hanna.get(address))
    fields = {**token, "instead_of": str(first.id), "back": f"/match-runs/{first.run_id}"}
    page = hanna.submit(f"{address}/{cast.meryem.id}", fields)
    assert "The helper is chosen." in page.text
    assert (
        "chose by hand: Meryem Muster helps Erna Muster"
        in hanna.get(f"/match-runs/{first.run_id}/history").text
    )


@pytest.mark.parametrize(
    ("account", "status"), [("coordinator_eving", 404), ("network_lead", 403), ("senior", 403)]
)
def test_others_do_not_get_in(client: PageClient, cast: Cast, account: str, status: int) -> None:
    client.sign_in(getattr(cast, account))
    client.get(f"/open-requests/{cast.shopping.id}/helper", status=status)


def test_a_district_is_chosen_where_an_office_has_several(hanna: PageClient, cast: Cast) -> None:
    from helpexchange.offices.models import District

    assert "Only Hörde" not in hanna.get("/match-runs").text
    db.session.add(District(office_id=cast.hoerde.id, code="sued", name="Hörde-Süd"))
    db.session.commit()
    page = hanna.get("/match-runs")
    assert "Only Hörde-Süd" in page.text
    assert "Only Eving" not in page.text
    started = hanna.submit("/match-runs", {**_csrf(page), "scope": "district:sued"})
    assert "Hörde-Süd, Seniorenbüro Hörde" in started.text
    hanna.post("/match-runs", {**_csrf(page), "scope": "district:eving"}, status=404)


def test_the_card_offers_the_swap(hanna: PageClient, cast: Cast, clock: FakeClock) -> None:
    other = {
        "helper_id": cast.meryem.id, "score": 400, "score_difference": -10, "distance_m": 500.0,
        "is_free": True, "cost": 0, "is_exact": True, "loses": [],
    }  # fmt: skip
    first = proposed(done_run(now=clock.now()), cast.jonas, cast.shopping, alternatives=[other])
    page = hanna.get(f"/match-runs/{first.run_id}")
    assert "Choose instead" in page.text
    forms = [form for form in page.all("form") if f"/helper/{cast.meryem.id}" in (form.get("action") or "")]
    fields = {**_csrf(page), "instead_of": str(first.id), "back": f"/match-runs/{first.run_id}"}
    after = hanna.submit(forms[0].get("action") or "", fields)
    assert "The helper is chosen." in after.text
    db.session.refresh(first)
    assert first.state is ProposalState.LAPSED
