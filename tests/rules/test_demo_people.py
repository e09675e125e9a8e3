"""Inventing people: the same seed makes the same town, and every special case is there."""

from datetime import timedelta
from random import Random

from helpexchange.demo_town import ground
from helpexchange.demo_town.people_who_ask import invent_requests
from helpexchange.demo_town.people_who_help import invent_helpers
from helpexchange.demo_town.places import Ground, Scene
from helpexchange.demo_town.special_cases import HELPER_CASES, REQUEST_CASES
from helpexchange.demo_town.special_people import special_helpers, special_requests
from helpexchange.skills.standard import STANDARD_SKILLS
from tests.fakes import MONDAY_MORNING

HOMES = ground.home_of_postcode()
NUMBERS = {plan.code: number for number, plan in enumerate(ground.DISTRICTS, start=1)}
TOWN = Ground(NUMBERS, NUMBERS, {code: ground.middle_of_postcode(code) for code in HOMES}, HOMES)


def scene(seed: int = 1, days: int = 0) -> Scene:
    now = MONDAY_MORNING + timedelta(days=days)
    return Scene(Random(seed), TOWN, now, now.date())


def told(of: Scene) -> list[tuple[object, ...]]:
    """Return what tells one town from another."""
    helpers = [
        (one.reference, one.first_name, one.last_name, one.latitude, one.created_at, len(one.times))
        for one in invent_helpers(of)
    ]
    requests = [(one.reference, one.note, one.latitude, one.submitted_at) for one in invent_requests(of)]
    return [*helpers, *requests]


def test_the_same_seed_makes_the_same_town() -> None:
    assert told(scene(7)) == told(scene(7))
    assert told(scene(7)) != told(scene(8))


def test_dates_move_with_the_day_of_loading() -> None:
    early, late = (list(invent_requests(scene(days=days))) for days in (0, 30))
    assert [one.submitted_at + timedelta(days=30) for one in early] == [one.submitted_at for one in late]
    assert all(one.submitted_at < MONDAY_MORNING for one in early)


def test_people_live_around_their_postcode_and_not_on_one_point() -> None:
    helpers = list(invent_helpers(scene()))
    places = {(one.latitude, one.longitude) for one in helpers}
    assert len(places) > 0.95 * len(helpers)
    for one in helpers:
        latitude, longitude = TOWN.middles[one.postal_code]
        assert one.latitude is not None
        assert one.longitude is not None
        assert abs(one.latitude - latitude) < 0.03
        assert abs(one.longitude - longitude) < 0.03


def test_nobody_but_the_special_helpers_has_the_scarce_skills() -> None:
    offered = {skill.skill_code for one in invent_helpers(scene()) for skill in one.skills}
    scarce = {skill.skill_code for one in special_helpers(scene()) for skill in one.skills} - offered
    assert scarce == {"sign_language", "sewing", "wheelchair", "dementia"}


def test_every_special_case_is_brought_to_life() -> None:
    helpers = {one.reference for one in special_helpers(scene())}
    requests = {one.reference: one for one in special_requests(scene())}
    assert helpers == {f"DO-{case.key}" for case in HELPER_CASES}
    assert set(requests) == {f"DO-{case.key}" for case in REQUEST_CASES}
    unplaced = {key for key, one in requests.items() if one.latitude is None}
    assert unplaced == {f"DO-{case.key}" for case in REQUEST_CASES if not case.is_placed}


def test_only_standard_skills_are_asked_for_and_offered() -> None:
    standard = {skill.code for skill in STANDARD_SKILLS}
    requests = [*invent_requests(scene()), *special_requests(scene())]
    asked = {one.kind_code for one in requests} | {
        skill.skill_code for one in requests for skill in one.skills
    }
    helpers = [*invent_helpers(scene()), *special_helpers(scene())]
    assert asked | {skill.skill_code for one in helpers for skill in one.skills} <= standard
