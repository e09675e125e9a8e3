"""German in easy language: by the rules, complete on the pages of people in need, and a switch that stays."""

import re
from collections.abc import Iterator

import pytest
from babel.messages.extract import extract_from_dir
from flask import Flask
from sqlalchemy import select

from helpexchange.consents.models import Consent
from helpexchange.core.database import db
from helpexchange.help_requests.messages import token_of
from helpexchange.help_requests.models import HelpRequest
from helpexchange.notifications.messages import write
from helpexchange.notifications.rules import Channel
from scripts.texts import KEYWORDS, METHODS, OPTIONS, PACKAGE
from tests.asking import place_of
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.outbox import messages
from tests.page_checks import Page, visible_text
from tests.page_client import PageClient
from tests.pages.test_ask import ANSWERS, FAULTS, answer
from tests.pages.test_representatives import WHO
from tests.representing import asked_for_ada
from tests.whole.easy_words import LEFT_OUT, easy_texts

MOST_WORDS = 12
LONGEST_PART = 12
HINTS = re.compile(r"„[^“]*“|%\(\w+\)[sd]|\S+@\S+|\([^)]*\)")
#: Files of which every text must be there: the questions, the pages after them, messages.
TEMPLATES = (
    "ask_", "call_me", "my_request", "change_my_request", "end_my_request", "messages/", "my_represent",
    "end_my_representative",
)  # fmt: skip
WHO_COMES = (
    "who_comes", "contacts", "messages/_end", "messages/agreed_person", "messages/coming",
    "messages/not_coming",
)  # fmt: skip
ASKING = (
    *(f"help_requests/templates/help_requests/{name}" for name in TEMPLATES),
    "help_requests/forms/asking.py", "help_requests/forms/acting.py", "help_requests/forms/own.py",
    "core/spoken_times.py", "core/week.py",
    "templates/question.html", "templates/components/printing.html",
    *(f"asking/templates/asking/{name}" for name in WHO_COMES),
    "engagements/templates/engagements/messages/", "follow_up/templates/follow_up/messages/",
)  # fmt: skip
FOR_OFFICES = ("ask_reason.html", "follow_up/messages/concern.txt")


def sentences(text: str) -> Iterator[list[str]]:
    """Yield the words of each sentence; what is quoted, filled in or in brackets is not counted."""
    for sentence in re.split(r"[.!?:]\s|[.!?:]$", HINTS.sub("x", text)):
        words = [word.strip(",;„“()") for word in sentence.split()]
        yield [word for word in words if word]


def faults() -> Iterator[str]:
    """Yield what breaks the rules."""
    for text in easy_texts().values():
        for words in sentences(text):
            if len(words) > MOST_WORDS:
                yield f"{len(words)} words: {' '.join(words)}"
        for word in HINTS.sub("x", text).split():
            for part in re.split(r"[-·]", word.strip(".,;:!?„“()")):
                if len(part) > LONGEST_PART:
                    yield f"{len(part)} letters without a hyphen: {word}"
        if re.search(r"\b(wäre|würde|hätte|könnte|möge|sei|des|eines|man)\b", text):
            yield f"subjunctive, genitive or “man”: {text}"


def test_the_rules_are_kept() -> None:
    assert list(faults()) == []


def test_every_text_of_asking_is_there() -> None:
    easy = easy_texts()
    missing = {
        message if isinstance(message, str) else message[0]
        for file, _line, message, _comments, _context in extract_from_dir(PACKAGE, METHODS, OPTIONS, KEYWORDS)
        if file.startswith(ASKING) and not file.endswith(FOR_OFFICES)
    } - easy.keys()
    assert missing == set()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_whatever_the_pages_say_is_easy(
    client: PageClient, cast: Cast, clock: FakeClock, said: set[str]
) -> None:
    waits = asked_for_ada(cast, clock.now())
    said.clear()
    client.get("/?lang=de&easy=1")
    for url, values in ANSWERS:
        for fault_url, wrong, _field, _words in FAULTS:
            if fault_url == url:
                client.post(url, wrong, status=422)
        client.get(url)
        client.post(url, values if url != "/ask/place" else {"place_id": place_of(cast.hoerde).id})
    client.post("/ask/who", WHO)
    client.get("/ask/acting")
    client.post("/ask/acting", {"their_phone": "1", "their_email": "x"}, status=422)
    client.post("/ask/who", {**WHO, "asked_by": ""})
    client.get("/ask/check")
    client.post("/ask/check", {}, status=422)
    client.submit("/ask/check", {"consent": "y"})
    own = f"/my-request/{token_of(waits.reference)}/representatives"
    one = f"{own}/{waits.representation_id}"
    for url in (own, one):
        client.get(url)
    client.post(one, {}, status=422)
    client.submit(one, {"answer": "represent", "told": "both"})
    client.get(f"{one}/end")
    client.submit(f"{one}/end")
    link = f"/my-request/{token_of(cast.uncleared.reference)}"
    for url in (link, f"{link}/change", f"{link}/end", "/call-me", "/"):
        client.get(url)
    client.post("/call-me", {}, status=422)
    assert sorted(said - easy_texts().keys() - LEFT_OUT) == []


def link_to(page: Page, words: str) -> str:
    """Return the address of the link with these words."""
    url = next(link.get("href") for link in page.all("a") if visible_text(link) == words)
    return (url or "").removeprefix("http://localhost")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_switch_stands_beside_german_and_stays(client: PageClient, cast: Cast) -> None:
    assert "Leichte Sprache" not in client.get("/ask").text
    page = client.get(link_to(client.get("/ask?lang=de"), "Leichte Sprache"))
    assert (page.tree.get("lang"), "he-easy" in (page.tree.get("class") or "")) == ("de", True)
    assert "Welche Hilfe brauchen Sie?" in page.text
    assert "Ich brauche Hilfe" in client.get("/").text
    assert "Wobei brauchen Sie Hilfe?" in client.get(link_to(page, "Deutsch")).text
    assert "Wobei brauchen Sie Hilfe?" in client.get("/ask").text


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_other_pages_stay_plain_german(client: PageClient, cast: Cast) -> None:
    client.get("/ask?lang=de&easy=1")
    assert "Hilfe" in client.get("/offer").text
    assert "Leichte Sprache" in client.get("/offer").text  # so that it can be left everywhere


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_first_message_is_easy_too(client: PageClient, cast: Cast, app: Flask) -> None:
    client.get("/ask?lang=de&easy=1")
    answer(client, cast)
    client.post("/ask/reach", {"channel": "mail", "email": "ada@example.org"})
    client.post("/ask/check", {"consent": "y"})
    message, code = messages()[-2:]
    assert code.subject == "Ihre Zahlen für die Anfrage"
    assert (message.language, message.subject) == ("de", "Ihre Anfrage ist bei uns")
    assert "danke für Ihre Anfrage. Wir rufen Sie an." in message.text
    made = db.session.scalars(select(HelpRequest).order_by(HelpRequest.id.desc())).first()
    assert made is not None
    consent = db.session.scalars(select(Consent).where(Consent.person_id == made.person_id)).one()
    assert consent.wording.startswith("Ich sage Ja.")


def test_a_message_without_easy_words_is_plain_german(app: Flask) -> None:
    with app.test_request_context():
        for reads_easy in (False, True):
            written = write(
                "notifications/messages/trial", channel=Channel.MAIL, language="de", words={"name": "Ada"},
                reads_easy=reads_easy,
            )  # fmt: skip
            assert written.language == "de"


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_it_is_kept_on_the_account(client: PageClient, cast: Cast) -> None:
    client.sign_in(cast.senior)
    client.post("/account/name", {"name": "Selma", "language": "de", "reads_easy": "y"})
    client.sign_in(cast.senior)
    assert "Welche Hilfe brauchen Sie?" in client.get("/ask?lang=de").text
