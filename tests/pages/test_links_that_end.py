"""Links of messages end, a new one replaces the old, and whoever holds an old one is offered a fresh one."""

import pytest
from flask import Flask
from sqlalchemy import select

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.database import db
from helpexchange.core.links import LINKS_A_DAY
from helpexchange.help_requests.messages import LINK_DAYS, token_of
from helpexchange.help_requests.models import CallBack
from helpexchange.helper_profiles.links import INTEREST, LASTS_DAYS, PAGE, token_for
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.rules import Channel
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.page_client import PageClient

OVER = "This link is no longer valid"


def sent() -> list[OutboxMessage]:
    db.session.expire_all()
    return list(db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


def path_in(text: str, start: str) -> str:
    return text[text.index(start) :].split(maxsplit=1)[0]


@pytest.fixture
def mine(cast: Cast, client: PageClient) -> str:
    """The page of Erna's request, by its link."""
    return f"/my-request/{token_of(cast.shopping.reference)}"


def test_a_link_ends_after_its_days(client: PageClient, mine: str, clock: FakeClock) -> None:
    client.get(mine)
    clock.advance(days=LINK_DAYS + 1)
    page = client.get(mine, status=410)
    assert OVER in page.text
    assert "Please call me instead" in page.text
    for what in ("change", "end"):
        client.get(f"{mine}/{what}", status=410)
    for what in ("change", "end", "call", "data"):
        client.post(f"{mine}/{what}", {}, status=410)


def test_a_fresh_link_replaces_the_old(client: PageClient, mine: str) -> None:
    page = client.post(f"{mine}/fresh", status=200)
    assert page is not None
    assert "A fresh link is on its way" in page.text
    assert OVER in client.get(mine, status=410).text
    message = sent()[0]
    assert (message.message, message.address) == (
        "help_requests/messages/new_link", "erna.muster@example.org",
    )  # fmt: skip
    assert message.subject == "Your new link"
    client.get(path_in(message.text, "/my-request/"))
    acts = db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)).all()
    assert acts == ["renew_link"]


def test_asking_twice_sends_one(client: PageClient, mine: str, clock: FakeClock) -> None:
    for _ in range(2):
        client.post(f"{mine}/fresh", status=200)
    assert len(sent()) == 1
    client.get(path_in(sent()[0].text, "/my-request/"))  # the old link did not end the new one
    clock.advance(days=1)
    client.post(f"{mine}/fresh", status=200)
    assert len(sent()) == 2


def test_whoever_has_no_address_is_called(client: PageClient, mine: str, cast: Cast) -> None:
    assert cast.shopping.person is not None
    cast.shopping.person.email, cast.shopping.person.channel = "", "call"  # type: ignore[assignment]
    page = client.post(f"{mine}/fresh", status=200)
    assert page is not None
    assert "We call you" in page.text
    assert [call.phone for call in db.session.scalars(select(CallBack))] == ["0231 555 0199"]
    client.get(mine, status=410)


def test_a_forged_link_is_not_found(client: PageClient, mine: str, cast: Cast) -> None:
    forged = f"{mine[:-4]}AAAA"
    client.get(forged, status=404)
    client.post(f"{forged}/fresh", status=404)
    client.get(f"/my-request/{cast.shopping.reference}", status=404)
    assert sent() == []


@pytest.mark.parametrize(("purpose", "path"), [(PAGE, "open"), (INTEREST, "interest")])
def test_a_helpers_link_ends_and_is_replaced(
    client: PageClient, cast: Cast, clock: FakeClock, purpose: str, path: str
) -> None:
    token = token_for(purpose, cast.jonas.id)
    client.get(f"/my-help/{path}/{token}")
    clock.advance(days=LASTS_DAYS + 1)
    assert OVER in client.get(f"/my-help/{path}/{token}", status=410).text
    client.post(f"/my-help/{path}/{token}", status=410)
    page = client.post(f"/my-help/fresh/{purpose}/{token}", status=200)
    assert page is not None
    assert "A fresh link is on its way" in page.text
    client.get(path_in(sent()[0].text, "/my-help/open/"))
    client.post(f"/my-help/fresh/{purpose}/{token}x", status=404)
    client.post(f"/my-help/fresh/other/{token}", status=404)
    db.session.expire_all()
    assert cast.jonas.link_number == 2
    assert cast.meryem.link_number == 1


@pytest.fixture
def hanna(client: PageClient, cast: Cast) -> PageClient:
    """The coordinator of Hörde."""
    client.sign_in(cast.coordinator_hoerde)
    return client


def offices_pages(cast: Cast) -> list[tuple[str, str, str]]:
    """The office's page of a request and of a helper, where each sends a link; and an old link."""
    asked, helping = token_of(cast.shopping.reference), token_for(PAGE, cast.meryem.id)
    return [
        (f"/open-requests/{cast.shopping.id}", "/my-request/", f"/my-request/{asked}"),
        (f"/helpers/{cast.meryem.id}", "/my-help/open/", f"/my-help/open/{helping}"),
    ]


@pytest.mark.parametrize("number", [0, 1])
def test_an_office_sends_a_new_link_and_the_old_one_ends(
    app: Flask, hanna: PageClient, cast: Cast, clock: FakeClock, number: int
) -> None:
    cast.meryem.email = "meryem@example.org"
    db.session.commit()
    url, start, old = offices_pages(cast)[number]
    visitor = PageClient(app)
    visitor.get(old)
    assert "Send a new link" in hanna.get(url).text
    page = hanna.submit(f"{url}/new-link")
    assert "A new link is on its way by e-mail" in page.text
    assert ": sent a new link; the old ones ended" in page.text
    visitor.get(old, status=410)
    visitor.get(path_in(sent()[-1].text, start))
    hanna.submit(f"{url}/new-link")  # a second click is the same click
    assert len(sent()) == 1
    for _again in range(LINKS_A_DAY - 1):
        clock.advance(minutes=2)
        hanna.submit(f"{url}/new-link")
    visitor.get(path_in(sent()[-1].text, start))
    clock.advance(minutes=2)
    answer = hanna.post(f"{url}/new-link", status=409)
    assert answer is not None
    assert "Please call the person" in answer.text
    assert len(sent()) == LINKS_A_DAY
    visitor.get(path_in(sent()[-1].text, start))  # what was refused has ended nothing
    acts = db.session.scalars(select(AuditEntry.actor).where(AuditEntry.act == "send_new_link")).all()
    assert acts == ["Hanna Beispiel"] * LINKS_A_DAY
    clock.advance(days=1)
    hanna.submit(f"{url}/new-link")


@pytest.mark.parametrize("number", [0, 1])
def test_only_the_own_office_sends_a_new_link(client: PageClient, cast: Cast, number: int) -> None:
    url, _start, old = offices_pages(cast)[number]
    for account, status in ((cast.coordinator_eving, 404), (cast.network_lead, 403), (cast.senior, 403)):
        client.sign_in(account)
        client.post(f"{url}/new-link", status=status)
        client.get(f"{url}/new-link", status=405)
    assert sent() == []
    PageClient(client.app).get(old)


def test_an_office_calls_whoever_has_no_address_for_a_link(hanna: PageClient, cast: Cast) -> None:
    assert cast.shopping.person is not None
    cast.shopping.person.channel = Channel.CALL
    db.session.commit()
    page = hanna.submit(f"/open-requests/{cast.shopping.id}/new-link")
    assert "the call is on your list" in page.text
    assert [each.request_id for each in db.session.scalars(select(CallBack))] == [cast.shopping.id]
