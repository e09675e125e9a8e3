"""Inviting people: who may invite whom, and what becomes of an invitation."""

import pytest
from flask import Flask
from sqlalchemy import select

from helpexchange.accounts.models import Account, Invitation
from helpexchange.accounts.roles import Role
from helpexchange.audit_trail.models import AuditEntry
from helpexchange.consents.models import Consent
from helpexchange.consents.rules import ConsentPurpose
from helpexchange.consents.wordings import current_wording
from tests.cast import Cast, DbSession
from tests.fakes import FakeClock
from tests.mailbox import Mailbox
from tests.page_client import PageClient

NEW = "/invitations/new"
ADDRESS = "ada@example.org"
WORDS = current_wording(ConsentPurpose.ACCOUNT)
GOOD = "vier Wörter ohne Zusammenhang"


def typed(cast: Cast, **others: object) -> dict[str, object]:
    """What a coordinator of Hörde types to invite Ada as a volunteer."""
    return {
        "name": "Ada Muster", "email": ADDRESS, "role": "volunteer", "office_id": cast.hoerde.id,
        "language": "de", **others,
    }  # fmt: skip


@pytest.fixture
def hanna(client: PageClient, cast: Cast) -> PageClient:
    """The coordinator of Hörde, signed in."""
    client.sign_in(cast.coordinator_hoerde)
    return client


@pytest.fixture
def link(hanna: PageClient, cast: Cast, mailbox: Mailbox) -> str:
    """The link of an invitation of Ada."""
    hanna.submit(NEW, typed(cast))
    return mailbox.link_to(ADDRESS)


def consents(session: DbSession, account_id: int) -> list[Consent]:
    session.commit()
    theirs = select(Consent).where(Consent.person_type == "account", Consent.person_id == account_id)
    return list(session.scalars(theirs))


def account(session: DbSession) -> Account | None:
    session.commit()
    return session.scalar(select(Account).where(Account.email == ADDRESS))


def test_an_invitation_becomes_an_account(
    hanna: PageClient, cast: Cast, mailbox: Mailbox, db_session: DbSession
) -> None:
    assert "No open invitations" in hanna.get("/invitations").text
    hanna.get(NEW)
    assert "Ada Muster" in hanna.submit(NEW, typed(cast)).text
    mail = mailbox.to(ADDRESS)[-1]
    assert (mail.subject, mail.language) == ("Sie sind eingeladen", "de")
    visitor = PageClient(hanna.app)
    visitor.get(mailbox.link_to(ADDRESS))
    visitor.post(mailbox.link_to(ADDRESS), {"password": GOOD, "consent": "y"})
    assert "Ada Muster" in visitor.get("/account").text
    made = account(db_session)
    assert made is not None
    assert [grant.name for grant in made.roles] == [Role.VOLUNTEER]
    assert made.memberships == []  # a helper sees no records of the office
    assert "No open invitations" in hanna.get("/invitations").text
    visitor.get(mailbox.link_to(ADDRESS), status=404)
    acts = db_session.scalars(
        select(AuditEntry.act).where(AuditEntry.object_type == "invitation").order_by(AuditEntry.id)
    )
    assert list(acts) == ["invite", "accept_invitation"]


def test_whoever_accepts_agrees_to_the_same_words_as_whoever_registers(
    link: str, app: Flask, db_session: DbSession
) -> None:
    visitor = PageClient(app)
    assert WORDS.texts["en"] in visitor.get(link).text
    page = visitor.post(link, {"password": GOOD}, status=422)
    assert page
    assert "Tick the box if you agree" in page.text
    assert account(db_session) is None
    visitor.post(f"{link}?lang=de", {"password": GOOD, "consent": "y"})
    made = account(db_session)
    assert made is not None
    noted = consents(db_session, made.id)
    assert [(each.version, each.wording, each.language, each.channel) for each in noted] == [
        (WORDS.version, WORDS.texts["de"], "de", "online")
    ]


def test_the_administrator_invites_those_who_work_for_an_office(
    client: PageClient, cast: Cast, mailbox: Mailbox, db_session: DbSession
) -> None:
    client.sign_in(cast.administrator)
    page = client.post(NEW, typed(cast, role="coordinator", office_id=""), status=422)
    assert page
    assert "Choose the office" in page.text
    client.submit(NEW, typed(cast, role="coordinator"))
    visitor = PageClient(client.app)
    visitor.post(mailbox.link_to(ADDRESS), {"password": "", "consent": "y"})
    made = account(db_session)
    assert made is not None
    assert [each.office_id for each in made.memberships] == [cast.hoerde.id]
    visitor.get("/arrivals", status=302)
    assert visitor.location == "/account/second-step"


@pytest.mark.parametrize("role", ["coordinator", "network_lead", "administrator", "partner", "king", ""])
def test_a_coordinator_gives_no_power_away(
    hanna: PageClient, cast: Cast, mailbox: Mailbox, role: str
) -> None:
    hanna.post(NEW, typed(cast, role=role), status=422)
    assert mailbox.count() == 0


def test_a_coordinator_invites_for_the_own_office_only(
    hanna: PageClient, cast: Cast, mailbox: Mailbox
) -> None:
    for office_id in (cast.eving.id, "", "99", "x"):
        page = hanna.post(NEW, typed(cast, office_id=office_id), status=422)
        assert page
        assert page.one("p", class_="govuk-error-message")
    assert mailbox.count() == 0


@pytest.mark.parametrize("field", ["name", "email", "role", "language"])
def test_what_is_missing_is_said_beside_the_field(hanna: PageClient, cast: Cast, field: str) -> None:
    page = hanna.post(NEW, typed(cast, **{field: ""}), status=422)
    assert page
    assert page.one("p", class_="govuk-error-message")


def test_another_office_does_not_know_of_it(link: str, cast: Cast, app: Flask, db_session: DbSession) -> None:
    invited = db_session.scalars(select(Invitation)).one()
    emil = PageClient(app)
    emil.sign_in(cast.coordinator_eving)
    assert "Ada" not in emil.get("/invitations").text
    emil.get(f"/invitations/{invited.id}/withdraw", status=404)
    for verb in ("withdraw", "again"):
        emil.post(f"/invitations/{invited.id}/{verb}", status=404)
    emil.sign_in(cast.administrator)
    assert "Ada" in emil.get("/invitations").text


def test_withdrawn_it_makes_no_account(hanna: PageClient, link: str, db_session: DbSession) -> None:
    url = f"/invitations/{db_session.scalars(select(Invitation.id)).one()}/withdraw"
    hanna.get(url)
    hanna.submit(url)
    PageClient(hanna.app).post(link, {"password": GOOD}, status=404)
    assert account(db_session) is None
    hanna.post(url, status=409)


def test_sent_again_the_new_link_counts_and_the_old_one_does_not(
    hanna: PageClient, link: str, mailbox: Mailbox, db_session: DbSession, clock: FakeClock
) -> None:
    url = f"/invitations/{db_session.scalars(select(Invitation.id)).one()}/again"
    clock.advance(days=14)
    visitor = PageClient(hanna.app)
    visitor.get(link, status=404)
    assert "Too old: send it again" in hanna.get("/invitations").text
    hanna.submit(url)
    visitor.get(link, status=404)
    visitor.get(mailbox.link_to(ADDRESS))


def test_whoever_has_an_account_signs_in_first_and_gets_the_role(
    hanna: PageClient, cast: Cast, mailbox: Mailbox, db_session: DbSession
) -> None:
    hanna.submit(NEW, typed(cast, email=cast.senior.email))
    link = mailbox.link_to(cast.senior.email)
    visitor = PageClient(hanna.app)
    page = visitor.get(link)
    assert "Please sign in first." in page.text
    visitor.post(link, {"password": GOOD}, status=200)  # the link alone opens nobody's account
    visitor.get("/account", status=302)
    visitor.sign_in(cast.volunteer)
    assert "Please sign in first." in visitor.get(link).text
    visitor.sign_in(cast.senior)
    visitor.get(link)
    visitor.post(link, status=422)
    assert consents(db_session, cast.senior.id) == []
    visitor.submit(link, {"consent": "y"})
    db_session.commit()
    assert {grant.name for grant in cast.senior.roles} == {Role.PERSON_IN_NEED, Role.VOLUNTEER}
    assert [each.version for each in consents(db_session, cast.senior.id)] == [WORDS.version]
    visitor.get(link, status=404)


def test_an_easy_password_is_refused(hanna: PageClient, link: str, db_session: DbSession) -> None:
    PageClient(hanna.app).post(link, {"password": "AdaMuster1941", "consent": "y"}, status=422)
    assert account(db_session) is None
