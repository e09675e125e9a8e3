"""Two coordinators, helpers taken elsewhere, requests withdrawn: whoever is late reads what happened."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from helpexchange.accounts.roles import Role
from helpexchange.core.database import db
from helpexchange.help_requests.actions import withdraw_request
from helpexchange.helper_profiles.rules import HelperState
from helpexchange.match_runs.actions import approve_proposal, undo_decision
from helpexchange.match_runs.rules import ProposalState
from tests.asked import asked, said_yes
from tests.cast import Cast, account, helper
from tests.fakes import FakeClock
from tests.matched import as_viewer, done_run, proposed
from tests.page_checks import Page, visible_text
from tests.page_client import PageClient

WHEN = "2 Nov 2026, 09:00"
OLGA, HANNA = "Olga Kollegin", "Hanna Beispiel"
WITHDRAWN = f"{HANNA} withdrew the request on"
APPROVED = f"{OLGA} approved this proposal on"


class Desk:
    """Two coordinators of Hörde, each in a browser; both have the same page open."""

    def __init__(self, app: Flask, client: PageClient, cast: Cast, clock: FakeClock) -> None:
        self.cast, self.clock, self.hanna, self.olga = cast, clock, client, PageClient(app)
        colleague = account(OLGA, Role.COORDINATOR, office=cast.hoerde, now=clock.now())
        db.session.add(colleague)
        db.session.commit()
        self.hanna.sign_in(cast.coordinator_hoerde)
        self.olga.sign_in(colleague)
        self.run = done_run(now=clock.now())
        self.proposal = proposed(self.run, cast.meryem, cast.shopping)
        self.here = f"/match-runs/{self.run.id}"
        self.token = {who: _token(who.get(self.here)) for who in (self.hanna, self.olga)}

    def click(self, who: PageClient, act: str, proposal: Any = None, **values: str) -> Page:
        """Press a button of a card that was shown before; return the page that answers."""
        one = proposal or self.proposal
        return who.submit(f"{self.here}/proposals/{one.id}/{act}", {**self.token[who], **values})

    def choose(self, who: PageClient, **values: object) -> Page:
        """Choose Sabine instead of Meryem."""
        sabine = helper(
            "Sabine", office=self.cast.hoerde, offers="shopping", speaks="tr", weekday=1, now=self.clock.now()
        )
        db.session.add(sabine)
        db.session.commit()
        address = f"/open-requests/{self.cast.shopping.id}/helper/{sabine.id}"
        instead = {"instead_of": self.proposal.id, "back": self.here, **values}
        return who.submit(address, {**self.token[who], **instead})

    def withdraw(self) -> None:
        """The person needs no help any more; Hanna notes it."""
        withdraw_request(
            request_id=self.cast.shopping.id, by=as_viewer(self.cast.coordinator_hoerde), now=self.clock.now()
        )
        db.session.commit()

    def card(self, page: Page) -> str:
        """Return what the page says of the proposal just decided."""
        return " ".join(visible_text(each) for each in page.all("ul", **{"aria-label": "Just decided"}))


@pytest.fixture
def desk(app: Flask, client: PageClient, cast: Cast, clock: FakeClock) -> Desk:
    """The desk of Hörde."""
    return Desk(app, client, cast, clock)


def _token(page: Page) -> dict[str, str]:
    return {"csrf_token": page.all("input", name="csrf_token")[0].get("value") or ""}


REJECTION = {"reason": "helper_not_available"}


def test_after_a_colleagues_approval_each_act_says_so(desk: Desk) -> None:
    desk.click(desk.olga, "approve")
    for act in ("approve", "reject", "lock", "unlock"):
        page = desk.click(desk.hanna, act, **REJECTION)
        assert f"{APPROVED} {WHEN}" in page.text
        assert "Approved Meryem Muster helps Erna Muster" in desk.card(page)


def test_after_a_colleagues_rejection(desk: Desk) -> None:
    desk.click(desk.olga, "reject", **REJECTION)
    page = desk.click(desk.hanna, "approve")
    assert f"{OLGA} rejected this proposal on" in page.text
    assert "Rejected" in desk.card(page)


def test_after_a_colleague_has_chosen_somebody_else(desk: Desk) -> None:
    assert "The helper is chosen." in desk.choose(desk.olga).text
    page = desk.click(desk.hanna, "approve")
    assert f"{OLGA} chose another helper for this request on" in page.text
    assert "No longer holds" in desk.card(page)


def test_two_who_choose_at_once(desk: Desk) -> None:
    desk.click(desk.olga, "approve")
    page = desk.choose(desk.hanna)
    assert f"{OLGA} approved Meryem Muster for this request on" in page.text
    assert "Approved Meryem Muster" in desk.card(page)


def test_an_undo_that_a_colleague_has_made(desk: Desk) -> None:
    desk.click(desk.hanna, "approve")
    desk.click(desk.olga, "undo")
    page = desk.click(desk.hanna, "undo")
    assert f"{OLGA} took this decision back on" in page.text
    assert page.all("article", id=f"proposal-{desk.proposal.id}")


def test_an_undo_when_the_helper_has_been_asked(desk: Desk) -> None:
    db.session.delete(desk.proposal)
    ask = asked(desk.cast, desk.clock)
    desk.here = f"/match-runs/{ask.proposal.run_id}"
    page = desk.click(desk.olga, "undo", ask.proposal)
    assert "The helper was asked on" in page.text
    assert "Helper asked Meryem Muster" in desk.card(page)


def test_an_approval_when_the_helper_has_said_yes(desk: Desk) -> None:
    db.session.delete(desk.proposal)
    ask = said_yes(desk.cast, desk.clock)
    desk.here = f"/match-runs/{ask.proposal.run_id}"
    page = desk.click(desk.olga, "approve", ask.proposal)
    assert f"{HANNA} approved this proposal on" in page.text
    assert "The helper has said yes." in page.text


def test_a_request_withdrawn_meanwhile(desk: Desk) -> None:
    desk.withdraw()
    for act in ("approve", "reject", "lock", "unlock"):
        page = desk.click(desk.olga, act, **REJECTION)
        assert f"{WITHDRAWN} {WHEN}" in page.text
        assert "No longer holds" in desk.card(page)


def test_an_approval_and_a_choice_for_a_request_withdrawn_meanwhile(desk: Desk) -> None:
    desk.click(desk.olga, "approve")
    desk.withdraw()
    assert WITHDRAWN in desk.click(desk.olga, "undo").text
    assert WITHDRAWN in desk.choose(desk.olga).text


def test_a_helper_agreed_elsewhere(desk: Desk) -> None:
    other = proposed(desk.run, desk.cast.meryem, desk.cast.garden)
    desk.click(desk.olga, "approve", other)
    page = desk.click(desk.hanna, "approve")
    assert f"{OLGA} approved Meryem Muster for another visit at this time on" in page.text
    assert page.all("article", id=f"proposal-{desk.proposal.id}")


def test_a_helper_without_a_place_left(desk: Desk) -> None:
    desk.cast.meryem.max_requests = 1
    other = proposed(desk.run, desk.cast.meryem, desk.cast.garden, visits=[[3, 600, 660]])
    desk.click(desk.olga, "approve", other)
    page = desk.click(desk.hanna, "approve")
    assert f"{OLGA} approved Meryem Muster for somebody else on" in page.text


def test_a_helper_who_has_paused(desk: Desk) -> None:
    desk.cast.meryem.state = HelperState.PAUSED
    assert "This helper has paused in the meantime." in desk.click(desk.hanna, "approve").text


def test_a_newer_match(desk: Desk) -> None:
    desk.proposal.state, desk.proposal.decided_at = ProposalState.LAPSED, desk.clock.now()
    page = desk.click(desk.hanna, "approve")
    assert "A newer match took the place of this proposal on" in page.text


def test_in_bulk_each_is_told_and_shown_as_it_stands(desk: Desk) -> None:
    other = proposed(desk.run, desk.cast.jonas, desk.cast.garden)
    desk.click(desk.olga, "approve")
    chosen = {"act": "reject", "chosen": [str(desk.proposal.id), str(other.id)], **REJECTION}
    page = desk.hanna.submit(f"{desk.here}/decide", {**desk.token[desk.hanna], **chosen})
    assert "1 proposal is rejected." in page.text
    assert f"Meryem Muster for Erna Muster: {APPROVED}" in page.text
    assert "Approved Meryem Muster" in desk.card(page)
    assert "Rejected Jonas Muster" in desk.card(page)


def test_on_the_day_board_one_comes_back_to_it_and_reads_why(desk: Desk) -> None:
    desk.click(desk.olga, "approve")
    page = desk.click(desk.hanna, "approve", back="/day-board")
    assert APPROVED in page.text
    assert page.url == "/day-board"


SAID: dict[str, Callable[[Desk], object]] = {
    "Olga Kollegin hat diesen Vorschlag am": lambda desk: desk.click(desk.olga, "approve"),
    "Hanna Beispiel hat die Anfrage am": lambda desk: desk.withdraw(),
    "Olga Kollegin hat für diese Anfrage am": lambda desk: desk.choose(desk.olga),
}


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("words", SAID)
def test_in_german(desk: Desk, words: str) -> None:
    SAID[words](desk)
    desk.cast.coordinator_hoerde.language = "de"
    assert words in desk.click(desk.hanna, "approve").text


def test_what_is_refused_leaves_nothing_behind(desk: Desk) -> None:
    hanna = as_viewer(desk.cast.coordinator_hoerde)
    approve_proposal(proposal_id=desk.proposal.id, by=hanna, now=desk.clock.now())
    undo_decision(proposal_id=desk.proposal.id, by=hanna, now=desk.clock.now())
    desk.click(desk.olga, "approve")
    desk.choose(desk.hanna)
    db.session.expire_all()
    assert desk.proposal.state is ProposalState.APPROVED
    assert (desk.proposal.seat, desk.proposal.place) == (1, 1)
