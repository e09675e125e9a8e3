"""The whole story of one help, in the browser: from a daughter's question to a certificate of hours."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from helpexchange.core.database import db
from tests.browsing import Visitor
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.journeys.story import asking, helping, office
from tests.journeys.story.world import Person, World
from tests.servers.mail_server import MailBox, mail_server
from tests.told import SENDING, with_settings

#: So many keys a coordinator presses to approve the most urgent proposal.
MOST_KEYS = 2


@pytest.fixture
def world(  # noqa: PLR0917  # fixtures
    app: Flask,
    cast: Cast,
    clock: FakeClock,
    live_site: str,
    open_visitor: Callable[..., Visitor],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[World]:
    """The world; on SQLite each page is opened in all four languages."""
    box = MailBox()
    db.session.commit()
    in_all = db.engine.dialect.name == "sqlite"
    with mail_server(box) as port:
        with_settings(app, monkeypatch, smtp_url=f"smtp://127.0.0.1:{port}", public_url=live_site, **SENDING)
        yield World(app, clock, box, open_visitor, in_all_languages=in_all)


@pytest.mark.browser
@pytest.mark.long(90)
@pytest.mark.timeout(600)
def test_from_a_daughters_question_to_a_certificate(world: World, cast: Cast) -> None:
    hanna = world.at_desk(cast.coordinator_hoerde)
    everybody_asks_and_offers(world)
    a_helper_is_found(world, hanna)
    rosa = it_is_agreed(world, hanna)
    visits_happen(world, rosa)
    somebody_else_comes_once(world, hanna, rosa)
    world.until(26, 17)
    helping.visit_has_taken_place(rosa)
    office.certifies_the_hours(hanna)
    helping.volunteer_prints_her_certificate(world, rosa)
    office.sees_the_numbers(hanna)
    assert not world.complaints()


def everybody_asks_and_offers(world: World) -> None:
    """Monday: a daughter asks for her mother, a volunteer and a student offer an afternoon."""
    ute = asking.daughter_asks(world)
    asking.daughter_proves_who_she_is(world, ute)
    asking.offers_company(world, "volunteer", "Rosa", asking.VOLUNTEER, speaks=("de", "pl"))
    asking.offers_company(world, "student", "Emre", asking.STUDENT, speaks=("de",))


def a_helper_is_found(world: World, hanna: Person) -> None:
    """Tuesday in the office, the night, and Wednesday morning with two keys."""
    hanna.open("/day-board?lang=de")
    assert "Ute Sommer möchte für Sie handeln" in office.prints_letters(hanna)
    world.until(3, 9)
    office.hears_the_mothers_word(hanna)
    office.takes_everybody_in(hanna)
    world.until(4, 8, 30)
    office.helpers_hear_of_it_once(world)
    assert office.approves_by_keyboard(hanna) <= MOST_KEYS


def it_is_agreed(world: World, hanna: Person) -> Person:
    """The volunteer says yes, the mother gets a letter, the daughter says that it suits."""
    helping.volunteer_says_yes(world)
    helping.mother_reads_who_comes(office.prints_letters(hanna))
    helping.daughter_agrees(world)
    assert "Donnerstag, 12. November 2026, 14:00" in office.prints_letters(hanna)
    return helping.volunteer_sees_her_visits(world)


def visits_happen(world: World, rosa: Person) -> None:
    """The first visit: reminded of, made, noted, and well."""
    world.until(11, 17)
    helping.both_are_reminded(world)
    world.until(13, 11)
    helping.visit_has_taken_place(rosa)
    helping.daughter_says_that_all_is_well(world)


def somebody_else_comes_once(world: World, hanna: Person, rosa: Person) -> None:
    """The second visit: called off, and the student comes."""
    world.until(16, 10)
    helping.volunteer_calls_off_a_visit(world, rosa)
    office.asks_the_stand_in(hanna)
    emre = helping.student_stands_in(world)
    helping.mother_reads_that_somebody_else_comes(office.prints_letters(hanna))
    world.until(19, 17)
    helping.visit_has_taken_place(emre)
