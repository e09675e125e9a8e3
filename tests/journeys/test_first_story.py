"""The first story in a real browser: somebody asks, somebody offers, the office matches and approves."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from helpexchange.accounts.models import Account
from helpexchange.help_requests.models import HelpRequest, PersonInNeed
from helpexchange.help_requests.rules import RequestState
from helpexchange.match_runs.jobs import run_requested_matches
from helpexchange.match_runs.models import MatchRun
from tests.browsing import Visitor, follow
from tests.cast import DbSession
from tests.fakes import FakeClock

HOERDE_POSTCODE = "44263"
TABLET = {"width": 820, "height": 1180}
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}

OpenVisitor = Callable[..., Visitor]


def next_question(page: Page) -> None:
    """Go to the next question."""
    follow(page.get_by_role("button", name="Continue"))


def tell_who(page: Page, first_name: str, last_name: str) -> None:
    """Say who one is."""
    page.get_by_label("First name").fill(first_name)
    page.get_by_label("Last name").fill(last_name)


def tell_phone(page: Page) -> None:
    """Say under which number one is reached, and go on."""
    page.get_by_label("Phone", exact=True).fill("0231 5550123")
    next_question(page)


def ask_for_shopping(page: Page) -> None:
    """Answer every question of asking for help."""
    follow(page.get_by_role("button", name="Ask for help"))
    page.get_by_label("Shopping").check()
    next_question(page)
    page.get_by_label("Once a week").check()
    next_question(page)
    page.get_by_label("Tuesday").check()
    page.get_by_label("Afternoon (14:00 to 17:00)").check()
    next_question(page)
    page.get_by_label("Postcode").fill(HOERDE_POSTCODE)
    next_question(page)
    tell_who(page, "Hilde", "Brandt")
    next_question(page)
    page.get_by_label("Phone call").check()
    tell_phone(page)
    next_question(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    page.get_by_role("checkbox").check()
    follow(page.get_by_role("button", name="Send my request"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("We have your request")
    expect(page.get_by_text("Seniorenbüro Hörde", exact=True)).to_be_visible()


def offer_shopping(page: Page) -> None:
    """Answer every question of offering help."""
    follow(page.get_by_role("button", name="Offer help"))
    page.get_by_label("Shopping").check()
    next_question(page)
    page.get_by_label("German").check()
    next_question(page)
    page.get_by_label("Postcode").fill(HOERDE_POSTCODE)
    next_question(page)
    page.get_by_label("Up to 2 km").check()
    page.get_by_label("One person at a time").check()
    page.get_by_label("About 2 hours a week").check()
    next_question(page)
    page.get_by_label("Tuesday, afternoon").check()
    next_question(page)
    next_question(page)
    page.get_by_label("volunteer").check()
    next_question(page)
    next_question(page)
    tell_who(page, "Rosa", "Feldmann")
    tell_phone(page)
    page.get_by_role("checkbox").check()
    follow(page.get_by_role("button", name="Send my offer"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("We have your offer")


def button_for(page: Page, words: str, name: str) -> Locator:
    """Return the button that says `words` and, to screen readers, whom it is about."""
    return page.get_by_role("button", name=words).and_(page.get_by_role("button", name=name))


def take_both_in(coordinator: Visitor) -> None:
    """Open the request and take the helper step by step to active, as the office does."""
    page = coordinator.open("/arrivals")
    follow(button_for(page, "Open", "Hilde Brandt"))
    expect(button_for(page, "Undo", "Hilde Brandt")).to_be_visible()
    page = coordinator.open("/arrivals/helpers")
    for step in ("We have spoken", "All looked at", "Make active"):
        follow(button_for(page, step, "Rosa Feldmann"))
        expect(button_for(page, "Undo", "Rosa Feldmann")).to_be_visible()


@pytest.mark.browser
@pytest.mark.long(25)
@pytest.mark.timeout(180)
@pytest.mark.usefixtures("demo_town")
def test_from_asking_to_approval(
    app: Flask, db_session: DbSession, clock: FakeClock, open_visitor: OpenVisitor
) -> None:
    coordinator = db_session.scalars(select(Account).where(Account.email == "coordinator@example.org")).one()
    db_session.commit()
    ask_for_shopping(open_visitor(viewport=TABLET).open("/"))
    offer_shopping(open_visitor(viewport=PHONE).open("/"))

    petra = open_visitor(viewport=DESK)
    petra.sign_in(coordinator)
    db_session.commit()
    take_both_in(petra)

    page = petra.open("/match-runs")
    follow(page.get_by_role("button", name="Match now: Seniorenbüro Hörde"))
    db_session.commit()
    assert run_requested_matches(clock.now(), "test") == 1
    run = f"/match-runs/{db_session.scalars(select(MatchRun.id)).one()}"
    db_session.commit()

    page = petra.open(f"{run}?kind=shopping")
    colleague = open_visitor(viewport=DESK)
    colleague.sign_in(coordinator)
    db_session.commit()
    stale = colleague.open(f"{run}?kind=shopping")
    button_for(page, "Approve", "Hilde Brandt").press("Enter")
    expect(page.get_by_text("helps Hilde Brandt")).to_be_visible()
    button_for(stale, "Lock", "Hilde Brandt").press("Enter")
    expect(stale.get_by_text("Petra Lindner approved this proposal")).to_be_visible()
    expect(stale.get_by_text("helps Hilde Brandt")).to_be_visible()

    page = petra.open(f"{run}/history")
    expect(page.get_by_text("approved")).to_have_count(1)
    asked = select(HelpRequest.state).join(PersonInNeed).where(PersonInNeed.last_name == "Brandt")
    assert db_session.scalars(asked.where(PersonInNeed.first_name == "Hilde")).one() == RequestState.PROPOSED
    assert not petra.complaints
