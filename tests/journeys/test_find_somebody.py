"""Somebody is found in a real browser while one types, at the width of a phone, and noted about."""

from playwright.sync_api import expect

from helpexchange.core.database import db
from tests.browsing import Visitor
from tests.cast import Cast


def test_somebody_is_found_as_one_types_and_noted_about(visitor: Visitor, cast: Cast) -> None:
    visitor.sign_in(cast.coordinator_hoerde)
    db.session.commit()  # the glance at the cast would keep the site from writing
    page = visitor.open("/people")
    page.set_viewport_size({"width": 390, "height": 800})
    found = page.locator("#people-found")
    expect(found).to_contain_text("4 people")
    page.get_by_label("Name, phone number or place").focus()
    page.keyboard.type("Enra Mustre")
    expect(found).to_contain_text("Spelt a little differently")
    expect(found).to_contain_text("Erna Muster")
    assert "Enra" not in page.url
    wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    assert not wide
    found.get_by_role("link", name="Erna Muster").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Note", exact=True).fill("Likes to be called in the morning.")
    page.get_by_role("button", name="Write it down").press("Enter")
    expect(page.locator("#main-content")).to_contain_text("The note is written down.")
    expect(page.locator(".he-row").first).to_contain_text("Likes to be called in the morning.")
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    assert visitor.complaints == []
