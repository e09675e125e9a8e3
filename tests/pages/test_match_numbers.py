"""A run in groups and in numbers: urgent first, what changed, load by district, and who decided."""

import pytest

from helpexchange.core.database import db
from helpexchange.engagements.models import Engagement
from helpexchange.engagements.rules import EndReason, EngagementState
from helpexchange.match_runs.actions import approve_proposal
from helpexchange.match_runs.models import MatchRun, UnmatchedRequest
from helpexchange.match_runs.rules import RunState
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.matched import as_viewer, done_run, proposed, shopping_proposal
from tests.page_checks import visible_text
from tests.page_client import PageClient


@pytest.fixture
def hanna(client: PageClient, cast: Cast) -> PageClient:
    """The browser of the coordinator of Hörde."""
    client.sign_in(cast.coordinator_hoerde)
    return client


def waiting(run: MatchRun, cast: Cast) -> None:
    """Let the garden of Hörde wait after a run."""
    db.session.add(
        UnmatchedRequest(
            run_id=run.id, request_id=cast.garden.id, office_id=cast.hoerde.id, reason="no_skill_in_reach"
        )
    )
    db.session.commit()


def test_the_urgent_stand_in_a_group_of_their_own(hanna: PageClient, cast: Cast, clock: FakeClock) -> None:
    run = done_run(now=clock.now())
    cast.garden.priority = 4
    proposed(run, cast.meryem, cast.shopping)
    proposed(run, cast.meryem, cast.garden)
    page = hanna.get(f"/match-runs/{run.id}")
    assert [visible_text(each) for each in page.all("h3")][:2] == ["Urgent 1", "shopping 1"]
    articles = [visible_text(each) for each in page.all("article")]
    assert "urgent" in articles[0]
    near = [visible_text(each) for each in hanna.get(f"/match-runs/{run.id}?sort=near").all("h3")]
    assert not {"Urgent 1", "shopping 1"} & set(near)


def test_a_card_shows_both_weeks_and_what_was_between_the_two(
    hanna: PageClient, cast: Cast, clock: FakeClock
) -> None:
    proposal = shopping_proposal(cast, now=clock.now())
    earlier = Engagement(
        request_id=cast.shopping.id, helper_id=cast.meryem.id, office_id=cast.hoerde.id, kind_code="shopping",
        seat=1, state=EngagementState.ENDED, agreed_at=clock.now(), ended_at=clock.now(),
        end_reason=EndReason.GOAL_REACHED,
    )  # fmt: skip
    db.session.add(earlier)
    page = hanna.get(f"/match-runs/{proposal.run_id}")
    card = visible_text(page.one("article", id=f"proposal-{proposal.id}"))
    assert "Meryem Muster has time: Tuesday, afternoon" in card
    assert "Erna Muster would like: Tuesday, afternoon" in card
    assert "has helped Erna Muster before, until" in card
    earlier.end_reason = EndReason.DID_NOT_GET_ON
    assert "did not get on" in hanna.get(f"/match-runs/{proposal.run_id}").text


def test_what_changed_since_the_last_run_of_the_same_scope(
    hanna: PageClient, cast: Cast, clock: FakeClock
) -> None:
    first = done_run(now=clock.now())
    proposed(first, cast.jonas, cast.shopping)
    proposed(first, cast.jonas, cast.company)  # another office's: not shown to Hanna
    waiting(first, cast)
    done_run(now=clock.now(), office_id=cast.hoerde.id)  # another scope
    second = done_run(now=clock.advance(days=1))
    proposed(second, cast.meryem, cast.shopping)
    proposed(second, cast.meryem, cast.garden)
    short = hanna.get(f"/match-runs/{second.id}")
    assert (
        "Since the last match: newly found 1, another helper 1, no longer proposed 0, newly waiting 0."
        in short.text
    )
    details = f"/match-runs/{second.id}/numbers"
    assert visible_text(short.one("a", href=f"{details}#changes")) == "Show what has changed"
    assert "Since the last match" not in hanna.get(f"/match-runs/{first.id}").text
    page = hanna.get(details)
    for words in (
        "Another helper: 1", "Erna Muster: Meryem Muster, before: Jonas Muster", "Help newly found: 1",
        "No longer waiting: 1", "Newly waiting: 0", "No longer proposed",
    ):  # fmt: skip
        assert words in page.text
    assert "This is the first match here" in hanna.get(f"/match-runs/{first.id}/numbers").text


def test_the_numbers_say_served_waiting_load_limits_and_who_decided(
    hanna: PageClient, cast: Cast, clock: FakeClock
) -> None:
    proof = {"gap_wanted": 1e-4, "time_limit_s": 60.0, "prices": {}}
    run = done_run(now=clock.now(), certificate=proof, policy={"weights": {}, "coverage_floor": 0.6})
    proposal = proposed(run, cast.meryem, cast.shopping)
    waiting(run, cast)
    approve_proposal(proposal_id=proposal.id, by=as_viewer(cast.coordinator_hoerde), now=clock.now())
    page = hanna.get(f"/match-runs/{run.id}/numbers")
    rows = [visible_text(row) for row in page.all("tr")]
    assert "Hörde 1 1 1 helper, requests each: 1" in rows
    assert any(row.startswith("Hanna Beispiel 1 0 ") for row in rows)
    assert "no answer can have 0.01 % more points, or after 60 seconds" in page.text
    assert "First, help is found for 60 % of the people in every district" in page.text


def test_a_run_that_is_not_done_has_no_numbers(hanna: PageClient, cast: Cast, clock: FakeClock) -> None:
    run = done_run(now=clock.now(), office_id=cast.hoerde.id, state=RunState.RUNNING, progress={
        "stage": "matching", "parts": 4.0, "parts_done": 1.0, "objective": 1200.0, "gap": 0.05, "seconds": 3,
    })  # fmt: skip
    hanna.get(f"/match-runs/{run.id}/numbers", status=404)
    words = hanna.get(f"/match-runs/{run.id}").text
    assert "Part 1 of 4, after 3 seconds. Found so far: 1,200 points" in words
    assert "at most 5 % more" in words


def test_everything_can_be_saved_by_who_sees_everybody(
    hanna: PageClient, match_run: MatchRun, clock: FakeClock
) -> None:
    page = hanna.get(f"/match-runs/{match_run.id}/numbers")
    assert "Save everything (ZIP)" in page.text
    token = {"csrf_token": page.all("input", name="csrf_token")[0].get("value") or ""}
    answer = hanna.browser.post(f"/match-runs/{match_run.id}/export", data=token)
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    town = done_run(now=clock.now())
    assert "Save everything" not in hanna.get(f"/match-runs/{town.id}/numbers").text
