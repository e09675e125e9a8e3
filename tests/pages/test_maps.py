"""The map is one way into the list beside it, by mouse or keyboard; without a script the list stays."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browsing import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database", ["sqlite"], indirect=True)]
MAP = "#sample-map"


def test_enter_on_a_dot_leads_to_its_row(visitor: Visitor) -> None:
    page = visitor.open("/styleguide")
    dot = page.locator(f"{MAP} .he-dot[aria-label='Shopping, Hörde']")
    dot.focus()
    dot.press("Enter")
    expect(page.locator("#request-1")).to_be_focused()


def test_a_row_leads_to_its_dot(visitor: Visitor) -> None:
    page = visitor.open("/styleguide")
    page.locator("#request-1 [data-show-on-map]").click()
    expect(page.locator(f"{MAP} .he-dot[aria-label='Shopping, Hörde']")).to_be_focused()


def test_a_dot_of_several_lists_them(visitor: Visitor) -> None:
    page = visitor.open("/styleguide")
    dot = page.locator(f"{MAP} .he-dot[aria-label^='2 here.']")
    expect(dot.locator("text")).to_have_text("2")
    dot.focus()
    dot.press("Enter")
    listed = ["Walk, Innenstadt-Nord", "Repair, Innenstadt-Nord"]
    expect(page.locator(".leaflet-popup-content a")).to_have_text(listed)
    page.locator(".leaflet-popup a[href='#request-3']").click()
    expect(page.locator("#request-3")).to_be_focused()


def test_escape_leads_back_to_the_dot(visitor: Visitor) -> None:
    page = visitor.open("/styleguide")
    page.locator(f"{MAP} .he-dot[aria-label^='2 here.']").press("Enter")
    page.locator(".leaflet-popup-content a").first.press("Escape")
    expect(page.locator(".leaflet-popup")).to_have_count(0)
    expect(page.locator(f"{MAP} .he-dot[aria-label^='2 here.']")).to_be_focused()


def test_kinds_differ_in_shape(visitor: Visitor) -> None:
    page = visitor.open("/styleguide")
    expect(page.locator(f"{MAP} .he-symbol").first).to_be_attached()
    shapes = page.evaluate(
        f"""() => Object.fromEntries([...document.querySelectorAll("{MAP} .he-symbol")].map(
            (each) => [each.getAttribute("class").split("--")[1], each.firstElementChild.tagName]))"""
    )
    assert shapes == {"request": "circle", "helper": "rect", "office": "path"}


def test_districts_are_outlined_and_nothing_comes_from_outside(visitor: Visitor) -> None:
    page = visitor.open("/styleguide")
    expect(page.locator(f"{MAP} path.he-map__district")).to_have_count(2)
    expect(page.locator(f"{MAP} img")).to_have_count(0)


def test_without_a_script_the_list_stands_alone(open_visitor: Callable[..., Visitor]) -> None:
    page = open_visitor(java_script_enabled=False).open("/styleguide")
    expect(page.locator("#request-1")).to_be_visible()
    expect(page.locator(MAP)).to_be_hidden()
    expect(page.get_by_role("button", name="Show on map")).to_have_count(0)
