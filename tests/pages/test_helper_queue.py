"""The office's queue of helpers, its times for interviews, and its list of lived experience."""

from datetime import date, timedelta

import pytest

from helpexchange.core.database import db
from helpexchange.helper_profiles.models import InterviewSlot
from helpexchange.helper_profiles.rules import HelperState
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.page_client import PageClient

TODAY = date(2026, 11, 2)


@pytest.fixture
def hanna(client: PageClient, cast: Cast) -> PageClient:
    """The coordinator of Hörde."""
    client.sign_in(cast.coordinator_hoerde)
    return client


def test_who_must_be_called_stands_in_the_first_list_until_late(hanna: PageClient, cast: Cast) -> None:
    cast.pavel.contact_due_on = TODAY
    assert "call by 2 November 2026" in hanna.get("/helpers/queue").text
    cast.pavel.contact_due_on = TODAY - timedelta(days=1)
    assert "Pavel Muster volunteer 0231 555 0123 late" in hanna.get("/helpers/queue?list=new").text


@pytest.mark.parametrize(
    ("state", "checks", "name"),
    [
        (HelperState.APPLIED, ["interview"], "interview"),
        (HelperState.CONTACTED, ["interview"], "interview"),
        (HelperState.CONTACTED, ["conduct"], "check"),
        (HelperState.CHECKED, [], "ready"),
    ],
)
def test_everybody_stands_where_something_is_to_be_done(
    hanna: PageClient, cast: Cast, state: HelperState, checks: list[str], name: str
) -> None:
    cast.pavel.state = state
    cast.shopping.kind.checks = checks
    for each in ("interview", "check", "ready"):
        assert ("Pavel Muster" in hanna.get(f"/helpers/queue?list={each}").text) is (each == name)


def test_checks_that_expire_within_60_days_or_have(hanna: PageClient, cast: Cast) -> None:
    cast.shopping.kind.checks = ["interview"]
    check = cast.meryem.checks[0]
    for days, words in ((61, None), (60, "expires soon"), (-1, "expired")):
        check.expires_on = TODAY + timedelta(days=days)
        text = hanna.get("/helpers/queue?list=expiring").text
        assert ("Meryem Muster" in text) is (words is not None)
        assert words is None or words in text


@pytest.mark.parametrize("where", ["list", "page"])
def test_each_step_is_one_click_where_the_helper_is_read(hanna: PageClient, cast: Cast, where: str) -> None:
    pages = {"list": "/helpers/queue?list=check", "page": f"/helpers/{cast.pavel.id}"}
    url = pages[where] if where == "page" else "/helpers/queue?list=new"
    for act, words, state in (
        ("contacted", "We have spoken", HelperState.CONTACTED),
        ("checked", "All looked at", HelperState.CHECKED),
        ("active", "Make active", HelperState.ACTIVE),
    ):
        page = hanna.get(url)
        assert f"{words} : Pavel Muster" in page.text
        hanna.post(f"/helpers/{cast.pavel.id}/{act}", {"back": url})
        assert hanna.location == url
        db.session.expire_all()
        assert cast.pavel.state is state
        url = {"contacted": pages["list"], "checked": "/helpers/queue?list=ready"}.get(act, url)
        url = url if where == "list" else pages["page"]
    assert "Undo : Pavel Muster" in hanna.get(pages["page"]).text


def test_nothing_is_looked_at_while_a_check_is_missing(hanna: PageClient, cast: Cast) -> None:
    cast.pavel.state = HelperState.CONTACTED
    cast.shopping.kind.checks = ["conduct"]
    for url in ("/helpers/queue?list=check", f"/helpers/{cast.pavel.id}"):
        assert "All looked at" not in hanna.get(url).text


def test_who_only_looks_is_offered_no_step(client: PageClient, cast: Cast) -> None:
    client.sign_in(cast.network_lead)
    for url in ("/helpers/queue?list=new", f"/helpers/{cast.pavel.id}"):
        assert "We have spoken" not in client.get(url).text


def test_a_list_that_does_not_exist_shows_the_first_with_somebody(hanna: PageClient, cast: Cast) -> None:
    assert "Pavel Muster" in hanna.get("/helpers/queue?list=rocket").text


def test_a_check_is_noted_and_taken_back(hanna: PageClient, cast: Cast) -> None:
    cast.shopping.kind.checks = ["interview", "conduct"]
    url = f"/helpers/{cast.meryem.id}"
    page = hanna.submit(url, {"check_code": "conduct", "seen_on": "1.10.2026"})
    assert "Seen on 1 October 2026, valid until 1 October 2029" in page.text
    assert "Hanna Beispiel: noted a check" in page.text
    assert "valid until" not in hanna.submit(f"{url}/undo-check").text


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"check_code": "rocket", "seen_on": "1.10.2026"}, "check_code"),
        ({"check_code": "interview", "seen_on": "31.2.2026"}, "seen_on"),
        ({"check_code": "interview", "seen_on": ""}, "seen_on"),
        ({"check_code": "interview", "seen_on": "3.11.2026"}, "seen_on"),
    ],
)
def test_a_check_that_cannot_be_is_refused_beside_the_field(
    hanna: PageClient, cast: Cast, values: dict[str, str], field: str
) -> None:
    cast.shopping.kind.checks = ["interview"]
    page = hanna.post(f"/helpers/{cast.meryem.id}", values, status=422)
    assert page is not None
    assert page.all("a", href=f"#{field}")


def test_times_are_offered_and_taken_back(hanna: PageClient, cast: Cast, clock: FakeClock) -> None:
    values = {
        "office_id": cast.hoerde.id,
        "day": "2026-11-05",
        "times": "9, 14.30",
        "minutes": 30,
        "way": "office",
    }
    page = hanna.submit("/helpers/interviews", values)
    assert "2 times are offered." in page.text
    assert "5 Nov 2026, 09:00" in page.text
    assert "5 Nov 2026, 14:30" in page.text
    slot = db.session.query(InterviewSlot).order_by(InterviewSlot.starts_at).first()
    assert slot is not None
    assert "Take this time back?" in hanna.get(f"/helpers/interviews?withdraw={slot.id}").text
    page = hanna.submit(f"/helpers/interviews/{slot.id}/withdraw")
    assert "5 Nov 2026, 09:00" not in page.text


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"day": "32.1.2027"}, "day"),
        ({"day": ""}, "day"),
        ({"day": "2026-11-01"}, "day"),
        ({"times": "25"}, "times"),
        ({"times": "noonish"}, "times"),
        ({"times": ""}, "times"),
        ({"minutes": 7}, "minutes"),
        ({"way": "moon"}, "way"),
    ],
)
def test_times_that_cannot_be_are_refused_beside_the_field(
    hanna: PageClient, cast: Cast, wrong: dict[str, object], field: str
) -> None:
    values = {"office_id": cast.hoerde.id, "day": "2026-11-05", "times": "9", "minutes": 30, "way": "office"}
    page = hanna.post("/helpers/interviews", {**values, **wrong}, status=422)
    assert page is not None
    assert page.all("a", href=f"#{field}")
    assert db.session.query(InterviewSlot).count() == 0


def test_another_office_is_no_choice(hanna: PageClient, cast: Cast) -> None:
    values = {"office_id": cast.eving.id, "day": "2026-11-05", "times": "9", "minutes": 30, "way": "office"}
    hanna.post("/helpers/interviews", values, status=422)
    hanna.post("/helpers/lived-experience", {"office_id": cast.eving.id, "name": "Grief"}, status=422)


def test_the_list_of_lived_experience(hanna: PageClient, cast: Cast) -> None:
    assert "The list is empty" in hanna.get("/helpers/lived-experience").text
    values = {"office_id": cast.hoerde.id, "name": "New in the country"}
    page = hanna.submit("/helpers/lived-experience", values)
    assert "New in the country" in page.text
    (form,) = [each for each in page.all("form") if (each.get("action") or "").endswith("/remove")]
    assert "off the list" in hanna.submit(form.get("action") or "").text
    assert "Take off the list" in hanna.submit("/helpers/lived-experience", values).text
    page_or_none = hanna.post("/helpers/lived-experience", {**values, "name": " "}, status=422)
    assert page_or_none is not None


def test_a_coordinator_acts_for_a_helper_on_the_phone(hanna: PageClient, cast: Cast) -> None:
    url = f"/helpers/{cast.meryem.id}"
    page = hanna.submit(f"{url}/act-for")
    assert "You act for: Meryem Muster" in page.text
    hanna.submit("/my-help/times", {"cells": ["4-morning"]})
    hanna.get("/my-data/erase", status=409)
    assert "You no longer act for the helper." in hanna.submit("/my-help/close").text
    page = hanna.get(url)
    assert "Hanna Beispiel: changed the weekly times" in page.text
    assert "Friday, morning" in page.text
    hanna.get("/my-help", status=302)


def test_nobody_acts_for_another_offices_helper(client: PageClient, cast: Cast) -> None:
    client.sign_in(cast.coordinator_eving)
    client.post(f"/helpers/{cast.meryem.id}/act-for", status=404)
    with client.browser.session_transaction() as session:
        session["my_help_for"] = cast.meryem.reference
    client.get("/my-help", status=404)
    client.sign_in(cast.network_lead)
    client.post(f"/helpers/{cast.meryem.id}/act-for", status=403)


def test_other_offices_find_nothing(client: PageClient, cast: Cast) -> None:
    client.sign_in(cast.coordinator_eving)
    assert "Pavel" not in client.get("/helpers/queue").text
    client.get(f"/helpers/{cast.meryem.id}", status=404)
    client.post(f"/helpers/{cast.meryem.id}/undo-check", status=404)


def test_the_network_lead_looks_and_does_nothing(client: PageClient, cast: Cast) -> None:
    client.sign_in(cast.network_lead)
    assert "Pavel Muster" in client.get("/helpers/queue").text
    client.get("/helpers/lived-experience", status=403)
    client.post(f"/helpers/{cast.meryem.id}/undo-check", status=403)


@pytest.mark.parametrize("who", ["senior", "volunteer", "administrator"])
def test_nobody_else_may_look(client: PageClient, cast: Cast, who: str) -> None:
    client.sign_in(getattr(cast, who))
    for url in (
        "/helpers/queue",
        "/helpers/interviews",
        f"/helpers/{cast.meryem.id}",
        "/helpers/lived-experience",
    ):
        client.get(url, status=403)
