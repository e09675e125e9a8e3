"""Letters: one click prints those of the office and marks them as posted; undo; again after a crash."""

import re
import zlib

import pytest
from flask import Flask
from sqlalchemy import select

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.database import db
from helpexchange.notifications.models import LetterBatch, OutboxMessage
from helpexchange.notifications.rules import Channel, MessageState
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.page_client import PageClient
from tests.told import told

PAGE = "/messages/letters"


@pytest.fixture
def coordinator(client: PageClient, cast: Cast) -> PageClient:
    """The browser of Hörde's coordinator."""
    client.sign_in(cast.coordinator_hoerde)
    return client


@pytest.fixture
def letters(cast: Cast, clock: FakeClock) -> list[OutboxMessage]:
    """Two letters of Hörde that wait."""
    return [
        told(now=clock.now(), channel=Channel.LETTER, office_id=cast.hoerde.id, name=name)
        for name in ("Erika Kaya", "Zoë Łukasiewicz")
    ]


def printed(browser: PageClient, cast: Cast) -> LetterBatch:
    """Return the print that a click makes."""
    browser.post(f"{PAGE}/print", {"office_id": cast.hoerde.id})
    db.session.rollback()
    return db.session.scalars(select(LetterBatch).order_by(LetterBatch.id.desc())).first()  # type: ignore[return-value]


def states(letters: list[OutboxMessage]) -> list[MessageState]:
    db.session.rollback()
    db.session.expire_all()
    return [letter.state for letter in letters]


def pdf(browser: PageClient, batch: LetterBatch) -> bytes:
    answer = browser.browser.get(f"{PAGE}/prints/{batch.id}/letters.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    return bytes(answer.data)


def opened(content: bytes) -> bytes:
    """Return a PDF with its streams unpacked."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL)
    unpacked = [zlib.decompress(each) for each in streams if each[:1] == b"x"]
    return content + b"".join(unpacked)


def test_one_click_makes_one_pdf_of_all_that_wait(
    coordinator: PageClient, cast: Cast, letters: list[OutboxMessage]
) -> None:
    assert "2 letters to print" in coordinator.get(PAGE).text
    coordinator.post(f"{PAGE}/print", {"office_id": cast.hoerde.id})
    assert coordinator.location.endswith("/letters.pdf")
    assert coordinator.browser.get(coordinator.location).mimetype == "application/pdf"
    assert states(letters) == [MessageState.SENT] * 2
    page = coordinator.get(PAGE)
    assert "No letter waits" in page.text
    assert "In the post" in page.text
    assert "Undo" in page.text
    batch = db.session.scalars(select(LetterBatch)).one()
    assert "Zoë Łukasiewicz" in coordinator.get(f"{PAGE}/prints/{batch.id}").text


def test_the_pdf_can_be_read_by_machines_and_names_title_and_language(
    coordinator: PageClient, cast: Cast, letters: list[OutboxMessage]
) -> None:
    content = opened(pdf(coordinator, printed(coordinator, cast)))
    assert content.startswith(b"%PDF-1.7")
    assert b"pdfuaid:part" in content
    assert b"/Lang (de)" in content or b"/Lang(de)" in content
    assert len(re.findall(rb"/Type\s*/Page\b", content)) == 2
    assert (
        b"Letters of 2 November 2026" in content
        or "Letters of 2 November 2026".encode("utf-16-be") in content
    )


def test_alphabets_and_signs_from_everywhere_are_printed(
    coordinator: PageClient, cast: Cast, clock: FakeClock
) -> None:
    told(now=clock.now(), channel=Channel.LETTER, office_id=cast.hoerde.id, name="نورا 🎉 Ελένη")
    assert pdf(coordinator, printed(coordinator, cast)).startswith(b"%PDF")


def test_typst_commands_in_a_name_are_only_letters(
    coordinator: PageClient, cast: Cast, clock: FakeClock
) -> None:
    name = '#panic("no") $x$ *bold* \\ "'
    told(now=clock.now(), channel=Channel.LETTER, office_id=cast.hoerde.id, name=name)
    assert pdf(coordinator, printed(coordinator, cast)).startswith(b"%PDF")


def test_in_the_post_and_back(
    coordinator: PageClient, cast: Cast, letters: list[OutboxMessage], clock: FakeClock
) -> None:
    batch = printed(coordinator, cast)
    assert states(letters) == [MessageState.SENT] * 2
    assert letters[0].sent_at == clock.now()
    for _twice in range(2):
        page = coordinator.submit(f"{PAGE}/prints/{batch.id}/undo")
        assert "not marked as posted any more" in page.text
    assert states(letters) == [MessageState.WAITING] * 2
    assert "Printed, not in the post yet" in coordinator.get(PAGE).text
    for _twice in range(2):
        coordinator.submit(f"{PAGE}/prints/{batch.id}/sent")
    assert states(letters) == [MessageState.SENT] * 2
    acts = list(db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)))
    assert acts == ["print_letters", "mark_letters_sent", "undo_letters_sent", "mark_letters_sent"]


def test_after_a_crash_they_are_the_same_letters_and_new_ones_are_not_hidden(
    coordinator: PageClient, cast: Cast, letters: list[OutboxMessage], clock: FakeClock
) -> None:
    batch = printed(coordinator, cast)
    first = pdf(coordinator, batch)
    late = told(now=clock.now(), channel=Channel.LETTER, office_id=cast.hoerde.id)
    again = pdf(coordinator, batch)
    assert len(re.findall(rb"/Type\s*/Page\b", opened(again))) == len(
        re.findall(rb"/Type\s*/Page\b", opened(first))
    )
    coordinator.submit(f"{PAGE}/prints/{batch.id}/sent")
    assert states([late]) == [MessageState.WAITING]
    assert "1 letter to print" in coordinator.get(PAGE).text


def test_a_second_click_prints_nothing_twice(
    coordinator: PageClient, cast: Cast, letters: list[OutboxMessage]
) -> None:
    printed(coordinator, cast)
    page = coordinator.submit(f"{PAGE}/print", {"office_id": cast.hoerde.id})
    assert "Perhaps somebody has just printed them" in page.text
    assert len(db.session.scalars(select(LetterBatch)).all()) == 1


def test_another_office_sees_and_does_nothing(
    client: PageClient, cast: Cast, letters: list[OutboxMessage]
) -> None:
    client.sign_in(cast.coordinator_hoerde)
    batch = printed(client, cast)
    client.sign_in(cast.coordinator_eving)
    assert "Hörde" not in client.get(PAGE).text.replace("Seniorenbüro Eving", "")
    client.get(f"{PAGE}/prints/{batch.id}", status=404)
    client.get(f"{PAGE}/prints/{batch.id}/letters.pdf", status=404)
    client.post(f"{PAGE}/prints/{batch.id}/sent", status=404)
    client.post(f"{PAGE}/prints/{batch.id}/undo", status=404)
    client.post(f"{PAGE}/print", {"office_id": cast.hoerde.id}, status=404)
    client.post(f"{PAGE}/print", {}, status=404)
    assert states(letters) == [MessageState.SENT] * 2


def test_letters_of_the_whole_town_are_the_network_leads(
    app: Flask, client: PageClient, cast: Cast, clock: FakeClock
) -> None:
    told(now=clock.now(), channel=Channel.LETTER)
    client.sign_in(cast.coordinator_hoerde)
    assert "No letter waits" in client.get(PAGE).text
    client.sign_in(cast.network_lead)
    assert "Whole town" in client.get(PAGE).text
    client.post(f"{PAGE}/print", {})
    batch = db.session.scalars(select(LetterBatch)).one()
    assert pdf(client, batch).startswith(b"%PDF")


@pytest.mark.parametrize("who", ["administrator", "volunteer", "senior"])
def test_nobody_else_may(client: PageClient, cast: Cast, who: str) -> None:
    client.sign_in(getattr(cast, who))
    client.get(PAGE, status=403)
    client.post(f"{PAGE}/print", {"office_id": cast.hoerde.id}, status=403)


def test_nonsense_is_refused(coordinator: PageClient) -> None:
    coordinator.post(f"{PAGE}/print", {"office_id": "all of them"}, status=400)
