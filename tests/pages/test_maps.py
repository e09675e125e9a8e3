"""The map is one way into the list beside it, by mouse or keyboard; without a script the list stays."""

from collections.abc import Callable

import pytest

from tests.browsing import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database", ["sqlite"], indirect=True)]
MAP = "#sample-map"


def test_enter_on_a_dot_leads_to_its_row(visitor: Visitor) -> None:
    page = visitor.open("/styleguide")
    dot = page.locator(f"{MAP} .he-dot[aria-label='Shopping, Hörde']")
    dot.focus()
    dot.press("Enter")
    assert page.evaluate("document.activeElement.id") == "request-1"


def test_a_row_leads_to_its_dot(visitor: Visitor) -> None:
    page = visitor.open("/styleguide")
    page.locator("#request-1 [data-show-on-map]").click()
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Shopping, Hörde"


def test_a_dot_of_several_lists_them(visitor: Visitor) -> None:
    page = visitor.open("/styleguide")
    dot = page.locator(f"{MAP} .he-dot[aria-label^='2 here.']")
    assert dot.locator("text").text_content() == "2"
    dot.focus()
    dot.press("Enter")
    assert page.locator(".leaflet-popup-content a").all_inner_texts() == [
        "Walk, Innenstadt-Nord",
        "Repair, Innenstadt-Nord",
    ]
    page.locator(".leaflet-popup a[href='#request-3']").click()
    assert page.evaluate("document.activeElement.id") == "request-3"


def test_escape_leads_back_to_the_dot(visitor: Visitor) -> None:
    page = visitor.open("/styleguide")
    page.locator(f"{MAP} .he-dot[aria-label^='2 here.']").press("Enter")
    page.locator(".leaflet-popup-content a").first.press("Escape")
    assert page.locator(".leaflet-popup").count() == 0
    assert page.evaluate("document.activeElement.getAttribute('aria-label')").startswith("2 here.")


def test_kinds_differ_in_shape(visitor: Visitor) -> None:
    page = visitor.open("/styleguide")
    shapes = page.evaluate(
        f"""() => Object.fromEntries([...document.querySelectorAll("{MAP} .he-symbol")].map(
            (each) => [each.getAttribute("class").split("--")[1], each.firstElementChild.tagName]))"""
    )
    assert shapes == {"request": "circle", "helper": "rect", "office": "path"}


def test_districts_are_outlined_and_nothing_comes_from_outside(visitor: Visitor) -> None:
    page = visitor.open("/styleguide")
    assert page.locator(f"{MAP} path.he-map__district").count() == 2
    assert page.locator(f"{MAP} img").count() == 0


def test_without_a_script_the_list_stands_alone(open_visitor: Callable[..., Visitor]) -> None:
    page = open_visitor(java_script_enabled=False).open("/styleguide")
    assert page.locator("#request-1").is_visible()
    assert page.locator(MAP).is_hidden()
    assert page.get_by_role("button", name="Show on map").count() == 0
