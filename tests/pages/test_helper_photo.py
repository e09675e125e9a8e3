"""The photo of a helper: given and removed by them, seen by who is told that they come, by nobody else."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from helpexchange.asking.actions import agree
from helpexchange.asking.links import person_token
from helpexchange.asking.models import Ask
from helpexchange.asking.rules import AskState
from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.database import db
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.viewer import VISITOR
from helpexchange.engagements.actions import end_engagement
from helpexchange.engagements.models import Engagement
from helpexchange.engagements.rules import EndReason, Side
from helpexchange.helper_profiles.actions import give_photo
from helpexchange.helper_profiles.links import PAGE, token_for
from helpexchange.helper_profiles.models import HelperPhoto
from helpexchange.helper_profiles.rules import MOST_PHOTO_BYTES
from helpexchange.privacy.actions import forget_person
from helpexchange.privacy.export import gathered
from helpexchange.privacy.rules import Person, PersonKind
from helpexchange.representatives.actions import end_representation
from helpexchange.representatives.rules import EndedBy
from helpexchange.representatives.rules import EndReason as Why
from tests.asked import said_yes
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.matched import as_viewer
from tests.page_client import PageClient
from tests.photos import WHERE, jpeg, png
from tests.representing import acts_for_erna
from tests.sent_files import send

OWN = "/my-help/photo/picture"


def given(cast: Cast, clock: FakeClock, data: bytes = b"") -> None:
    """Let Meryem have given a photo."""
    give_photo(reference=cast.meryem.reference, data=data or jpeg(), by=VISITOR, now=clock.now())
    db.session.commit()


def photos() -> list[HelperPhoto]:
    return list(db.session.scalars(select(HelperPhoto)))


@pytest.mark.parametrize("language", ["en", "de", "nl", "da"])
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_button_speaks_the_language_of_the_page(client: PageClient, cast: Cast, language: str) -> None:
    client.sign_in(cast.volunteer)
    page = client.get(f"/my-help/photo?lang={language}")
    button = page.one("label", class_="he-file__button")
    words = {"en": "Choose a file", "de": "Datei auswählen", "nl": "Bestand kiezen", "da": "Vælg en fil"}
    assert (button.text, button.get("for")) == (words[language], "photo")
    assert page.one("p", data_file_name="photo").get("hidden") is not None
    assert page.one("input", type="file").get("id") == "photo"


def acts() -> list[str]:
    return list(db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)))


def gives(client: PageClient, data: bytes, name: str = "me.jpg") -> int:
    return send(client, "/my-help/photo", {}, (data, name), field="photo")


def status_of(client: PageClient, url: str) -> int:
    """Return how a picture, which is no page, is answered."""
    client._open(url, method="GET", headers={})
    return client.response.status_code


def of_person(ask: Ask, representation_id: int = 0) -> str:
    return f"/who-comes/{person_token(ask.id, representation_id)}"


def test_a_helper_gives_replaces_and_removes_a_photo(client: PageClient, cast: Cast) -> None:
    client.sign_in(cast.volunteer)
    assert "No photo yet" in client.get("/my-help").text
    assert gives(client, jpeg()) == 302
    assert client.get("/my-help/photo").all("img", alt="Photo of Meryem")
    assert status_of(client, OWN) == 200
    assert client.response.headers["Content-Type"] == "image/jpeg"
    assert client.response.headers["Cache-Control"] == "private, no-store"
    policy = client.response.headers["Content-Security-Policy"]
    assert policy == "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    assert WHERE not in client.response.data
    assert gives(client, png(), "whatever.pdf") == 302
    assert len(photos()) == 1
    assert "is shown to whom you visit" in client.get("/my-help").text
    for _twice in range(2):
        assert "Nobody sees it any more." in client.submit("/my-help/photo/remove").text
    assert photos() == []
    assert status_of(client, OWN) == 404
    assert acts() == ["give_photo", "give_photo", "remove_photo"]


def test_a_helper_without_an_account_gives_one_by_link(client: PageClient, cast: Cast) -> None:
    client.submit(f"/my-help/open/{token_for(PAGE, cast.pavel.id)}")
    assert gives(client, png()) == 302
    assert [each.helper_id for each in photos()] == [cast.pavel.id]


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"<svg/>", png() + b"0" * MOST_PHOTO_BYTES])
def test_what_is_no_photo_is_refused_beside_the_field(client: PageClient, cast: Cast, data: bytes) -> None:
    client.sign_in(cast.volunteer)
    assert gives(client, data) == 422
    assert "at most 8 MB" in client.response.text
    assert 'href="#photo"' in client.response.text
    assert photos() == []


def test_nobody_else_sends_or_reads_it(client: PageClient, cast: Cast, clock: FakeClock) -> None:
    given(cast, clock)
    roles = (
        cast.senior, cast.coordinator_hoerde, cast.coordinator_eving, cast.network_lead, cast.administrator,
    )  # fmt: skip
    assert status_of(client, OWN) == 302
    for account in roles:
        client.sign_in(account)
        assert status_of(client, OWN) in (302, 403, 404), account.email
    client.sign_out()
    client.submit(f"/my-help/open/{token_for(PAGE, cast.pavel.id)}")
    assert status_of(client, OWN) == 404, "another helper sees the own photo only"
    with pytest.raises(NotFoundRefusal):
        give_photo(reference=cast.meryem.reference, data=png(), by=as_viewer(cast.senior), now=clock.now())


def test_the_person_sees_who_comes_while_they_are_to_come(
    client: PageClient, cast: Cast, clock: FakeClock
) -> None:
    given(cast, clock)
    ask = said_yes(cast, clock)
    assert client.get(of_person(ask)).all("img", alt="Photo of Meryem")
    assert status_of(client, f"{of_person(ask)}/photo") == 200
    assert WHERE not in client.response.data
    agree(ask_id=ask.id, by=VISITOR, now=clock.now())
    db.session.commit()
    assert client.get(of_person(ask)).all("img", alt="Photo of Meryem")
    db.session.refresh(ask)
    engagement = db.session.get_one(Engagement, ask.engagement_id)
    end_engagement(
        engagement=engagement, side=Side.OFFICE, reason=EndReason.MOVED, needs_another=False,
        by=as_viewer(cast.coordinator_hoerde), now=clock.now(),
    )  # fmt: skip
    db.session.commit()
    assert client.get(of_person(ask)).all("img", alt="Photo of Meryem") == []
    assert status_of(client, f"{of_person(ask)}/photo") == 404


@pytest.mark.parametrize(
    "state", [AskState.OPEN, AskState.NO, AskState.REFUSED, AskState.WITHDRAWN, AskState.EXPIRED]
)
def test_who_does_not_come_is_not_shown(
    client: PageClient, cast: Cast, clock: FakeClock, state: AskState
) -> None:
    given(cast, clock)
    ask = said_yes(cast, clock)
    ask.state = state
    db.session.commit()
    assert status_of(client, f"{of_person(ask)}/photo") == 404


def test_links_of_others_show_nothing(client: PageClient, cast: Cast, clock: FakeClock) -> None:
    given(cast, clock)
    ask = said_yes(cast, clock)
    for url in ("/who-comes/forged/photo", f"{of_person(ask, 99)}/photo", f"/asked/{person_token(ask.id)}"):
        assert status_of(client, url) == 404
    url = f"{of_person(ask)}/photo"
    clock.advance(days=91)
    assert status_of(client, url) == 404


def test_who_acts_sees_it_as_long_as_they_act(client: PageClient, cast: Cast, clock: FakeClock) -> None:
    given(cast, clock)
    acts_for = acts_for_erna(cast, clock.now())
    ask = said_yes(cast, clock)
    url = f"{of_person(ask, acts_for.id)}/photo"
    assert status_of(client, url) == 200
    end_representation(
        representation=acts_for, ended_by=EndedBy.PERSON, reason=Why.NO_LONGER_WANTED, by=VISITOR,
        now=clock.now() + timedelta(minutes=1),
    )  # fmt: skip
    db.session.commit()
    assert status_of(client, url) == 404


def test_it_is_among_the_own_data_and_forgotten_with_the_profile(
    client: PageClient, cast: Cast, clock: FakeClock
) -> None:
    given(cast, clock)
    helper = Person(kind=PersonKind.HELPER, id=cast.meryem.id)
    (row,) = gathered(VISITOR, helper, is_own=True)["helper_photos"]
    assert row["data"].startswith(b"\xff\xd8")
    forget_person(person=helper, by=as_viewer(cast.coordinator_hoerde), now=clock.now())
    db.session.commit()
    assert photos() == []
