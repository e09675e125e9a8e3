"""The pages of match runs: start, decide with one click, and see why somebody waits."""

import json

import pytest
from flask import Flask
from sqlalchemy import select

from helpexchange.core.database import db
from helpexchange.core.events import announce
from helpexchange.core.viewer import system_viewer
from helpexchange.help_requests.rules import RequestClosed, RequestState
from helpexchange.match_runs.actions import request_run
from helpexchange.match_runs.jobs import run_requested_matches
from helpexchange.match_runs.models import MatchRun, Proposal
from helpexchange.match_runs.rules import ProposalState, RejectionReason, RunState
from tests.cast import Cast, help_request
from tests.fakes import FakeClock
from tests.matched import as_viewer, done_run, proposed, shopping_proposal
from tests.page_checks import Page, visible_text
from tests.page_client import PageClient

TUESDAY = 1


@pytest.fixture
def hanna(client: PageClient, cast: Cast) -> PageClient:
    """The browser of the coordinator of Hörde."""
    client.sign_in(cast.coordinator_hoerde)
    return client


def _csrf(page: Page) -> dict[str, str]:
    fields = page.all("input", name="csrf_token")
    return {"csrf_token": fields[0].get("value") or ""} if fields else {}


def _address(proposal: Proposal, act: str = "") -> str:
    return f"/match-runs/{proposal.run_id}" + (f"/proposals/{proposal.id}/{act}" if act else "")


def _state(proposal: Proposal) -> ProposalState:
    db.session.refresh(proposal)
    return proposal.state


def test_a_run_is_started_with_one_click_and_shows_its_progress(hanna: PageClient, cast: Cast) -> None:
    page = hanna.get("/match-runs")
    assert "Match now: Seniorenbüro Hörde" in page.text
    waiting = hanna.submit("/match-runs", {**_csrf(page), "scope": "hoerde"})
    assert "Waiting to start" in waiting.text
    assert waiting.one("progress") is not None
    assert waiting.one("meta", http_equiv="refresh").get("content") == "3"
    assert "Match now" not in hanna.get("/match-runs").text


def test_a_second_run_of_the_same_scope_is_refused_in_words(hanna: PageClient, cast: Cast) -> None:
    token = _csrf(hanna.get("/match-runs"))
    hanna.post("/match-runs", {**token, "scope": "hoerde"})
    again = {**token, "scope": "hoerde"}
    page = hanna.post("/match-runs", again, status=409, Referer="http://localhost/match-runs?page=1")
    assert page is not None
    assert "already under way" in page.text
    assert page.all("a", href="/match-runs?page=1")
    elsewhere = hanna.post("/match-runs", again, status=409, Referer="http://x.org/match-runs?page=1")
    assert elsewhere is not None
    assert not elsewhere.all("a", href="/match-runs?page=1")


def test_only_the_network_lead_matches_the_whole_town(client: PageClient, cast: Cast) -> None:
    client.sign_in(cast.coordinator_hoerde)
    client.post("/match-runs", {**_csrf(client.get("/match-runs")), "scope": "town"}, status=403)
    client.post("/match-runs", {**_csrf(client.get("/match-runs")), "scope": "eving"}, status=404)
    client.sign_in(cast.network_lead)
    page = client.submit("/match-runs", {**_csrf(client.get("/match-runs")), "scope": "town"})
    assert "Whole town" in page.text


def test_a_solved_run_says_who_can_be_helped_and_why(hanna: PageClient, cast: Cast, clock: FakeClock) -> None:
    request_run(office_id=cast.hoerde.id, by=system_viewer("nightly match"), now=clock.now())
    run_requested_matches(clock.now(), "worker-1")
    run = db.session.scalars(select(MatchRun)).one()
    page = hanna.get(f"/match-runs/{run.id}")
    for words in (
        "We can help 1 of 2 people.", "1 still waits.", "Meryem Muster", "Erna Muster", "560 m away",
        "speaks Turkish", "Tuesday afternoon, 14:00–15:00", "has not been asked yet", "the nightly match",
        "No better answer exists.",
    ):  # fmt: skip
        assert words in page.text


@pytest.mark.parametrize("account", ["coordinator_eving", "administrator", "senior"])
def test_another_offices_run_is_not_shown(
    client: PageClient, cast: Cast, clock: FakeClock, account: str
) -> None:
    run = done_run(now=clock.now(), office_id=cast.hoerde.id)
    client.sign_in(getattr(cast, account))
    status = 404 if account == "coordinator_eving" else 403
    for part in ("", "/unmatched", "/history", "/certificate.json"):
        client.get(f"/match-runs/{run.id}{part}", status=status)


def test_one_click_approves_and_another_takes_it_back(
    hanna: PageClient, cast: Cast, clock: FakeClock
) -> None:
    proposal = shopping_proposal(cast, now=clock.now())
    page = hanna.get(_address(proposal))
    approve = [form for form in page.all("form") if (form.get("action") or "").endswith("/approve")]
    after = hanna.submit(approve[0].get("action") or "", _csrf(page))
    assert _state(proposal) is ProposalState.APPROVED
    assert "Nothing left to decide" in after.text
    assert "Hanna Beispiel, " in after.text
    hanna.submit(_address(proposal, "undo"), _csrf(after))
    assert _state(proposal) is ProposalState.PROPOSED


def test_a_second_click_is_answered_kindly(hanna: PageClient, cast: Cast, clock: FakeClock) -> None:
    proposal = shopping_proposal(cast, now=clock.now())
    token = _csrf(hanna.get(_address(proposal)))
    hanna.post(_address(proposal, "approve"), token)
    assert "already approved" in hanna.submit(_address(proposal, "approve"), token).text


def test_after_an_approval_the_helper_can_be_asked_at_once(
    hanna: PageClient, cast: Cast, clock: FakeClock
) -> None:
    proposal = shopping_proposal(cast, now=clock.now())
    page = hanna.submit(_address(proposal, "approve"), _csrf(hanna.get(_address(proposal))))
    assert "is asked by itself at" in page.text
    assert page.all("a", href=f"/asks/proposals/{proposal.id}/plan")
    back = f"/match-runs/{proposal.run_id}?done={proposal.id}"
    asked = hanna.submit(f"/asks/proposals/{proposal.id}/ask", {**_csrf(page), "back": back})
    assert (asked.url, "The helper is asked." in asked.text) == (back, True)
    assert "Ask now" not in asked.text


def test_a_rejection_needs_its_reason_beside_the_field(
    hanna: PageClient, cast: Cast, clock: FakeClock
) -> None:
    proposal = shopping_proposal(cast, now=clock.now())
    token = _csrf(hanna.get(_address(proposal)))
    page = hanna.post(_address(proposal, "reject"), {**token, "reason": "", "note": "n"}, status=400)
    assert page is not None
    error = page.one("p", id=f"proposal-{proposal.id}-reason-error")
    assert "Choose why you reject this proposal." in visible_text(error)
    assert _state(proposal) is ProposalState.PROPOSED
    hanna.post(_address(proposal, "reject"), {**token, "reason": "made up"}, status=400)
    hanna.submit(_address(proposal, "reject"), {**token, "reason": "other_plan", "note": "n"})
    assert (_state(proposal), proposal.rejection_reason) == (
        ProposalState.REJECTED, RejectionReason.OTHER_PLAN
    )  # fmt: skip


def test_locked_proposals_are_marked_and_unlocked(hanna: PageClient, cast: Cast, clock: FakeClock) -> None:
    proposal = shopping_proposal(cast, now=clock.now())
    page = hanna.submit(_address(proposal, "lock"), _csrf(hanna.get(_address(proposal))))
    assert "Locked" in visible_text(page.one("article", id=f"proposal-{proposal.id}"))
    hanna.submit(_address(proposal, "unlock"), _csrf(page))
    db.session.refresh(proposal)
    assert not proposal.is_locked


def test_a_selection_is_decided_at_once(hanna: PageClient, cast: Cast, clock: FakeClock) -> None:
    cast.meryem.max_requests = 1
    run = done_run(now=clock.now())
    first, second = proposed(run, cast.meryem, cast.shopping), proposed(run, cast.meryem, cast.garden)
    page = hanna.get(f"/match-runs/{run.id}?choose=all")
    boxes = page.all("input", name="chosen")
    assert [box.get("checked") is not None for box in boxes] == [True, True]
    values = {**_csrf(page), "act": "approve", "chosen": [first.id, second.id]}
    after = hanna.submit(f"/match-runs/{run.id}/decide", values)
    assert "1 proposal is approved." in after.text
    assert "there is no place left" in after.text
    assert (_state(first), _state(second)) == (ProposalState.APPROVED, ProposalState.PROPOSED)


def test_a_selection_needs_somebody_and_a_reason(hanna: PageClient, cast: Cast, clock: FakeClock) -> None:
    proposal = shopping_proposal(cast, now=clock.now())
    token = _csrf(hanna.get(_address(proposal)))
    address = f"{_address(proposal)}/decide"
    nobody = hanna.post(address, {**token, "act": "approve"}, status=400)
    assert nobody is not None
    assert "Choose at least one proposal." in nobody.text
    no_reason = hanna.post(address, {**token, "act": "reject", "chosen": proposal.id}, status=400)
    assert no_reason is not None
    assert no_reason.one("p", id="bulk-reason-error") is not None
    hanna.post(address, {**token, "act": "sell", "chosen": proposal.id}, status=404)


def test_a_proposal_is_only_decided_under_its_own_run(
    hanna: PageClient, cast: Cast, clock: FakeClock
) -> None:
    proposal, other = shopping_proposal(cast, now=clock.now()), done_run(now=clock.now())
    token = _csrf(hanna.get(_address(proposal)))
    hanna.post(f"/match-runs/{other.id}/proposals/{proposal.id}/approve", token, status=404)


def test_the_network_lead_looks_but_does_not_decide(client: PageClient, cast: Cast, clock: FakeClock) -> None:
    proposal = shopping_proposal(cast, now=clock.now())
    client.sign_in(cast.network_lead)
    page = client.get(_address(proposal))
    assert "Erna Muster" in page.text
    assert not [form for form in page.all("form") if "/proposals/" in (form.get("action") or "")]
    client.post(_address(proposal, "approve"), _csrf(page), status=403)


def test_a_click_without_the_forms_token_does_nothing(
    app: Flask, hanna: PageClient, cast: Cast, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    proposal = shopping_proposal(cast, now=clock.now())
    hanna.post(_address(proposal, "approve"), {}, status=400)
    assert _state(proposal) is ProposalState.PROPOSED


def test_the_history_is_in_words(hanna: PageClient, cast: Cast, clock: FakeClock) -> None:
    proposal = shopping_proposal(cast, now=clock.now())
    values = {**_csrf(hanna.get(_address(proposal))), "reason": "would_not_get_on"}
    hanna.post(_address(proposal, "reject"), values)
    page = hanna.get(f"{_address(proposal)}/history")
    assert "Hanna Beispiel rejected: Meryem Muster for Erna Muster." in page.text
    assert "Because: They would not get on" in page.text


def test_the_proof_can_be_saved(hanna: PageClient, cast: Cast, clock: FakeClock) -> None:
    run = done_run(now=clock.now(), certificate={"objective": 7, "prices": {"request-shopping": 1.5}})
    hanna.browser.get(f"/match-runs/{run.id}")
    response = hanna.browser.get(f"/match-runs/{run.id}/certificate.json")
    assert json.loads(response.text)["prices"] == {"request-shopping": 1.5}
    assert "attachment" in response.headers["Content-Disposition"]


def test_a_failed_run_says_so_and_can_be_started_again(
    hanna: PageClient, cast: Cast, clock: FakeClock
) -> None:
    run = done_run(
        now=clock.now(), office_id=cast.hoerde.id, state=RunState.FAILED, failure="bad_input",
        progress={"faults": ["requests.csv: windows too long"]},
    )  # fmt: skip
    page = hanna.get(f"/match-runs/{run.id}")
    assert "cannot be matched" in page.text
    assert "windows too long" in page.text
    assert "Waiting to start" in hanna.submit("/match-runs", {**_csrf(page), "scope": "hoerde"}).text


def test_more_rows_need_no_more_statements(
    app: Flask, hanna: PageClient, cast: Cast, clock: FakeClock
) -> None:
    run = done_run(now=clock.now())
    counts = []
    for count in (1, 30):
        for number in range(count):
            request = help_request(
                f"{count}-{number}", office=cast.hoerde, kind="shopping", weekday=TUESDAY, now=clock.now()
            )
            db.session.add(request)
            db.session.flush()
            proposed(run, cast.meryem, request)
        hanna.get(f"/match-runs/{run.id}")
        counts.append(len(hanna.sql_statements))
    assert counts[0] == counts[1]


def test_a_withdrawn_request_leaves_the_list(hanna: PageClient, cast: Cast, clock: FakeClock) -> None:
    proposal = shopping_proposal(cast, now=clock.now())
    by = as_viewer(cast.coordinator_hoerde)
    state, now = RequestState.WITHDRAWN, clock.now()
    announce(RequestClosed(request_id=cast.shopping.id, state=state, by=by, now=now))
    assert "Nothing left to decide" in hanna.get(_address(proposal)).text
