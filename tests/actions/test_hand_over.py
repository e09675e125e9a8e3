"""A request goes to another office, with a note; the person is told; it can be taken back."""

import pytest
from sqlalchemy import select

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.database import db
from helpexchange.core.errors import NotAllowedRefusal, NotFoundRefusal
from helpexchange.help_requests.actions import hand_over_request, open_request, take_request, undo_hand_over
from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.queries import request_of_office
from helpexchange.help_requests.rules import (
    RequestAlreadyDecidedError,
    RequestEndedError,
    RequestState,
    SameOfficeError,
)
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.matched import as_viewer
from tests.outbox import messages, told


def hand_over(cast: Cast, clock: FakeClock, request: HelpRequest | None = None) -> HelpRequest:
    return hand_over_request(
        request_id=(request or cast.uncleared).id, office_id=cast.eving.id, note="She has moved.",
        by=as_viewer(cast.coordinator_hoerde), now=clock.now(),
    )  # fmt: skip


def test_the_other_office_answers_for_it(cast: Cast, clock: FakeClock) -> None:
    hand_over(cast, clock)
    found = request_of_office(as_viewer(cast.coordinator_eving), cast.uncleared.id)
    assert (found.office_note, found.office_id) == ("She has moved.", cast.eving.id)
    with pytest.raises(NotFoundRefusal):
        request_of_office(as_viewer(cast.coordinator_hoerde), cast.uncleared.id)
    entry = db.session.scalars(select(AuditEntry)).one()
    assert entry.details == {"from_office_id": cast.hoerde.id, "to_office_id": cast.eving.id}


def test_the_person_is_told_whom_to_call_now(cast: Cast, clock: FakeClock) -> None:
    hand_over(cast, clock, cast.shopping)
    assert told() == ["handed_over"]
    assert "Seniorenbüro Eving" in messages()[0].text


def test_it_can_be_taken_back_and_is_then_not_told(cast: Cast, clock: FakeClock) -> None:
    hand_over(cast, clock, cast.shopping)
    hanna = as_viewer(cast.coordinator_hoerde)
    for _twice in range(2):
        undo_hand_over(request_id=cast.shopping.id, by=hanna, now=clock.advance(seconds=60))
    assert cast.shopping.office_id == cast.hoerde.id
    assert told() == []


@pytest.mark.parametrize("who", ["coordinator_eving", "network_lead", "senior"])
def test_only_who_handed_over_takes_back(cast: Cast, clock: FakeClock, who: str) -> None:
    hand_over(cast, clock)
    with pytest.raises((NotFoundRefusal, NotAllowedRefusal)):
        undo_hand_over(request_id=cast.uncleared.id, by=as_viewer(getattr(cast, who)), now=clock.now())


def test_what_the_other_office_has_begun_stays_there(cast: Cast, clock: FakeClock) -> None:
    hand_over(cast, clock)
    emil = as_viewer(cast.coordinator_eving)
    take_request(request_id=cast.uncleared.id, by=emil, now=clock.advance(seconds=1))
    open_request(request_id=cast.uncleared.id, by=emil, now=clock.advance(seconds=1))
    with pytest.raises(RequestAlreadyDecidedError):
        undo_hand_over(
            request_id=cast.uncleared.id, by=as_viewer(cast.coordinator_hoerde), now=clock.advance(seconds=1)
        )
    assert cast.uncleared.office_id == cast.eving.id


def test_a_day_later_it_stays(cast: Cast, clock: FakeClock) -> None:
    hand_over(cast, clock)
    with pytest.raises(NotFoundRefusal):
        undo_hand_over(
            request_id=cast.uncleared.id,
            by=as_viewer(cast.coordinator_hoerde),
            now=clock.advance(seconds=90_000),
        )


def test_not_to_itself_nor_once_somebody_helps(cast: Cast, clock: FakeClock) -> None:
    hanna = as_viewer(cast.coordinator_hoerde)
    with pytest.raises(SameOfficeError):
        hand_over_request(
            request_id=cast.uncleared.id, office_id=cast.hoerde.id, note="", by=hanna, now=clock.now()
        )
    cast.shopping.state = RequestState.AGREED
    with pytest.raises(RequestEndedError):
        hand_over(cast, clock, cast.shopping)
    with pytest.raises(NotFoundRefusal):
        hand_over_request(request_id=cast.uncleared.id, office_id=999, note="", by=hanna, now=clock.now())
