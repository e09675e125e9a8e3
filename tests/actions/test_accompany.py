"""Somebody comes along to the first visit: chosen with the question or later, and told to both."""

import pytest

from helpexchange.asking.actions import agree
from helpexchange.core.errors import NotAllowedRefusal, NotFoundRefusal
from helpexchange.core.viewer import VISITOR
from helpexchange.engagements.actions import accompany, end_engagement
from helpexchange.engagements.models import Engagement
from helpexchange.engagements.queries import history_of_engagement
from helpexchange.engagements.rules import (
    EndReason,
    EngagementEndedError,
    FirstVisit,
    Outcome,
    Side,
    VisitOverError,
)
from tests.asked import said_yes
from tests.cast import Cast
from tests.engaged import after, begun, visits
from tests.fakes import FakeClock
from tests.matched import as_viewer
from tests.outbox import messages
from tests.page_client import PageClient


def along(cast: Cast, clock: FakeClock, engagement: Engagement, name: str = "Rolf") -> Outcome:
    return accompany(
        engagement_id=engagement.id, first_visit=FirstVisit.EXPERIENCED, name=name,
        by=as_viewer(cast.coordinator_hoerde), now=clock.now(),
    )  # fmt: skip


def test_both_are_told_once_and_it_is_audited(cast: Cast, clock: FakeClock) -> None:
    engagement = begun(cast, clock)
    assert along(cast, clock, engagement) is Outcome.DONE
    assert along(cast, clock, engagement) is Outcome.DONE_BEFORE
    told = [each for each in messages() if each.message.endswith("/first_visit")]
    assert ["At the first visit Rolf comes along." in each.text for each in told] == [True, True]
    assert "Rolf" not in told[0].subject
    entry = history_of_engagement(as_viewer(cast.coordinator_hoerde), engagement.id)[0]
    assert (entry.act, entry.details) == ("accompany_first_visit", {"first_visit": "experienced"})


def test_what_was_chosen_with_the_question_stays(cast: Cast, clock: FakeClock) -> None:
    ask = said_yes(cast, clock)
    ask.first_visit, ask.first_visit_with = FirstVisit.COORDINATOR, "Hanna"
    agree(ask_id=ask.id, by=VISITOR, now=clock.now())
    engagement = visits()[0].engagement
    assert (engagement.first_visit, engagement.first_visit_with) == (FirstVisit.COORDINATOR, "Hanna")


def test_only_the_own_coordinator_and_only_before_it(cast: Cast, clock: FakeClock) -> None:
    engagement = begun(cast, clock)
    for account, refusal in (
        (cast.coordinator_eving, NotFoundRefusal), (cast.network_lead, NotAllowedRefusal),
        (cast.senior, NotFoundRefusal),
    ):  # fmt: skip
        with pytest.raises(refusal):
            accompany(
                engagement_id=engagement.id, first_visit=FirstVisit.COORDINATOR, by=as_viewer(account),
                now=clock.now(),
            )  # fmt: skip
    after(clock, visits()[0])
    with pytest.raises(VisitOverError):
        along(cast, clock, engagement)
    end_engagement(
        engagement=engagement, side=Side.OFFICE, reason=EndReason.MOVED, needs_another=False,
        by=as_viewer(cast.coordinator_hoerde), now=clock.now(),
    )  # fmt: skip
    with pytest.raises(EngagementEndedError):
        along(cast, clock, engagement)


def test_the_office_chooses_it_on_the_page(client: PageClient, cast: Cast, clock: FakeClock) -> None:
    base = f"/engagements/{begun(cast, clock).id}"
    client.sign_in(cast.coordinator_hoerde)
    assert client.get(base).all("a", href=f"{base}/first-visit")
    client.post(f"{base}/first-visit", {"first_visit": "x"}, status=422)
    values = {"first_visit": "coordinator", "first_visit_with": ""}
    assert "somebody of the office comes along" in client.submit(f"{base}/first-visit", values).text
