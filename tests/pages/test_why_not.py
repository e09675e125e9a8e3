"""Why not a named helper? The rules that fail in words, or what the choice would cost."""

from typing import Any

import pytest

from helpexchange.core.database import db
from helpexchange.help_requests.models import HelpRequest
from helpexchange.helper_profiles.models import HelperCheck, HelperSkill
from helpexchange.helper_profiles.rules import HelperKind, HelperState
from helpexchange.match_runs.actions import approve_proposal, reject_proposal
from helpexchange.match_runs.models import MatchRun
from helpexchange.match_runs.rules import RejectionReason
from tests.cast import Cast, help_request, helper
from tests.fakes import FakeClock
from tests.matched import TUESDAY_VISIT, as_viewer, done_run, proposed
from tests.page_client import PageClient

TUESDAY, THURSDAY = 1, 3


@pytest.fixture
def hanna(client: PageClient, cast: Cast) -> PageClient:
    """The browser of the coordinator of Hörde."""
    client.sign_in(cast.coordinator_hoerde)
    return client


@pytest.fixture
def run(cast: Cast, clock: FakeClock) -> MatchRun:
    """A run of the whole town that proposed nothing yet."""
    return done_run(now=clock.now(), certificate={"prices": {cast.shopping.reference: 9_000.0}})


def said(hanna: PageClient, run: MatchRun, request: HelpRequest, name: str) -> str:
    """What the page says of helpers of this name."""
    address = f"/match-runs/{run.id}/requests/{request.id}/why-not"
    token = hanna.get(address).all("input", name="csrf_token")[0].get("value") or ""
    page = hanna.post(address, {"csrf_token": token, "name": name}, status=200)
    assert page is not None
    return page.text


def zora(cast: Cast, clock: FakeClock, **others: Any) -> None:
    """Enter Zora of Hörde, who would fit Erna's shopping if it were not for `others`."""
    columns: dict[str, Any] = {"weekday": TUESDAY, "offers": "shopping", **others}
    db.session.add(helper("Zora", office=cast.hoerde, speaks="tr", now=clock.now(), **columns))
    db.session.commit()


@pytest.mark.parametrize(
    ("others", "words"),
    [
        ({"offers": "company"}, "The helper does not offer this: shopping."),
        ({"weekday": THURSDAY}, "The helper is not free at the times the person has named."),
        ({"max_distance_m": 100.0}, "It is 560 m away; the limit is 100 m."),
        ({"latitude": None, "longitude": None}, "We do not know how far it is."),
        ({"latitude": None}, "Some details cannot be matched"),
        ({"minutes_per_week": 30}, "It would be 60 minutes a week; the helper gives at most 30."),
        ({"max_requests": 0}, "The helper takes nobody at the moment."),
        ({"state": HelperState.PAUSED}, "The helper has paused or left."),
    ],
)
def test_each_rule_that_fails_is_said_in_words(
    hanna: PageClient, cast: Cast, run: MatchRun, others: dict[str, Any], words: str
) -> None:
    zora(cast, FakeClock(), **others)
    text = said(hanna, run, cast.shopping, "zor")
    assert "Zora Muster" in text
    assert words in text
    assert ("This helper cannot be chosen:" in text) is not ("Choose anyway" in text)


def test_checks_and_kinds_of_helper_are_named(
    hanna: PageClient, cast: Cast, clock: FakeClock, run: MatchRun
) -> None:
    cast.shopping.checks, cast.shopping.helper_kinds = ["conduct"], [HelperKind.STUDENT.value]
    zora(cast, clock)
    text = said(hanna, run, cast.shopping, "Zora Muster")
    assert "These checks are not passed:" in text
    assert "Only students may come." in text


def test_a_no_and_other_visits_are_told_apart(
    hanna: PageClient, cast: Cast, clock: FakeClock, run: MatchRun
) -> None:
    by, now = as_viewer(cast.coordinator_hoerde), clock.now()
    turned_down = proposed(run, cast.meryem, cast.shopping)
    reject_proposal(proposal_id=turned_down.id, reason=RejectionReason.OTHER_PLAN, by=by, now=now)
    assert "One of the two, or the office, has said no to this before." in said(
        hanna, run, cast.shopping, "Meryem"
    )
    times = [*TUESDAY_VISIT[:1], 14 * 60, 17 * 60]
    other = help_request("other", office=cast.hoerde, kind="shopping", weekday=TUESDAY, now=now)
    third = help_request("third", office=cast.hoerde, kind="shopping", weekday=TUESDAY, now=now)
    db.session.add_all([other, third])
    db.session.flush()
    busy = proposed(run, cast.meryem, other, visits=[times])
    approve_proposal(proposal_id=busy.id, by=by, now=now)
    assert "The helper is with somebody else at all times that would suit." in said(
        hanna, run, third, "Meryem"
    )
    cast.meryem.max_requests = 1
    assert "It would be 2 people; the helper wants at most 1." in said(hanna, run, third, "Meryem")
    assert "has its helpers already" in said(hanna, run, other, "Meryem")


def test_a_possible_helper_comes_with_points_and_cost(
    hanna: PageClient, cast: Cast, clock: FakeClock, run: MatchRun
) -> None:
    zora(cast, clock, max_requests=1)
    free = said(hanna, run, cast.shopping, "zora")
    assert "Possible, and nobody else would lose by it." in free
    assert "560 m away" in free
    other = help_request("other", office=cast.hoerde, kind="shopping", weekday=TUESDAY, now=clock.now())
    db.session.add(other)
    db.session.commit()
    found = db.session.query(type(cast.meryem)).filter_by(first_name="Zora").one()
    proposed(run, found, other)
    assert "Possible, but it would cost others about" in said(hanna, run, cast.shopping, "zora")


def test_names_are_found_with_a_wrong_letter_and_in_the_whole_town(
    hanna: PageClient, cast: Cast, run: MatchRun
) -> None:
    assert "Meryem Muster" in said(hanna, run, cast.shopping, "Meriem")
    assert "Jonas Muster" in said(hanna, run, cast.shopping, "Jonas")
    assert "Nobody of that name" in said(hanna, run, cast.shopping, " ")
    hanna.get(f"/match-runs/{run.id}/requests/{cast.company.id}/why-not", status=404)


def test_somebody_asked_about_is_chosen_at_once_and_that_is_undone(
    hanna: PageClient, cast: Cast, clock: FakeClock, run: MatchRun
) -> None:
    open_one = proposed(run, cast.jonas, cast.shopping)
    cast.meryem.max_distance_m = 400.0
    address = f"/match-runs/{run.id}/requests/{cast.shopping.id}/why-not?instead_of={open_one.id}"
    assert address in hanna.get(f"/match-runs/{run.id}").html
    token = hanna.get(address).all("input", name="csrf_token")[0].get("value") or ""
    hanna.post(address, {"csrf_token": token, "name": "Meryem"}, status=200)
    fields = {
        "csrf_token": token, "overruled": "distance", "instead_of": open_one.id, "reason": "Likes to walk",
        "back": f"/match-runs/{run.id}?sort=near",
    }  # fmt: skip
    after = hanna.submit(f"/open-requests/{cast.shopping.id}/helper/{cast.meryem.id}", fields)
    assert "Meryem Muster helps Erna Muster" in after.text
    assert "sort=near&done=" in after.url
    chosen = after.url.partition("done=")[2].partition("#")[0]
    hanna.submit(f"/match-runs/{run.id}/proposals/{chosen}/undo", {"csrf_token": token})
    assert "Choose anyway" in said(hanna, run, cast.shopping, "Meryem")


def test_who_may_only_look_is_told_and_chooses_nobody(
    client: PageClient, cast: Cast, clock: FakeClock, run: MatchRun
) -> None:
    client.sign_in(cast.network_lead)
    cast.meryem.max_distance_m = 400.0
    text = said(client, run, cast.shopping, "Meryem")
    assert "This stands against it: It is 560 m away" in text
    assert "Choose anyway" not in text


def test_an_expired_check_counts_as_missing(
    hanna: PageClient, cast: Cast, clock: FakeClock, run: MatchRun
) -> None:
    cast.company.office_id = cast.hoerde.id
    expired = HelperCheck(
        check_code="interview", seen_on=clock.now().date(), expires_on=clock.now().date().replace(year=2020)
    )
    zora(cast, clock, weekday=THURSDAY, skills=[HelperSkill(skill_code="company")], checks=[expired])
    assert "These checks are not passed:" in said(hanna, run, cast.company, "zora")
