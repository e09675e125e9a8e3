"""The office agrees on visits and changes their times, in a line of words."""

from datetime import date
from typing import Any

import pytest

from helpexchange.engagements.models import Engagement
from helpexchange.engagements.rules import LAST
from tests.cast import Cast
from tests.engaged import FIRST, begun, planned, visits
from tests.fakes import FakeClock
from tests.page_client import PageClient

TUESDAYS = {"times": "Tue 14-15", "rhythm": "weekly", "first": "2026-11-03", "skips_public": "y"}


@pytest.fixture
def hanna(client: PageClient, cast: Cast) -> PageClient:
    """The coordinator of Hörde."""
    client.sign_in(cast.coordinator_hoerde)
    return client


@pytest.fixture
def url(cast: Cast) -> str:
    """Where it is agreed that Meryem does Erna's shopping."""
    return f"/engagements/new/{cast.shopping.id}/{cast.meryem.id}"


def test_visits_are_agreed_in_one_line(hanna: PageClient, cast: Cast, url: str) -> None:
    page = hanna.get(f"{url}?times=Tue+14-15")
    assert "Meryem Muster helps Erna Muster: shopping" in page.text
    assert page.one("input", id="times").get("value") == "Tue 14-15"
    page = hanna.submit(url, TUESDAYS)
    assert "Tuesday, 14:00 to 15:00, every week, from 3 November 2026" in page.text
    assert planned()[0] == FIRST


@pytest.mark.parametrize(
    ("values", "days"),
    [
        ({"times": "Tue 14-15; Thu 10:00-11:30", "last": "2026-11-10"}, [3, 5, 10]),
        ({"rhythm": "fortnightly", "visit_count": "2"}, [3, 17]),
        ({"rhythm": f"monthly-{LAST}", "last": "2026-11-30"}, [24]),
        ({"rhythm": "once"}, [3]),
    ],
)
def test_every_rhythm_can_be_agreed(
    hanna: PageClient, url: str, values: dict[str, Any], days: list[int]
) -> None:
    hanna.submit(url, {**TUESDAYS, **values})
    assert planned() == [date(2026, 11, day) for day in days]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"times": ""}, "times"),
        ({"times": "Blursday"}, "times"),
        ({"times": "any time"}, "times"),
        ({"rhythm": "once", "first": "2026-11-04"}, "times"),
        ({"last": "2026-11-01"}, "times"),
        ({"last": "9999-12-31"}, "times"),
        ({"first": "9999-12-31"}, "times"),
        ({"first": "0001-01-01"}, "times"),
        ({"first": ""}, "first"),
        ({"first": "soon"}, "first"),
        ({"rhythm": "yearly"}, "rhythm"),
        ({"visit_count": "0"}, "visit_count"),
    ],
)
def test_bad_input_is_answered_beside_the_field(
    hanna: PageClient, url: str, values: dict[str, Any], field: str
) -> None:
    page = hanna.post(url, {**TUESDAYS, **values}, status=422)
    assert page is not None
    assert page.all("a", href=f"#{field}")
    assert visits() == []


def test_only_who_decides_agrees(client: PageClient, cast: Cast, url: str) -> None:
    client.sign_in(cast.coordinator_eving)
    client.get(url, status=404)
    client.sign_in(cast.network_lead)
    client.get(url, status=403)
    client.sign_in(cast.coordinator_hoerde)
    client.get(f"/engagements/new/{cast.shopping.id}/{cast.pavel.id}", status=404)


def test_new_times_keep_the_past(hanna: PageClient, cast: Cast, clock: FakeClock) -> None:
    engagement: Engagement = begun(cast, clock)
    url = f"/engagements/{engagement.id}/times"
    assert hanna.get(url).one("input", id="times").get("value") == "Tuesday 14:00-15:00"
    page = hanna.submit(url, {**TUESDAYS, "times": "Wed 10-11", "first": "2026-11-10"})
    assert "Wednesday, 10:00 to 11:00" in page.text
    assert planned()[:2] == [FIRST, date(2026, 11, 11)]


def test_a_time_at_which_the_helper_is_elsewhere_is_named(
    hanna: PageClient, cast: Cast, clock: FakeClock
) -> None:
    begun(cast, clock)
    page = hanna.post(f"/engagements/new/{cast.garden.id}/{cast.meryem.id}", TUESDAYS, status=422)
    assert page is not None
    assert "The helper has another visit at this time." in page.text
