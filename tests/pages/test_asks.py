"""Pages of asks: the links of both sides, and how the two reach each other once they have agreed."""

import pytest
from sqlalchemy import select

from helpexchange.asking.actions import agree
from helpexchange.asking.links import helper_token, person_token
from helpexchange.asking.models import Ask
from helpexchange.asking.rules import AskState, NoReason
from helpexchange.core.database import db
from helpexchange.core.viewer import VISITOR
from helpexchange.help_requests.messages import token_of
from helpexchange.help_requests.models import CallBack
from helpexchange.people.models import RecordReading
from helpexchange.representatives.actions import end_representation
from helpexchange.representatives.rules import EndedBy, EndReason
from tests.asked import asked, said_yes
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.outbox import messages
from tests.page_client import PageClient
from tests.representing import acts_for_erna
from tests.whole.test_coarse_places import SECRET, leaks


def of_helper(ask: Ask) -> str:
    return f"/asked/{helper_token(ask.id)}"


def state_of(ask: Ask) -> AskState:
    db.session.refresh(ask)
    return ask.state


def of_person(ask: Ask) -> str:
    return f"/who-comes/{person_token(ask.id)}"


def test_a_helper_says_yes_without_signing_in(client: PageClient, cast: Cast, clock: FakeClock) -> None:
    ask = asked(cast, clock)
    page = client.get(of_helper(ask))
    for words in ("Erna is looking for help", "Hörde", "Tuesday afternoon, 14:00", "You both speak Turkish."):
        assert words in page.text
    assert len(page.all("form")) >= 3
    assert state_of(ask) is AskState.OPEN, "opening the page changes nothing"
    assert "We have noted your yes" in client.submit(f"{of_helper(ask)}/yes").text
    assert state_of(ask) is AskState.YES
    assert "answered this before" in client.submit(f"{of_helper(ask)}/yes").text


def test_a_helper_says_no(client: PageClient, cast: Cast, clock: FakeClock) -> None:
    ask = asked(cast, clock)
    buttons = client.get(of_helper(ask)).all("button", name="reason")
    assert {"no_time", "too_far", "not_said"} <= {each.get("value") for each in buttons}
    page = client.post(f"{of_helper(ask)}/no", {"reason": "nonsense"}, status=422)
    assert page is not None
    assert page.all("a", href="#reason-0") or page.all("a", href="#reason")
    page = client.submit(f"{of_helper(ask)}/no", {"reason": "no_time", "words": "In May again"})
    assert "we ask somebody else" in page.text
    db.session.refresh(ask)
    assert (ask.no_reason, ask.no_words) == (NoReason.NO_TIME, "In May again")
    assert "we ask somebody else" in client.submit(f"{of_helper(ask)}/yes").text


def test_a_helper_would_like_to_be_called(client: PageClient, cast: Cast, clock: FakeClock) -> None:
    ask = asked(cast, clock)
    assert "We will call you." in client.submit(f"{of_helper(ask)}/call").text
    assert db.session.scalars(select(CallBack)).one().name == "Meryem Muster"


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (AskState.EXPIRED, "This question has ended"),
        (AskState.WITHDRAWN, "not needed any more"),
        (AskState.REFUSED, "not needed any more"),
    ],
)
def test_a_question_that_is_over_says_so_kindly(
    client: PageClient, cast: Cast, clock: FakeClock, state: AskState, words: str
) -> None:
    ask = asked(cast, clock)
    ask.state = state
    db.session.commit()
    for act in ("", "/yes", "/no", "/call"):
        page = (
            client.submit(f"{of_helper(ask)}{act}", {"reason": "no_time"})
            if act
            else client.get(of_helper(ask))
        )
        assert words in page.text
    db.session.refresh(ask)
    assert ask.state is state


def test_a_forged_or_old_link_opens_nothing(client: PageClient, cast: Cast, clock: FakeClock) -> None:
    ask = said_yes(cast, clock)
    links = [of_helper(ask), of_person(ask)]
    for url in ("/asked/forged", "/who-comes/forged", of_helper(ask).replace("/asked/", "/who-comes/")):
        client.get(url, status=404)
    clock.advance(days=91)
    for url in links:
        client.get(url, status=404)


def test_the_question_stands_on_the_own_page(client: PageClient, cast: Cast, clock: FakeClock) -> None:
    asked(cast, clock)
    client.sign_in(cast.volunteer)
    link = next(each for each in client.get("/my-help").all("a") if "yes or no" in "".join(each.itertext()))
    assert "Yes, I can help" in client.get(link.get("href") or "").text


def test_the_person_reads_who_comes_and_agrees(client: PageClient, cast: Cast, clock: FakeClock) -> None:
    ask = said_yes(cast, clock)
    own = f"/my-request/{token_of(cast.shopping.reference)}"
    assert "Meryem would like to come" in client.get(own).text
    page = client.get(of_person(ask))
    assert "Meryem would like to come" in page.text
    assert "0231 555 0100" in page.text
    assert "0231 555 0123" not in page.text
    assert "It is agreed." in client.submit(f"{of_person(ask)}/yes").text
    db.session.refresh(ask)
    assert ask.state is AskState.AGREED
    assert "answered this before" in client.submit(f"{of_person(ask)}/yes").text
    contacts = client.get(f"{own}/contacts").text
    assert "0231 555 0123" in contacts


def test_the_person_says_no(client: PageClient, cast: Cast, clock: FakeClock) -> None:
    ask = said_yes(cast, clock)
    assert "We look for somebody else." in client.submit(f"{of_person(ask)}/no").text
    assert "We look for somebody else." in client.submit(f"{of_person(ask)}/yes").text
    db.session.refresh(ask)
    assert ask.state is AskState.REFUSED


def test_the_person_would_like_to_be_called(client: PageClient, cast: Cast, clock: FakeClock) -> None:
    ask = said_yes(cast, clock)
    assert "We will call you." in client.submit(f"{of_person(ask)}/call").text
    assert db.session.scalars(select(CallBack)).one().request_id == cast.shopping.id


def test_before_the_helpers_yes_the_person_sees_nothing(
    client: PageClient, cast: Cast, clock: FakeClock
) -> None:
    ask = asked(cast, clock)
    client.get(of_person(ask), status=404)
    client.post(f"{of_person(ask)}/yes", status=404)


def test_whoever_acts_answers_as_long_as_they_act(client: PageClient, cast: Cast, clock: FakeClock) -> None:
    acts = acts_for_erna(cast, clock.now())
    ask = said_yes(cast, clock)
    url = f"/who-comes/{person_token(ask.id, acts.id)}"
    assert "You act for Erna" in client.get(url).text
    end_representation(
        representation=acts,
        ended_by=EndedBy.OFFICE,
        reason=next(iter(EndReason)),
        by=VISITOR,
        now=clock.now(),
    )
    db.session.commit()
    client.get(url, status=404)


def test_contacts_are_on_the_own_page_once_agreed_and_the_reading_is_noted(
    client: PageClient, cast: Cast, clock: FakeClock
) -> None:
    ask = said_yes(cast, clock)
    client.sign_in(cast.volunteer)
    assert "Nothing is agreed yet" in client.get("/my-help/contacts").text
    agree(ask_id=ask.id, by=VISITOR, now=clock.now())
    db.session.commit()
    assert "0231 555 0199" in client.get("/my-help/contacts").text
    assert db.session.scalars(select(RecordReading)).one().account_id == cast.volunteer.id


def test_before_both_agree_no_page_and_no_message_tells_where_and_who(
    client: PageClient, cast: Cast, clock: FakeClock
) -> None:
    person = cast.shopping.person
    assert person is not None
    person.last_name, person.street, person.phone, person.email = (
        SECRET.last_name, SECRET.house, SECRET.phone, SECRET.email,
    )  # fmt: skip
    cast.shopping.latitude, cast.shopping.longitude = SECRET.latitude, SECRET.longitude
    db.session.commit()
    ask = said_yes(cast, clock)
    to_helper = [each.text for each in messages() if each.person_type == "helper"]
    client.sign_in(cast.volunteer)
    pages = [client.get(url).text for url in (of_helper(ask), "/my-help", "/my-help/contacts")]
    assert [leaks(text) for text in (*to_helper, *pages) if leaks(text)] == []
    agree(ask_id=ask.id, by=VISITOR, now=clock.now())
    db.session.commit()
    client.sign_in(cast.volunteer)
    assert set(leaks(client.get("/my-help/contacts").text)) == {"last name", "street", "mail", "phone"}
    assert leaks(client.get(of_helper(ask)).text) == []
