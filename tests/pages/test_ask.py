"""Asking for help, one question a page."""

from random import Random

import pytest
from sqlalchemy import func, select

from helpexchange.core.database import db
from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.rules import RequestState
from tests.asking import place_of
from tests.cast import Cast
from tests.page_checks import Page
from tests.page_client import PageClient

Values = dict[str, object]
#: Page, what is sent, the field that is wrong, and what is said about it.
Fault = tuple[str, Values, str, str]
PHONE = "0231 555 0177"
WHO: Values = {"first_name": " Ada ", "last_name": "Muster", "language": "de"}
REACH: Values = {"channel": "call", "phone": PHONE, "email": "", "street": ""}
ANSWERS: list[tuple[str, Values]] = [
    ("/ask", {"kind_code": "shopping"}),
    ("/ask/often", {"frequency": "twice"}),
    ("/ask/when", {"days": ["1", "3"], "parts": ["afternoon"]}),
    ("/ask/where", {"postal_code": "44 263"}),
    ("/ask/place", {}),
    ("/ask/who", WHO),
    ("/ask/reach", REACH),
    ("/ask/note", {"note": "third floor"}),
]
FAULTS: list[Fault] = [
    ("/ask", {}, "kind_code", "Choose what you need help with."),
    ("/ask", {"kind_code": "rocket"}, "kind_code", "Choose what you need help with."),
    ("/ask/often", {}, "frequency", "Choose how often you need help."),
    ("/ask/when", {"days": ["1"]}, "parts", "Choose the time of the day"),
    ("/ask/when", {"days": ["9"], "parts": ["any"]}, "days", "Choose the days"),
    ("/ask/when", {"said": "Tue 17-14"}, "said", "“17-14” ends before it begins."),
    ("/ask/when", {"said": "Tue 25-26"}, "said", "“25-26” is no time of the day."),
    ("/ask/when", {"said": "Blursday"}, "said", "Not understood: Blursday."),
    ("/ask/when", {"said": "every week"}, "said", "We found no time here."),
    ("/ask/when", {"said": "14-17", "days": ["1"]}, "parts", "Choose the time of the day"),
    ("/ask/where", {"postal_code": " "}, "postal_code", "Enter your postcode."),
    ("/ask/where", {"postal_code": "10115"}, "postal_code", "We do not know this postcode in our town."),
    ("/ask/place", {"place_id": "999999"}, "place_id", "Choose your place."),
    ("/ask/who", {**WHO, "first_name": ""}, "first_name", "Enter your first name."),
    ("/ask/reach", {**REACH, "phone": ""}, "phone", "Enter your phone number"),
    ("/ask/reach", {**REACH, "phone": "call me"}, "phone", "Write the phone number"),
    ("/ask/reach", {**REACH, "email": "ada@"}, "email", "Write the e-mail address in full"),
    ("/ask/reach", {**REACH, "channel": ""}, "channel", "Choose how we shall tell you things."),
    ("/ask/reach", {**REACH, "channel": "mail"}, "email", "Enter your e-mail address."),
    ("/ask/reach", {**REACH, "channel": "letter"}, "street", "Enter your street and number."),
    ("/ask/reach", {**REACH, "channel": "text", "phone": ""}, "phone", "Enter your mobile number."),
    ("/ask/reach", {**REACH, "channel": "text"}, "phone", "Text messages reach mobile phones only."),
    ("/ask/note", {"note": "x" * 501}, "note", "This is too long."),
]  # fmt: skip


def answer(client: PageClient, cast: Cast, *, before: str = "/ask/check") -> None:
    """Give the answers to all questions before one page."""
    for url, values in ANSWERS:
        if url == before:
            return
        client.post(url, values if url != "/ask/place" else {"place_id": place_of(cast.hoerde).id})


def requests() -> int:
    return db.session.scalar(select(func.count()).select_from(HelpRequest)) or 0


def test_from_the_first_question_to_thank_you(client: PageClient, cast: Cast) -> None:
    before = requests()
    answer(client, cast)
    assert client.location == "/ask/check"
    check = client.get("/ask/check")
    for words in (
        "shopping",
        "2 times a week",
        "Tuesday and Thursday, afternoon",
        "44263 Hörde",
        "Ada Muster",
        "third floor",
    ):
        assert words in check.text
    done = client.submit("/ask/check", {"consent": "y"})
    assert "Thank you. We have your request" in done.text
    assert "0231 555 0100" in done.text
    assert requests() == before + 1
    made = db.session.scalars(select(HelpRequest).order_by(HelpRequest.id.desc())).first()
    assert made is not None
    assert (made.state, made.office_id, made.visits_per_week) == (RequestState.SUBMITTED, cast.hoerde.id, 2)
    assert made.reference in done.text


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault[0]}-{fault[2]}")
def test_what_is_wrong_is_said_beside_the_field(client: PageClient, cast: Cast, fault: Fault) -> None:
    url, values, field, words = fault
    answer(client, cast, before=url)
    page = client.post(url, values, status=422)
    assert page is not None
    assert words in page.text
    assert page.all("a", href=f"#{field}")
    assert page.all("p", id=f"{field}-error")


def test_without_consent_nothing_is_kept(client: PageClient, cast: Cast) -> None:
    before = requests()
    answer(client, cast)
    page = client.post("/ask/check", {}, status=422)
    assert page is not None
    assert "Without it we may not keep your request." in page.text
    assert requests() == before


def test_sending_twice_makes_one(client: PageClient, cast: Cast) -> None:
    before = requests()
    answer(client, cast)
    with client.browser.session_transaction() as session:
        kept = dict(session)
    client.post("/ask/check", {"consent": "y"})
    client.post("/ask/check", {"consent": "y"})  # the button pressed again
    assert client.location == "/ask/done"
    with client.browser.session_transaction() as session:
        session.update(kept)
    client.post("/ask/check", {"consent": "y"})  # the same form from a second window
    assert requests() == before + 1


def test_a_question_cannot_be_reached_before_the_ones_before(client: PageClient, cast: Cast) -> None:
    for url, _values in ANSWERS[1:]:
        client.get(url, status=302)
        assert client.location == "/ask"
    client.get("/ask/check", status=302)
    client.get("/ask/done", status=302)
    client.get("/ask/rocket", status=404)


def test_a_postcode_with_one_place_asks_no_more(client: PageClient, cast: Cast) -> None:
    answer(client, cast, before="/ask/where")
    other = place_of(cast.hoerde)
    other.district = None
    client.post("/ask/where", {"postal_code": "44263"})
    assert client.location == "/ask/who"
    back = client.get("/ask/who").one("a", class_="govuk-back-link")
    assert back.get("href") == "/ask/where"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"said": "Tue 14-16, Thu morning"}, "Tuesday, 14:00 to 16:00; Thursday, morning"),
        ({"said": "I don’t mind"}, "at any time"),
        (
            {"said": "Tue 10-11", "days": ["1"], "parts": ["afternoon"]},
            "Tuesday, 10:00 to 11:00; Tuesday, afternoon",
        ),
        ({"said": "Tue 10-11", "days": ["any"], "parts": ["any"]}, "Tuesday, 10:00 to 11:00"),
    ],
)
def test_times_can_be_written_as_one_says_them(
    client: PageClient, cast: Cast, values: Values, words: str
) -> None:
    answer(client, cast)
    client.post("/ask/when?changing=1", values)
    assert client.location == "/ask/check"
    assert words in client.get("/ask/check").text


def test_an_answer_can_be_changed_at_the_end(client: PageClient, cast: Cast) -> None:
    answer(client, cast)
    page = client.get("/ask/often?changing=1")
    checked = [
        box.get("value") for box in page.all("input", name="frequency") if box.get("checked") is not None
    ]
    assert checked == ["twice"]
    client.post("/ask/often?changing=1", {"frequency": "once"})
    assert client.location == "/ask/check"
    assert "once, about 60 minutes" in client.get("/ask/check").text


def test_a_changed_postcode_asks_for_its_place_again(client: PageClient, cast: Cast) -> None:
    answer(client, cast)
    client.post("/ask/where?changing=1", {"postal_code": "44339"})
    assert client.location == "/ask/place?changing=1"
    client.post("/ask/place?changing=1", {"place_id": place_of(cast.eving).id})
    assert client.location == "/ask/check"
    assert "44339 Eving" in client.get("/ask/check").text


def test_everything_is_asked_of_nobody_in_the_address(client: PageClient, cast: Cast) -> None:
    answer(client, cast)
    assert "Ada" not in client.location
    page: Page = client.get("/ask/who")
    assert page.one("input", id="first_name").get("value") == "Ada"


def test_only_questions_that_everybody_gets_are_counted(client: PageClient, cast: Cast) -> None:
    numbers = []
    for url, values in ANSWERS:
        numbers.append(client.get(url).one("p", class_="govuk-caption-l").text)
        client.post(url, values if url != "/ask/place" else {"place_id": place_of(cast.hoerde).id})
    counted = [1, 2, 3, 4, 4, 5, 6, 7]  # which of a postcode's places is part of where
    assert numbers == [f"Question {number} of 7" for number in counted]
    assert not client.get("/ask/check").all("p", class_="govuk-caption-l")


def test_the_longest_answers_fit_into_the_cookie(client: PageClient, cast: Cast) -> None:
    chance = Random(1)
    letters = [
        chr(number) for number in (*range(0x0430, 0x0450), *range(0x0621, 0x064B), *range(0x1F600, 0x1F640))
    ]
    longest: dict[str, Values] = {
        "/ask/who": {**WHO, "first_name": "".join(chance.choices(letters, k=100)), "last_name": "x" * 100},
        "/ask/note": {"note": "".join(chance.choices(letters, k=500))},
        "/ask/place": {"place_id": place_of(cast.hoerde).id},
    }
    for url, values in ANSWERS:
        client.post(url, longest.get(url, values))
        cookie = client.response.headers["Set-Cookie"].split(";")[0]
        assert len(cookie) < 4_000  # browsers throw away cookies of more than 4,096 bytes
    assert "x" * 100 in client.get("/ask/check").text
