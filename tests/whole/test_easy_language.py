"""German in easy language: by the rules, complete on the pages of people in need, and a switch that stays."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import flask_babel
import pytest
from babel.messages.extract import extract_from_dir
from flask import Flask
from sqlalchemy import select

from helpexchange.asking.links import person_token
from helpexchange.asking.rules import AskState
from helpexchange.consents.models import Consent
from helpexchange.core.database import db
from helpexchange.core.i18n import EASY
from helpexchange.core.viewer import VISITOR
from helpexchange.engagements.actions import end_engagement
from helpexchange.engagements.rules import EndReason, Side
from helpexchange.help_requests.messages import token_of
from helpexchange.help_requests.models import HelpRequest
from helpexchange.match_runs.rules import ProposalState
from helpexchange.notifications.messages import write
from helpexchange.notifications.rules import Channel
from scripts.texts import KEYWORDS, METHODS, OPTIONS, PACKAGE, read_catalogue
from tests.asked import said_yes
from tests.asking import place_of
from tests.cast import Cast
from tests.engaged import after, begun, visits
from tests.fakes import FakeClock
from tests.following import asked, next_path, question_path, visit_path
from tests.outbox import messages
from tests.page_checks import Page, visible_text
from tests.page_client import PageClient
from tests.pages.test_ask import ANSWERS, FAULTS, answer
from tests.pages.test_representatives import WHO
from tests.representing import asked_for_ada

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
#: Said to the helper or the office when the person has answered.
OF_OFFICE = {
    "It is agreed", "It is agreed. Thank you!", "It is not far from you.", "It is not needed this time",
    "The trial period ends. How does it go with %(helper)s?",
    "This help is not needed any more. Thank you for being there!",
    "We had asked you for help: %(kind)s, %(times)s.", "We have not asked you for some time.",
    "You both speak %(languages)s.", "You know very well how to do this.", "You visit:",
}  # fmt: skip
#: Said on these pages by others, in plain words already, or by the demonstration only.
LEFT_OUT = {
    "Notifications",
    "A concern about visits",
    "Somebody has said that something is wrong with visits. Please look at it now:",
}


def easy_texts() -> dict[str, str]:
    """Return every text in easy language by its source; of plural texts the last form."""
    return {_first(message.id): _last(message.string) for message in read_catalogue(EASY) if message.id}


def _first(forms: str | Sequence[str]) -> str:
    return forms if isinstance(forms, str) else forms[0]


def _last(forms: str | Sequence[str] | None) -> str:
    return forms if isinstance(forms, str) else (forms or [""])[-1]


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


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Return a set that fills up with all texts that pages ask for."""
    noted: set[str] = set()
    real = flask_babel.Domain.get_translations

    def noting(domain: flask_babel.Domain) -> Any:
        translations = real(domain)
        plain = type(translations).ugettext

        def noting_text(text: str) -> str:
            noted.add(text)
            return str(plain(translations, text))

        translations.ugettext = noting_text
        return translations

    monkeypatch.setattr(flask_babel.Domain, "get_translations", noting)
    return noted


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


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_is_said_about_visits_is_easy(
    client: PageClient, cast: Cast, clock: FakeClock, said: set[str]
) -> None:
    begun(cast, clock)
    first, second = visits()[:2]
    base = f"/my-request/{token_of(cast.shopping.reference)}"
    for url in ("", "/visits", f"/visits/{second.id}/cancel", "/calendar"):
        client.get(f"{base}{url}?lang=de&easy=1")
    client.post(f"{base}/visits/{second.id}/cancel", {}, status=422)
    client.submit(f"{base}/visits/{second.id}/cancel", {"reason": "ill"})
    client.submit(f"{base}/visits/{second.id}/restore")
    client.post(f"{base}/visits/pause/{first.engagement_id}", {"first": "x"}, status=422)
    client.post(f"{base}/visits/pause/{first.engagement_id}", {"first": ""}, status=422)
    client.submit(f"{base}/visits/pause/{first.engagement_id}", {"first": "2026-11-20", "back": "2026-11-21"})
    client.submit(f"{base}/visits/pause/{first.engagement_id}", {"first": "2026-12-20"})
    client.submit(f"{base}/visits/resume/{first.engagement_id}")
    client.get(f"{base}/visits/{second.id}/move")
    client.post(f"{base}/visits/{second.id}/move", {"day": "x", "start": "x"}, status=422)
    client.post(f"{base}/visits/{second.id}/move", {"day": "2027-11-10", "start": "10"}, status=422)
    client.submit(f"{base}/visits/{second.id}/move", {"day": "2026-11-11", "start": "10"})
    concern = f"{base}/visits/concern/{first.engagement_id}"
    client.get(concern)
    client.post(concern, {"text": ""}, status=422)
    client.submit(concern, {"text": "laut"})
    client.submit(f"{base}/calendar/open")
    client.submit(f"{base}/calendar/renew/1")
    client.submit(f"{base}/calendar/close")
    after(clock, first)
    for page in ("done", "missed"):
        client.get(f"{base}/visits/{first.id}/{page}")
        client.post(f"{base}/visits/{first.id}/{page}", {"minutes": "x"}, status=422)
    client.submit(f"{base}/visits/{first.id}/missed", {"missing": "both"})
    assert sorted(said - easy_texts().keys() - LEFT_OUT) == []


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_is_said_about_who_comes_is_easy(
    client: PageClient, cast: Cast, clock: FakeClock, said: set[str]
) -> None:
    own = f"/my-request/{token_of(cast.shopping.reference)}"
    client.get(f"{own}?lang=de&easy=1")
    ask = said_yes(cast, clock)
    said.clear()
    url = f"/who-comes/{person_token(ask.id)}"
    for each in (own, url, f"{own}/contacts"):
        client.get(each)
    client.submit(f"{url}/call")
    client.submit(f"{url}/yes")
    client.submit(f"{url}/yes")
    client.get(f"{own}/contacts")
    ask.state = AskState.YES
    ask.proposal.state = ProposalState.ACCEPTED
    db.session.commit()
    client.submit(f"{url}/no")
    assert sorted(said - easy_texts().keys() - LEFT_OUT - OF_OFFICE) == []


def test_what_is_answered_by_link_is_easy(
    client: PageClient, cast: Cast, clock: FakeClock, said: set[str]
) -> None:
    engagement = begun(cast, clock)
    reminder = visit_path(visits()[0], Side.PERSON)
    client.get(f"{reminder}?lang=de&easy=1")
    said.clear()
    client.get(reminder)
    client.submit(f"{reminder}/confirm")
    client.get(f"{reminder}/concern")
    client.get(f"{reminder}/cancel")
    question = asked(clock)[1]
    client.get(reminder)
    client.get(question_path(question))
    client.submit(question_path(question), {"answer": "wrong"})
    end_engagement(
        engagement=engagement, side=Side.PERSON, reason=EndReason.MOVED, needs_another=False, by=VISITOR,
        now=clock.now(),
    )  # fmt: skip
    client.get(next_path(engagement, Side.PERSON))
    client.submit(f"{next_path(engagement, Side.PERSON)}/look")
    clock.advance(days=61)
    client.get(reminder, status=410)
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
