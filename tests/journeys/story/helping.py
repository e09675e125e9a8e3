"""What the helpers, the daughter and the mother do and read, from the first question to the certificate."""

import re

from tests.journeys.story.asking import DAUGHTER, STUDENT, VOLUNTEER
from tests.journeys.story.office import text_of_pdf
from tests.journeys.story.world import Person, World, words_of

TIMES = "Donnerstagnachmittag, 14:00–15:30 Uhr"


def volunteer_says_yes(world: World) -> None:
    """Ten minutes later the question is in Rosa's mail; she answers on her phone, without signing in."""
    world.go_on(minutes=10)
    rosa = world.at_phone()
    rosa.open(world.link_to(VOLUNTEER, "/asked/") + "?lang=de")
    rosa.reads("Ilse sucht Hilfe", TIMES, "Sie sprechen beide Polnisch.", "Wir haben Sie noch nie gefragt.")
    assert "Sommer" not in rosa.page.locator("main").inner_text()
    rosa.press("Ja, ich kann helfen")
    world.go_on(minutes=1)


def mother_reads_who_comes(letters: str) -> None:
    """Ilse's letters: who acts for her, that somebody is looked for, and who would like to come."""
    for words in ("Am Bach 7", "Ute Sommer handelt jetzt für Sie", "Rosa möchte kommen", TIMES):
        assert words in letters, letters
    assert "Sie dürfen Nein sagen" in letters
    assert "Beispiel" not in letters
    assert "http" not in letters


def daughter_agrees(world: World) -> None:
    """Ute reads the same in her mail, and says for her mother that it suits."""
    ute = world.at_phone()
    ute.open(world.link_to(DAUGHTER, "/who-comes/") + "?lang=de")
    ute.reads("Sie handeln für Ilse", TIMES)
    ute.press("Ja, das passt mir")
    ute.reads("Rosa kommt")
    world.go_on(minutes=1)
    told = words_of(world.mails_to(DAUGHTER)[-1])
    assert "Rosa Beispiel" in told
    assert "Donnerstag, 12. November 2026, 14:00" in told
    assert "Am Bach 7" in words_of(world.mails_to(VOLUNTEER)[-1])


def volunteer_sees_her_visits(world: World) -> Person:
    """Rosa opens her own page by the link of the mail; the visits are one click away."""
    rosa = world.at_phone()
    rosa.open(world.link_to(VOLUNTEER, "/my-help/open/") + "?lang=de")
    rosa.press("Meine Seite öffnen")
    rosa.press("Meine Besuche")
    rosa.reads("Donnerstag, 12. November 2026, 14:00 bis 15:30", "Ilse Sommer", "Am Bach 7")
    rosa.open("/my-help/contacts")
    return rosa


def both_are_reminded(world: World) -> None:
    """The day before: Rosa says with one click that she comes, and Ute reads of it too."""
    rosa = world.at_phone()
    rosa.open(world.link_to(VOLUNTEER, "/visits/reminder/") + "?lang=de")
    rosa.press("Ja, ich komme")
    ute = world.at_phone()
    ute.open(world.link_to(DAUGHTER, "/visits/reminder/") + "?lang=de")
    ute.reads("12. November 2026")


def visit_has_taken_place(helper: Person) -> None:
    """A helper notes with one click that the newest visit took as long as planned."""
    helper.open("/my-help/hours")
    helper.press("Wie geplant")
    helper.reads("1 Std. 30 Min.")


def daughter_says_that_all_is_well(world: World) -> None:
    """After the first visit both sides are asked."""
    ute = world.at_phone()
    ute.open(world.link_to(DAUGHTER, "/visits/question/") + "?lang=de")
    ute.press("Ja, alles ist gut")


def volunteer_calls_off_a_visit(world: World, rosa: Person) -> None:
    """Rosa is ill on the 19th; whoever acts for Ilse is told at once."""
    rosa.open("/my-help/visits")
    rosa.follow("Ich kann nicht kommen", of="19. November")
    rosa.choose("reason", "ill")
    rosa.go_on()
    rosa.reads("Der Besuch ist abgesagt.")
    world.go_on(minutes=1)
    told = words_of(world.mails_to(DAUGHTER)[-1])
    assert "Der Besuch am Donnerstag, 19. November 2026, 14:00 fällt aus." in told


def student_stands_in(world: World) -> Person:
    """Emre is asked by mail, says yes on his phone, and sees where it is."""
    world.go_on(minutes=1)
    emre = world.at_phone()
    emre.open(world.link_to(STUDENT, "/stand-in/") + "?lang=de")
    emre.press("Ja, ich komme")
    world.go_on(minutes=1)
    assert "kommt jemand anderes: Emre." in words_of(world.mails_to(DAUGHTER)[-1])
    emre.open(world.link_to(STUDENT, "/my-help/open/") + "?lang=de")
    emre.press("Meine Seite öffnen")
    emre.press("Meine Besuche")
    emre.reads("Donnerstag, 19. November 2026", "Am Bach 7")
    return emre


def mother_reads_that_somebody_else_comes(letters: str) -> None:
    """One letter, not two that contradict each other: Emre comes this once."""
    assert "kommt jemand anderes: Emre." in letters
    assert "fällt aus" not in letters


def volunteer_prints_her_certificate(world: World, rosa: Person) -> None:
    """Rosa is told of it, prints it, and anybody who holds it can check its code."""
    world.go_on(minutes=1)
    assert "Bescheinigung" in str(world.mails_to(VOLUNTEER)[-1]["Subject"])
    rosa.open("/my-help/hours")
    link = rosa.page.locator("a[href$='.pdf']").get_attribute("href")
    printed = text_of_pdf(rosa, f"{rosa.visitor.site}{link}")
    assert "Rosa Beispiel" in printed
    assert "Ilse" not in printed
    code = re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b", printed)
    assert code, printed
    school = world.at_phone()
    school.open("/certificates?lang=de")
    school.write("code", code[0])
    school.go_on()
    school.reads("3 Std.", "Seniorenbüro Hörde")
