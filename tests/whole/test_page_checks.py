"""The client sees what is wrong with a page; a check that sees nothing would make every page look good."""

import socket

import pytest
from flask import Flask
from sqlalchemy import update

from helpexchange.core.audience import PUBLIC, audience
from helpexchange.core.database import db
from helpexchange.offices.models import Office
from tests.cast import Cast
from tests.page_checks import CHECKS, Page
from tests.page_client import PageClient, recorded_statements
from tests.whole.marked_texts import data_words, unmarked_texts

GOOD = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Offices – HelpExchange</title>
</head><body><main><h1>Offices</h1>{}</main></body></html>"""


def faults_of(html: str, url: str = "/offices") -> list[str]:
    return [fault for check in CHECKS for fault in check(Page(url, html))]


def test_a_good_page_has_no_fault() -> None:
    assert faults_of(GOOD.format('<label for="a">Name</label><input id="a"><h2>More</h2>')) == []


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("<h1>Again</h1>", "2 h1, wanted one"),
        ("<h2>Next</h2><h4>Deep</h4>", "h4 follows h2"),
        ('<input name="age">', "input 'age' has no label"),
        ('<p id="a"></p><p id="a"></p>', "id 'a' stands 2 times"),
        ('<p class="govuk-error-message">Wrong</p>', "1 errors beside fields, 0 in the summary"),
        ('<div class="govuk-error-summary"><a href="#x">Wrong</a></div>', "the error summary links to #x"),
        (
            '<a href="/helpers?q=erna@example.org">E</a>',
            "personal data in the address '/helpers?q=erna@example.org'",
        ),
        ('<img alt="" src="https://example.org/a.png">', "img from outside: https://example.org/a.png"),
    ],
)
def test_a_fault_is_named(body: str, fault: str) -> None:
    assert faults_of(GOOD.format(body)) == [fault]


def test_a_wrong_language_and_title_are_named() -> None:
    html = GOOD.format("").replace('lang="en"', 'lang="xx"').replace("<title>Offices", "<title>Page")
    assert faults_of(html) == [
        "html lang is 'xx'",
        "title 'Page – HelpExchange' does not begin with h1 'Offices'",
    ]


def test_bad_html_is_refused() -> None:
    with pytest.raises(AssertionError, match="not valid HTML"):
        Page("/", GOOD.format("<p>open <div></p></div>"))


def test_a_write_without_commit_is_seen(app: Flask, cast: Cast) -> None:
    with recorded_statements() as (statements, lost):
        db.session.execute(update(Office).values(phone="1"))
        assert len(lost) == 1
        db.session.commit()
    assert lost == []
    assert len(statements) == 1


def test_a_get_that_writes_is_refused(site_that_writes: Flask) -> None:
    client = PageClient(site_that_writes)
    with pytest.raises(AssertionError, match="these were not committed"):
        client.get("/writes")


@pytest.fixture
def site_that_writes(app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The application with its health answer replaced by a page that writes on GET."""

    @audience(PUBLIC)
    def write() -> str:
        db.session.execute(update(Office).values(phone="1"))
        return GOOD.format("")

    monkeypatch.setitem(app.view_functions, "writes", write)
    rule = app.url_rule_class("/writes", endpoint="writes", methods=["GET"])
    monkeypatch.setattr(app, "url_map", type(app.url_map)([rule]))
    return app


def test_words_outside_the_catalogues_are_found(cast: Cast, app: Flask) -> None:
    body = "<p>⟦Call ⟦us⟧ now⟧ or write</p><p>Seniorenbüro Hörde</p><p translate='no'>x yz</p>"
    page = Page("/", GOOD.format(body).replace("Offices", "⟦Offices⟧"))
    assert unmarked_texts(page, data_words(db.session)) == ["or write"]


def test_no_test_reaches_another_machine() -> None:
    with pytest.raises((RuntimeError, UserWarning), match="A test tried"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
