"""The style guide shows every component; whoever changes one sees here what it promises."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from helpexchange.app import create_app
from helpexchange.config import LANGUAGES, Settings
from tests.browsing import Visitor
from tests.page_client import PageClient

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
TEMPLATES = Path(__file__).parents[2] / "helpexchange" / "templates"
EMPTY_STATES = (
    "No open requests near you",
    "No proposals in this run",
    "No runs yet",
    "Nothing is filled in yet",
    "No districts",
    "No numbers yet",
    "Nothing has happened yet",
)
PARTS_OF_OTHERS = {"flash_messages", "head", "actions", "choice", "symbol", "show_on_map", "empty_state",
    "hidden",
}  # fmt: skip


@on_sqlite
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_a_page_in_each_language(client: PageClient, language: str) -> None:
    page = client.get(f"/styleguide?lang={language}")
    assert page.tree.get("lang") == language
    current = [link.text for link in page.all("span", class_="he-languages__current")]
    assert current == [LANGUAGES[language]]


@on_sqlite
def test_each_list_has_words_for_being_empty(client: PageClient) -> None:
    page = client.get("/styleguide")
    shown = [box.text for box in page.all("p", class_="he-empty__title")]
    assert set(EMPTY_STATES) <= set(shown)


def test_it_shows_every_macro() -> None:
    guide = (TEMPLATES.parent / "styleguide/templates/styleguide/show.html").read_text(encoding="utf-8")
    guide += (TEMPLATES.parent / "styleguide/templates/styleguide/errors.html").read_text(encoding="utf-8")
    macros = {
        line.split("macro ")[1].split("(")[0]
        for file in (TEMPLATES / "components").glob("*.html")
        for line in file.read_text(encoding="utf-8").splitlines()
        if line.startswith("{%- macro ")
    }
    unseen = {name for name in macros - PARTS_OF_OTHERS if f"{name}(" not in guide}
    assert unseen == set()


@on_sqlite
def test_errors_are_said_at_the_top_and_beside_the_field(client: PageClient) -> None:
    page = client.get("/styleguide/errors?note=x")
    links = [
        link.get("href") for box in page.all("div", class_="govuk-error-summary") for link in box.iter("a")
    ]
    assert links == ["#name", "#how_often", "#days", "#kind"]
    assert len(page.all("p", class_="govuk-error-message")) == len(links)


@on_sqlite
def test_sorting_keeps_the_query_and_turns_round(client: PageClient) -> None:
    page = client.get("/styleguide?district=1&sort=open")
    links = {link.get("href") for link in page.all("a", class_="he-sort")}
    assert links == {"/styleguide?district=1&sort=name", "/styleguide?district=1&sort=-open",
                     "/styleguide?district=1&sort=helpers"}  # fmt: skip
    sorted_columns = [head.get("aria-sort") for head in page.all("th") if head.get("aria-sort")]
    assert sorted_columns == ["ascending"]


@on_sqlite
def test_pages_of_a_list_keep_the_query(client: PageClient) -> None:
    page = client.get("/styleguide?district=1&lang=de")
    assert page.one("a", rel="next").get("href") == "/styleguide?district=1&page=7"
    assert page.one("a", rel="prev").get("href") == "/styleguide?district=1&page=5"


@pytest.mark.parametrize("environment", ["production", "demo"])
def test_visitors_of_a_real_site_do_not_find_it(environment: str, tmp_path: Path) -> None:
    settings = Settings(environment=environment, secret_key="k" * 40, var_dir=tmp_path)
    app = create_app(settings)
    assert not [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/styleguide")]


@pytest.mark.browser
@on_sqlite
@pytest.mark.parametrize("address", ["/styleguide", "/styleguide/errors?note=x"])
def test_no_component_is_wider_than_a_phone(open_visitor: Callable[..., Visitor], address: str) -> None:
    visitor = open_visitor(viewport={"width": 320, "height": 640})
    page = visitor.open(address)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert visitor.complaints == []


@pytest.mark.browser
@on_sqlite
def test_targets_are_as_tall_as_a_finger_needs(visitor: Visitor) -> None:
    page = visitor.open("/styleguide")
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, select, input:not([type=hidden]), .he-tabs__link,"
            + " .he-languages__link, .govuk-service-navigation__link, .he-footer a, .govuk-button")]
            .filter((each) => each.checkVisibility() && each.getBoundingClientRect().height < 44)
            .map((each) => each.outerHTML)"""
    )
    assert small == []


@pytest.mark.browser
@on_sqlite
def test_choosing_all_proposals_counts_them(visitor: Visitor) -> None:
    page = visitor.open("/styleguide")
    page.get_by_role("button", name="Choose all").click()
    expect(page.locator("[data-chosen-count]")).to_have_text("Chosen: 2")
    page.locator("#proposal-1-choice").uncheck()
    expect(page.locator("[data-chosen-count]")).to_have_text("Chosen: 1")
