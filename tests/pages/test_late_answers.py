"""An answer that comes too late: helper, person and office read that it is not noted, and what happened."""

from datetime import timedelta

from flask import Flask

from helpexchange.accounts.roles import Role
from helpexchange.asking.actions import agree, expire_ask, withdraw_ask
from helpexchange.asking.models import Ask
from helpexchange.asking.rules import AskState
from helpexchange.core.database import db
from helpexchange.core.viewer import VISITOR, system_viewer
from helpexchange.help_requests.actions import withdraw_request
from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.rules import RequestState
from helpexchange.match_runs.actions import undo_decision
from tests.asked import approved, asked, said_yes
from tests.cast import Cast, account
from tests.fakes import FakeClock
from tests.matched import as_viewer
from tests.page_client import PageClient
from tests.pages.test_asks import of_helper, of_person, state_of

LATE = "Your answer came too late, so it is not noted."
REASON = {"reason": "no_time"}


def needs_nothing(request: HelpRequest, cast: Cast, clock: FakeClock) -> None:
    """The person needs no help any more; the office notes it."""
    withdraw_request(request_id=request.id, by=as_viewer(cast.coordinator_hoerde), now=clock.now())
    db.session.commit()


def expired(ask: Ask, clock: FakeClock) -> None:
    """Nobody has answered in time."""
    expire_ask(ask_id=ask.id, by=system_viewer("scheduler"), now=clock.advance(days=9))
    db.session.commit()


def test_a_yes_after_the_last_day(client: PageClient, cast: Cast, clock: FakeClock) -> None:
    ask = asked(cast, clock)
    expired(ask, clock)
    for act in ("yes", "no", "call"):
        page = client.submit(f"{of_helper(ask)}/{act}", REASON)
        assert LATE in page.text
        assert "This question has ended, because we could not wait any longer." in page.text
    assert state_of(ask) is AskState.EXPIRED


def test_a_yes_to_what_was_taken_back_or_is_not_needed(
    client: PageClient, cast: Cast, clock: FakeClock
) -> None:
    ask = asked(cast, clock)
    withdraw_ask(ask_id=ask.id, by=as_viewer(cast.coordinator_hoerde), now=clock.now())
    page = client.submit(f"{of_helper(ask)}/yes")
    assert LATE in page.text
    assert "This question is settled" in page.text
    assert "This help is not needed any more." in page.text


def test_a_yes_when_the_request_is_gone(client: PageClient, cast: Cast, clock: FakeClock) -> None:
    ask = asked(cast, clock)
    needs_nothing(cast.shopping, cast, clock)
    page = client.submit(f"{of_helper(ask)}/yes")
    assert LATE in page.text
    assert "This help is not needed any more." in page.text


def test_a_yes_when_the_office_has_agreed_with_somebody(
    client: PageClient, cast: Cast, clock: FakeClock
) -> None:
    ask = asked(cast, clock)
    cast.shopping.state = RequestState.AGREED
    page = client.submit(f"{of_helper(ask)}/yes")
    assert LATE in page.text
    assert "This question has been settled in the meantime." in page.text
    assert not page.all("form", action=f"{of_helper(ask)}/yes")


def test_a_no_after_the_own_yes(client: PageClient, cast: Cast, clock: FakeClock) -> None:
    ask = said_yes(cast, clock)
    page = client.submit(f"{of_helper(ask)}/no", REASON)
    assert "You have said yes before. If that has changed, please call us." in page.text
    assert "answered this before" in client.submit(f"{of_helper(ask)}/yes").text
    assert state_of(ask) is AskState.YES


def test_the_persons_no_after_the_request_has_ended(client: PageClient, cast: Cast, clock: FakeClock) -> None:
    ask = said_yes(cast, clock)
    needs_nothing(cast.shopping, cast, clock)
    for act in ("no", "yes"):
        page = client.submit(f"{of_person(ask)}/{act}")
        assert LATE in page.text
        assert "Your request has ended. So nobody comes." in page.text


def test_the_persons_no_after_the_helper_was_taken_back(
    client: PageClient, cast: Cast, clock: FakeClock
) -> None:
    ask = said_yes(cast, clock)
    withdraw_ask(ask_id=ask.id, by=as_viewer(cast.coordinator_hoerde), now=clock.now())
    page = client.submit(f"{of_person(ask)}/no")
    assert "The helper cannot come. We look for somebody else." in page.text


def test_the_persons_no_after_both_have_agreed(client: PageClient, cast: Cast, clock: FakeClock) -> None:
    ask = said_yes(cast, clock)
    agree(ask_id=ask.id, by=VISITOR, now=clock.now())
    page = client.submit(f"{of_person(ask)}/no")
    assert "It is agreed already. Please call us if that has changed." in page.text
    assert state_of(ask) is AskState.AGREED


def test_the_office_reads_who_was_faster(client: PageClient, cast: Cast, clock: FakeClock) -> None:
    ask = asked(cast, clock)
    client.sign_in(cast.coordinator_hoerde)
    withdraw_ask(ask_id=ask.id, by=as_viewer(cast.coordinator_hoerde), now=clock.now())
    words = "2 Nov 2026, 09:00: Hanna Beispiel took the question back: Meryem Muster for Erna Muster."
    for act in ("yes", "agree", "refuse", "no"):
        page = client.submit(f"/asks/{ask.id}/{act}", REASON)
        assert words in page.text
    needs_nothing(cast.shopping, cast, clock)
    assert words in client.submit(f"/asks/{ask.id}/yes").text


def test_an_approval_that_a_colleague_has_taken_back(
    app: Flask, client: PageClient, cast: Cast, clock: FakeClock
) -> None:
    proposal = approved(cast, clock)
    colleague = account("Olga Kollegin", Role.COORDINATOR, office=cast.hoerde, now=clock.now())
    db.session.add(colleague)
    db.session.commit()
    undo_decision(proposal_id=proposal.id, by=as_viewer(colleague), now=clock.now() + timedelta(minutes=1))
    client.sign_in(cast.coordinator_hoerde)
    for address in ("ask", "plan"):
        values = {"first_visit": "alone"}
        page = client.submit(f"/asks/proposals/{proposal.id}/{address}", values)
        assert "Olga Kollegin took the decision back: Meryem Muster for Erna Muster." in page.text
    assert db.session.scalars(db.select(Ask)).all() == []
