"""What Hanna of the office does: letters, the word of the mother, new helpers, and deciding with two keys."""

import io

from playwright.sync_api import expect
from pypdf import PdfReader

from tests.journeys.story.asking import STUDENT, VOLUNTEER
from tests.journeys.story.world import Person, World

ILSE = "Ilse Sommer"


def prints_letters(hanna: Person) -> str:
    """Hanna prints all letters with one click of the day board; return what stands on the paper."""
    hanna.open("/day-board")
    button = hanna.page.locator("#day").get_by_role(
        "button", name="Alle drucken und als verschickt vermerken"
    )
    with hanna.visitor.context.expect_page() as opened:
        button.click()
    tab = opened.value
    tab.wait_for_url("**/letters.pdf")
    printed = text_of_pdf(hanna, tab.url)
    tab.close()
    return printed


def text_of_pdf(person: Person, url: str) -> str:
    """Return the words of a PDF that somebody may open, in single spaces."""
    answer = person.visitor.context.request.get(url)
    assert answer.headers["content-type"] == "application/pdf", url
    pages = PdfReader(io.BytesIO(answer.body())).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def hears_the_mothers_word(hanna: Person) -> None:
    """Ilse has come by: Ute may act for her, and both are told."""
    hanna.open("/people")
    hanna.follow(ILSE)
    hanna.follow("Die Person fragen", of="Ute Sommer")
    hanna.page.locator("input[name=scope]").first.check(force=True)
    hanna.choose("given", "in_person")
    hanna.press("Die Person sagt Ja")
    hanna.reads("Ute Sommer, Familie")


def takes_everybody_in(hanna: Person) -> None:
    """The request is opened; both helpers are spoken with, looked at and made active."""
    hanna.open("/day-board")
    hanna.press("Annehmen", of=ILSE)
    for helper in ("Rosa Beispiel", "Emre Beispiel"):
        hanna.open("/day-board")
        hanna.press("Wir haben gesprochen", of=helper)
        hanna.open("/arrivals/helpers")
        hanna.press("Alles angesehen", of=helper)
        hanna.press("Aktiv machen", of=helper)


def helpers_hear_of_it_once(world: World) -> None:
    """What was left to do when they spoke has been done since: nobody is told of it any more."""
    for address in (VOLUNTEER, STUDENT):
        subjects = [str(mail["Subject"]) for mail in world.mails_to(address)]
        assert subjects[1:] == ["Wir haben Ihre Nachweise angesehen", "Sie helfen jetzt aktiv mit"]


def approves_by_keyboard(hanna: Person) -> int:
    """Hanna opens what the night has found, and approves the first proposal; return how many keys it took."""
    hanna.open("/day-board")
    hanna.follow("Alle 2 Vorschläge mit Gründen")
    keys = ["j", "a"]
    hanna.page.keyboard.press(keys[0])
    expect(hanna.page.locator("article:focus")).to_have_count(1)
    focused = hanna.page.evaluate("document.activeElement.innerText")
    assert focused.split("\n")[:2] == ["Rosa Beispiel", ILSE]
    with hanna.page.expect_navigation():
        hanna.page.keyboard.press(keys[1])
    hanna.look()
    hanna.reads("Rosa Beispiel hilft Ilse Sommer")
    return len(keys)


def asks_the_stand_in(hanna: Person) -> None:
    """Who is free then stands on the day board; one click asks."""
    hanna.open("/day-board")
    hanna.reads("Rosa kann nicht kommen")
    hanna.press("Fragen", of="Emre Beispiel")
    hanna.reads("Die Anfrage für diesen einen Besuch ist unterwegs.")


def certifies_the_hours(hanna: Person) -> None:
    """From the hours of the month to a certificate for Rosa."""
    hanna.open("/hours")
    hanna.reads("4 Std. 30 Min.")
    hanna.follow("Rosa Beispiel")
    hanna.follow("Stunden bescheinigen")
    hanna.go_on()
    hanna.reads("Die Bescheinigung ist da", "3 Std.")


def sees_the_numbers(hanna: Person) -> None:
    """The request, the visits and the hours stand in the reports, none of them to be singled out."""
    hanna.open("/reports")
    hanna.open("/reports/engagements")
    hanna.open("/engagements")
    hanna.reads("Rosa Beispiel hilft Ilse Sommer")
    hanna.follow("Rosa Beispiel hilft Ilse Sommer")
