"""A helper's own page with the keyboard alone on a phone: by the link of a message, without a password."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from playwright.sync_api import ViewportSize, expect

from helpexchange.core.database import db
from helpexchange.helper_profiles.links import INTEREST, PAGE, token_for
from helpexchange.helper_profiles.rules import HelperState
from tests.browsing import Visitor
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.walking import Walker

PHONE = ViewportSize(width=390, height=844)
WEDNESDAY = 2


@pytest.mark.browser
@pytest.mark.timeout(180)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_times_change_in_two_clicks_and_a_pause_ends_by_itself(
    app: Flask, open_visitor: Callable[..., Visitor], cast: Cast, clock: FakeClock
) -> None:
    links = {purpose: token_for(purpose, cast.meryem.id) for purpose in (PAGE, INTEREST)}
    db.session.commit()
    visitor = open_visitor(viewport=PHONE)
    meryem = Walker(visitor.open(f"/my-help/open/{links[PAGE]}?lang=de"), of="own-help")
    meryem.look()
    meryem.press("Meine Seite öffnen")

    before = meryem.presses
    meryem.press("Ändern", of="In einer gewöhnlichen Woche", role="link")
    meryem.tick("Mittwoch, vormittags")
    meryem.press("Speichern")
    assert meryem.presses - before == 2
    expect(meryem.page.get_by_text("Ihre Zeiten sind geändert.")).to_be_visible()
    expect(meryem.page.locator("main")).to_contain_text("Mittwoch, vormittags")

    meryem.follow("Eine Pause machen")
    meryem.type_into("Ab welchem Tag möchten Sie wieder helfen?", "12012026")
    meryem.press("Eine Pause machen")
    expect(meryem.page.get_by_text("Ihre Pause endet von selbst am")).to_be_visible()
    db.session.expire_all()
    assert (cast.meryem.state, cast.meryem.paused_until) == (HelperState.PAUSED, date(2026, 12, 1))
    assert any(time.weekday == WEDNESDAY for time in cast.meryem.times)
    db.session.commit()

    meryem.press("Ich bin wieder da: Fragen Sie mich wieder")
    visitor.open(f"/my-help/interest/{links[INTEREST]}")
    meryem.look()
    meryem.press("Ja, ich helfe weiter gern")
    db.session.expire_all()
    assert cast.meryem.state is HelperState.ACTIVE
    assert visitor.complaints == []
