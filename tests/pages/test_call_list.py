"""The one list of calls: who, why, the words; reached, not reached and when again, undo."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.database import db
from helpexchange.help_requests.models import CallBack, HelpRequest, PersonInNeed
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.rules import About, Channel, MessageState
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.page_client import PageClient
from tests.told import told, with_settings

PAGE = "/calls"
LATE = date(2026, 10, 30)
IDA = "0231 555 0188"


@pytest.fixture
def hanna(client: PageClient, cast: Cast) -> PageClient:
    """The coordinator of Hörde, with Ida's new request."""
    cast.uncleared.person = PersonInNeed(first_name="Ida", last_name="Muster", phone=IDA)
    cast.uncleared.first_contact_due_on = date(2026, 11, 4)
    client.sign_in(cast.coordinator_hoerde)
    return client


@pytest.fixture
def message(cast: Cast, clock: FakeClock) -> OutboxMessage:
    """Something that Hörde is to tell Erika by phone."""
    return told(now=clock.now(), channel=Channel.CALL, office_id=cast.hoerde.id)


def to_ida(cast: Cast, clock: FakeClock, *, phone: str = IDA) -> OutboxMessage:
    about = About(object_type="help_request", object_id=cast.uncleared.id)
    return told(
        now=clock.now(), channel=Channel.CALL, office_id=cast.hoerde.id, name="Ida Muster", phone=phone,
        person=about,
    )  # fmt: skip


def note(client: PageClient, key: str, outcome: str, **values: object) -> None:
    """Press a button of a call, as the page shows it now."""
    page = client.get(PAGE)
    url = f"{PAGE}/{key}/note"
    form = next(form for form in page.all("form") if form.get("action") == url)
    seen = {str(each.get("name")): each.get("value") for each in form.iter("input")}
    client.submit(url, {**seen, "outcome": outcome, **values})


def acts() -> list[str]:
    return list(db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)))


def fresh(message: OutboxMessage) -> OutboxMessage:
    db.session.rollback()
    return db.session.get_one(OutboxMessage, message.id, populate_existing=True)


def test_without_calls_it_says_so(hanna: PageClient) -> None:
    assert "Nobody to call now" in hanna.get(PAGE).text


def test_the_old_address_leads_here(hanna: PageClient) -> None:
    hanna._open("/messages/calls", method="GET", headers={})
    assert (hanna.response.status_code, hanna.location) == (302, PAGE)


def test_it_shows_name_number_and_the_words_to_say(hanna: PageClient, message: OutboxMessage) -> None:
    page = hanna.get(PAGE)
    assert page.one("a", href="tel:02315550123").text == "0231 5550123"
    assert "Erika Kaya" in page.text
    assert "a message to tell" in page.text
    assert message.text.splitlines()[0] in page.text


def test_from_planning_to_reaching(hanna: PageClient, cast: Cast) -> None:
    page = hanna.submit(f"/open-requests/{cast.uncleared.id}/call", {"note": "Which floor?"})
    for words in ("Ida Muster", "waits for a call", "call by 4 Nov 2026", "Which floor?", "shopping"):
        assert words.casefold() in page.text.casefold()
    key = f"request-{cast.uncleared.id}"
    note(hanna, key, "two_hours", note="engaged")
    page = hanna.get(PAGE)
    assert "Nobody to call now" in page.text
    assert "Hanna Beispiel: not reached – engaged" in page.text
    note(hanna, key, "reached")
    assert "Reached today" in hanna.get(PAGE).text
    db.session.expire_all()
    assert cast.uncleared.first_contact_at is not None
    page = hanna.submit(f"{PAGE}/{key}/reopen")
    assert "call by 4 Nov 2026" in page.text
    assert acts() == ["ask_for_call", "try_to_call", "reach_by_phone", "reopen_call"]


def test_a_late_first_contact_is_a_call(hanna: PageClient, cast: Cast, clock: FakeClock) -> None:
    cast.uncleared.first_contact_due_on = LATE
    page = hanna.get(PAGE)
    assert "late first contact" in page.text
    key = f"request-{cast.uncleared.id}"
    note(hanna, key, "tomorrow")
    assert "Not before 3 Nov 2026" in hanna.get(PAGE).text
    clock.advance(days=1)
    assert "Hanna Beispiel: not reached" in hanna.get(PAGE).text
    note(hanna, key, "reached")
    db.session.expire_all()
    assert cast.uncleared.first_contact_at == clock.now()
    assert acts() == ["try_to_call", "reach_by_phone"]


def test_a_late_helper_is_a_call(hanna: PageClient, cast: Cast, clock: FakeClock) -> None:
    cast.pavel.phone, cast.pavel.contact_due_on = "0231 555 0177", LATE
    key = f"helper-{cast.pavel.id}"
    note(hanna, key, "two_hours")
    assert "Not before" in hanna.get(PAGE).text
    clock.advance(hours=2)
    assert "not reached" in hanna.get(PAGE).text
    note(hanna, key, "reached")
    db.session.expire_all()
    assert cast.pavel.state.value == "contacted"
    hanna.submit(f"{PAGE}/{key}/reopen")
    db.session.expire_all()
    assert cast.pavel.state.value == "applied"
    assert acts() == ["miss_helper", "contact_helper", "undo_helper_step"]


def test_everything_about_a_request_is_one_call(hanna: PageClient, cast: Cast, clock: FakeClock) -> None:
    cast.uncleared.first_contact_due_on = LATE
    message = to_ida(cast, clock)
    page = hanna.get(PAGE)
    assert len(page.all("article")) == 1
    assert "late first contact · a message to tell" in page.text
    key = f"request-{cast.uncleared.id}"
    note(hanna, key, "reached")
    assert fresh(message).state == "sent"
    assert cast.uncleared.first_contact_at == clock.now()
    hanna.submit(f"{PAGE}/{key}/reopen")
    assert fresh(message).state == "waiting"
    found = db.session.get_one(HelpRequest, cast.uncleared.id)
    assert found.first_contact_at is None
    assert acts() == ["reach_by_phone", "finish_call", "reopen_call", "reopen_call"]


def test_who_is_told_something_has_been_spoken_to(hanna: PageClient, cast: Cast, clock: FakeClock) -> None:
    to_ida(cast, clock)
    note(hanna, f"request-{cast.uncleared.id}", "reached")
    db.session.expire_all()
    assert cast.uncleared.first_contact_at == clock.now()


def test_another_number_is_another_call(hanna: PageClient, cast: Cast, clock: FakeClock) -> None:
    cast.uncleared.first_contact_due_on = LATE
    to_ida(cast, clock, phone="0231 999 1234")
    assert len(hanna.get(PAGE).all("article")) == 2


def test_not_reached_comes_back_with_its_tries(
    hanna: PageClient, message: OutboxMessage, clock: FakeClock
) -> None:
    key = f"message-{message.id}"
    note(hanna, key, "two_hours")
    clock.advance(hours=2)
    page = hanna.get(PAGE)
    assert "Words to say" in page.text
    assert "Hanna Beispiel: not reached" in page.text
    note(hanna, key, "tomorrow")
    assert fresh(message).attempts == 2
    assert fresh(message).due_at.isoformat() == "2026-11-03T08:00:00+00:00"
    clock.advance(days=1)
    note(hanna, key, "day", day="6.11.2026")
    assert fresh(message).due_at.isoformat() == "2026-11-06T08:00:00+00:00"
    assert acts() == ["miss_call"] * 3


@pytest.mark.parametrize(
    ("day", "words"),
    [("", "Enter the day on which to call again."), ("31.2.2027", "Enter a day that exists"),
     ("2026-11-02", "Choose a day after today"), ("2031-01-01", "Choose a day after today")],
)  # fmt: skip
def test_a_day_that_cannot_be_is_said_beside_it(
    hanna: PageClient, message: OutboxMessage, day: str, words: str
) -> None:
    page = hanna.post(f"{PAGE}/message-{message.id}/note", {"outcome": "day", "day": day}, status=422)
    assert page is not None
    assert words in "".join(page.one("p", id=f"day-message-{message.id}-error").itertext())
    assert fresh(message).attempts == 0


def test_a_note_that_is_too_long(hanna: PageClient, cast: Cast) -> None:
    hanna.submit(f"/open-requests/{cast.uncleared.id}/call", {"note": ""})
    values = {"note": "x" * 501, "outcome": "reached"}
    page = hanna.post(f"{PAGE}/request-{cast.uncleared.id}/note", values, status=422)
    assert page is not None
    assert "This is too long." in page.text


def test_a_double_click_counts_once(hanna: PageClient, cast: Cast, message: OutboxMessage) -> None:
    cast.uncleared.first_contact_due_on = LATE
    for key in (f"message-{message.id}", f"request-{cast.uncleared.id}"):
        for _ in range(2):
            hanna.submit(f"{PAGE}/{key}/note", {"outcome": "two_hours", "version": "0-0-0"})
    assert fresh(message).attempts == 1
    assert acts() == ["miss_call", "try_to_call"]


def test_what_a_colleague_has_told_is_not_noted_again(hanna: PageClient, message: OutboxMessage) -> None:
    note(hanna, f"message-{message.id}", "reached")
    hanna.post(f"{PAGE}/message-{message.id}/note", {"outcome": "tomorrow"}, status=409)
    assert fresh(message).state is MessageState.SENT


def test_nobody_is_called_at_night(
    hanna: PageClient, message: OutboxMessage, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_settings(hanna.app, monkeypatch, quiet_hours="19:00-09:30")
    clock.advance(hours=9)  # 18:00 in Dortmund
    assert "quiet time" not in hanna.get(PAGE).text
    note(hanna, f"message-{message.id}", "two_hours")
    assert fresh(message).due_at.isoformat() == "2026-11-03T08:30:00+00:00"
    clock.advance(hours=3)
    assert "It is quiet time until 09:30" in hanna.get(PAGE).text


def test_mine_are_those_of_requests_i_care_for(hanna: PageClient, cast: Cast, message: OutboxMessage) -> None:
    cast.uncleared.first_contact_due_on = LATE
    assert len(hanna.get(f"{PAGE}?owner=me").all("article")) == 0
    hanna.submit(f"/open-requests/{cast.uncleared.id}/take")
    page = hanna.get(f"{PAGE}?owner=me")
    assert [each.get("id") for each in page.all("article")] == [f"call-request-{cast.uncleared.id}"]
    assert len(hanna.get(PAGE).all("article")) == 2


def test_somebody_without_a_number_stays_on_the_list(hanna: PageClient, cast: Cast, clock: FakeClock) -> None:
    told(now=clock.now(), channel=Channel.CALL, office_id=cast.hoerde.id, phone="")
    assert "We know no phone number" in hanna.get(PAGE).text


def test_somebody_who_only_left_a_number(hanna: PageClient, cast: Cast, clock: FakeClock) -> None:
    asked = CallBack(
        reference="C-1", office_id=cast.hoerde.id, name="Otto", phone="0231 1", asked_at=clock.now(),
        due_on=LATE,
    )  # fmt: skip
    db.session.add(asked)
    db.session.commit()
    page = hanna.get(PAGE)
    assert page.one("a", href=f"/help-requests/by-phone?call={asked.id}")
    note(hanna, f"asked-{asked.id}", "reached")
    assert "Nobody to call now" in hanna.get(PAGE).text


def test_many_calls_are_on_pages_with_few_statements(hanna: PageClient, cast: Cast, clock: FakeClock) -> None:
    cast.pavel.phone, cast.pavel.contact_due_on = "0231 555 0177", LATE
    cast.uncleared.first_contact_due_on = LATE
    to_ida(cast, clock).attempts = 1
    for _ in range(24):
        told(now=clock.now() - timedelta(days=1), channel=Channel.CALL, office_id=cast.hoerde.id)
    page = hanna.get(PAGE)
    assert len(page.all("article")) == 20
    assert "1 to 20 of 26" in page.text
    assert len(hanna.get(f"{PAGE}?page=2").all("article")) == 6
    hanna.get(f"{PAGE}?page=99")
    hanna.get("/home")
