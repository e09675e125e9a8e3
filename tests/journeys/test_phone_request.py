"""A call noted in a real browser, with the keyboard alone; and what is half noted is offered again."""

from playwright.sync_api import Page, expect
from sqlalchemy import select

from helpexchange.core.database import db
from helpexchange.help_requests.models import HelpRequest
from tests.browsing import Visitor
from tests.cast import Cast

MOST_KEYSTROKES = 40


class Typist:
    """Types texts, and counts the keys that are no text."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.keystrokes = 0

    def press(self, key: str, times: int = 1) -> None:
        """Press a key that writes nothing."""
        for _each in range(times):
            self.page.keyboard.press(key)
            self.keystrokes += 1

    def line(self, text: str) -> None:
        """Type a text and go to the next field."""
        self.page.keyboard.type(text)
        self.press("Tab")


def by_phone(visitor: Visitor, cast: Cast) -> Page:
    """Open the page as the coordinator of Hörde."""
    visitor.sign_in(cast.coordinator_hoerde)
    db.session.commit()  # the glance at the cast would keep the site from writing
    return visitor.open("/help-requests/by-phone")


def test_a_call_is_noted_without_a_mouse(visitor: Visitor, cast: Cast) -> None:
    page = by_phone(visitor, cast)
    hands = Typist(page)
    expect(page.get_by_label("Has this person called before? Name or number")).to_be_focused()
    hands.line("Brandt")
    expect(page.locator("#callers")).to_contain_text("Nobody of this name or number is known.")
    hands.press("Tab")
    hands.line("Brandt")
    hands.line("Hilde")
    hands.line("0231 5550166")
    hands.line("44263 Hörde")
    hands.line("shop")
    page.keyboard.type("Di Nachmittag, jede Woche")
    expect(page.locator("#understood")).to_contain_text("Tuesday, afternoon; Once a week")
    hands.press("Tab")
    hands.line("third floor")
    hands.press("Space")
    hands.press("Enter")
    expect(page.get_by_text("We will call you by Wednesday, 4 November 2026.")).to_be_visible()
    assert hands.keystrokes < MOST_KEYSTROKES
    made = db.session.scalars(select(HelpRequest).order_by(HelpRequest.id.desc())).first()
    assert made is not None
    assert (made.kind_code, made.note) == ("shopping", "third floor")


def test_a_known_caller_is_found_and_a_half_noted_call_is_kept(visitor: Visitor, cast: Cast) -> None:
    page = by_phone(visitor, cast)
    page.get_by_label("When and how often").fill("Di 14-17")
    expect(page.locator("#understood")).to_contain_text("Tuesday")
    page.get_by_label("Has this person called before? Name or number").press_sequentially("ern")
    page.get_by_role("link", name="Erna Muster").click()
    expect(page.get_by_label("Last name")).to_have_value("Muster")
    expect(page.get_by_label("When and how often")).to_have_value("Di 14-17")
