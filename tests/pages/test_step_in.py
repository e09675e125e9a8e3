"""Stepping into a role: one click in demo mode, impossible everywhere else."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask, render_template_string
from flask.testing import FlaskClient

from helpexchange.app import create_app
from helpexchange.config import Settings
from helpexchange.core.audience import audience
from helpexchange.core.database import db
from helpexchange.core.viewer import current_viewer, system_viewer
from helpexchange.demo_town.accounts import DEMO_ROLES
from helpexchange.demo_town.actions import load_demo_town
from tests.fakes import FakeClock
from tests.row_copies import RowCopies

WHO = "/who-is-it"
CHOICE = '{% if demo_roles is defined %}{% include "demo_town/_roles.html" %}{% endif %}'


def application(environment: str, app: Flask) -> Flask:
    """Return an application like `app` in another environment, with pages to look at what it knows."""
    made = create_app(
        Settings(
            environment=environment, secret_key="x" * 40,
            database_url=app.config["SQLALCHEMY_DATABASE_URI"], var_dir=app.extensions["settings"].var_dir,
        ),
        clock=FakeClock(),
    )  # fmt: skip
    made.add_url_rule(WHO, "who", audience("public")(lambda: current_viewer().name or "nobody"))
    made.add_url_rule("/choice", "choice", audience("public")(lambda: render_template_string(CHOICE)))
    return made


@pytest.fixture
def visitor(app: Flask, row_copies: RowCopies) -> Iterator[FlaskClient]:
    """A visitor of the demo town."""
    demo = application("demo", app)
    with demo.app_context():
        row_copies.enter(
            "demo town", db.session, lambda: load_demo_town(by=system_viewer("test"), now=FakeClock().now())
        )
        db.session.remove()
    yield demo.test_client()
    with demo.app_context():
        db.session.remove()
        db.engine.dispose()


def token(client: FlaskClient) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/choice").text)
    assert found
    return found[1]


def step_in(client: FlaskClient, role: str) -> str:
    answer = client.post(f"/demo/step-in/{role}", data={"csrf_token": token(client)})
    assert answer.status_code == 302, answer.text
    return answer.location


def test_one_click_leads_into_each_role(visitor: FlaskClient) -> None:
    for role in DEMO_ROLES:
        assert step_in(visitor, role.code) == "/home"
        assert visitor.get(WHO).text == role.name


def test_the_demo_shows_what_would_be_sent(visitor: FlaskClient) -> None:
    assert 'href="/messages/pretended"' in visitor.get("/?lang=en").text
    assert "nothing leaves this machine" in visitor.get("/messages/pretended?lang=en").text


def test_each_role_has_a_button_that_says_what_it_does(visitor: FlaskClient) -> None:
    page = visitor.get("/choice?lang=en").text
    for role in DEMO_ROLES:
        assert f'action="/demo/step-in/{role.code}"' in page
    labels = re.findall(r"<button[^>]*>(.*?)</button>", page)
    assert len(set(labels)) == len(DEMO_ROLES)


def test_an_unknown_role_is_not_found(visitor: FlaskClient) -> None:
    answer = visitor.post("/demo/step-in/emperor", data={"csrf_token": token(visitor)})
    assert answer.status_code == 404
    assert visitor.get(WHO).text == "nobody"


def test_no_other_site_can_make_a_visitor_step_in(visitor: FlaskClient) -> None:
    assert visitor.post("/demo/step-in/senior").status_code == 400
    assert visitor.get(WHO).text == "nobody"


def test_a_link_does_not_step_in(visitor: FlaskClient) -> None:
    assert visitor.get("/demo/step-in/senior").status_code == 405
    assert visitor.get(WHO).text == "nobody"


@pytest.mark.parametrize("environment", ["production", "development", "test"])
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_outside_demo_mode_there_is_no_way_in(app: Flask, visitor: FlaskClient, environment: str) -> None:
    """Even where the accounts exist, as here in the database of the demo visitor."""
    other = application(environment, app)
    other.config["WTF_CSRF_ENABLED"] = False
    client = other.test_client()
    assert [rule for rule in other.url_map.iter_rules() if "demo" in rule.rule] == []
    for role in DEMO_ROLES:
        assert client.post(f"/demo/step-in/{role.code}").status_code == 404
    assert client.get(WHO).text == "nobody"
    assert client.get("/choice").text == ""
