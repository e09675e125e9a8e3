"""A coordinator's morning in a real browser: with the keyboard alone on a phone, and without scripts."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from helpexchange.core.database import db
from helpexchange.help_requests.models import PersonInNeed
from helpexchange.help_requests.rules import RequestState
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.rules import Channel, MessageState
from tests.browsing import Visitor, follow
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.told import told

PHONE = ViewportSize(width=390, height=844)
MOST_TABS = 60
on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def message(cast: Cast, clock: FakeClock) -> OutboxMessage:
    """Ida's request is late, and Erika is to be told something by phone."""
    cast.uncleared.person = PersonInNeed(first_name="Ida", last_name="Muster", phone="0231 555 0188")
    cast.uncleared.first_contact_due_on = date(2026, 10, 30)
    return told(now=clock.now(), channel=Channel.CALL, office_id=cast.hoerde.id)


def day_board(visitor: Visitor, cast: Cast) -> Page:
    """Open the day board as the coordinator of Hörde."""
    visitor.sign_in(cast.coordinator_hoerde)
    db.session.commit()  # the glance at the cast would keep the site from writing
    return visitor.open("/day-board")


def named(act: str, of: str) -> re.Pattern[str]:
    """Return the name of a button as a screen reader says it: what it does, and for whom."""
    return re.compile(rf"^{act}\s*: {of}")


def press(page: Page, act: str, of: str) -> None:
    """Go to a button with the Tab key, and press it."""
    name = named(act, of)
    button = page.get_by_role("button", name=name)
    for _each in range(MOST_TABS):
        page.keyboard.press("Tab")
        if button.evaluate("button => button === document.activeElement"):
            page.keyboard.press("Enter")
            return
    pytest.fail(f"the Tab key does not lead to {name.pattern}")


@on_sqlite
def test_it_goes_by_keyboard_alone_on_a_phone(
    open_visitor: Callable[..., Visitor], cast: Cast, message: OutboxMessage
) -> None:
    visitor = open_visitor(viewport=PHONE)
    page = day_board(visitor, cast)
    press(page, "Reached", "Ida Muster")
    expect(page.get_by_text("Noted: you have spoken.")).to_be_visible()
    press(page, "Not reached", "Erika Kaya")
    expect(page.get_by_text("The call is on the list for later.")).to_be_visible()
    press(page, "Open", "shopping, Ida Muster")
    expect(page.get_by_text("The request is open.")).to_be_visible()
    assert page.url.endswith("/day-board")
    db.session.expire_all()
    assert cast.uncleared.state is RequestState.OPEN
    assert (message.state, message.attempts) == (MessageState.WAITING, 1)
    assert visitor.complaints == []


@on_sqlite
def test_it_goes_without_scripts(
    open_visitor: Callable[..., Visitor], cast: Cast, message: OutboxMessage
) -> None:
    page = day_board(open_visitor(java_script_enabled=False, viewport=PHONE), cast)
    follow(page.get_by_role("link", name="See all calls, with what was said"))
    card = page.get_by_role("article", name="Ida Muster")
    card.get_by_label("What was said").fill("third floor")
    follow(card.get_by_role("button", name=named("Reached", "Ida Muster")))
    expect(page.get_by_role("heading", name="Reached today")).to_be_visible()
    follow(page.get_by_role("button", name=named("Undo", "Ida Muster")))
    card.get_by_text("Not reached: again on another day").click()
    card.get_by_label("Call again on").fill("2026-11-05")
    follow(card.get_by_role("button", name="Call again that day"))
    expect(page.get_by_text("Not before 5 Nov 2026")).to_be_visible()


@on_sqlite
def test_the_board_renews_itself_politely(visitor: Visitor, cast: Cast, message: OutboxMessage) -> None:
    page = day_board(visitor, cast)
    button = page.get_by_role("button", name=named("Reached", "Ida Muster"))
    button.focus()
    message.state = MessageState.CANCELLED
    db.session.commit()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("#day-news")).to_contain_text("Late first contacts: 1.")
    expect(
        page.get_by_role("link", name="Erika Kaya")
    ).to_be_visible()  # nothing moves under somebody's fingers
    expect(button).to_be_focused()
    page.get_by_role("button", name="Note down a call").focus()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.get_by_role("link", name="Erika Kaya")).not_to_be_visible()
