"""What an office sees of asks and does about them, its settings, and where somebody stands who waits."""

from datetime import timedelta

from sqlalchemy import select

from helpexchange.asking.models import Ask, AskSettings
from helpexchange.asking.rules import AskState, NextBest
from helpexchange.core.database import db
from helpexchange.engagements.models import Engagement
from helpexchange.engagements.rules import EngagementState, FirstVisit
from helpexchange.help_requests.messages import token_of
from helpexchange.help_requests.models import PersonInNeed
from helpexchange.help_requests.rules import RequestState
from helpexchange.match_runs.actions import choose_helper
from helpexchange.match_runs.rules import ProposalState
from tests.asked import approved, asked
from tests.cast import Cast, help_request, helper
from tests.fakes import FakeClock
from tests.matched import as_viewer, done_run, proposed
from tests.page_client import PageClient


def test_the_office_sees_all_and_asks_now(client: PageClient, cast: Cast, clock: FakeClock) -> None:
    proposal = approved(cast, clock)
    client.sign_in(cast.coordinator_hoerde)
    assert "Meryem Muster for Erna Muster" in client.get("/asks").text
    plan = f"/asks/proposals/{proposal.id}/plan"
    client.get(plan)
    client.post(plan, {"first_visit": "nonsense"}, status=422)
    values = {"asks_next_best": "y", "first_visit": "experienced", "first_visit_with": "Zoe"}
    assert "At the first visit Zoe comes along." in client.submit(plan, values).text
    assert "The helper is asked." in client.submit(f"/asks/proposals/{proposal.id}/ask").text
    ask = db.session.scalars(select(Ask)).one()
    assert (ask.state, ask.next_best, ask.first_visit) == (
        AskState.OPEN, NextBest.WANTED, FirstVisit.EXPERIENCED,
    )  # fmt: skip
    client.get(f"/asks/{ask.id}/yes")
    assert "The person is told who comes." in client.submit(f"/asks/{ask.id}/yes").text
    client.get(f"/asks/{ask.id}/agree")
    assert "It is agreed." in client.submit(f"/asks/{ask.id}/agree").text
    assert "Agreed" in client.get("/asks?show=settled").text


def test_a_choice_by_hand_is_taken_back_here_too(client: PageClient, cast: Cast, clock: FakeClock) -> None:
    proposal = choose_helper(
        request_id=cast.shopping.id, helper_id=cast.meryem.id, by=as_viewer(cast.coordinator_hoerde),
        now=clock.now(),
    )  # fmt: skip
    assert proposal.run_id is None
    client.sign_in(cast.coordinator_hoerde)
    client.get("/asks")
    undo = f"/open-requests/{cast.shopping.id}/helper/undo/{proposal.id}"
    assert "Nobody waits to be asked" in client.submit(undo, {"back": "/asks"}).text


def test_the_office_notes_a_no(client: PageClient, cast: Cast, clock: FakeClock) -> None:
    ask = asked(cast, clock)
    client.sign_in(cast.coordinator_hoerde)
    client.get(f"/asks/{ask.id}/no")
    client.post(f"/asks/{ask.id}/no", {"reason": "nonsense"}, status=422)
    assert "Noted." in client.submit(f"/asks/{ask.id}/no", {"reason": "too_far"}).text
    assert "It is too far for me" in client.get("/asks?show=settled").text


def test_why_somebody_is_not_asked_stands_there(client: PageClient, cast: Cast, clock: FakeClock) -> None:
    approved(cast, clock)
    db.session.add(AskSettings(office_id=cast.hoerde.id, most_a_week=1))
    db.session.commit()
    other = asked_before(cast, clock)
    client.sign_in(cast.coordinator_hoerde)
    page = client.get("/asks")
    assert "The helper was asked often enough this week." in page.text
    assert other.proposal_id


def asked_before(cast: Cast, clock: FakeClock) -> Ask:
    other = proposed(done_run(now=clock.now()), cast.meryem, cast.garden, state=ProposalState.DECLINED)
    ask = Ask(
        proposal_id=other.id, helper_id=cast.meryem.id, request_id=cast.garden.id, state=AskState.NO,
        next_best=NextBest.OFFICE, asked_at=clock.now(),
    )  # fmt: skip
    db.session.add(ask)
    db.session.commit()
    return ask


def test_another_office_finds_nothing(client: PageClient, cast: Cast, clock: FakeClock) -> None:
    ask = asked(cast, clock)
    proposal_id = ask.proposal_id
    client.sign_in(cast.coordinator_eving)
    assert "Meryem" not in client.get("/asks").text
    for url in (f"/asks/{ask.id}/no", f"/asks/{ask.id}/withdraw", f"/asks/proposals/{proposal_id}/plan"):
        client.get(url, status=404)
    client.post(f"/asks/proposals/{proposal_id}/ask", status=404)
    client.get(f"/asks/settings/{cast.hoerde.id}", status=404)


def test_who_only_looks_may_not_decide(client: PageClient, cast: Cast, clock: FakeClock) -> None:
    ask = asked(cast, clock)
    client.sign_in(cast.network_lead)
    assert "Said yes" not in client.get("/asks").text
    client.get(f"/asks/{ask.id}/withdraw", status=403)


def test_an_office_chooses_how_it_asks(client: PageClient, cast: Cast, clock: FakeClock) -> None:
    client.sign_in(cast.coordinator_hoerde)
    url = f"/asks/settings/{cast.hoerde.id}"
    client.get(url)
    values = {
        "remind_after_days": "1", "expire_after_days": "3", "most_open": "2", "most_a_week": "3",
        "person_days": "2", "trial_days": "0", "asks_next_best": "y",
    }  # fmt: skip
    for wrong in (
        {"most_open": "0"},
        {"most_open": "x"},
        {"expire_after_days": "1"},
        {"remind_after_days": "5"},
    ):
        page = client.post(url, {**values, **wrong}, status=422)
        assert page is not None
        assert page.all("a", href=f"#{next(iter(wrong))}") or "later than the reminder" in page.text
    client.submit(url, values)
    row = db.session.scalars(select(AskSettings)).one()
    assert (row.person_days, row.trial_days, row.asks_next_best) == (2, 0, True)


def test_who_waits_sees_where_they_stand(client: PageClient, cast: Cast, clock: FakeClock) -> None:
    own = f"/my-request/{token_of(cast.shopping.reference)}"
    page = client.get(own)
    assert "You are the next in your district for this help." in page.text
    assert "Others waited" not in page.text
    rows = [
        help_request(
            f"done-{days}", office=cast.hoerde, kind="shopping", weekday=2, state=RequestState.AGREED,
            now=clock.now() - timedelta(days=days),
        )
        for days in (2, 4, 6, 8, 10)
    ]  # fmt: skip
    urgent = help_request(
        "urgent", office=cast.hoerde, kind="shopping", weekday=2, now=clock.now(), priority=4
    )
    db.session.add_all([*rows, urgent])
    db.session.flush()
    for each in rows:
        db.session.add(
            Engagement(
                request_id=each.id, helper_id=cast.meryem.id, office_id=cast.hoerde.id, kind_code="shopping",
                seat=1, state=EngagementState.AGREED, agreed_at=clock.now(),
            )
        )  # fmt: skip
    db.session.commit()
    text = client.get(own).text
    assert "Before you, 1 person waits for the same help in your district." in text
    assert "Others waited for about 6 days." in text
    assert "For half of them it took 4 to 8 days." in text
    clock.advance(days=91)
    assert "Others waited" not in client.get(f"/my-request/{token_of(cast.shopping.reference)}").text


def test_few_statements_for_many(client: PageClient, cast: Cast, clock: FakeClock) -> None:
    run, now = done_run(now=clock.now()), clock.now()
    for number in range(8):
        each = help_request(f"many-{number}", office=cast.hoerde, kind="shopping", weekday=3, now=now)
        each.person = PersonInNeed(first_name=f"Ida {number}")
        somebody = helper(
            f"Zoe{number}", office=cast.hoerde, offers="shopping", speaks="tr", weekday=3, now=now
        )
        db.session.add_all([each, somebody])
        db.session.flush()
        is_asked = number % 2
        state = ProposalState.OFFERED if is_asked else ProposalState.APPROVED
        proposal = proposed(run, somebody, each, state=state, seat=1, place=1, decided_at=now)
        if is_asked:
            ask = Ask(
                proposal_id=proposal.id, helper_id=somebody.id, request_id=each.id, state=AskState.OPEN,
                next_best=NextBest.OFFICE, asked_at=now,
            )  # fmt: skip
            db.session.add(ask)
    db.session.commit()
    client.sign_in(cast.coordinator_hoerde)
    page = client.get("/asks", most_sql=12)
    assert len(page.all("li", class_="he-row")) == 8
