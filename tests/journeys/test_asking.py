"""Asking and offering at a phone: by the keyboard alone, without scripts, in Dutch, in easy language."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from helpexchange.core.database import db
from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.rules import RequestState
from tests.browsing import Visitor, follow
from tests.cast import Cast
from tests.outbox import messages
from tests.walking import Walker

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(180),
    pytest.mark.parametrize("database", ["sqlite"], indirect=True),
]
PHONE = {"width": 390, "height": 844}
MAIL = "erna@example.org"
MOST_TABS = 60

OpenVisitor = Callable[..., Visitor]


def go_to(page: Page, selector: str) -> None:
    """Press the tab key until the focus is where it should be."""
    for _time in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"the keyboard does not reach {selector} on {page.url}")


def type_into(page: Page, selector: str, words: str) -> None:
    """Go to a field with the keyboard and type."""
    go_to(page, selector)
    page.keyboard.type(words)


def choose(page: Page, name: str, value: str) -> None:
    """Choose one of several radio buttons with the keyboard: tab to the first, then arrows."""
    go_to(page, f"input[name={name}]")
    page.keyboard.press("Space")
    for _time in range(20):
        if page.evaluate("value => document.activeElement.value === value", value):
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"the arrows do not reach {value}")


def send(page: Page) -> None:
    """Go to the button of the form and press it."""
    go_to(page, "main form button")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url


def code() -> str:
    """Return the code that was mailed last."""
    found = re.search(r"\b\d{6}\b", messages()[-1].text)
    assert found
    return found[0]


def test_a_woman_asks_with_the_keyboard_alone(open_visitor: OpenVisitor, cast: Cast) -> None:
    visitor = open_visitor(viewport=PHONE)
    page = visitor.open("/ask?lang=de")
    choose(page, "kind_code", "shopping")
    send(page)
    choose(page, "frequency", "weekly")
    send(page)
    type_into(page, "#said", "Di 17-14")
    send(page)
    expect(page.locator("#said-error")).to_contain_text("endet, bevor es beginnt")
    go_to(page, "#said")
    page.keyboard.press("Control+A")
    page.keyboard.type("Di 14-17")
    send(page)
    _tell_where_and_who(page)
    _prove(page)
    assert not [words for words in visitor.complaints if "/ask/when" not in words]  # the time mistyped above


def _tell_where_and_who(page: Page) -> None:
    type_into(page, "#postal_code", "44263")
    send(page)
    go_to(page, "input[name=place_id]")
    page.keyboard.press("Space")
    send(page)
    type_into(page, "#first_name", "Erna")
    type_into(page, "#last_name", "Beispiel")
    send(page)
    choose(page, "channel", "mail")
    type_into(page, "#email", MAIL)
    send(page)
    send(page)


def _prove(page: Page) -> None:
    expect(page.locator("main")).to_contain_text("Dienstag, nachmittags")
    go_to(page, "#consent")
    page.keyboard.press("Space")
    send(page)
    type_into(page, "#code", code())
    send(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Vielen Dank. Ihre Hilfeanfrage ist angekommen")
    expect(page.locator("main")).to_contain_text("Ihre Anfrage ist bestätigt.")


def ask_by_clicking(page: Page) -> None:
    """Answer every question by touch, up to the code."""
    proceed = page.locator("main form button[type=submit]").first
    for field, value in (("kind_code", "shopping"), ("frequency", "once")):
        page.locator(f"input[name={field}][value={value}]").check(force=True)
        follow(proceed)
    page.locator("input[name=days]").first.check(force=True)
    page.locator("input[name=parts]").first.check(force=True)
    follow(proceed)
    page.locator("#postal_code").fill("44263")
    follow(proceed)
    page.locator("input[name=place_id]").first.check(force=True)
    follow(proceed)
    page.locator("#first_name").fill("Erna")
    page.locator("#last_name").fill("Beispiel")
    follow(proceed)
    page.locator("input[name=channel][value=mail]").check(force=True)
    page.locator("#email").fill(MAIL)
    follow(proceed)
    follow(proceed)
    page.locator("#consent").check(force=True)
    follow(proceed)
    page.locator("#code").fill(code())
    follow(proceed)


#: By language, as the address names it: the words that the walk without scripts meets.
WORDS = {
    "lang=en": ("Thank you. We have your request", "I no longer need this", "End my request"),
    "lang=de&easy=1": ("Danke. Ihre Anfrage ist bei uns", "Ich brauche das nicht mehr", "Anfrage beenden"),
}


@pytest.mark.parametrize("query", WORDS)
def test_the_same_without_scripts_until_it_is_withdrawn(
    open_visitor: OpenVisitor, cast: Cast, query: str
) -> None:
    thanks, no_longer, end = WORDS[query]
    walker = Walker(open_visitor(viewport=PHONE, java_script_enabled=False).open(f"/ask?{query}"), of=query)
    ask_by_clicking(walker.page)
    expect(walker.page.get_by_role("heading", level=1)).to_have_text(thanks)
    walker.look()
    link = re.search(r"/my-request/\S+", mail_about("received"))
    assert link
    site = walker.page.url.partition("/ask")[0]
    walker.page.goto(site + link[0])
    walker.look()
    follow(walker.page.get_by_role("link", name=no_longer))
    walker.look()
    walker.page.locator("input[type=radio]").first.check(force=True)
    follow(walker.page.get_by_role("button", name=end))
    walker.look()
    db.session.rollback()
    state = db.session.scalars(select(HelpRequest.state).order_by(HelpRequest.id.desc())).first()
    assert state in (RequestState.WITHDRAWN, RequestState.FINISHED)


def mail_about(message: str) -> str:
    """Return the words of the mail of this name."""
    return next(each.text for each in reversed(messages()) if each.message.endswith(message))


def test_in_easy_language(open_visitor: OpenVisitor, cast: Cast) -> None:
    page = open_visitor(viewport=PHONE).open("/ask?lang=de")
    plain = page.evaluate(
        "parseFloat(getComputedStyle(document.querySelector('main p, main label')).fontSize)"
    )
    follow(page.get_by_role("link", name="Leichte Sprache"))
    easy = page.evaluate(
        "parseFloat(getComputedStyle(document.querySelector('main p, main label')).fontSize)"
    )
    assert easy > plain
    expect(page.get_by_role("heading", level=1)).to_have_text("Welche Hilfe brauchen Sie?")
    ask_by_clicking(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Danke. Ihre Anfrage ist bei uns")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_volunteer_offers_help_in_dutch(open_visitor: OpenVisitor, cast: Cast) -> None:
    page = open_visitor(viewport=PHONE).open("/offer?lang=nl")
    proceed = page.locator("main form button[type=submit]").first
    page.locator("input[value=shopping]").check(force=True)
    follow(proceed)
    page.locator("input[value=nl]").check(force=True)
    follow(proceed)
    page.locator("#postal_code").fill("44263")
    follow(proceed)
    page.locator("input[name=place_id]").first.check(force=True)
    follow(proceed)
    for name in ("reach", "max_requests", "minutes_per_week"):
        page.locator(f"input[name={name}]").first.check(force=True)
    follow(proceed)
    page.locator("#text").fill("di 14-17, do namiddag")
    follow(proceed)
    expect(page.locator("main")).to_contain_text("donderdag, namiddag")
    follow(proceed)
    follow(proceed)
    page.locator("input[value=volunteer]").check(force=True)
    follow(proceed)
    follow(proceed)
    page.locator("#first_name").fill("Ben")
    page.locator("#last_name").fill("Voorbeeld")
    page.locator("#phone").fill("+32 470 12 34 56")
    follow(proceed)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.locator("#consent").check(force=True)
    follow(proceed)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Dank u")
