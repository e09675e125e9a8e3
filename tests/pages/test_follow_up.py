"""Answers by link, concerns of both sides, and what the office sees of them."""

import pytest

from helpexchange.core.database import db
from helpexchange.engagements.actions import end_engagement
from helpexchange.engagements.models import Engagement, Visit
from helpexchange.engagements.rules import EndReason, Side, VisitState
from helpexchange.follow_up.models import Concern
from helpexchange.follow_up.rules import Answer, Cause, Urgency
from helpexchange.help_requests.messages import token_of
from helpexchange.help_requests.rules import RequestState
from helpexchange.helper_profiles.rules import HelperState
from helpexchange.representatives.actions import end_representation
from helpexchange.representatives.messages import token_of as acting_token
from helpexchange.representatives.rules import EndedBy
from helpexchange.representatives.rules import EndReason as EndOfWord
from tests.cast import Cast
from tests.engaged import after, begun, visits
from tests.fakes import FakeClock
from tests.following import asked, concerns, next_path, question_path, questions, raised, visit_path
from tests.matched import as_viewer
from tests.page_client import PageClient
from tests.representing import acts_for_erna

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
SIDES = [Side.HELPER, Side.PERSON]


@pytest.fixture
def engagement(cast: Cast, clock: FakeClock) -> Engagement:
    """Meryem does Erna's shopping."""
    return begun(cast, clock)


@pytest.fixture
def visit(engagement: Engagement) -> Visit:
    """The first visit."""
    return visits()[0]


@pytest.mark.parametrize("side", SIDES)
def test_one_click_confirms_and_opening_does_nothing(
    client: PageClient, cast: Cast, visit: Visit, side: Side
) -> None:
    path = visit_path(visit, side)
    page = client.get(path)
    assert "3 November 2026, 14:00 to 15:00" in page.text
    assert "Muster" not in page.text
    assert (visit.helper_confirmed_at, visit.person_confirmed_at) == (None, None)
    assert "You have said that the visit takes place." in client.submit(f"{path}/confirm").text
    db.session.expire_all()
    assert (visit.helper_confirmed_at is None) is (side is Side.PERSON)
    client.sign_in(cast.coordinator_hoerde)
    words = "helper: yes" if side is Side.HELPER else "person: yes"
    assert words in client.get("/engagements/day?day=2026-11-03").text


@pytest.mark.parametrize("side", SIDES)
def test_who_cannot_come_says_so_there(client: PageClient, visit: Visit, side: Side) -> None:
    path = visit_path(visit, side)
    page = client.post(f"{path}/cancel", {}, status=422)
    assert page is not None
    assert page.all("a", href="#reason-0") or page.all("a", href="#reason")
    assert "Called off" in client.submit(f"{path}/cancel", {"reason": "ill"}).text
    db.session.expire_all()
    assert (visit.state, visit.noted_by) == (VisitState.CANCELLED, side)
    client.post(f"{path}/confirm", status=409)


def test_links_end(client: PageClient, cast: Cast, visit: Visit, clock: FakeClock) -> None:
    path = visit_path(visit, Side.HELPER)
    client.get(path.replace("/reminder/", "/question/"), status=404)
    client.get(f"{path}x", status=404)
    cast.meryem.link_number += 1
    client.get(path, status=410)
    client.post(f"{path}/confirm", status=410)
    assert visit.helper_confirmed_at is None
    person = visit_path(visit, Side.PERSON)
    clock.advance(days=61)
    client.get(person, status=410)


def test_a_link_is_over_when_somebody_else_comes(client: PageClient, cast: Cast, visit: Visit) -> None:
    path = visit_path(visit, Side.HELPER)
    visit.helper_id = cast.jonas.id
    client.get(path, status=404)


@pytest.mark.parametrize("number", [0, 1])
def test_one_click_answers(
    client: PageClient, cast: Cast, engagement: Engagement, clock: FakeClock, number: int
) -> None:
    question = asked(clock)[number]
    path = question_path(question)
    client.get(path)
    assert question.answer is None
    assert client.post(path, {"answer": "perhaps"}, status=200)
    assert "You have answered." in client.submit(path, {"answer": "wrong", "note": "Too late each time"}).text
    db.session.expire_all()
    assert [each.answer for each in questions()].count(Answer.WRONG) == 1
    assert concerns()[0].cause is Cause.WRONG
    client.post(path, {"answer": "good"}, status=409)
    client.sign_in(cast.coordinator_hoerde)
    assert "Too late each time" in client.get(f"/engagements/{engagement.id}/follow-up").text


def test_the_office_notes_what_is_said_on_the_phone(
    client: PageClient, cast: Cast, engagement: Engagement, clock: FakeClock
) -> None:
    question = asked(clock)[1]
    path = f"/engagements/{engagement.id}/questions/{question.id}"
    client.post(path, {"answer": "good"})
    client.sign_in(cast.coordinator_eving)
    client.post(path, {"answer": "good"}, status=404)
    client.get(f"/engagements/{engagement.id}/follow-up", status=404)
    client.sign_in(cast.coordinator_hoerde)
    client.post(path, {"answer": "perhaps"}, status=404)
    assert "Yes, all is well" in client.submit(path, {"answer": "good"}).text
    db.session.expire_all()
    assert question.answer is Answer.GOOD


@pytest.mark.parametrize("side", SIDES)
def test_a_concern_from_the_own_page(
    client: PageClient, cast: Cast, engagement: Engagement, side: Side
) -> None:
    base = "/my-help" if side is Side.HELPER else f"/my-request/{token_of(cast.shopping.reference)}"
    if side is Side.HELPER:
        client.sign_in(cast.volunteer)
    path = f"{base}/visits/concern/{engagement.id}"
    assert client.get(f"{base}/visits").all("a", href=path)
    client.get(path)
    page = client.post(path, {"text": ""}, status=422)
    assert page is not None
    assert page.all("a", href="#text")
    assert "Your office knows it now" in client.submit(path, {"text": "He shouts"}).text
    assert [(each.side, each.text) for each in concerns()] == [(side, "He shouts")]


def test_nobody_raises_concerns_about_others(client: PageClient, cast: Cast, engagement: Engagement) -> None:
    client.get(f"/my-request/{token_of(cast.company.reference)}/visits/concern/{engagement.id}", status=404)
    client.sign_in(cast.volunteer)
    client.get(f"/my-help/visits/concern/{engagement.id + 9}", status=404)


def test_whoever_acts_for_the_person_raises_one(
    client: PageClient, cast: Cast, engagement: Engagement, clock: FakeClock
) -> None:
    acts = acts_for_erna(cast, clock.now())
    db.session.commit()
    path = f"/acting-for/{acting_token(acts)}/requests/{cast.shopping.id}/concern"
    assert client.get(f"/acting-for/{acting_token(acts)}").all("a", href=path)
    client.submit(path, {"text": "Nobody came"})
    assert (concerns()[0].representation_id, concerns()[0].side) == (acts.id, Side.PERSON)
    end_representation(
        representation=acts, ended_by=EndedBy.PERSON, reason=EndOfWord.NO_LONGER_WANTED,
        by=as_viewer(cast.senior), now=clock.now(),
    )  # fmt: skip
    client.get(path, status=404)


def test_the_other_side_reads_nothing_of_it(
    client: PageClient, cast: Cast, engagement: Engagement, clock: FakeClock
) -> None:
    raised(engagement, clock, side=Side.PERSON, text="She frightens me")
    client.sign_in(cast.volunteer)
    for url in ("/my-help", "/my-help/visits", "/my-data"):
        assert "frightens" not in client.get(url).text
    client.get("/concerns", status=403)


def test_the_day_board_begins_with_concerns(
    client: PageClient, cast: Cast, engagement: Engagement, clock: FakeClock
) -> None:
    concern = raised(engagement, clock)
    client.sign_in(cast.coordinator_hoerde)
    text = client.get("/day-board").text
    assert text.index("Concerns: look at them first") < text.index("New requests to look at")
    client.post(f"/concerns/{concern.id}/triage", {"urgency": "urgent", "back": "/day-board"})
    assert client.location == "/day-board"
    db.session.expire_all()
    assert concern.urgency is Urgency.URGENT


def test_an_office_looks_after_a_concern(
    client: PageClient, cast: Cast, engagement: Engagement, clock: FakeClock
) -> None:
    concern = raised(engagement, clock)
    client.sign_in(cast.coordinator_hoerde)
    path = f"/concerns/{concern.id}"
    for act, values, field in (
        ("triage", {"urgency": "x"}, "urgency"), ("plan", {"day": "soon"}, "day"),
        ("plan", {"day": "2026-10-01"}, "day"), ("close", {"note": ""}, "note"),
    ):  # fmt: skip
        page = client.post(f"{path}/{act}", values, status=422)
        assert page is not None
        assert [link for link in page.all("a") if (link.get("href") or "").startswith(f"#{field}")]
    client.submit(f"{path}/take")
    client.submit(f"{path}/plan", {"day": "2026-11-20"})
    assert "look again on" in client.get("/concerns").text
    assert "What came of it" in client.submit(f"{path}/close", {"note": "A key was made"}).text
    assert "No open concerns" in client.get("/concerns").text
    assert "Meryem Muster helps Erna Muster" in client.get("/concerns?closed=1").text
    client.submit(f"{path}/reopen")
    db.session.expire_all()
    assert (concern.closed_at, concern.owner_id) == (None, cast.coordinator_hoerde.id)


@pytest.mark.parametrize("act", ["", "/triage", "/take", "/plan", "/close", "/reopen", "/call"])
def test_another_office_finds_nothing(
    client: PageClient, cast: Cast, engagement: Engagement, clock: FakeClock, act: str
) -> None:
    concern = raised(engagement, clock)
    client.sign_in(cast.coordinator_eving)
    if act:
        client.post(f"/concerns/{concern.id}{act}", {"urgency": "soon", "note": "x"}, status=404)
        client.sign_in(cast.network_lead)
        client.post(f"/concerns/{concern.id}{act}", {"urgency": "soon", "note": "x"}, status=403)
    else:
        client.get(f"/concerns/{concern.id}", status=404)
        client.sign_in(cast.network_lead)
        assert not client.get(f"/concerns/{concern.id}").all("form", action=f"/concerns/{concern.id}/take")


def ended(engagement: Engagement, cast: Cast, clock: FakeClock, *, needs_another: bool = False) -> None:
    end_engagement(
        engagement=engagement, side=Side.OFFICE, reason=EndReason.GOAL_REACHED, needs_another=needs_another,
        by=as_viewer(cast.coordinator_hoerde), now=after(clock, visits()[0]),
    )  # fmt: skip
    db.session.commit()


def state_of(cast: Cast) -> HelperState:
    db.session.expire_all()
    return cast.meryem.state


def test_the_person_may_want_another_helper(
    client: PageClient, cast: Cast, engagement: Engagement, clock: FakeClock
) -> None:
    path = next_path(engagement, Side.PERSON)
    client.post(f"{path}/look", status=409)
    ended(engagement, cast, clock)
    assert "I would like another helper" in client.get(path).text
    assert "We look for another helper" in client.submit(f"{path}/look").text
    client.submit(f"{path}/look")
    client.post(f"{path}/ask-me", status=404)
    db.session.expire_all()
    assert cast.shopping.state is RequestState.OPEN


def test_the_helper_chooses_what_comes_next(
    client: PageClient, cast: Cast, engagement: Engagement, clock: FakeClock
) -> None:
    ended(engagement, cast, clock)
    path = next_path(engagement, Side.HELPER)
    client.get(path)
    client.submit(f"{path}/pause")
    assert state_of(cast) is HelperState.PAUSED
    client.submit(f"{path}/ask-me")
    client.post(f"{path}/look", status=404)
    assert state_of(cast) is HelperState.ACTIVE
    client.submit(f"{path}/concern", {"text": "I was not paid"})
    assert len(concerns()) == 1


def test_an_office_sets_what_it_follows_up(client: PageClient, cast: Cast) -> None:
    path = f"/offices/{cast.hoerde.id}/follow-up"
    client.sign_in(cast.coordinator_eving)
    client.get(path, status=403)
    client.sign_in(cast.coordinator_hoerde)
    assert client.get(f"/offices/{cast.hoerde.id}/edit").all("a", href=path)
    client.post(path, {"has_check_in": "x"}, status=422)
    page = client.submit(path, {"has_check_in": "no"})
    assert page.one("input", value="no").get("checked") is not None


@on_sqlite
@pytest.mark.parametrize("language", ["de", "nl", "da"])
def test_it_speaks_the_readers_language(
    client: PageClient, engagement: Engagement, visit: Visit, clock: FakeClock, language: str
) -> None:
    path = visit_path(visit, Side.PERSON)
    assert "Your next visit" not in client.get(f"{path}?lang={language}").text
    assert "Something is wrong" not in client.get(f"{path}/concern?lang={language}").text
    question = asked(clock)[1]
    assert "How do the visits go" not in client.get(f"{question_path(question)}?lang={language}").text
    assert isinstance(raised(engagement, clock), Concern)
