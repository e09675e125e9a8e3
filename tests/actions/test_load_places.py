"""Loading places and skills: lists that are completed, never doubled."""

import pytest

from helpexchange.audit_trail.queries import history
from helpexchange.core.errors import NotAllowedRefusal
from helpexchange.core.viewer import VISITOR, system_viewer
from helpexchange.places.actions import NewPlace, load_places
from helpexchange.places.queries import places_of_postcode
from helpexchange.skills.actions import add_skills, add_standard_skills
from helpexchange.skills.queries import kinds_of_help, skills
from helpexchange.skills.standard import STANDARD_SKILLS
from tests.cast import Cast, DbSession
from tests.fakes import FakeClock

LEAD = system_viewer("test")
VALLEY = [
    NewPlace(country="AT", postal_code="6150", name=name, latitude=47.13, longitude=11.45)
    for name in ("Steinach", "Gschnitz")
]


def test_places_are_found_by_their_postcode(db_session: DbSession, clock: FakeClock) -> None:
    assert load_places(places=VALLEY, by=LEAD, now=clock.now()) == 2
    assert [place.name for place in places_of_postcode(VISITOR, "6150")] == ["Gschnitz", "Steinach"]


def test_loading_places_twice_does_no_harm(db_session: DbSession, clock: FakeClock) -> None:
    load_places(places=VALLEY[:1], by=LEAD, now=clock.now())
    assert load_places(places=VALLEY, by=LEAD, now=clock.now()) == 1
    assert load_places(places=VALLEY, by=LEAD, now=clock.now()) == 0
    assert len(places_of_postcode(VISITOR, "6150")) == 2
    entries = history(LEAD, object_type="place", object_ids=[0])
    assert [entry.details["count"] for entry in entries] == [1, 1]


def test_only_who_answers_for_the_town_loads_places_and_skills(
    db_session: DbSession, clock: FakeClock
) -> None:
    with pytest.raises(NotAllowedRefusal):
        load_places(places=VALLEY, by=VISITOR, now=clock.now())
    with pytest.raises(NotAllowedRefusal):
        add_standard_skills(by=VISITOR, now=clock.now())
    with pytest.raises(NotAllowedRefusal):
        add_skills(codes=["yodel"], kinds_of_help=[], by=VISITOR, now=clock.now())


def test_standard_skills_complete_what_is_there(db_session: DbSession, cast: Cast, clock: FakeClock) -> None:
    before = {skill.code for skill in skills(VISITOR)}
    assert add_standard_skills(by=LEAD, now=clock.now()) == len(STANDARD_SKILLS) - len(before)
    assert add_standard_skills(by=LEAD, now=clock.now()) == 0
    driving = next(skill for skill in skills(VISITOR) if skill.code == "driving")
    assert driving.checks == ["conduct", "driving_licence", "interview"]


def test_a_skill_of_ones_own_becomes_a_kind_of_help(db_session: DbSession, clock: FakeClock) -> None:
    assert add_skills(codes=["yodel", "ski"], kinds_of_help=["ski"], by=LEAD, now=clock.now()) == 2
    assert [kind.code for kind in kinds_of_help(VISITOR)] == ["ski"]
    assert add_skills(codes=["yodel"], kinds_of_help=["yodel"], by=LEAD, now=clock.now()) == 0
    assert [kind.code for kind in kinds_of_help(VISITOR)] == ["ski", "yodel"]
    [entry] = history(LEAD, object_type="skill", object_ids=[0])
    assert entry.details["codes"] == ["ski", "yodel"]
