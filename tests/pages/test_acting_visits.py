"""Whoever acts for a person sees their visits and says for them what becomes of one, while they act."""

import pytest
from sqlalchemy import select

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.database import db
from helpexchange.core.viewer import VISITOR
from helpexchange.engagements.rules import Side, VisitState
from helpexchange.representatives.actions import end_representation
from helpexchange.representatives.models import Representation
from helpexchange.representatives.rules import EndedBy, EndReason
from tests.cast import Cast
from tests.engaged import after, begun, visits
from tests.fakes import FakeClock
from tests.page_client import PageClient
from tests.representing import acts_for_erna, link_of


@pytest.fixture
def acts(cast: Cast, clock: FakeClock) -> Representation:
    """Ute acts for Erna, whom Meryem visits."""
    made = acts_for_erna(cast, clock.now())
    begun(cast, clock)
    return made


def base_of(acts: Representation, cast: Cast) -> str:
    return f"{link_of(acts)}/requests/{cast.shopping.id}"


def who_did(act: str) -> tuple[str, str]:
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.act == act).order_by(AuditEntry.id)).one()
    return entry.actor, entry.details["side"]


def test_they_see_the_visits_but_no_contact(client: PageClient, cast: Cast, acts: Representation) -> None:
    link = client.get(link_of(acts)).one("a", href=f"{base_of(acts, cast)}/visits")
    page = client.get(link.get("href") or "")
    assert "The visits to Erna" in page.text
    assert "Meryem" in page.text
    for secret in ("Meryem Muster", "0231 555 0123", "meryem@"):
        assert secret not in page.text
    assert page.all("a", href=link_of(acts))
    assert not page.all("a", href=f"{base_of(acts, cast)}/calendar")


def test_they_call_a_visit_off_and_let_it_take_place(
    client: PageClient, cast: Cast, acts: Representation
) -> None:
    visit = visits()[0]
    url = f"{base_of(acts, cast)}/visits/{visit.id}"
    client.post(f"{url}/cancel", {}, status=422)
    client.submit(f"{url}/cancel", {"reason": "ill"})
    db.session.expire_all()
    assert (visits()[0].state, visits()[0].noted_by) == (VisitState.CANCELLED, Side.PERSON)
    assert who_did("cancel_visit") == ("Ute Muster", "person")
    assert "takes place after all" in client.submit(f"{url}/restore").text
    client.submit(f"{url}/move", {"day": "2026-11-04", "start": "10"})
    assert who_did("propose_move") == ("Ute Muster", "person")


def test_they_say_that_it_did_not_take_place(
    client: PageClient, cast: Cast, clock: FakeClock, acts: Representation
) -> None:
    visit = visits()[0]
    after(clock, visit)
    url = f"{base_of(acts, cast)}/visits/{visit.id}"
    client.submit(f"{url}/missed", {"missing": "helper", "note": ""})
    db.session.expire_all()
    assert visits()[0].state is VisitState.MISSED
    assert who_did("note_missed") == ("Ute Muster", "person")
    client.sign_in(cast.coordinator_hoerde)
    page = client.get(f"/engagements/{visit.engagement_id}")
    assert "Ute Muster for the person: noted that a visit did not take place" in page.text


def test_they_let_the_visits_rest(client: PageClient, cast: Cast, acts: Representation) -> None:
    engagement_id = visits()[0].engagement_id
    base = f"{base_of(acts, cast)}/visits"
    client.submit(f"{base}/pause/{engagement_id}", {"first": "2026-11-09", "back": "2026-11-20"})
    assert who_did("pause_engagement") == ("Ute Muster", "person")
    assert "The visits go on" in client.submit(f"{base}/resume/{engagement_id}").text


def test_only_while_they_act_and_only_for_whom(
    client: PageClient, cast: Cast, clock: FakeClock, acts: Representation
) -> None:
    visit, link = visits()[0], link_of(acts)
    client.get(f"{link}/requests/{cast.company.id}/visits", status=404)
    client.get(f"{link}/requests/{cast.garden.id}/visits/{visit.id}/cancel", status=404)
    client.get(f"/acting-for/forged/requests/{cast.shopping.id}/visits", status=404)
    end_representation(
        representation=acts, ended_by=EndedBy.PERSON, reason=EndReason.NO_LONGER_WANTED, by=VISITOR,
        now=clock.now(),
    )  # fmt: skip
    db.session.commit()
    client.get(f"{base_of(acts, cast)}/visits", status=404)
    client.post(f"{base_of(acts, cast)}/visits/{visit.id}/cancel", {"reason": "ill"}, status=404)
    assert visits()[0].state is VisitState.PLANNED
