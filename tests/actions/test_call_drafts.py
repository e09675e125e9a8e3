"""Calls that are half noted: kept, taken up by their own coordinator alone, dropped, forgotten."""

import pytest
from sqlalchemy import func, select

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.database import db
from helpexchange.core.errors import NotAllowedRefusal
from helpexchange.help_requests.actions import drop_call, keep_call
from helpexchange.help_requests.jobs import forget_old_calls
from helpexchange.help_requests.models import CallDraft
from helpexchange.help_requests.queries import call_draft, call_drafts
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.matched import as_viewer

REFERENCE = "P-22223333"


def keep(cast: Cast, clock: FakeClock, **answers: str) -> None:
    keep_call(reference=REFERENCE, answers=answers, by=as_viewer(cast.coordinator_hoerde), now=clock.now())


def kept() -> int:
    return db.session.scalar(select(func.count()).select_from(CallDraft)) or 0


def test_what_is_typed_is_kept_and_replaced(cast: Cast, clock: FakeClock) -> None:
    keep(cast, clock, last_name="Mus")
    keep(cast, clock, last_name="Muster")
    draft = call_draft(as_viewer(cast.coordinator_hoerde), REFERENCE)
    assert draft is not None
    assert draft.answers == {"last_name": "Muster"}
    assert list(db.session.scalars(select(AuditEntry.act))) == ["keep_call"]


def test_an_empty_form_is_not_kept(cast: Cast, clock: FakeClock) -> None:
    keep(cast, clock, last_name="")
    assert kept() == 0


def test_nobody_else_sees_or_drops_it(cast: Cast, clock: FakeClock) -> None:
    keep(cast, clock, last_name="Muster")
    emil = as_viewer(cast.coordinator_eving)
    assert not call_drafts(emil)
    drop_call(reference=REFERENCE, by=emil, now=clock.now())
    assert kept() == 1


def test_it_can_be_dropped_twice(cast: Cast, clock: FakeClock) -> None:
    keep(cast, clock, last_name="Muster")
    for _twice in range(2):
        drop_call(reference=REFERENCE, by=as_viewer(cast.coordinator_hoerde), now=clock.now())
    assert kept() == 0


def test_after_a_week_it_is_forgotten(cast: Cast, clock: FakeClock) -> None:
    keep(cast, clock, last_name="Muster")
    assert forget_old_calls(clock.advance(days=6)) == 0
    assert forget_old_calls(clock.advance(days=2)) == 1
    assert kept() == 0


@pytest.mark.parametrize("who", ["network_lead", "senior"])
def test_only_who_takes_calls_keeps_them(cast: Cast, clock: FakeClock, who: str) -> None:
    with pytest.raises(NotAllowedRefusal):
        keep_call(
            reference=REFERENCE, answers={"last_name": "x"}, by=as_viewer(getattr(cast, who)), now=clock.now()
        )
