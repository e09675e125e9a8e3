"""Finding people by what is typed: names with a mistake, numbers in any form, places."""

import pytest

from helpexchange.core.database import db
from helpexchange.help_requests.models import PersonInNeed
from helpexchange.help_requests.rules import RequestState
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.people.queries import MOST_FOUND, PeopleWish, find_people, known_to, parts_of, people_page
from helpexchange.people.rules import Order, Part, Standing
from helpexchange.people_index import queries
from helpexchange.people_index.jobs import note_who_is_new
from helpexchange.people_index.models import KnownPerson
from helpexchange.people_index.rules import halves_of, nearly, terms_of
from helpexchange.privacy.actions import forget_person
from helpexchange.privacy.rules import Person, PersonKind
from tests.cast import Cast, help_request
from tests.fakes import FakeClock
from tests.matched import as_viewer

NOBODY_WISHED = PeopleWish()


def enter(cast: Cast, clock: FakeClock, first_name: str, last_name: str, **others: str) -> PersonInNeed:
    """Enter somebody who asks in Hörde."""
    person = PersonInNeed(first_name=first_name, last_name=last_name, **others)
    made = help_request(
        f"{first_name}-{last_name}"[:40], office=cast.hoerde, kind="shopping", weekday=1, now=clock.now(),
        person=person,
    )  # fmt: skip
    db.session.add(made)
    db.session.commit()
    return person


def names(cast: Cast, typed: str, *, who: str = "coordinator_hoerde") -> tuple[list[str], list[str]]:
    """Return the names of who fits, and of who nearly does."""
    viewer = as_viewer(getattr(cast, who))
    found = find_people(viewer, typed=typed, wish=NOBODY_WISHED)
    if found is None:
        return [], []
    parts = parts_of(viewer, [*found.people, *found.nearly])
    return [parts[each].name for each in found.people], [parts[each].name for each in found.nearly]


@pytest.mark.parametrize("written", ["Müller", "Mueller", "Muller", "MÜLLER", "mül"])
@pytest.mark.parametrize("stored", ["Müller", "Mueller", "Muller"])
def test_umlauts_are_found_however_they_are_written(
    cast: Cast, clock: FakeClock, stored: str, written: str
) -> None:
    enter(cast, clock, "Grete", stored)
    assert names(cast, written)[0] == [f"Grete {stored}"]


@pytest.mark.parametrize(
    "typed",
    ["Schmitz", "Schmtiz", "Shcmitz", "Schmits", "Achmitz", "Schmiz", "Schmmitz", "chmitz", "Schmtz"],
)  # fmt: skip
def test_one_wrong_letter_or_two_swapped_do_no_harm(cast: Cast, clock: FakeClock, typed: str) -> None:
    enter(cast, clock, "Grete", "Schmitz")
    exact, near = names(cast, typed)
    assert "Grete Schmitz" in [*exact, *near]


def test_two_mistakes_find_nobody(cast: Cast, clock: FakeClock) -> None:
    enter(cast, clock, "Grete", "Schmitz")
    assert names(cast, "Schnotz") == ([], [])


def test_those_who_fit_come_before_those_who_nearly_do(cast: Cast, clock: FakeClock) -> None:
    for last_name in ("Meyer", "Maier", "Meier"):
        enter(cast, clock, "Grete", last_name)
    assert names(cast, "grete meier") == (["Grete Meier"], ["Grete Maier", "Grete Meyer"])


@pytest.mark.parametrize(
    "typed",
    ["0231 555 0188", "0231/5550188", "+49 231 5550188", "0049 231 555 0188", "0231 555", "+49231555", "0188",
     "550188", "231 5550188", "(0231) 555-0188"],
)  # fmt: skip
def test_a_number_is_found_in_any_form(cast: Cast, clock: FakeClock, typed: str) -> None:
    enter(cast, clock, "Grete", "Schmitz", phone="0231 5550188")
    assert "Grete Schmitz" in names(cast, typed)[0]


@pytest.mark.parametrize(
    "typed", ["Aplerbeck", "44287", "4428", "schmitz 44287", "Grete aplerbek", "aplerb gre"]
)
def test_places_are_found_too(cast: Cast, clock: FakeClock, typed: str) -> None:
    enter(cast, clock, "Grete", "Schmitz", postal_code="44287", town="Aplerbeck")
    enter(cast, clock, "Hans", "Schmitz", postal_code="44263", town="Hörde")
    exact, near = names(cast, typed)
    assert [*exact, *near] == ["Grete Schmitz"]


def test_a_mail_address_is_found(cast: Cast, clock: FakeClock) -> None:
    enter(cast, clock, "Grete", "Schmitz", email="Grete@Example.org")
    assert names(cast, "grete@ex")[0] == ["Grete Schmitz"]


@pytest.mark.parametrize("typed", ["", " ", "x", "1", "123", "%", "_%", "'", "\U0010ffff", "🎈", "()", "+"])
def test_what_is_too_little_finds_nobody(cast: Cast, typed: str) -> None:
    assert names(cast, typed) == ([], [])


@pytest.mark.parametrize("name", ["X", "x" * 100, "فاطمة", "Åse 🎈", "<b>Grete</b>", "O'Hara-Müller"])
def test_names_of_any_kind_are_found_by_themselves(cast: Cast, clock: FakeClock, name: str) -> None:
    enter(cast, clock, "Ada", name)
    assert names(cast, f"ada {name}")[0] == [f"Ada {name}"]


def test_other_offices_find_nobody_of_ours(cast: Cast) -> None:
    assert names(cast, "Erna")[0] == ["Erna Muster"]
    assert names(cast, "Erna", who="coordinator_eving") == ([], [])
    assert names(cast, "Erna", who="network_lead")[0] == ["Erna Muster"]
    for who in ("administrator", "senior", "volunteer"):
        assert names(cast, "Erna", who=who) == ([], [])


@pytest.mark.parametrize("many", [1, 2_000])
def test_the_same_are_found_whether_many_or_few_fit(
    cast: Cast, clock: FakeClock, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    monkeypatch.setattr(queries, "MANY", many)
    enter(cast, clock, "Grete", "Schmitz", postal_code="44287", town="Aplerbeck", phone="0231 5550188")
    enter(cast, clock, "Grete", "Schmidt", postal_code="44287", town="Aplerbeck")
    assert names(cast, "schmitz aplerbeck") == (["Grete Schmitz"], [])
    assert names(cast, "grete aplerbek") == ([], ["Grete Schmidt", "Grete Schmitz"])
    assert names(cast, "grete 5550188 aplerbek") == ([], ["Grete Schmitz"])
    assert names(cast, "aplerbeck", who="coordinator_eving") == ([], [])
    assert names(cast, "aplerbek", who="coordinator_eving") == ([], [])


def test_as_many_words_as_fit_are_looked_for(cast: Cast, clock: FakeClock) -> None:
    enter(cast, clock, "Grete", "Schmitz", town="Aplerbeck")
    assert names(cast, "grete schmitz " * 7)[0] == ["Grete Schmitz"]
    assert names(cast, "grette " * 14) == ([], ["Grete Schmitz"])
    assert names(cast, " ".join(f"wor{letter}" for letter in "abcdefghijklmnopqrstuvwxy")) == ([], [])


def test_somebody_is_shown_once_among_many_who_fit(cast: Cast, clock: FakeClock) -> None:
    for number in range(MOST_FOUND + 3):
        enter(cast, clock, "Grete", f"Grethe{number}", town="Gretheim")
    found = find_people(as_viewer(cast.coordinator_hoerde), typed="greth", wish=NOBODY_WISHED)
    assert found is not None
    assert (len(set(found.people)), found.total, found.nearly) == (MOST_FOUND, MOST_FOUND + 3, ())


def test_who_asks_helps_and_has_an_account_is_one(cast: Cast, clock: FakeClock) -> None:
    assert cast.meryem.known_id == cast.volunteer.known_id
    asking = enter(cast, clock, "Meryem", "Muster")
    assert asking.known_id != cast.meryem.known_id  # nothing says yet that it is the same person
    asking.account_id = cast.volunteer.id
    other = PersonInNeed(first_name="Ayse", asked_by="Meryem", account_id=cast.volunteer.id)
    db.session.add(other)
    db.session.flush()
    assert cast.volunteer.known_id == asking.known_id
    assert other.known_id not in {asking.known_id, cast.meryem.known_id}


def test_a_changed_name_is_found_and_the_old_one_is_not(cast: Cast) -> None:
    cast.meryem.last_name = "Yilmaz"
    cast.meryem.phone = "030 1234567"
    db.session.commit()
    assert names(cast, "yilmaz") == (["Meryem Yilmaz"], [])
    assert names(cast, "030 1234")[0] == ["Meryem Yilmaz"]
    assert "Meryem Yilmaz" not in names(cast, "0231 555 0123")[0]


def test_who_is_forgotten_is_not_found(cast: Cast, clock: FakeClock) -> None:
    viewer = as_viewer(cast.coordinator_hoerde)
    person = cast.shopping.person
    assert person is not None
    forget_person(person=Person(kind=PersonKind.PERSON_IN_NEED, id=person.id), by=viewer, now=clock.now())
    assert names(cast, "555 0199") == ([], [])
    assert names(cast, "Erna")[0] == ["Erna Muster"]  # the account is still there
    helper = Person(kind=PersonKind.HELPER, id=cast.pavel.id)
    forget_person(person=helper, by=viewer, now=clock.now())
    assert names(cast, "Pavel") == ([], [])
    known = db.session.get(KnownPerson, cast.pavel.known_id)
    assert known is not None
    assert known.sort_key == ""


def test_who_came_with_a_file_is_found_after_a_tick(cast: Cast, clock: FakeClock) -> None:
    db.session.execute(
        HelperProfile.__table__.update()  # type: ignore[attr-defined]
        .where(HelperProfile.id == cast.pavel.id)
        .values(known_id=None, first_name="Pawel")
    )
    db.session.commit()
    assert names(cast, "Pawel")[0] == []
    assert note_who_is_new(clock.now()) == 1
    assert note_who_is_new(clock.now()) == 0
    assert names(cast, "Pawel")[0] == ["Pawel Muster"]


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        (PeopleWish(), ["Erna", "Hanna", "Meryem", "Pavel"]),
        (PeopleWish(part=Part.ASKS), ["Erna"]),
        (PeopleWish(part=Part.HELPS), ["Meryem", "Pavel"]),
        (PeopleWish(part=Part.BOTH), []),
        (PeopleWish(part=Part.ACCOUNT), ["Erna", "Hanna", "Meryem"]),
        (PeopleWish(standing=Standing.WAITING), ["Erna"]),
        (PeopleWish(standing=Standing.BEING_HELPED), []),
        (PeopleWish(standing=Standing.ARRIVING), ["Pavel"]),
        (PeopleWish(standing=Standing.ACTIVE), ["Meryem"]),
        (PeopleWish(standing=Standing.NOTHING_OPEN), ["Hanna"]),
        (PeopleWish(district_code="hoerde"), ["Erna", "Meryem", "Pavel"]),
        (PeopleWish(district_code="eving"), []),
        (PeopleWish(language="tr"), ["Erna", "Meryem"]),
        (PeopleWish(language="cs"), ["Pavel"]),
    ],
)
def test_the_list_is_narrowed(cast: Cast, wish: PeopleWish, expected: list[str]) -> None:
    viewer = as_viewer(cast.coordinator_hoerde)
    page = people_page(viewer, wish=wish, number=1)
    parts = parts_of(viewer, page.items)
    assert sorted(each.name.split()[0] for each in parts.values()) == expected
    assert page.total == len(expected)


def test_a_filter_tells_nothing_of_another_office(cast: Cast, clock: FakeClock) -> None:
    """Meryem, who helps in Hörde, asks for help in Eving: that is nobody's business in Hörde."""
    asking = PersonInNeed(first_name="Meryem", account_id=cast.volunteer.id, language="da")
    made = help_request("m", office=cast.eving, kind="company", weekday=1, now=clock.now(), person=asking)
    db.session.add(made)
    db.session.commit()
    assert asking.known_id == cast.meryem.known_id
    telling = (
        PeopleWish(part=Part.ASKS), PeopleWish(part=Part.BOTH), PeopleWish(standing=Standing.WAITING),
        PeopleWish(district_code="eving"), PeopleWish(language="da"),
    )  # fmt: skip
    for wish in telling:
        for who, is_told in (("coordinator_hoerde", False), ("network_lead", True)):
            page = people_page(as_viewer(getattr(cast, who)), wish=wish, number=1)
            assert (cast.meryem.known_id in page.items) is is_told, (wish, who)


def test_whom_nobody_spoke_with_for_long_is_listed(cast: Cast, clock: FakeClock) -> None:
    viewer = as_viewer(cast.coordinator_hoerde)
    earlier = clock.now()
    clock.advance(hours=1)
    later = PeopleWish(silent_since=clock.now())
    assert people_page(viewer, wish=PeopleWish(silent_since=earlier), number=1).total == 1  # Hanna
    assert people_page(viewer, wish=later, number=1).total == 4
    cast.shopping.first_contact_at = clock.now()
    cast.shopping.state = RequestState.AGREED
    db.session.flush()
    assert people_page(viewer, wish=later, number=1).total == 3


def test_sorting(cast: Cast, clock: FakeClock) -> None:
    viewer = as_viewer(cast.coordinator_hoerde)
    enter(cast, clock, "Zoë", "Aal")
    by_name = people_page(viewer, wish=PeopleWish(part=Part.ASKS), number=1).items
    newest = people_page(viewer, wish=PeopleWish(part=Part.ASKS, order=Order.NEWEST), number=1).items
    assert [each.name for each in parts_of(viewer, by_name).values()] == ["Zoë Aal", "Erna Muster"]
    assert list(newest) == sorted(by_name, reverse=True)
    assert len(db.session.scalars(known_to(viewer)).all()) == 5


def test_one_half_is_right_whatever_letter_is_wrong() -> None:
    for word in ("abcd", "abcde", "abcdef", "abcdefg"):
        begins, ends = halves_of(word)
        swapped = [word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1)]
        changed = [word[:i] + "x" + word[i + 1 :] for i in range(len(word))]
        added = [word[:i] + "x" + word[i:] for i in range(len(word) + 1)]
        missing = [word[:i] + word[i + 1 :] for i in range(len(word))]
        for meant in (*swapped, *changed, *added, *missing):
            assert meant.startswith(begins) or meant.endswith(ends), (word, meant)
            assert nearly(word, [meant]) == [meant]


def test_words_and_numbers_are_told_apart() -> None:
    assert [each.text for each in terms_of("Erna 0231 555 Hörde")] == ["0231 555", "erna", "horde"]
    assert terms_of("a 1") == []
