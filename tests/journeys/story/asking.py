"""Somebody asks for help for her mother, and two people offer theirs."""

import re

from tests.journeys.story.world import Person, World, words_of

DAUGHTER, VOLUNTEER, STUDENT = "ute@example.net", "rosa@example.net", "emre@example.net"
COMPANY, POSTCODE = "company", "44263"


def daughter_asks(world: World) -> Person:
    """Ute asks for company for her mother Ilse, who speaks Polish, likes letters and has no phone."""
    ute = world.at_phone()
    ute.open("/?lang=de")
    ute.press("Um Hilfe bitten")
    _say_what_and_when(ute)
    ute.write("postal_code", POSTCODE)
    ute.go_on()
    _choose_first(ute, "place_id")
    ute.write("first_name", "Ilse")
    ute.write("last_name", "Sommer")
    ute.write("asked_by", "Ute Sommer")
    ute.page.locator("#language").select_option("pl")
    ute.go_on()
    ute.choose("relation", "family")
    ute.write("their_street", "Am Bach 7")
    ute.go_on()
    ute.choose("channel", "mail")
    ute.write("email", DAUGHTER)
    ute.go_on()
    ute.go_on()
    ute.reads("Ilse Sommer", "Am Bach 7")
    ute.page.locator("#consent").check(force=True)
    ute.go_on()
    return ute


def _say_what_and_when(person: Person) -> None:
    person.choose("kind_code", COMPANY)
    person.go_on()
    person.choose("frequency", "weekly")
    person.go_on()
    person.write("said", "Do 14-17")
    person.go_on()


def _choose_first(person: Person, field: str) -> None:
    person.page.locator(f"input[name={field}]").first.check(force=True)
    person.go_on()


def daughter_proves_who_she_is(world: World, ute: Person) -> None:
    """The code comes by mail."""
    world.go_on(seconds=2)
    mails = "\n".join(map(words_of, world.mails_to(DAUGHTER)))
    code = re.search(r"\b\d{6}\b", mails)
    assert code, mails
    ute.write("code", code[0])
    ute.go_on()
    ute.reads("Ilse")


def offers_company(
    world: World, kind: str, first_name: str, address: str, *, speaks: tuple[str, ...]
) -> Person:
    """Somebody offers an afternoon a week, and is told at once that it has come."""
    person = world.at_phone()
    person.open("/offer?lang=de")
    person.choose("skill_codes", COMPANY)
    person.go_on()
    person.choose("languages", *speaks)
    person.go_on()
    person.write("postal_code", POSTCODE)
    person.go_on()
    _choose_first(person, "place_id")
    for field in ("reach", "max_requests", "minutes_per_week"):
        person.page.locator(f"input[name={field}]").nth(1).check(force=True)
    person.go_on()
    person.write("text", "Do 14-17")
    person.go_on()
    person.reads("Donnerstag, nach")
    person.go_on()
    person.go_on()
    person.choose("kind", kind)
    person.go_on()
    person.go_on()
    person.write("first_name", first_name)
    person.write("last_name", "Beispiel")
    person.write("email", address)
    person.go_on()
    person.page.locator("#consent").check(force=True)
    person.go_on()
    world.go_on(seconds=2)
    assert world.mails_to(address)
    return person
