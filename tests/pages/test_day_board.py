"""The day board: late ones first, one click to act, filters in the address."""

from datetime import date, timedelta

import pytest

from helpexchange.core.database import db
from helpexchange.help_requests.models import PersonInNeed
from helpexchange.help_requests.rules import RequestState
from helpexchange.helper_profiles.models import HelperCheck, InterviewSlot
from helpexchange.helper_profiles.rules import HelperState, InterviewWay
from helpexchange.match_runs.models import UnmatchedRequest
from helpexchange.match_runs.rules import ProposalState
from helpexchange.notifications.rules import About, Channel
from helpexchange.skills.models import Skill
from tests.cast import Cast
from tests.fakes import MONDAY_MORNING
from tests.matched import done_run, shopping_proposal
from tests.page_checks import Page
from tests.page_client import PageClient
from tests.told import told

MONDAY = date(2026, 11, 2)


@pytest.fixture
def hanna(client: PageClient, cast: Cast) -> PageClient:
    """The coordinator of Hörde; Ida's request is late."""
    cast.uncleared.person = PersonInNeed(first_name="Ida", last_name="Muster", phone="0231 555 0188")
    cast.uncleared.first_contact_due_on = date(2026, 10, 30)
    client.sign_in(cast.coordinator_hoerde)
    return client


def test_late_ones_come_first(hanna: PageClient, cast: Cast) -> None:
    page = hanna.get("/day-board")
    text = page.text
    assert text.index("Late: call first") < text.index("Ida Muster") < text.index("New requests to look at")
    assert "late: call was due on 30 Oct 2026" in text
    assert page.one("div", id="day").get("data-refresh-every") == "30"


def test_one_click_acts(hanna: PageClient, cast: Cast) -> None:
    hanna.submit(f"/open-requests/{cast.uncleared.id}/open")
    page = hanna.get("/day-board")
    assert "Late: call first" not in page.text
    assert "Waiting longest for a helper" in page.text
    db.session.expire_all()
    assert cast.uncleared.state is RequestState.OPEN


@pytest.mark.parametrize(
    ("query", "is_shown"),
    [("", True), ("?channel=phone", True), ("?channel=online", False), ("?kind=shopping", True),
     ("?kind=garden", False), ("?owner=me", False), ("?channel=pigeon", True)],
)  # fmt: skip
def test_filters_stand_in_the_address(hanna: PageClient, cast: Cast, query: str, is_shown: bool) -> None:
    assert ("Ida Muster" in hanna.get(f"/day-board{query}").text) is is_shown


def test_what_i_have_taken_is_mine(hanna: PageClient, cast: Cast) -> None:
    hanna.submit(f"/open-requests/{cast.uncleared.id}/take")
    assert "Ida Muster" in hanna.get("/day-board?owner=me").text


def test_calls_stand_on_it(hanna: PageClient, cast: Cast) -> None:
    cast.uncleared.first_contact_due_on = None
    hanna.post(f"/open-requests/{cast.uncleared.id}/call", {"note": ""})
    page = hanna.get("/day-board?channel=phone")
    assert "Late: call first" not in page.text
    form = next(form for form in page.all("form") if (form.get("action") or "").endswith("/note"))
    values = {str(each.get("name")): each.get("value") for each in form.iter("input")}
    hanna.post(form.get("action") or "", {**values, "outcome": "reached"})
    assert hanna.location == "/day-board?channel=phone"
    db.session.expire_all()
    assert cast.uncleared.first_contact_at is not None


def test_a_late_helper_is_called_first(hanna: PageClient, cast: Cast) -> None:
    cast.pavel.phone, cast.pavel.contact_due_on = "0231 555 0177", date(2026, 10, 29)
    text = hanna.get("/day-board").text
    assert text.index("Late: call first") < text.index(cast.pavel.last_name) < text.index("Ida Muster")
    cast.pavel.phone = ""
    page = hanna.get("/day-board")
    hanna.post(f"/helpers/{cast.pavel.id}/contacted", {"back": "/day-board"})
    assert hanna.location == "/day-board"
    assert page.one("li", id=f"helper-{cast.pavel.id}") is not None


def test_a_late_one_without_a_phone_is_written_to(hanna: PageClient, cast: Cast) -> None:
    assert cast.uncleared.person is not None
    cast.uncleared.person.phone, cast.uncleared.person.email = "", "ida@example.org"
    page = hanna.get("/day-board")
    assert "Late: call first" in page.text
    assert page.one("a", href="mailto:ida@example.org") is not None


def test_why_somebody_waits(hanna: PageClient, cast: Cast) -> None:
    assert "not matched yet" in hanna.get("/day-board").text
    first = done_run(now=MONDAY_MORNING)
    again = done_run(now=MONDAY_MORNING, office_id=cast.hoerde.id)
    for run, reason, helpers in ((first, "place_unknown", 0), (again, "nobody_free_then", 2)):
        row = UnmatchedRequest(
            run_id=run.id, request_id=cast.garden.id, office_id=cast.hoerde.id, reason=reason,
            details={"helpers": helpers},
        )  # fmt: skip
        db.session.add(row)
    db.session.commit()
    page = hanna.get("/day-board")
    assert "Nobody is free at these times: 2 helpers could do this" in page.text
    assert "The address is not known" not in page.text
    assert page.one("a", href=f"/match-runs/{again.id}/unmatched#request-{cast.garden.id}") is not None


def test_for_whom_a_helper_is_proposed_waits_for_a_decision(hanna: PageClient, cast: Cast) -> None:
    proposal = shopping_proposal(cast, now=MONDAY_MORNING)
    assert "a proposal waits to be decided" in hanna.get("/day-board").text
    proposal.state = ProposalState.REJECTED
    db.session.commit()
    assert "a proposal waits to be decided" not in hanna.get("/day-board").text


def test_a_proposal_is_approved_with_one_click(hanna: PageClient, cast: Cast) -> None:
    proposal = shopping_proposal(cast, now=MONDAY_MORNING)
    assert "Meryem" in hanna.get("/day-board").text
    url = f"/match-runs/{proposal.run_id}/proposals/{proposal.id}/approve"
    page = hanna.submit(url, {"back": "/day-board"})
    assert "The proposal is approved." in page.text
    db.session.expire_all()
    assert proposal.state is ProposalState.APPROVED


def test_whom_to_interview(hanna: PageClient, cast: Cast) -> None:
    cast.pavel.state = HelperState.CONTACTED
    db.session.get_one(Skill, cast.pavel.skills[0].skill_code).checks = ["interview"]
    assert "no time for an interview booked" in hanna.get("/day-board").text
    slot = InterviewSlot(
        office_id=cast.hoerde.id, starts_at=MONDAY_MORNING + timedelta(days=1), way=InterviewWay.PHONE,
        ends_at=MONDAY_MORNING + timedelta(days=1, hours=1), helper_id=cast.pavel.id,
    )  # fmt: skip
    db.session.add(slot)
    db.session.commit()
    assert "Helpers to interview" not in hanna.get("/day-board").text
    slot.starts_at, slot.ends_at = MONDAY_MORNING, MONDAY_MORNING + timedelta(hours=1)
    assert "today, 09:00" in hanna.get("/day-board").text
    values = {"check_code": "interview", "seen_on": "2026-11-02", "back": "/day-board"}
    page = hanna.submit(f"/helpers/{cast.pavel.id}", values)
    assert "Helpers to interview" not in page.text


@pytest.mark.parametrize(
    ("days", "words"), [(10, "until 12 Nov 2026"), (-1, "expired on 1 Nov 2026"), (61, None)]
)
def test_checks_that_expire(hanna: PageClient, cast: Cast, days: int, words: str | None) -> None:
    db.session.get_one(Skill, cast.meryem.skills[0].skill_code).checks = ["conduct"]
    expires_on = date(2026, 11, 2) + timedelta(days=days)
    cast.meryem.checks = [HelperCheck(check_code="conduct", seen_on=MONDAY, expires_on=expires_on)]
    text = hanna.get("/day-board").text
    assert words in text if words else "Checks that expire 0" in text


def test_letters_are_printed_with_one_click(hanna: PageClient, cast: Cast) -> None:
    told(now=MONDAY_MORNING, channel=Channel.LETTER, office_id=cast.hoerde.id)
    page = hanna.get("/day-board")
    form = next(form for form in page.all("form") if form.get("action") == "/messages/letters/print")
    assert form.get("target") == "_blank"
    hanna.post("/messages/letters/print", {"office_id": cast.hoerde.id})
    assert "Letters to print 0" in hanna.get("/day-board").text


def test_few_statements_on_a_full_day(hanna: PageClient, cast: Cast) -> None:
    cast.pavel.contact_due_on = date(2026, 10, 30)
    hanna.post(f"/open-requests/{cast.uncleared.id}/call", {"note": ""})
    about = About(object_type="help_request", object_id=cast.uncleared.id)
    for channel in (Channel.CALL, Channel.LETTER, Channel.MAIL):
        told(now=MONDAY_MORNING, channel=channel, office_id=cast.hoerde.id, person=about)
    shopping_proposal(cast, now=MONDAY_MORNING)
    hanna.get("/day-board", most_sql=12)


def test_another_office_sees_its_own(client: PageClient, cast: Cast) -> None:
    client.sign_in(cast.coordinator_eving)
    page = client.get("/day-board")
    assert "No new requests" in page.text
    assert "Ida" not in page.text


def test_the_network_lead_looks_and_sees_lateness(hanna: PageClient, cast: Cast) -> None:
    hanna.sign_in(cast.network_lead)
    page = hanna.get("/day-board")
    acts = [form.get("action") or "" for form in page.all("form")]
    assert not [act for act in acts if act.startswith(("/open-requests", "/calls"))]
    lines = hanna.get("/lateness").text
    assert "Seniorenbüro Hörde asked by phone 1 1" in lines
    assert "Seniorenbüro Hörde offers help 1 0" in lines


def late_part(page: Page) -> str:
    """What stands first, under "Late: call first"; nothing where nobody is late."""
    return page.text.partition("Late: call first")[2].partition("New requests")[0]


def test_a_helper_whom_nobody_has_called_is_late_too(hanna: PageClient, cast: Cast) -> None:
    assert "Pavel" not in late_part(hanna.get("/day-board"))
    cast.pavel.contact_due_on = date(2026, 10, 30)
    page = hanna.get("/day-board")
    assert "Pavel" in late_part(page)
    assert "late: call was due on" in page.text
    hanna.post(f"/helpers/{cast.pavel.id}/contacted")
    assert "Pavel" not in late_part(hanna.get("/day-board"))


def test_another_office_does_not_see_the_late_helper(client: PageClient, cast: Cast) -> None:
    cast.pavel.contact_due_on = date(2026, 10, 30)
    client.sign_in(cast.coordinator_eving)
    assert "Pavel" not in client.get("/day-board").text


@pytest.mark.parametrize("who", ["senior", "volunteer", "administrator"])
def test_nobody_else_looks(client: PageClient, cast: Cast, who: str) -> None:
    client.sign_in(getattr(cast, who))
    client.get("/day-board", status=403)
    client.get("/lateness", status=403)
