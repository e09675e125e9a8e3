"""A helper's own page, by account, by signed link, and after having applied."""

from datetime import timedelta

import pytest

from helpexchange.core.database import db
from helpexchange.helper_profiles.links import INTEREST, PAGE, token_for
from helpexchange.helper_profiles.models import InterviewSlot, LivedExperience
from helpexchange.helper_profiles.rules import HelperKind, HelperState, InterviewWay
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.page_client import PageClient

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def meryem(client: PageClient, cast: Cast) -> PageClient:
    """The volunteer with an account."""
    client.sign_in(cast.volunteer)
    return client


@pytest.fixture
def pavel(client: PageClient, cast: Cast) -> PageClient:
    """The applicant, who has no account and opened the link of a message."""
    client.submit(f"/my-help/open/{token_for(PAGE, cast.pavel.id)}")
    return client


def test_times_are_changed_in_two_clicks(meryem: PageClient, cast: Cast) -> None:
    page = meryem.get("/my-help")
    assert "Tuesday, afternoon" in page.text
    assert page.all("a", href="/my-help/times")
    form = meryem.get("/my-help/times")
    boxes = [box.get("value") for box in form.all("input", name="cells") if box.get("checked") is not None]
    assert boxes == ["1-afternoon"]
    assert "Thursday, morning" in meryem.submit("/my-help/times", {"cells": ["3-morning"]}).text


def test_times_in_words_are_shown_before_they_count(meryem: PageClient, cast: Cast) -> None:
    values = {"cells": ["1-morning"], "text": "Do 14-17", "shown": ""}
    page = meryem.post("/my-help/times", values, status=200)
    assert page is not None
    assert "We understand: Thursday, afternoon" in page.text
    shown = page.one("input", name="shown").get("value")
    page = meryem.submit("/my-help/times", {**values, "shown": shown})
    assert "Tuesday, morning; Thursday, afternoon" in page.text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Tue 17-14", "“17-14” ends before it begins."),
        ("Blursday 14-17", "Not understood: Blursday."),
        ("every week", "We found no time here."),
        ("x" * 201, "This is too long."),
    ],
)
def test_text_that_is_no_time_is_refused_beside_the_field(meryem: PageClient, text: str, words: str) -> None:
    page = meryem.post("/my-help/times", {"text": text}, status=422)
    assert page is not None
    assert words in page.text
    assert page.all("a", href="#text")


def test_times_that_no_box_covers_stand_in_the_line_of_text(meryem: PageClient, cast: Cast) -> None:
    cast.meryem.times[0].end_min = 18 * 60
    page = meryem.get("/my-help/times")
    assert page.one("input", name="text").get("value") == "Tuesday, 17:00 to 18:00"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"first": "31.2.2027", "last": "1.3.2027"}, "first"),
        ({"first": "2026-12-24", "last": ""}, "last"),
        ({"first": "2026-12-24", "last": "2026-12-20"}, "last"),
        ({"first": "2025-12-24", "last": "2025-12-26"}, "last"),
        ({"first": "", "last": ""}, "first"),
    ],
)
def test_days_away_that_cannot_be_are_refused_beside_the_field(
    meryem: PageClient, values: dict[str, str], field: str
) -> None:
    page = meryem.post("/my-help/away", values, status=422)
    assert page is not None
    assert page.all("a", href=f"#{field}")


def test_a_day_is_chosen_in_a_calendar_and_kept_beside_an_error(meryem: PageClient) -> None:
    page = meryem.post("/my-help/away", {"first": "24.12.2026", "last": ""}, status=422)
    assert page is not None
    box = page.one("input", name="first")
    assert (box.get("type"), box.get("value")) == ("date", "2026-12-24")


def test_days_away_are_entered_and_removed(meryem: PageClient, cast: Cast) -> None:
    page = meryem.submit("/my-help/away", {"first": "2026-12-24", "last": "3.1.2027"})
    assert "24 December 2026 to 3 January 2027" in page.text
    (form,) = [each for each in page.all("form") if "/away/" in (each.get("action") or "")]
    assert "None. You are asked in every week." in meryem.submit(form.get("action") or "").text


def test_a_pause_and_its_end(meryem: PageClient, cast: Cast) -> None:
    page = meryem.submit("/my-help/pause", {"until": "2026-12-01"})
    assert "Your pause ends by itself on Tuesday, 1 December 2026." in page.text
    assert meryem.post("/my-help/pause", {"until": "2020-01-01"}, status=422)
    assert "active" in meryem.submit("/my-help/resume").text


def test_how_much_one_helps(meryem: PageClient, cast: Cast) -> None:
    cast.meryem.max_distance_m, cast.meryem.minutes_per_week = 3_000.0, 90
    page = meryem.get("/my-help/reach")
    chosen = {box.get("value") for box in page.all("input") if box.get("checked") is not None}
    assert chosen == {"3000", "2", "90"}
    assert len(page.all(f"{SVG}circle", class_="he-reach__circle")) == 4
    assert page.all(f"{SVG}path", class_="he-reach__district")
    values = {"reach": "anywhere", "max_requests": "1", "minutes_per_week": "needed"}
    page = meryem.submit("/my-help/reach", values)
    assert "anywhere in the town, one person at a time, as much time as is needed" in page.text
    for wrong in ({"reach": "-1"}, {"max_requests": "99"}, {"minutes_per_week": "x"}):
        assert meryem.post("/my-help/reach", {**values, **wrong}, status=422)


def test_how_one_is_asked(meryem: PageClient, cast: Cast) -> None:
    values = {
        "channel": "letter",
        "language": "de",
        "street": "",
        "quiet_days": ["6"],
        "phone": "",
        "email": "",
    }
    page = meryem.post("/my-help/settings", values, status=422)
    assert page is not None
    assert page.all("a", href="#street")
    assert (
        "by letter" in meryem.submit("/my-help/settings", {**values, "street": "Weg 1", "town": "Ort"}).text
    )
    for wrong in ({"channel": "pigeon"}, {"language": "xx"}, {"quiet_days": ["9"]}, {"phone": "1"}):
        assert meryem.post("/my-help/settings", {**values, "street": "Weg 1", **wrong}, status=422)


def test_a_peer_supporter_chooses_from_the_offices_list(meryem: PageClient, cast: Cast) -> None:
    entry = LivedExperience(office_id=cast.hoerde.id, name="Caring for a parent")
    db.session.add(entry)
    assert "Caring for a parent" not in meryem.get("/my-help/about").text
    cast.meryem.kind = HelperKind.PEER_SUPPORTER
    assert "Caring for a parent" in meryem.get("/my-help/about").text
    meryem.submit("/my-help/about", {"wishes": "Families", "about_me": "🌻", "experiences": [entry.id]})
    assert meryem.post("/my-help/about", {"about_me": "x" * 401}, status=422)
    meryem.sign_in(cast.coordinator_hoerde)
    assert "Caring for a parent" in meryem.get(f"/helpers/{cast.meryem.id}").text
    meryem.sign_in(cast.network_lead)
    assert "Caring for a parent" not in meryem.get(f"/helpers/{cast.meryem.id}").text


def test_stopping_is_asked_once_more_and_can_be_taken_back(meryem: PageClient, cast: Cast) -> None:
    assert "Stop helping?" in meryem.get("/my-help/leave").text
    db.session.expire_all()
    assert cast.meryem.state is HelperState.ACTIVE
    assert "I would like to come back" in meryem.submit("/my-help/leave").text
    assert "My times" in meryem.submit("/my-help/come-back").text


def test_the_steps_left_are_named_with_why(pavel: PageClient, cast: Cast) -> None:
    cast.pavel.skills[0].skill_code = "company"
    page = pavel.get("/my-help")
    assert "interview" in page.text
    assert "Needed for: company and conversation" in page.text
    assert "still to do" in page.text


def test_an_interview_is_booked_and_cancelled(pavel: PageClient, cast: Cast, clock: FakeClock) -> None:
    starts_at = clock.now() + timedelta(days=2)
    slot = InterviewSlot(
        office_id=cast.hoerde.id, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=30),
        way=InterviewWay.PHONE,
    )  # fmt: skip
    db.session.add(slot)
    db.session.flush()
    assert "4 Nov 2026, 09:00" in pavel.get("/my-help/interview").text
    assert "Your interview: 4 Nov 2026, 09:00" in pavel.submit(f"/my-help/interview/{slot.id}/book").text
    assert "4 Nov 2026" in pavel.get("/my-help").text
    assert "You can choose another time." in pavel.submit("/my-help/interview/cancel").text
    slot.helper_id = cast.meryem.id
    page = pavel.post(f"/my-help/interview/{slot.id}/book", status=409)
    assert page is not None
    assert "This time has just been taken." in page.text


def test_opening_a_link_changes_nothing_before_the_button(client: PageClient, cast: Cast) -> None:
    cast.meryem.interest_asked_at = cast.meryem.created_at
    url = f"/my-help/interest/{token_for(INTEREST, cast.meryem.id)}"
    assert "Do you still like to help?" in client.get(url).text
    db.session.expire_all()
    assert cast.meryem.interest_asked_at is not None
    assert "How nice! We go on asking you." in client.submit(url).text
    db.session.expire_all()
    assert cast.meryem.interest_asked_at is None


def test_who_was_paused_for_silence_is_active_again_with_one_click(client: PageClient, cast: Cast) -> None:
    cast.meryem.state = HelperState.PAUSED
    client.submit(f"/my-help/interest/{token_for(INTEREST, cast.meryem.id)}")
    db.session.expire_all()
    assert cast.meryem.state is HelperState.ACTIVE


def test_a_link_for_something_else_or_changed_opens_nothing(client: PageClient, cast: Cast) -> None:
    page, interest = token_for(PAGE, cast.meryem.id), token_for(INTEREST, cast.meryem.id)
    for url in (f"/my-help/open/{interest}", f"/my-help/interest/{page}", f"/my-help/open/{page}x"):
        client.get(url, status=404)
        client.post(url, status=404)


def test_the_page_is_closed_on_a_shared_computer(pavel: PageClient, cast: Cast) -> None:
    pavel.post("/my-help/close")
    pavel.get("/my-help", status=302)
    assert pavel.location == "/sign-in?next=/my-help"


def test_a_coordinator_has_no_page_of_a_helper(pavel: PageClient, cast: Cast) -> None:
    with pavel.browser.session_transaction() as session:
        kept = dict(session)
    pavel.sign_in(cast.coordinator_eving)
    with pavel.browser.session_transaction() as session:
        session.update({**kept, **session})
    pavel.get("/my-help", status=302)
