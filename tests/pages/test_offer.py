"""Offering help, one question a page."""

import pytest
from sqlalchemy import func, select

from helpexchange.core.database import db
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.helper_profiles.rules import HelperState
from tests.asking import place_of
from tests.cast import Cast
from tests.page_client import PageClient

Values = dict[str, object]
#: Page, what is sent, the field that is wrong, and what is said about it.
Fault = tuple[str, Values, str, str]
WHO: Values = {"first_name": "Ben", "last_name": "Muster", "phone": "", "email": "ben@example.org"}
ANSWERS: list[tuple[str, Values]] = [
    ("/offer", {"skill_codes": ["company", "shopping"]}),
    ("/offer/languages", {"languages": ["de", "tr"]}),
    ("/offer/where", {"postal_code": "44339"}),
    ("/offer/place", {}),
    ("/offer/reach", {"reach": "2000", "max_requests": "3", "minutes_per_week": "120"}),
    ("/offer/when", {"cells": ["1-afternoon", "3-morning"]}),
    ("/offer/away", {}),
    ("/offer/kind", {"kind": "peer_supporter"}),
    ("/offer/about", {"wishes": "Families", "about_me": "Retired teacher"}),
    ("/offer/who", WHO),
]
FAULTS: list[Fault] = [
    ("/offer", {}, "skill_codes", "Choose at least one thing you like to do."),
    ("/offer", {"skill_codes": ["rocket"]}, "skill_codes", "Choose at least one thing you like to do."),
    ("/offer/languages", {"languages": "xx"}, "languages", "Choose at least one language."),
    ("/offer/where", {"postal_code": "10115"}, "postal_code", "We do not know this postcode in our town."),
    ("/offer/reach", {"reach": "7", "max_requests": "1"}, "reach", "Choose how far you would go."),
    ("/offer/reach", {"reach": "anywhere"}, "max_requests", "Choose how many people"),
    ("/offer/when", {}, "cells", "Tick at least one time when you are free."),
    ("/offer/kind", {"kind": "king"}, "kind", "Choose what fits you best."),
    ("/offer/who", {**WHO, "email": ""}, "phone", "Enter a phone number or an e-mail address"),
]  # fmt: skip


def answer(client: PageClient, cast: Cast, *, before: str = "/offer/check") -> None:
    """Give the answers to all questions before one page."""
    for url, values in ANSWERS:
        if url == before:
            return
        client.post(url, values if url != "/offer/place" else {"place_id": place_of(cast.eving).id})


def helpers() -> int:
    return db.session.scalar(select(func.count()).select_from(HelperProfile)) or 0


def newest() -> HelperProfile:
    made = db.session.scalars(select(HelperProfile).order_by(HelperProfile.id.desc())).first()
    assert made is not None
    return made


def test_from_the_first_question_to_thank_you(client: PageClient, cast: Cast) -> None:
    before = helpers()
    answer(client, cast)
    check = client.get("/offer/check")
    for words in (
        "company and conversation, shopping",
        "German, Turkish",
        "up to 2 km",
        "up to 3 people",
        "peer supporter",
    ):
        assert words in check.text
    done = client.submit("/offer/check", {"consent": "y"})
    assert "Thank you. We have your offer" in done.text
    assert helpers() == before + 1
    made = newest()
    assert (made.state, made.office_id, made.max_distance_m) == (HelperState.APPLIED, cast.eving.id, 2_000)
    assert [(time.weekday, time.start_min) for time in made.times] == [(1, 840), (3, 480)]


def test_anywhere_is_no_limit(client: PageClient, cast: Cast) -> None:
    answer(client, cast)
    client.post(
        "/offer/reach?changing=1", {"reach": "anywhere", "max_requests": "1", "minutes_per_week": "needed"}
    )
    client.post("/offer/check", {"consent": "y"})
    assert newest().max_distance_m is None


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault[0]}-{fault[2]}")
def test_what_is_wrong_is_said_beside_the_field(client: PageClient, cast: Cast, fault: Fault) -> None:
    url, values, field, words = fault
    answer(client, cast, before=url)
    page = client.post(url, values, status=422)
    assert page is not None
    assert words in page.text
    assert page.all("a", href=f"#{field}")
    assert page.all("p", id=f"{field}-error")


def test_a_box_that_is_not_in_the_grid_is_refused(client: PageClient, cast: Cast) -> None:
    answer(client, cast, before="/offer/when")
    client.post("/offer/when", {"cells": ["8-night"]}, status=422)


def test_sending_twice_makes_one(client: PageClient, cast: Cast) -> None:
    before = helpers()
    answer(client, cast)
    client.post("/offer/check", {"consent": "y"})
    client.post("/offer/check", {"consent": "y"})
    assert client.location == "/offer/done"
    assert helpers() == before + 1


def test_without_consent_nothing_is_kept(client: PageClient, cast: Cast) -> None:
    before = helpers()
    answer(client, cast)
    client.post("/offer/check", {}, status=422)
    assert helpers() == before


def test_coming_from_a_request_chooses_its_kind_and_tells_the_office(client: PageClient, cast: Cast) -> None:
    page = client.get(f"/offer?request={cast.company.id}&wanted=company")
    assert "You would like to help with: company and conversation." in page.text
    chosen = [
        box.get("value") for box in page.all("input", name="skill_codes") if box.get("checked") is not None
    ]
    assert chosen == ["company"]
    answer(client, cast)
    client.post("/offer/check", {"consent": "y"})
    client.sign_in(cast.coordinator_eving)
    assert client.get("/arrivals/helpers").all("a", href=f"/open-requests/{cast.company.id}")


def test_words_of_an_address_are_not_repeated(client: PageClient, cast: Cast) -> None:
    assert "free money" not in client.get("/offer?request=1&wanted=free+money").text
