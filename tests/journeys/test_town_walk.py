"""The network lead and the administrator on a phone, in German, by keyboard alone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import ViewportSize, expect

from helpexchange.accounts.models import Account
from helpexchange.core.database import db
from tests.browsing import Visitor
from tests.cast import Cast
from tests.walking import Walker

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(180),
    pytest.mark.parametrize("database", ["sqlite"], indirect=True),
]
PHONE = ViewportSize(width=390, height=844)


def test_the_lead_sees_who_waits_and_who_has_read_what(
    open_visitor: Callable[..., Visitor], cast: Cast
) -> None:
    coordinator = open_visitor()
    coordinator.sign_in(cast.coordinator_hoerde)
    person, reader = cast.shopping.person, cast.coordinator_hoerde.name
    assert person is not None
    person_id = person.known_id
    db.session.commit()
    coordinator.open(f"/people/{person_id}")

    visitor = open_visitor(viewport=PHONE)
    visitor.sign_in(cast.network_lead)
    db.session.commit()
    nora = Walker(visitor.open("/home?lang=de"), of="lead")
    nora.look()
    nora.follow("Wer auf einen ersten Kontakt wartet, nach Büro")
    expect(nora.page.get_by_role("table")).to_contain_text("Seniorenbüro Hörde")
    visitor.open("/home")
    nora.follow("Wer die Daten von Personen gelesen hat, die Hilfe suchen")
    expect(nora.page.locator(".he-rows")).to_contain_text(reader)
    nora.type_into("Wessen Daten? Name, Telefonnummer oder Ort", "Zzyzx")
    nora.press("Suchen")
    expect(nora.page.locator("main")).to_contain_text("Niemand hat etwas gelesen, das dazu passt")


def test_the_administrator_closes_an_account_and_opens_it_again(
    open_visitor: Callable[..., Visitor], cast: Cast
) -> None:
    account_id, name = cast.volunteer.id, cast.volunteer.name
    visitor = open_visitor(viewport=PHONE)
    visitor.sign_in(cast.administrator)
    db.session.commit()
    anton = Walker(visitor.open("/home?lang=de"), of="administrator")
    anton.look()
    anton.follow("Lange genug aufbewahrt")
    expect(anton.page.get_by_role("table").first).to_be_visible()
    visitor.open("/home")
    anton.follow("Konten")
    anton.type_into("Name oder E-Mail", name[:5])
    anton.press("Suchen")
    anton.follow(name)
    anton.follow("Dieses Konto schließen")
    anton.press("Ja, schließen")
    expect(anton.page.locator("main")).to_contain_text("Das Konto ist geschlossen")
    assert not is_open(account_id)
    visitor.open(f"/accounts/{account_id}")
    anton.press("Wieder öffnen")
    expect(anton.page.locator(".govuk-tag", has_text=re.compile("^geschlossen$"))).to_have_count(0)
    assert is_open(account_id)


def is_open(account_id: int) -> bool:
    """Read afresh whether somebody can sign in by the account."""
    db.session.expire_all()
    account = db.session.get(Account, account_id)
    active = account is not None and account.active
    db.session.commit()  # or the site could not write meanwhile
    return active
