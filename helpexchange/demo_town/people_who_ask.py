"""Invents the people in need of the demo town and what they ask for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from random import Random

from helpexchange.demo_town import ground
from helpexchange.demo_town.names import Name, invent_email, invent_name, invent_phone
from helpexchange.demo_town.places import Scene, invent_home
from helpexchange.demo_town.times import Times, same_length_times, wished_times
from helpexchange.demo_town.wishes import FAMILY, NEWCOMER, REASONS, SENIOR, WISHES, Wish
from helpexchange.help_requests.models import (
    HelpRequest,
    PersonInNeed,
    RequestLanguage,
    RequestSkill,
    RequestTime,
)
from helpexchange.help_requests.rules import Channel, RequestState

_STATES = {RequestState.OPEN: 86, RequestState.SUBMITTED: 8, RequestState.FINISHED: 6}
_AGES = {SENIOR: (68, 93), NEWCOMER: (22, 58), FAMILY: (28, 47)}
_LONGEST_WAIT_DAYS = 75


def invent_requests(scene: Scene) -> Iterator[HelpRequest]:
    """Yield as many requests for each district as its plan says; the same scene yields the same ones."""
    number = 0
    for plan in ground.DISTRICTS:
        for _ in range(plan.requests):
            number += 1
            wish = scene.rng.choices(WISHES, [wish.share for wish in WISHES])[0]
            yield _request(scene, plan, wish, number)


def _request(scene: Scene, plan: ground.DistrictPlan, wish: Wish, number: int) -> HelpRequest:
    rng = scene.rng
    name = invent_name(rng)
    person = invent_person(scene, name, ages=_AGES[wish.asker])
    request = new_request(scene, plan, reference=f"DO-R-{number:03}", kind=wish.kind, person=person)
    request.state = rng.choices(list(_STATES), list(_STATES.values()))[0]
    if request.state is RequestState.SUBMITTED:
        request.submitted_at = scene.now - timedelta(hours=rng.randint(1, 150))
    request.note = f"{rng.choice(REASONS[wish.asker])} {rng.choice(wish.notes)}"
    request.remote = wish.remote
    request.visit_minutes, request.visits_per_week = rng.choice(wish.minutes), rng.choice(wish.weekly)
    request.languages = [RequestLanguage(language=each) for each in _languages(rng, name)]
    request.skills = _skills(rng, wish)
    request.helper_kinds = _helper_kinds(rng, wish)
    request.times = request_times(_times(rng, wish, request))
    return request


def invent_person(scene: Scene, name: Name, *, ages: tuple[int, int]) -> PersonInNeed:
    """Return somebody who can be reached by phone, and one in three by e-mail too."""
    rng = scene.rng
    return PersonInNeed(
        first_name=name.first, last_name=name.last, phone=invent_phone(rng),
        email=invent_email(name, rng.randrange(100, 1000)) if rng.random() < 0.35 else "",
        birth_year=scene.today.year - rng.randint(*ages),
    )  # fmt: skip


def new_request(
    scene: Scene, plan: ground.DistrictPlan, *, reference: str, kind: str, person: PersonInNeed
) -> HelpRequest:
    """Return an open request of `person` at a home in the district, without times, languages and skills."""
    rng, home = scene.rng, invent_home(scene, plan)
    return HelpRequest(
        reference=reference, person=person, kind_code=kind, state=RequestState.OPEN,
        channel=Channel.PHONE if rng.random() < 0.6 else Channel.ONLINE, note="",
        office_id=home.office_id, district_id=home.district_id, postal_code=home.postal_code,
        latitude=home.latitude, longitude=home.longitude,
        max_distance_m=4000.0 if rng.random() < 0.05 else None,
        priority=rng.choices((0, 1, 2, 3, 4), (30, 36, 20, 10, 4))[0],
        submitted_at=scene.now - _wait(rng), visits_per_week=1, visit_minutes=60, helper_kinds=[], checks=[],
    )  # fmt: skip


def _wait(rng: Random) -> timedelta:
    days = min(rng.expovariate(1 / 13), _LONGEST_WAIT_DAYS)
    return timedelta(days=int(days), minutes=rng.randint(5, 500))


def _languages(rng: Random, name: Name) -> list[str]:
    if name.language != "de":
        return [name.language, "de"] if rng.random() < 0.4 else [name.language]
    return ["de"] if rng.random() < 0.4 else []


def _skills(rng: Random, wish: Wish) -> list[RequestSkill]:
    """Return further skills that would be welcome; the kind of help itself is always needed."""
    if not wish.wished_skills or rng.random() > 0.3:
        return []
    return [RequestSkill(skill_code=rng.choice(wish.wished_skills), is_needed=False)]


def _helper_kinds(rng: Random, wish: Wish) -> list[str]:
    if wish.asker == FAMILY and rng.random() < 0.3:
        return ["student", "volunteer"]
    if wish.kind in ("company", "escort") and rng.random() < 0.06:
        return ["peer_supporter", "volunteer"]
    return []


def _times(rng: Random, wish: Wish, request: HelpRequest) -> Times:
    if wish.kind in ("garden", "repair", "snow") and rng.random() < 0.25:
        request.helpers_needed = 2
        request.together = rng.random() < 0.7
        if request.together:
            return same_length_times(rng, visit_minutes=request.visit_minutes, count=4)
    if rng.random() < 0.12:
        return []
    return wished_times(
        rng, visits=request.visits_per_week, visit_minutes=request.visit_minutes, parts=wish.parts
    )


def request_times(times: Times) -> list[RequestTime]:
    """Return rows for weekly times; none at all means any time."""
    return [RequestTime(weekday=day, start_min=start, end_min=end) for day, start, end in sorted(set(times))]
