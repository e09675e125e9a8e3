"""A new helper's way from the first call to active: a morning of the office, by keyboard alone on a phone."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import ViewportSize, expect
from sqlalchemy import select

from helpexchange.core.database import db
from helpexchange.helper_profiles.models import HelperSkill, InterviewSlot
from helpexchange.helper_profiles.rules import HelperState
from helpexchange.skills.models import Skill
from tests.browsing import Visitor
from tests.cast import Cast
from tests.walking import Walker

PHONE = ViewportSize(width=390, height=844)


@pytest.mark.browser
@pytest.mark.timeout(180)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_new_helper_is_called_interviewed_checked_and_made_active(
    app: Flask, open_visitor: Callable[..., Visitor], cast: Cast
) -> None:
    db.session.get_one(Skill, "company").checks = ["conduct", "interview"]
    cast.pavel.skills = [HelperSkill(skill_code="company")]
    db.session.commit()
    visitor = open_visitor(viewport=PHONE)
    visitor.sign_in(cast.coordinator_hoerde)
    hanna = Walker(visitor.open("/day-board?lang=de"), of="first-steps")
    hanna.look()
    hanna.press("Wir haben gesprochen", of="Pavel Muster")
    _book(hanna)
    visitor.open("/day-board")
    hanna.look()
    expect(hanna.page.get_by_text("heute, 10:00")).to_be_visible()
    hanna.press("Gespräch geführt", of="Pavel Muster")
    hanna.follow("Neue Helferinnen und Helfer")
    expect(hanna.page.get_by_label("Führungszeugnis")).to_be_checked()
    hanna.press("Alles angesehen", of="Pavel Muster")
    hanna.press("Aktiv machen", of="Pavel Muster")
    expect(hanna.page.get_by_text("Die Helferin oder der Helfer ist jetzt aktiv")).to_be_visible()
    db.session.expire_all()
    assert cast.pavel.state is HelperState.ACTIVE
    assert {check.check_code for check in cast.pavel.checks} == {"interview", "conduct"}
    assert visitor.complaints == []


def _book(hanna: Walker) -> None:
    """Offer a time for interviews, and book it for Pavel, who has no computer."""
    hanna.follow("Termine für Gespräche")
    hanna.type_into("Tag", "11022026")
    hanna.type_into("Beginn jedes Gesprächs", "10")
    hanna.press("Diese Termine anbieten")
    hanna.follow("Zurück zur Liste der Schritte")
    hanna.follow("Pavel Muster")
    hanna.press("Zeiten, Pause oder Gespräch für diese Person ändern")
    hanna.press("Einen Termin für das Gespräch wählen")
    hanna.press("Diesen Termin nehmen")
    hanna.follow("Zurück zu meiner Seite")
    hanna.press("Nicht mehr für diese Person handeln")
    db.session.expire_all()
    assert db.session.scalars(select(InterviewSlot)).one().helper_id is not None
    db.session.commit()  # the glance would keep the site from writing
