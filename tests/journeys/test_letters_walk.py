"""The day's letters with the keyboard alone: printed, in the post, and taken back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import ViewportSize, expect

from helpexchange.core.database import db
from helpexchange.notifications.rules import Channel, MessageState
from tests.browsing import Visitor
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.told import told
from tests.walking import Walker

PHONE = ViewportSize(width=390, height=844)


@pytest.mark.browser
@pytest.mark.timeout(180)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_they_are_printed_marked_and_taken_back(
    open_visitor: Callable[..., Visitor], cast: Cast, clock: FakeClock
) -> None:
    letters = [
        told(now=clock.now(), channel=Channel.LETTER, office_id=cast.hoerde.id, name=name)
        for name in ("Erika Kaya", "Otto Brandt")
    ]
    visitor = open_visitor(viewport=PHONE)
    visitor.sign_in(cast.coordinator_hoerde)
    db.session.commit()
    hanna = Walker(visitor.open("/day-board?lang=de"), of="letters")
    button = hanna.page.get_by_role("button", name="Alle drucken und als verschickt vermerken")
    hanna.go_to(button)
    with visitor.context.expect_page() as opened:  # the letters open in a tab of their own
        hanna.page.keyboard.press("Enter")
    opened.value.wait_for_url("**/letters.pdf")  # only then they are printed
    visitor.open("/messages/letters")
    hanna.look()
    expect(hanna.page.get_by_role("heading", name="In der Post", exact=True)).to_be_visible()
    db.session.expire_all()
    assert {letter.state for letter in letters} == {MessageState.SENT}
    db.session.commit()
    hanna.press("Rückgängig machen", of="Seniorenbüro Hörde")
    expect(hanna.page.get_by_role("heading", name="Gedruckt, noch nicht in der Post")).to_be_visible()
    hanna.press("Alle sind in der Post", of="Seniorenbüro Hörde")
    hanna.follow("Seniorenbüro Hörde, gedruckt am 02.11.2026, 09:00")
    expect(hanna.page.locator("main")).to_contain_text("Otto Brandt")
