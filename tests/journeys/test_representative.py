"""A daughter asks for her mother at a phone without scripts; the mother says yes; the daughter ends it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from helpexchange.core.database import db
from tests.browsing import Visitor, follow
from tests.cast import Cast
from tests.outbox import messages

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(180),
    pytest.mark.parametrize("database", ["sqlite"], indirect=True),
]
PHONE = {"width": 390, "height": 844}
OpenVisitor = Callable[..., Visitor]


def go_on(page: Page) -> None:
    follow(page.get_by_role("button", name="Continue"))


def ask_for_ada(page: Page, cast: Cast) -> None:
    """Answer one question after the other for somebody else."""
    page.get_by_label("Shopping").check()
    go_on(page)
    page.get_by_label("Once a week").check()
    go_on(page)
    page.get_by_label("I do not mind").first.check()
    page.get_by_label("I do not mind").last.check()
    go_on(page)
    page.get_by_label("Postcode").fill(cast.hoerde.postal_code)
    go_on(page)
    page.get_by_label("Hörde", exact=True).check()
    go_on(page)
    page.get_by_label("First name").fill("Ada")
    page.get_by_label("Last name").fill("Muster")
    page.get_by_label("Are you asking for somebody").fill("Ute Muster")
    go_on(page)
    page.get_by_label("family").check()
    page.get_by_label("E-mail of the person").fill("ada@example.org")
    go_on(page)
    page.get_by_label("e-mail", exact=True).check()
    page.get_by_role("textbox", name="E-mail").fill("ute@example.org")
    go_on(page)
    go_on(page)
    page.get_by_label("I agree").check()
    follow(page.get_by_role("button", name="Send my request"))


def code_sent() -> str:
    """Return the code that proves who asks."""
    db.session.rollback()
    found = re.search(r"\b\d{6}\b", next(each.text for each in messages() if each.message.endswith("/code")))
    assert found is not None
    db.session.rollback()
    return found.group(0)


def link_in(message: str, to: str) -> str:
    """Return the path of the link in what somebody was told."""
    db.session.rollback()  # what the site has written since is seen only by a new transaction
    told = [each for each in messages() if each.message.endswith(message) and each.address == to][-1]
    found = re.search(r"https?://[^/]+(/\S+)", told.text)
    assert found is not None
    db.session.rollback()
    return found.group(1)


def test_a_daughter_acts_for_her_mother(open_visitor: OpenVisitor, cast: Cast) -> None:
    daughter = open_visitor(viewport=PHONE, java_script_enabled=False)
    ask_for_ada(daughter.open("/ask?lang=en"), cast)
    daughter.page.get_by_label("Code").fill(code_sent())
    follow(daughter.page.get_by_role("button", name="Confirm"))
    page = daughter.open("/ask/done")
    assert "We ask Ada whether you may act for them." in page.inner_text("main")
    link = link_in("acting_asked", "ute@example.org")
    assert "we are looking" not in daughter.open(link).inner_text("main")

    mother = open_visitor(viewport=PHONE, java_script_enabled=False)
    page = mother.open(link_in("may_they_act", "ada@example.org"))
    follow(page.get_by_role("link", name="Say yes or no"))
    page.get_by_label("this person may act for me here").first.check()
    follow(page.get_by_role("button", name="Send my answer"))
    assert "acts for you" in page.inner_text("main")

    page = daughter.open(link)
    assert "You act for Ada" in page.inner_text("h1")
    follow(page.get_by_role("link", name="I no longer act for Ada"))
    follow(page.get_by_role("button", name="End it"))
    assert "You no longer act for this person here." in page.inner_text("main")
    assert "We cannot find this page" in daughter.open(link).inner_text("h1")
